"""What the spoiler check says."""

from __future__ import annotations

from bot.desk import Verdict
from bot.texts import level_name
from knowledge.spoilers import Policy, in_words

MENU = "Check for spoilers"
ASK = "Ask the author to cover it"  # button

WORDLESS = "There are no words in that message that I could check."
OWN = "That is a bot's message. What I say myself, I cover where it goes too far."
FOR_MODERATORS = "In this place, only moderators can have a message checked."
PLEASE = (
    "A moderator asks you to put a cover over what goes further here than everybody has read. "
    "Edit your message, and write `||` before it and after it."
)
ASKED = "I've asked the author, without repeating anything."
ASKED_BEFORE = "The author has been asked already."
GONE = "That message is gone."
MENDED = "By its words, that message gives nothing away openly any more, so I haven't asked."


def verdict(found: Verdict) -> str:
    """The verdict in a sentence or two. Under `silent` it doesn't name what is touched."""
    holds = found.holds
    level = f"{level_name(holds.level, holds.book)} of *{holds.book.title}*"
    if holds.level == holds.book.levels[-1]:
        return f"Nothing is a spoiler here: this place has read *{holds.book.title}* to the end."
    if not found.check.touches:
        return f"As far as I can tell, this message gives nothing away past {level}. I can only go by my summary."
    touched = "" if holds.policy is Policy.SILENT else f" It touches {in_words(found.check.touches)}."
    if found.covered:
        return f"This message goes past {level}, and what does lies under a cover already.{touched}"
    return f"This message seems to give something away past {level}.{touched} What I mean, only for you to see:"
