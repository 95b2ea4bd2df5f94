"""What is said around a discussion question."""

from __future__ import annotations

from datetime import datetime

from bot.naming import level_name
from bot.translation import _, later, n_
from knowledge.book import Book
from knowledge.spoilers import Level

# Translators: button, at most 80 characters
ABOUT = later("Which passage is it about?")
GONE = later("That question's passage isn't open here any more.")
NO_THREAD = later(
    "I may not open a thread here, so the question stands in the channel. A moderator can let me create threads."
)
FOR_MODERATORS = later("Only moderators can have a question asked every week. Without `weekly`, I ask one now.")


def head(book: Book, level: Level) -> str:
    # Translators: keep “-# ” at the beginning: it makes small print
    text = _("-# A question on *{title}*, for who has read up to {level}")
    return text.format(title=book.title, level=level_name(level, book))


def again(seconds: float) -> str:
    """When a question was asked here just now."""
    minutes = max(1, -int(-seconds // 60))
    return n_(
        "A question was asked here just now. In {count} minute I have another one.",
        "A question was asked here just now. In {count} minutes I have another one.",
        minutes,
    ).format(count=minutes)


def weekly(place: int, following: datetime) -> str:
    # Translators: {channel} is a channel's mention, {moment} a date and time
    return _(
        "Every week a question goes to {channel}; after today's the next one {moment}. "
        "`/discuss weekly: False` ends it."
    ).format(channel=f"<#{place}>", moment=f"<t:{int(following.timestamp())}:F>")


def stopped(place: int, *, was: bool) -> str:
    text = _("No question goes to {channel} by itself any more.") if was else _("None went to {channel} by itself.")
    return text.format(channel=f"<#{place}>")
