"""`norfolk check`: does a member's message give something away?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.terminal.jsonl import Line, serve
from bot.terminal.opening import LevelOption, Opened, opened, slurred, tidy
from knowledge.spoilers import in_words


def command(
    message: Annotated[str | None, typer.Argument(help="The message, in quotes.")] = None,
    level: LevelOption = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Check the lines of standard input.")] = False,
) -> None:
    """Does a member's message give something away? A help for moderators, not a gate.

    With --jsonl, {"id", "text", "level"?} becomes {"id", "touches", "score"}.
    """
    if jsonl == (message is not None):
        raise typer.BadParameter('give either a message in quotes or --jsonl: norfolk check "I cried at the end"')
    room = opened(level)
    if message is None:
        raise typer.Exit(int(not serve(lambda line: _reply(room, line))))
    found = room.librarian.check(tidy(message), room.level)
    slurred(sys.stdout)
    reader = f"readers who have finished {room.level.name}" if room.level.rank else "readers at the start"
    if found.touches:
        print(f"This gives away {in_words(found.touches)} to {reader} (probability {found.score:.0%}).")
    else:
        print(f"This gives nothing away to {reader} (probability that it does: {found.score:.0%}).")


def _reply(room: Opened, line: Line) -> dict[str, object]:
    found = room.librarian.check(line.text("text"), line.level(room.librarian.book, room.level))
    return {"touches": [secret.id for secret in found.touches], "score": round(found.score, 4)}
