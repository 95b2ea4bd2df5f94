"""What Norfolk keeps of a member, in one screen."""

from __future__ import annotations

from bot.translation import _, later

# Translators: at most 1900 characters
PRIVACY = later(
    "**What I keep of you**\n"
    "- **How far you have read**, if you told me with `/progress set` or a button of `/level`. It counts only in what "
    "you alone see.\n"
    "- **Your votes** on whether answers were right: which passages they told, for 90 days; nobody sees whose.\n"
    "- **What you changed as a moderator**, for 90 days; and your id on schedules, notes and books that you made "
    "for a server.\n"
    "**What I don't keep**\n"
    "- **Your questions and messages.** The last question of a talk counts for ten minutes, in memory only. Where "
    "moderators switched it on, the words of public questions without a sure answer are kept for a while, never with "
    "who asked.\n"
    "- Names, roles, who is in a server. I can read only messages that are meant for me.\n"
    "**What you can do**\n"
    "- `/mydata export` gives you all of it as a file.\n"
    "- `/mydata delete` deletes it at once: progress, votes, and your id on what belongs to a server.\n"
    "- `/progress clear` deletes your progress in one book.\n"
    "Nothing is sent to anybody but Discord, and no other service is asked. Whoever runs me has published the whole of "
    "it in PRIVACY.md and TERMS.md."
)

NOTHING = later("I keep nothing of you: there is nothing to hand out.")
EXPORTED = later("This is all that I keep of you. Only you see this message.")
# Translators: the description of the attached file
DESCRIBED = later("All that Norfolk keeps of you, as JSON")
FILE = "norfolk-my-data.json"


def deleted(count: int) -> str:
    if not count:
        return _("I kept nothing of you, so there was nothing to delete.")
    return _(
        "Deleted: how far you have read, your votes, and your id on whatever you made or changed for servers. "
        "I know nothing of you any more."
    )
