"""What the history keeps, in English, said in the language in effect: what is always the same of it."""

from __future__ import annotations

import re

from bot.naming import own_name
from bot.translation import _, later

# Translators: in these, what was changed, or how it was before or is after it, in a line of the history
_SAME = (
    # Translators: in the history: a book was set
    later("book"),
    # Translators: in the history: a policy was set
    later("policy"),
    # Translators: in the history
    later("schedule"),
    # Translators: in the history: a discussion question every week
    later("weekly question"),
    # Translators: in the history
    later("club note"),
    # Translators: in the history
    later("club notes"),
    # Translators: in the history: for how long questions are kept
    later("questions kept"),
    # Translators: in the history
    later("moderators' role"),
    # Translators: in the history: where they go
    later("announcements"),
    # Translators: in the history: where they go
    later("discussion prompts"),
    # Translators: in the history: a setting is
    later("inherited"),
    # Translators: in the history: a level
    later("one that the book has no more"),
    # Translators: in the history: no role, no channel, no step
    later("none"),
    # Translators: in the history: a setting is on
    later("on"),
    # Translators: in the history: a setting is off
    later("off"),
    # Translators: in the history: a step of the schedule
    later("scheduled"),
    # Translators: in the history: a book or note was
    later("removed"),
    # Translators: in the history: of a step
    later("off: the channel was deleted"),
    # Translators: in the history: of weekly questions
    later("off: the channel is gone"),
    # Translators: in the history: of a step
    later("off: the book or its part is gone"),
    # Translators: a level, before anything is read: “You have read it up to the start”
    later("the start"),
)

# What has a name in it, by a pattern of how it is kept.
_WITH_A_NAME = (
    # Translators: in the history: the level that was set in a book
    (r"level in (?P<title>.+)", later("level in {title}")),
    # Translators: in the history: a level rose to {level}
    (r"level (?P<level>.+), by the schedule", later("level {level}, by the schedule")),
    # Translators: in the history: the level was {level}
    (r"level (?P<level>.+)", later("level {level}")),
    # Translators: {level} is the name of the last part
    (r"(?P<level>.+) \(the whole book\)", later("{level} (the whole book)")),
    # Translators: in the history: a step of the schedule was put off to {moment}
    (r"put off: (?P<moment>.+)", later("put off: {moment}")),
    # Translators: in the history: a note on a book was added
    (r"added on (?P<title>.+)", later("added on {title}")),
    # Translators: in the history: a note on a book was changed
    (r"changed on (?P<title>.+)", later("changed on {title}")),
    # Translators: in the history: {count} notes on a book came with its file
    (r"(?P<count>[0-9]+) imported on (?P<title>.+)", later("{count} imported on {title}")),
    # Translators: in the history: a note on a book
    (r"on (?P<title>.+)", later("on {title}")),
    # Translators: in the history: for how long questions are kept
    (r"(?P<count>[0-9]+) days", later("{count} days")),
    # Translators: in the history: a book was published
    (r"(?P<title>.+): published, version (?P<version>[0-9]+)", later("{title}: published, version {version}")),
    # Translators: in the history: a book went back to an older version, which is a new one now
    (
        r"(?P<title>.+): back to version (?P<older>[0-9]+), version (?P<version>[0-9]+)",
        later("{title}: back to version {older}, version {version}"),
    ),
)


def told(kept: str) -> str:
    """A text of the history; one that isn't known, such as a title, is as it was kept."""
    if kept in _SAME:
        return _(kept)
    for pattern, sentence in _WITH_A_NAME:
        if found := re.fullmatch(pattern, kept, re.DOTALL):
            parts = {name: own_name(part) if name == "level" else part for name, part in found.groupdict().items()}
            return _(sentence).format(**parts)
    return kept
