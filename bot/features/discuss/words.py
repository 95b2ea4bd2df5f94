"""What is said around a discussion question."""

from __future__ import annotations

from datetime import datetime

from bot.texts import level_name
from knowledge.book import Book
from knowledge.spoilers import Level

ABOUT = "Which passage is it about?"
GONE = "That question's passage isn't open here any more."
NO_THREAD = (
    "I may not open a thread here, so the question stands in the channel. A moderator can let me create threads."
)
FOR_MODERATORS = "Only moderators can have a question asked every week. Without `weekly`, I ask one now."


def head(book: Book, level: Level) -> str:
    return f"-# A question on *{book.title}*, for who has read up to {level_name(level, book)}"


def again(seconds: float) -> str:
    """When a question was asked here just now."""
    minutes = max(1, -int(-seconds // 60))
    return f"A question was asked here just now. In {minutes} minute{'' if minutes == 1 else 's'} I have another one."


def weekly(place: int, following: datetime) -> str:
    return (
        f"Every week a question goes to <#{place}>; after today's the next one <t:{int(following.timestamp())}:F>. "
        "`/discuss weekly: False` ends it."
    )


def stopped(place: int, *, was: bool) -> str:
    return f"No question goes to <#{place}> by itself any more." if was else f"None went to <#{place}> by itself."
