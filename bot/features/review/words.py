"""What /review says, for moderators."""

from __future__ import annotations

from datetime import datetime

from bot.texts import member
from knowledge.book import Book, Note, Passage
from knowledge.notes.note import MOST
from knowledge.spoilers import in_words

ANSWER, WRITE, EDIT, REMOVE = "Note for", "Write a note", "Edit (shows it)", "Remove"  # buttons
BACK, ON = "Previous", "Next"

NOT_KEPT = (
    "The questions of this server aren't kept, so there is nothing to review. `/review keep` keeps, for a time that "
    "you set, the words of those without a sure answer, never who asked. You can write a note all the same."
)
NO_QUESTIONS = "There is no question without a sure answer. Private questions are never kept."
NO_NOTES = "There are no club notes on this book yet."
NO_VOTES = "No member has found an answer from this book wrong in the last 90 days."
SLOW = "I couldn't open the book in time. Please click once more."
GONE = "That note is gone."
NO_BOOK = "This server doesn't have that book any more."
FULL = f"There are {MOST} notes on this book, which is the most. Please remove one first."
TAKE_BACK = "What you wrote, so that you can copy it:"
UNTOLD, DOUBTED = "no answer", "not sure"
STATUS = {"unknown": UNTOLD, "unsure": DOUBTED, "disliked": "a member found the answer wrong"}


def questions_head(book: Book, days: int, page: int, pages: int) -> str:
    kept = f"Kept for {days} days, without who asked; `/review keep` changes that."
    return f"**Questions about *{book.title}* without a sure answer**{_paged(page, pages)}\n{kept}"


def notes_head(book: Book, count: int, page: int, pages: int) -> str:
    return f"**Club notes on *{book.title}***: {count} of {MOST}{_paged(page, pages)}"


def question(number: int, text: str, count: int, status: str, at: datetime) -> str:
    times = "once" if count == 1 else f"{count} times"
    return f"**{number}.** {text}\n-# asked {times}, last <t:{int(at.timestamp())}:R> · {STATUS.get(status, status)}"


def note(text: str, found: Note) -> str:
    return f"{text}\n-# {in_words(found.secrets) or 'about the book'} · by {member(found.by)}"


def votes_head(book: Book, page: int, pages: int) -> str:
    said = "As members voted in the last 90 days. A note tells it better, for this server."
    return f"**Answers from *{book.title}* that members found wrong**{_paged(page, pages)}\n{said}"


def doubted(number: int, passage: Passage, text: str, wrong: int, right: int) -> str:
    title = f"{passage.title}**\n" if passage.title else "** "
    found = f"found wrong {_times(wrong)}" + (f", right {_times(right)}" if right else "")
    return f"**{number}. {title}{text}\n-# {passage.where} · {found}"


def kept(days: int) -> str:
    if not days:
        return "From now on no question is kept, and those that were are deleted."
    return (
        "From now on I keep the words of questions without a sure answer, or with one that a member finds wrong, for "
        f"{days} day{'' if days == 1 else 's'}, without who asked, then delete them. Private questions and direct "
        "messages are never kept. Please tell your members; `/review keep days: 0` ends it and deletes them."
    )


def days(count: int) -> str:
    return f"{count} days" if count else "off"


def saved(found: Note, book: Book) -> str:
    reveals = in_words(found.secrets)
    goes = f"It reveals {reveals}, and is covered or kept back before that." if reveals else "It spoils nothing."
    return f"Noted on *{book.title}*, for this server alone. {goes} Where it answers a question, it is cited as yours."


def removed(book: str) -> str:
    return f"The note on *{book}* is removed."


def _paged(page: int, pages: int) -> str:
    return f" (page {page + 1} of {pages})" if pages > 1 else ""


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
