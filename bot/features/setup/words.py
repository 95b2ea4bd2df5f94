"""What the panel says. None of it tells anything of a book but its title and the names of its parts."""

from __future__ import annotations

from bot.store import Change, Chosen
from bot.texts import clip
from bot.where import place_name

SAMPLE = "**A sample of the difference**, as a member would see it. The question, which may spoil, is covered:"
NO_SAMPLE = "I found no question whose answer this changes."
NOW, THEN = "**Now**", "**With the change**"
COVERED_HERE = "-# Members will see this openly. It is covered here, since it goes past a level of this place."
SPOILER_CHANNEL = "Discord has this as a Spoiler Channel: you may want the whole book to be talked about here."
SAVED, DROPPED, NOTHING = "Saved.", "Nothing was changed.", "There is nothing to save."
ROLE = (
    "To let members of the role see the commands, too, add it under *Server Settings → Integrations → Norfolk*. "
    "I let them in either way."
)
ONLY_MANAGERS = "Only who has *Manage Server* may choose who else counts as a moderator."
NOT_EVERYONE = "*@everyone* can't be the moderators' role. Please pick another."
POLICY, WHICH_POLICY = "Policy", "What happens to answers past the level?"  # title and question of the modal
INHERITED = "As inherited"
SLOW = "That took me too long. Please click once more."
NO_HISTORY = "Nobody has changed anything in the last 90 days."
_PART = 90  # characters of what is told of a value


def chosen(server: Chosen) -> list[str]:
    """Who counts as a moderator, and what goes where."""
    role = f" and <@&{server.moderator_role}>" if server.moderator_role else ""
    news = f"<#{server.announcements}>" if server.announcements else "the place that they are about"
    talk = f"<#{server.discussions}>" if server.discussions else "nowhere yet"
    return [
        f"Moderators: who has *Manage Server*{role}",
        f"Announcements go to: {news}",
        f"Discussion prompts go to: {talk}",
    ]


def may_not_write(channel: int) -> str:
    return f"I may not write in <#{channel}>: please give me *View Channel* and *Send Messages* there."


def change(noted: Change, server: int) -> str:
    """One line of the history."""
    who = f"<@{noted.member}>" if noted.member else "Norfolk, or a member who is no longer kept,"
    before, after = (clip(text, _PART, 2 * _PART) or "nothing" for text in (noted.before, noted.after))
    where = place_name(noted.place, server)
    return f"<t:{int(noted.at.timestamp())}:f> {who}, {where}: {noted.what}: {before} → {after}"
