"""What Norfolk says besides the passages, to members and in the terminal. None of it depends on what a book hides."""

from __future__ import annotations

from bot.naming import member, own_name, secrets_in_words
from bot.translation import _, later, listed
from knowledge.answer import Answer, Remark, Status
from knowledge.book import Book, Note

# Translators: said before the closest passage of the summary, where none is surely the answer
UNSURE = later("I'm not sure this is what you mean; the closest that the summary tells:")
ASK_APART = later(
    "That was more than one question, and I have an answer to one of them. Please ask the other by itself."
)
COMPLAINT = later("Sorry that this wasn't it. I can only look again: please ask in other words.")
OFFER = later("Sorry that this wasn't it. Below I can offer another passage, or you ask in other words.")

# Translators: button, at most 80 characters
MORE = later("Another passage")
# Translators: button, at most 80 characters
SHOW = later("Show it to me only")
# Translators: button, at most 80 characters
RIGHT = later("This was right")
# Translators: button, at most 80 characters
WRONG = later("This was wrong")
NO_MORE = later("There is nothing more to show here.")
# Translators: an entry of the menu of a message, at most 32 characters
ASK_ABOUT = later("Ask about this")
OWN = later("That is what I said myself, or another bot did. Please pick a message of a member.")
WORDLESS = later("There are no words in that message that I could look for.")
NO_QUESTION = later("That question isn't offered here any more. Please ask with `/ask`.")
VOTED = {
    "right": later("Noted: that was right. The other button changes it."),
    "wrong": later("Noted: that was wrong. Moderators see which passages miss, and never who says so."),
}
EDITED = later("The book has been edited since, so I can't find that passage any more. Please ask again.")
OLD = later("That button is from before I was renewed, and I can't be sure what it meant. Please ask again.")


def unknown(book: Book) -> str:
    """Said when nothing is known, and under `silent` also when something is: the two must not differ."""
    return _("I don't know that one: my summary of {title} doesn't tell.").format(title=book.title)


def small_talk(book: Book) -> str:
    return _(
        "I'm Norfolk, and I answer questions about the plot of {title}; what could spoil it, I cover. "
        "Ask me who somebody is, what happened, or why; /help tells what else I can do."
    ).format(title=book.title)


def refusal(answer: Answer, book: Book) -> str:
    """What is said in place of passages."""
    if answer.remark is Remark.SMALL_TALK:
        return small_talk(book)
    if answer.remark is Remark.COMPLAINT:
        return _(OFFER if answer.further else COMPLAINT)
    return unknown(book)


def warning(answer: Answer) -> str | None:
    """The warning that stands before what is covered or kept back; None when nothing is."""
    if not answer.touches:
        return None
    if not answer.kept:
        # Translators: {secrets} are parts and topics of the book, as in “Part Three and the meeting with Madame”
        text = _("Spoiler warning: this touches {secrets}.")
    elif answer.told:
        text = _("Spoiler warning: there is more to it, which touches {secrets}, so I don't post it here.")
    else:
        text = _("Spoiler warning: the answer touches {secrets}, so I don't post it here.")
    return text.format(secrets=secrets_in_words(answer.touches))


def remarks(answer: Answer) -> list[str]:
    """What is said before the passages of an answer."""
    said = [_(UNSURE)] if answer.status is Status.UNSURE and answer.told else []
    return [*said, _(ASK_APART)] if answer.remark is Remark.ASK_APART else said


def cited(answer: Answer, book: Book) -> str:
    """Where what is told comes from: who wrote it if it is a club's note, the parts, and the book."""
    authors = dict.fromkeys(member(hit.passage.by) for hit in answer.told if isinstance(hit.passage, Note))
    # Translators: {authors} are members who wrote a note of the club's on the book
    by = [_("club note by {authors}").format(authors=listed(authors))] if authors else []
    return " · ".join([*by, listed(map(own_name, answer.where)), book.title])


def by_role(me: str) -> str:
    # Translators: {me} is the bot's own mention
    text = _("I was called by my role, and then Discord doesn't show me what you wrote. Please mention {me} by name.")
    return text.format(me=me)


def reply_to_command(me: str) -> str:
    # Translators: {me} is the bot's own mention
    return _(
        "Discord doesn't show me the words of a reply to an answer that a command or a button made. "
        "Please write them once more with {me} among them, or use /ask."
    ).format(me=me)
