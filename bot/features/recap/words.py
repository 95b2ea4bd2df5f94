"""What is said around a recap."""

from __future__ import annotations

from bot.naming import level_name, own_name
from bot.translation import _, later
from knowledge.book import Book
from knowledge.spoilers import Level

# Translators: button, at most 80 characters
BACK = later("Page before")
# Translators: button, at most 80 characters
ON = later("Next page")
GONE = later("That book isn't here any more, so I can't turn the page. Please use `/recap` again.")
# Translators: a choice of /recap's option `length`: two minutes of reading
SHORT = later("short")
# Translators: a choice of /recap's option `length`: all of it
FULL = later("full")


def head(book: Book, level: Level, since: Level | None) -> str:
    """Which story, from where to where."""
    if since:
        # Translators: {since} and {level} are parts
        text = _("**The story so far** · *{title}*, after {since}, up to {level}")
    else:
        text = _("**The story so far** · *{title}*, up to {level}")
    return text.format(title=book.title, since=own_name(since.name) if since else "", level=level_name(level, book))


def foot(page: int, pages: int, short: bool) -> str:
    if short:
        # Translators: keep “-# ” at the beginning, which makes small print, and `length:`; {full} is “full”
        text = _("-# Page {page} of {pages} · in short; `length: {full}` tells more")
    else:
        # Translators: keep “-# ” at the beginning, which makes small print
        text = _("-# Page {page} of {pages} · in full")
    return text.format(page=page + 1, pages=pages, full=_(FULL))


def nothing(book: Book, level: Level, since: Level | None) -> str:
    """When there is nothing to tell, which says no more than how far has been read."""
    if since is not None:
        text = _("Nothing of *{title}* has been read here since {since}.")
        return text.format(title=book.title, since=own_name(since.name))
    if level.rank == 0:
        text = _(
            "We are at the start of *{title}*: there is no story to tell yet. `/progress set` notes how far you are."
        )
    else:
        text = _(
            "We are at {level} of *{title}*: there is no story to tell yet. `/progress set` notes how far you are."
        )
    return text.format(title=book.title, level=own_name(level.name))
