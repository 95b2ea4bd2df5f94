"""What /review says, for moderators."""

from __future__ import annotations

from datetime import datetime

from bot.naming import member, own_name, secrets_in_words
from bot.translation import _, joined, later, n_
from knowledge.book import Book, Note, Passage
from knowledge.notes.note import LONGEST, MOST, BadNote

# Translators: button, at most 80 characters; {number} is a question's on the page
ANSWER = later("Note for {number}")
# Translators: button, at most 80 characters
WRITE = later("Write a note")
# Translators: button, at most 80 characters; the text of the note is then seen without its cover
EDIT = later("Edit (shows it)")
# Translators: button, at most 80 characters
REMOVE = later("Remove")
# Translators: button, at most 80 characters; a page before this
BACK = later("Previous")
# Translators: button, at most 80 characters; a page after this
ON = later("Next")

NOT_KEPT = later(
    "The questions of this server aren't kept, so there is nothing to review. `/review keep` keeps, for a time that "
    "you set, the words of those without a sure answer, never who asked. You can write a note all the same."
)
NO_QUESTIONS = later("There is no question without a sure answer. Private questions are never kept.")
NO_NOTES = later("There are no club notes on this book yet.")
NO_VOTES = later("No member has found an answer from this book wrong in the last 90 days.")
GONE = later("That note is gone.")
NO_BOOK = later("This server doesn't have that book any more.")
FULL = later("There are {most} notes on this book, which is the most. Please remove one first.")
TAKE_BACK = later("What you wrote, so that you can copy it:")
STATUS = {
    # Translators: how a question fared: there was no answer
    "unknown": later("no answer"),
    # Translators: how a question fared: the answer wasn't sure
    "unsure": later("not sure"),
    # Translators: how a question fared
    "disliked": later("a member found the answer wrong"),
}

# Translators: the title of a window, at most 45 characters
FORM = later("A club note")
# Translators: of a field, at most 45 characters
TEXT = later("What the club should be told")
# Translators: below a field, at most 100 characters
TEXT_HOW = later("One to four sentences that stand alone.")
# Translators: of a field, at most 45 characters
PART = later("What it reveals")
# Translators: below a field, at most 100 characters
PART_HOW = later("The part that one must have finished. Left open: the last.")
# Translators: of a field, at most 45 characters
TOPICS = later("Topics that it touches")
# Translators: below a field, at most 100 characters
TOPICS_HOW = later("Each has a warning of its own.")


def questions_head(book: Book, days: int, page: int, pages: int) -> str:
    kept = n_(
        "Kept for {count} day, without who asked; `/review keep` changes that.",
        "Kept for {count} days, without who asked; `/review keep` changes that.",
        days,
    ).format(count=days)
    head = _("**Questions about *{title}* without a sure answer**").format(title=book.title)
    return f"{head}{_paged(page, pages)}\n{kept}"


def notes_head(book: Book, count: int, page: int, pages: int) -> str:
    head = _("**Club notes on *{title}***: {count} of {most}").format(title=book.title, count=count, most=MOST)
    return f"{head}{_paged(page, pages)}"


def question(number: int, text: str, count: int, status: str, at: datetime) -> str:
    # Translators: {moment} is as in “2 hours ago”, {status} as in “no answer”
    asked = n_("asked once, last {moment} · {status}", "asked {count} times, last {moment} · {status}", count)
    told = asked.format(count=count, moment=f"<t:{int(at.timestamp())}:R>", status=_(STATUS.get(status, status)))
    return f"**{number}.** {text}\n-# {told}"


def note(text: str, found: Note) -> str:
    # Translators: of a note, in place of the parts that it reveals: it reveals no plot
    reveals = secrets_in_words(found.secrets) or _("about the book")
    # Translators: {member} who wrote it is a mention
    by = _("by {member}").format(member=member(found.by))
    return f"{text}\n-# {reveals} · {by}"


def votes_head(book: Book, page: int, pages: int) -> str:
    said = _("As members voted in the last 90 days. A note tells it better, for this server.")
    head = _("**Answers from *{title}* that members found wrong**").format(title=book.title)
    return f"{head}{_paged(page, pages)}\n{said}"


def doubted(number: int, passage: Passage, text: str, wrong: int, right: int) -> str:
    title = f"{passage.title}**\n" if passage.title else "** "
    # Translators: how often members found the answer of a passage wrong
    votes = [n_("found wrong once", "found wrong {count} times", wrong).format(count=wrong)]
    if right:
        # Translators: after “found wrong 2 times”, how often they found it right
        votes.append(n_("right once", "right {count} times", right).format(count=right))
    return f"**{number}. {title}{text}\n-# {own_name(passage.where)} · {joined(votes)}"


def kept(days: int) -> str:
    if not days:
        return _("From now on no question is kept, and those that were are deleted.")
    return n_(
        "From now on I keep the words of questions without a sure answer, or with one that a member finds wrong, for "
        "{count} day, without who asked, then delete them. Private questions and direct messages are never kept. "
        "Please tell your members; `/review keep days: 0` ends it and deletes them.",
        "From now on I keep the words of questions without a sure answer, or with one that a member finds wrong, for "
        "{count} days, without who asked, then delete them. Private questions and direct messages are never kept. "
        "Please tell your members; `/review keep days: 0` ends it and deletes them.",
        days,
    ).format(count=days)


def days(count: int) -> str:
    """For the history, which is kept in English."""
    return f"{count} days" if count else "off"


def saved(found: Note, book: Book) -> str:
    if found.secrets:
        text = _(
            "Noted on *{title}*, for this server alone. It reveals {secrets}, and is covered or kept back before that. "
            "Where it answers a question, it is cited as yours."
        )
    else:
        text = _(
            "Noted on *{title}*, for this server alone. It spoils nothing. "
            "Where it answers a question, it is cited as yours."
        )
    return text.format(title=book.title, secrets=secrets_in_words(found.secrets))


def removed(book: str) -> str:
    return _("The note on *{title}* is removed.").format(title=book)


def refused(error: BadNote) -> str:
    """Why a text can't be a note; what is wrong with a file is told in English."""
    return _(error.kind.value).format(length=error.length, most=LONGEST, sign=error.sign, why=error.why)


def _paged(page: int, pages: int) -> str:
    # Translators: behind a heading
    return " " + _("(page {page} of {pages})").format(page=page + 1, pages=pages) if pages > 1 else ""
