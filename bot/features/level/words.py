"""What members are told of the level of a place. Nothing of it names what lies past it."""

from __future__ import annotations

from bot.store import InEffect
from bot.texts import level_name
from knowledge.book import Book
from knowledge.spoilers import Level, Policy

FURTHER, BEHIND = "I'm further", "I'm not there yet"
_PAST = {
    Policy.WARN: "What goes further gets a warning and a cover.",
    Policy.WITHHOLD: "What goes further I tell only in private to who asks for it.",
    Policy.SILENT: "Of what goes further I say nothing.",
}


def holds(found: InEffect, direct: bool) -> str:
    """How far a place may be talked about, and what happens past it."""
    title, level = found.book.title, level_name(found.level, found.book)
    if found.level == found.book.levels[-1]:
        return f"*{title}* may be talked about here to its end: nothing is a spoiler."
    where = "In our direct messages I go" if direct else "Here *all of us* go"
    return f"{where} by *{title}* up to {level}. {_PAST[found.policy]}"


def option(level: Level, book: Book, found: InEffect) -> str:
    """A level to pick from; where silence is kept, one past the place's level is told by its number."""
    if found.policy is Policy.SILENT and level.rank > found.level.rank:
        return f"Part {level.rank} of {book.levels[-1].rank}"
    return level_name(level, book)


def noted(level: Level, book: Book) -> str:
    return (
        f"Noted, for your eyes only: you have read *{book.title}* up to {level_name(level, book)}. "
        "It counts in what you alone see, such as a private `/ask`; `/progress clear` deletes it."
    )


PICK = "How far have you finished reading? Only you see this."
OTHER_BOOK = "Another book is read here now. Please use `/level` again."
