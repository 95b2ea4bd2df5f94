"""What members are told of the level of a place. Nothing of it names what lies past it."""

from __future__ import annotations

from bot.naming import level_name
from bot.store import InEffect
from bot.translation import _, later
from knowledge.book import Book
from knowledge.spoilers import Level, Policy

# Translators: button, at most 80 characters; a member says that they have read further than the channel
FURTHER = later("I'm further")
# Translators: button, at most 80 characters; a member says that they haven't read as far as the channel
BEHIND = later("I'm not there yet")
_PAST = {
    Policy.WARN: later("What goes further gets a warning and a cover."),
    Policy.WITHHOLD: later("What goes further I tell only in private to who asks for it."),
    Policy.SILENT: later("Of what goes further I say nothing."),
}


def holds(found: InEffect, direct: bool) -> str:
    """How far a place may be talked about, and what happens past it."""
    title, level = found.book.title, level_name(found.level, found.book)
    if found.level == found.book.levels[-1]:
        return _("*{title}* may be talked about here to its end: nothing is a spoiler.").format(title=title)
    if direct:
        where = _("In our direct messages I go by *{title}* up to {level}.")
    else:
        where = _("Here *all of us* go by *{title}* up to {level}.")
    return f"{where.format(title=title, level=level)} {_(_PAST[found.policy])}"


def noted(level: Level, book: Book) -> str:
    return _(
        "Noted, for your eyes only: you have read *{title}* up to {level}. "
        "It counts in what you alone see, such as a private `/ask`; `/progress clear` deletes it."
    ).format(title=book.title, level=level_name(level, book))


PICK = later("How far have you finished reading? Only you see this.")
OTHER_BOOK = later("Another book is read here now. Please use `/level` again.")
NO_LEVEL = later("The book has no such level any more. Please use `/level` again.")
# Translators: of a list, at most 100 characters
LAST = later("The last part that you have finished")
