"""What the spoiler check says."""

from __future__ import annotations

from bot.desk import Verdict
from bot.naming import level_name, secrets_in_words
from bot.translation import _, later
from knowledge.spoilers import Policy

# Translators: an entry of the menu of a message, at most 32 characters
MENU = later("Check for spoilers")
# Translators: button, at most 80 characters
ASK = later("Ask the author to cover it")

WORDLESS = later("There are no words in that message that I could check.")
OWN = later("That is a bot's message. What I say myself, I cover where it goes too far.")
FOR_MODERATORS = later("In this place, only moderators can have a message checked.")
# Translators: keep the `||`, which make a spoiler in Discord
PLEASE = later(
    "A moderator asks you to put a cover over what goes further here than everybody has read. "
    "Edit your message, and write `||` before it and after it."
)
ASKED = later("I've asked the author, without repeating anything.")
ASKED_BEFORE = later("The author has been asked already.")
GONE = later("That message is gone.")
MENDED = later("By its words, that message gives nothing away openly any more, so I haven't asked.")


def verdict(found: Verdict) -> str:
    """The verdict in a sentence or two. Under `silent` it doesn't name what is touched."""
    holds = found.holds
    level, title = level_name(holds.level, holds.book), holds.book.title
    secrets = secrets_in_words(found.check.touches)
    if holds.level == holds.book.levels[-1]:
        text = _("Nothing is a spoiler here: this place has read *{title}* to the end.")
    elif found.check.doubtful:
        text = _(
            "This message may give something away past {level} of *{title}*, but I'm not sure enough to say so. "
            "Please read it yourself."
        )
    elif not found.check.touches:
        text = _(
            "As far as I can tell, this message gives nothing away past {level} of *{title}*. "
            "I can only go by my summary."
        )
    elif found.covered and holds.policy is Policy.SILENT:
        text = _("This message goes past {level} of *{title}*, and what does lies under a cover already.")
    elif found.covered:
        text = _(
            "This message goes past {level} of *{title}*, and what does lies under a cover already. "
            "It touches {secrets}."
        )
    elif holds.policy is Policy.SILENT:
        text = _(
            "This message seems to give something away past {level} of *{title}*. What I mean, only for you to see:"
        )
    else:
        text = _(
            "This message seems to give something away past {level} of *{title}*. It touches {secrets}. "
            "What I mean, only for you to see:"
        )
    return text.format(level=level, title=title, secrets=secrets)
