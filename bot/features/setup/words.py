"""What the panel says. None of it tells anything of a book but its title and the names of its parts."""

from __future__ import annotations

from bot.features.setup.past import told
from bot.store import Change, Chosen
from bot.texts import clip
from bot.translation import _, later
from bot.where import place_name

SAMPLE = later("**A sample of the difference**, as a member would see it. The question, which may spoil, is covered:")
NO_SAMPLE = later("I found no question whose answer this changes.")
NOW = later("**Now**")
THEN = later("**With the change**")
COVERED_HERE = later("-# Members will see this openly. It is covered here, since it goes past a level of this place.")
SPOILER_CHANNEL = later("Discord has this as a Spoiler Channel: you may want the whole book to be talked about here.")
SAVED = later("Saved.")
DROPPED = later("Nothing was changed.")
ROLE = later(
    "To let members of the role see the commands, too, add it under *Server Settings → Integrations → Norfolk*. "
    "I let them in either way."
)
ONLY_MANAGERS = later("Only who has *Manage Server* may choose who else counts as a moderator.")
NOT_EVERYONE = later("*@everyone* can't be the moderators' role. Please pick another.")
NO_HISTORY = later("Nobody has changed anything in the last 90 days.")
NO_CHANNEL = later("I can't find that channel any more.")
NO_CHOICE = later("I don't know that choice. Please open `/setup` anew.")
NO_BOOK = later("That book isn't on the shelf any more. Please open `/setup` anew.")
NO_LEVEL = later("The book has no such level any more. Please open `/setup` anew.")

# Translators: button, at most 80 characters
SAVE = later("Save")
# Translators: button, at most 80 characters
DISCARD = later("Discard")
# Translators: button, at most 80 characters; lets the whole book be talked about
WHOLE_BOOK = later("The whole book")
# Translators: button, at most 80 characters; shows what is set for the server
WHOLE_SERVER = later("The whole server")
# Translators: button, at most 80 characters; shows the history of changes
HISTORY = later("Who did what")
# Translators: button, at most 80 characters
BACK = later("Back to the panel")
# Translators: button, at most 80 characters; newer changes
NEWER = later("Newer")
# Translators: button, at most 80 characters; older changes
OLDER = later("Older")
# Translators: button, at most 80 characters; opens the panel
OPEN = later("Set up")

# Translators: of a list, at most 100 characters
ANOTHER = later("Set up another channel")
# Translators: of a list, at most 90 characters
BOOK = later("Book: {title}")
# Translators: of a list, at most 100 characters
BOOK_AS_ABOVE = later("Book: as inherited")
# Translators: of a list, at most 90 characters
LEVEL = later("Level: {level}")
# Translators: of a list, at most 100 characters
LEVEL_AS_ABOVE = later("Level: as inherited")
# Translators: button, at most 70 characters; {policy} is warn, withhold or silent
POLICY = later("Policy: {policy}")
# Translators: button, at most 80 characters
POLICY_AS_ABOVE = later("Policy: as inherited")
# Translators: the title of a window, at most 45 characters
THE_POLICY = later("Policy")
# Translators: of a choice, at most 45 characters
WHICH_POLICY = later("What happens to answers past the level?")
# Translators: a choice, at most 100 characters
INHERITED = later("As inherited")
# Translators: of a list, at most 100 characters
ROLE_THAT_COUNTS = later("A role that counts as moderator")
# Translators: of a list, at most 100 characters
NEWS_TO = later("Where announcements go")
# Translators: of a list, at most 100 characters
TALK_TO = later("Where discussion prompts go")

_PART = 90  # characters of what is told of a value


def head(place: str) -> str:
    # Translators: keep “### ”; {place} is a channel's mention or “the whole server”
    return _("### Setup: {place}").format(place=place)


def not_saved(title: str, level: str, policy: str) -> str:
    # Translators: {policy} is as in “warn: a warning, and the answer under a cover”
    return _("**Not saved yet**: *{title}*, {level}, {policy}").format(title=title, level=level, policy=policy)


def opens(place: str) -> str:
    # Translators: {place} is a channel's mention or “the whole server”
    return _("**This opens {place} further.**").format(place=place)


def chosen(server: Chosen) -> list[str]:
    """Who counts as a moderator, and what goes where."""
    if server.moderator_role:
        # Translators: {role} is a role's mention
        who = _("Moderators: who has *Manage Server* and {role}").format(role=f"<@&{server.moderator_role}>")
    else:
        who = _("Moderators: who has *Manage Server*")
    if server.announcements:
        news = _("Announcements go to: {channel}").format(channel=f"<#{server.announcements}>")
    else:
        news = _("Announcements go to: the place that they are about")
    if server.discussions:
        talk = _("Discussion prompts go to: {channel}").format(channel=f"<#{server.discussions}>")
    else:
        talk = _("Discussion prompts go to: where `/discuss weekly` is given")
    return [who, news, talk]


def may_not_write(channel: int) -> str:
    text = _("I may not write in {channel}: please give me *View Channel* and *Send Messages* there.")
    return text.format(channel=f"<#{channel}>")


def history(lines: list[str]) -> str:
    # Translators: keep “### ”
    return "\n".join([_("### Who did what"), *(lines or [_(NO_HISTORY)])])


def change(noted: Change, server: int) -> str:
    """One line of the history."""
    # Translators: who made a change
    who = f"<@{noted.member}>" if noted.member else _("Norfolk, or a member who is no longer kept")
    # Translators: what a setting was, or is: nothing
    nothing = _("nothing")
    before, after = (clip(told(text), _PART, 2 * _PART) or nothing for text in (noted.before, noted.after))
    where = place_name(noted.place, server)
    return f"<t:{int(noted.at.timestamp())}:f> {who}, {where}: {told(noted.what)}: {before} → {after}"
