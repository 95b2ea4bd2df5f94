"""/help, the welcome, and what is said on coming back."""

from __future__ import annotations

from collections.abc import Collection

from bot.naming import level_name
from bot.store import InEffect
from bot.translation import _, joined, later
from knowledge.book import Book

# Translators: an entry of the menu of a message, at most 32 characters
_ASK_ABOUT = later("Ask about this")
# Translators: an entry of the menu of a message, at most 32 characters
_CHECK = later("Check for spoilers")

# Each line of /help with the commands that it is about: it is left out where one of them isn't to be had.
_HELP: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("ask",),
        # Translators: {name} is a character's; the question stays English, as the books are, so that it works as typed
        later(
            "**Ask**: `/ask question: Who is {name}?`, mention me, reply to me, or write me a direct message. With "
            "`private: True` only you see the answer."
        ),
    ),
    (
        (_ASK_ABOUT,),
        # Translators: {menu} is “Ask about this”; Apps is what Discord calls that part of a message's menu
        later("Or pick a message, then *Apps → {menu}*."),
    ),
    (
        ("recap",),
        # Translators: {full} is “full”
        later("**Catch up**: `/recap` tells the story so far; `/recap length: {full}`, or `since:` a part you know."),
    ),
    (("who",), later("**Who was that?** `/who character: {name}`")),
    (("map",), later("**Who is tied to whom?** `/map` draws it, and says it in words.")),
    (("discuss",), later("**Talk about it**: `/discuss` asks a question for how far this place has read.")),
    (
        ("level",),
        later(
            "**Spoilers**: in a channel its level counts, which `/level` tells. What lies past it stays under a "
            "cover, or is kept back, as the moderators chose."
        ),
    ),
    (
        (_CHECK,),
        # Translators: {menu} is “Check for spoilers”; Apps is what Discord calls that part of a message's menu
        later("About to spoil something? *Apps → {menu}* on a message tells you."),
    ),
    (
        ("progress",),
        later(
            "**Your own progress**: `/progress set` tells me how far you are. It counts only in what you alone see; "
            "until then I take it in direct messages that you are at the start. `/progress clear` deletes it."
        ),
    ),
    (
        ("privacy", "mydata"),
        later("**Your data**: `/privacy` says what I keep; `/mydata export`, `/mydata delete`."),
    ),
)
_MENUS = {_ASK_ABOUT, _CHECK}
_MORE = ("schedule", "book", "review")  # of moderators


def help_text(book: Book, character: str, installed: Collection[str]) -> str:
    """One screen on the commands and menus named in `installed`; `character` is one who is known at once."""
    lines = [
        _("**I answer questions about *{title}* by {author}, and cover what you haven't read yet.**").format(
            title=book.title, author=book.author
        )
    ]
    for names, line in _HELP:
        if all(name in installed for name in names):
            menu = next((_(name) for name in names if name in _MENUS), "")
            # Translators: a choice of /recap's option `length`: all of it
            lines.append(_(line).format(name=character, menu=menu, full=_("full")))
    if {"setup", "spoilers"} <= set(installed):
        lines.append(_for_moderators(joined(f"`/{name}`" for name in _MORE if name in installed)))
    lines.append(_("I say only what my summary of the book tells. When it doesn't, I say so."))
    return "\n".join(lines)


def _for_moderators(more: str) -> str:
    if not more:
        return _(
            "**Moderators**: `/setup` shows what holds and changes it; so do `/spoilers level`, `/spoilers policy` and "
            "`/spoilers show`."
        )
    # Translators: {commands} are such as “`/schedule`, `/book`”
    return _(
        "**Moderators**: `/setup` shows what holds and changes it; so do `/spoilers level`, `/spoilers policy` and "
        "`/spoilers show`; and there are {commands}."
    ).format(commands=more)


def welcome_text(holds: InEffect) -> str:
    book = holds.book
    return _(
        "Hello, I'm Norfolk, and I know *{title}* by {author}. Ask me with `/ask`, or by mentioning me.\n"
        "Until a moderator says otherwise, I take it that you have all read up to {level}: "
        "whatever goes further is a spoiler. Moderators: `/setup`, or the button below, changes that for the server or "
        "for a channel. `/help` says the rest."
    ).format(title=book.title, author=book.author, level=level_name(holds.level, book))


def back_text(holds: InEffect) -> str:
    return _(
        "I'm back, and found your settings as they were: *{title}* up to {level}. "
        "Moderators: `/setup`, or the button below, shows and changes them."
    ).format(title=holds.book.title, level=level_name(holds.level, holds.book))
