"""Names in sentences: of members, of levels and parts, of passages, of what an answer touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.translation import _, joined, later, listed
from knowledge.book import Book, Passage
from knowledge.spoilers import START, Level, Secret

_ABOUT = 3  # characters named in a heading


def member(id: int) -> str:
    """Whoever made something; 0 is a member who had their data deleted."""
    return f"<@{id}>" if id else _("a member who is no longer kept")


# Names of levels and parts that no book gives.
_MADE = (
    # Translators: a level, before anything is read: “You have read it up to the start”
    later("the start"),
    # Translators: a level, when a book has no parts
    later("the whole book"),
    # Translators: where a passage comes from that tells no plot
    later("About the book"),
)


def own_name(name: str) -> str:
    """The name of a level or part as the book has it; one that we gave is in the language in effect."""
    return _(name) if name in _MADE else name


def level_name(level: Level, book: Book) -> str:
    """A level in words: "the start", "Part One", "Part Three (the whole book)"."""
    if level == book.levels[-1] and level.id != START:
        # Translators: {level} is the name of the last part
        return _("{level} (the whole book)").format(level=own_name(level.name))
    return own_name(level.name)


def heading(passages: Sequence[Passage], book: Book) -> str:
    """What stands above passages: their titles, or else whom they are about, and the parts: "Ines, Bram · Part One".

    To be judged like their texts: it can tell as much.
    """
    if titles := dict.fromkeys(passage.title for passage in passages if passage.title):
        return " · ".join(titles)
    names = {character.id: character.name for character in book.characters}
    about = dict.fromkeys(names[id] for passage in passages for id in passage.characters if id in names)
    parts = dict.fromkeys(own_name(passage.where) for passage in passages)
    return " · ".join(filter(None, [joined(list(about)[:_ABOUT]), *parts]))


def secrets_in_words(secrets: Iterable[Secret]) -> str:
    """The names of parts and topics as a phrase: "Part Three and the meeting with Madame"."""
    return listed(own_name(secret.name) for secret in secrets)
