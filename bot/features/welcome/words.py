"""/help, the welcome, and what is said on coming back."""

from __future__ import annotations

from collections.abc import Collection

from bot.store import InEffect
from bot.texts import level_name
from knowledge.book import Book

# Each line of /help with the commands that it is about: it is left out where one of them isn't to be had.
_HELP: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("ask",),
        (
            "**Ask**: `/ask question: Who is {name}?`, mention me, reply to me, or write me a direct message. With "
            "`private: True` only you see the answer."
        ),
    ),
    (("Ask about this",), "Or pick a message, then *Apps → Ask about this*."),
    (("recap",), "**Catch up**: `/recap` tells the story so far; `/recap length: full`, or `since:` a part you know."),
    (("who",), "**Who was that?** `/who character: {name}`"),
    (("map",), "**Who is tied to whom?** `/map` draws it, and says it in words."),
    (("discuss",), "**Talk about it**: `/discuss` asks a question for how far this place has read."),
    (
        ("level",),
        (
            "**Spoilers**: in a channel its level counts, which `/level` tells. What lies past it stays under a "
            "cover, or is kept back, as the moderators chose."
        ),
    ),
    (("Check for spoilers",), "About to spoil something? *Apps → Check for spoilers* on a message tells you."),
    (
        ("progress",),
        (
            "**Your own progress**: `/progress set` tells me how far you are. It counts only in what you alone see; "
            "until then I take it in direct messages that you are at the start. `/progress clear` deletes it."
        ),
    ),
    (("privacy", "mydata"), "**Your data**: `/privacy` says what I keep; `/mydata export`, `/mydata delete`."),
    (
        ("setup", "spoilers"),
        (
            "**Moderators**: `/setup` shows what holds and changes it; so do `/spoilers level`, `/spoilers policy` and "
            "`/spoilers show`{more}."
        ),
    ),
)
_MORE = ("schedule", "book", "review")  # of moderators


def help_text(book: Book, character: str, installed: Collection[str]) -> str:
    """One screen on the commands and menus named in `installed`; `character` is one who is known at once."""
    told = [line for names, line in _HELP if all(name in installed for name in names)]
    more = "".join(f", `/{name}`" for name in _MORE if name in installed)
    return "\n".join(
        [
            f"**I answer questions about *{book.title}* by {book.author}, and cover what you haven't read yet.**",
            *(line.format(name=character, more=f"; and there are{more[1:]}" if more else "") for line in told),
            "I say only what my summary of the book tells. When it doesn't, I say so.",
        ]
    )


def welcome_text(holds: InEffect) -> str:
    book = holds.book
    return (
        f"Hello, I'm Norfolk, and I know *{book.title}* by {book.author}. Ask me with `/ask`, or by mentioning me.\n"
        f"Until a moderator says otherwise, I take it that you have all read up to {level_name(holds.level, book)}: "
        "whatever goes further is a spoiler. Moderators: `/setup`, or the button below, changes that for the server or "
        "for a channel. `/help` says the rest."
    )


def back_text(holds: InEffect) -> str:
    return (
        f"I'm back, and found your settings as they were: *{holds.book.title}* up to "
        f"{level_name(holds.level, holds.book)}. Moderators: `/setup`, or the button below, shows and changes them."
    )
