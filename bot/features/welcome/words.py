"""/help, the welcome, and what is said on coming back."""

from __future__ import annotations

from bot.store import InEffect
from bot.texts import level_name
from knowledge.book import Book


def help_text(book: Book) -> str:
    return (
        f"**I answer questions about *{book.title}* by {book.author}, "
        "and cover what goes further than you have read.**\n"
        "**Ask**: `/ask`, mention me, reply to me, or write me a direct message. "
        "With `private: True` only you see the answer.\n"
        "**Spoilers**: in a channel its level counts, which `/level` tells. What lies past it stays under a cover, or "
        "is kept back, as the moderators chose.\n"
        "**Your own progress**: `/progress set` tells me how far you are. It counts only in what you alone see "
        "(in direct messages I otherwise take it that you are at the start); "
        "`/progress show` shows it, `/progress clear` deletes it.\n"
        "**Moderators**: `/setup` shows what holds and changes it; or type `/spoilers level` and `/spoilers policy`, "
        "for here, with `where` for another channel, with `server: True` for the whole server. `/spoilers show` lists "
        "all places, `/spoilers clear` takes settings away.\n"
        "I say only what my summary of the book tells. When it doesn't, I say so."
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
