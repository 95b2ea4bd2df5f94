"""`norfolk check`: does a member's message give something away?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.naming import secrets_in_words
from bot.terminal.contracts import CheckReply, CheckRequest, schema
from bot.terminal.jsonl import serve
from bot.terminal.opening import BookOption, LevelOption, Opened, opened, slurred, tidy
from knowledge.answer import SpoilerCheck


def command(
    message: Annotated[str | None, typer.Argument(help="The message, in quotes.")] = None,
    level: LevelOption = None,
    book: BookOption = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Check the lines of standard input.")] = False,
    show_schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schema of --jsonl's lines.")] = False,
) -> None:
    """Does a member's message give something away? A help for moderators, not a gate.

    With --jsonl, {"id", "text", "level"?} becomes {"id", "touches", "score", "sentence"}.
    """
    if show_schema:
        print(schema(CheckRequest, CheckReply))
        return
    if jsonl == (message is not None):
        raise typer.BadParameter('give either a message in quotes or --jsonl: norfolk check "I cried at the end"')
    if message is not None and not tidy(message).strip():
        raise typer.BadParameter("the message is empty; give what a member wrote, in quotes")
    room = opened(level, book=book)
    if message is None:
        raise typer.Exit(int(not serve(CheckRequest, lambda line: _reply(room, line))))
    found = room.librarian.check(tidy(message), room.level)
    slurred(sys.stdout)
    reader = f"readers who have finished {room.level.name}" if room.level.rank else "readers at the start"
    print(in_words(found, reader))


def in_words(found: SpoilerCheck, reader: str) -> str:
    """What was found, for a person."""
    if found.touches:
        return f"This gives away {secrets_in_words(found.touches)} to {reader} (probability {found.score:.0%})."
    if found.doubtful:
        return f"This may give something away to {reader}, but I'm not sure enough to say so ({found.score:.0%})."
    return f"This gives nothing away to {reader} (probability that it does: {found.score:.0%})."


def _reply(room: Opened, line: CheckRequest) -> CheckReply:
    level = room.level if line.level is None else room.librarian.book.level(line.level)
    found = room.librarian.check(tidy(line.text), level)
    touched = [secret.id for secret in found.touches]
    return CheckReply(touches=touched, score=round(found.score, 4), sentence=found.sentence)
