"""What Norfolk says besides the passages, to members and in the terminal. None of it depends on what a book hides."""

from __future__ import annotations

from bot.texts import member
from knowledge.answer import Answer, Remark, Status
from knowledge.book import Book, Note
from knowledge.spoilers import in_words

UNSURE = "I'm not sure this is what you mean; the closest that the summary tells:"
ASK_APART = "That was more than one question, and I have an answer to one of them. Please ask the other by itself."
COMPLAINT = "Sorry that this wasn't it. I can only look again: please ask in other words."
OFFER = "Sorry that this wasn't it. Below I can offer another passage, or you ask in other words."

MORE, SHOW = "Another passage", "Show it to me only"  # buttons
RIGHT, WRONG = "This was right", "This was wrong"
NO_MORE = "There is nothing more to show here."
ASK_ABOUT = "Ask about this"  # the message menu
OWN = "That is what I said myself, or another bot did. Please pick a message of a member."
WORDLESS = "There are no words in that message that I could look for."
NO_QUESTION = "That question isn't offered here any more. Please ask with `/ask`."
VOTED = {
    "right": "Noted: that was right. The other button changes it.",
    "wrong": "Noted: that was wrong. Moderators see which passages miss, and never who says so.",
}
EDITED = "The book has been edited since, so I can't find that passage any more. Please ask again."
OLD = "That button is from before I was renewed, and I can't be sure what it meant. Please ask again."

_NAMES = 3  # characters named in a heading


def unknown(book: Book) -> str:
    """Said when nothing is known, and under `silent` also when something is: the two must not differ."""
    return f"I don't know that one: my summary of {book.title} doesn't tell."


def small_talk(book: Book) -> str:
    return (
        f"I'm Norfolk, and I answer questions about the plot of {book.title}; what could spoil it, I cover. "
        "Ask me who somebody is, what happened, or why; /help tells what else I can do."
    )


def refusal(answer: Answer, book: Book) -> str:
    """What is said in place of passages."""
    if answer.remark is Remark.SMALL_TALK:
        return small_talk(book)
    if answer.remark is Remark.COMPLAINT:
        return OFFER if answer.further else COMPLAINT
    return unknown(book)


def warning(answer: Answer) -> str | None:
    """The warning that stands before what is covered or kept back; None when nothing is."""
    if not answer.touches:
        return None
    if not answer.kept:
        return f"Spoiler warning: this touches {in_words(answer.touches)}."
    what = "there is more to it, which" if answer.told else "the answer"
    return f"Spoiler warning: {what} touches {in_words(answer.touches)}, so I don't post it here."


def remarks(answer: Answer) -> list[str]:
    """What is said before the passages of an answer."""
    said = [UNSURE] if answer.status is Status.UNSURE and answer.told else []
    return [*said, ASK_APART] if answer.remark is Remark.ASK_APART else said


def text(answer: Answer) -> str:
    """The passages that are told, in book order, as one text."""
    return " ".join(hit.passage.text for hit in answer.told)


def heading(answer: Answer, book: Book) -> str:
    """The titles of what is told; judged like its text, since a title can tell as much.

    Without any, whom it is about, and the part.
    """
    if titles := dict.fromkeys(hit.passage.title for hit in answer.told if hit.passage.title):
        return " · ".join(titles)
    names = {character.id: character.name for character in book.characters}
    about = dict.fromkeys(names[id] for hit in answer.told for id in hit.passage.characters if id in names)
    return " · ".join(filter(None, [", ".join(list(about)[:_NAMES]), *answer.where]))


def cited(answer: Answer, book: Book) -> str:
    """Where what is told comes from: who wrote it if it is a club's note, the parts, and the book."""
    authors = dict.fromkeys(member(hit.passage.by) for hit in answer.told if isinstance(hit.passage, Note))
    by = [f"club note by {' and '.join(authors)}"] if authors else []
    return " · ".join([*by, " and ".join(answer.where), book.title])


def by_role(me: str) -> str:
    return f"I was called by my role, and then Discord doesn't show me what you wrote. Please mention {me} by name."


def reply_to_command(me: str) -> str:
    return (
        "Discord doesn't show me the words of a reply to an answer that a command or a button made. "
        f"Please write them once more with {me} among them, or use /ask."
    )
