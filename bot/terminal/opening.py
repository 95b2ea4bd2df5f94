"""What the terminal's commands begin with: the settings, the library, and what holds unless a line says otherwise."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.errors import Unusable
from bot.library import catalogue_for, progress_bar, shelved
from bot.settings import load_settings
from bot.terminal.book.finding import folder_of
from knowledge.librarian import Librarian
from knowledge.spoilers import Level, Policy

LevelOption = Annotated[str | None, typer.Option("--level", help="How far one has read: start, or a part's id.")]
PolicyOption = Annotated[Policy | None, typer.Option("--policy", help="What happens to an answer past the level.")]
BookOption = Annotated[str | None, typer.Option("--book", help="A book's slug or folder; the setting's unless told.")]


@dataclass(frozen=True)
class Opened:
    """A librarian, with the level and the policy that hold by default."""

    librarian: Librarian
    level: Level
    policy: Policy


def opened(level: str | None, policy: Policy | None = None, book: str | None = None) -> Opened:
    """The library of the settings, or another book, built first when it has to be; the setting's level is that of the
    setting's book. Raises UnknownLevel, SettingsError, BookError."""
    settings = load_settings()
    folder = None if book is None else folder_of(book)
    with redirect_stdout(sys.stderr):  # whatever a build has to say, standard output is for answers alone
        if folder is None:
            librarian = catalogue_for(settings).open(settings.book)
        else:
            with progress_bar() as progress:
                librarian = shelved(settings).open_folder(folder, progress)
    default = settings.default_level if librarian.book.slug == settings.book else None
    holds = librarian.book.level(level or default or librarian.book.default_level.id)
    return Opened(librarian, holds, policy or settings.default_policy)


def tidy(text: str) -> str:
    """The text without lone surrogates, which an argument or a JSON escape can hold and no encoder takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def standard_input() -> TextIO:
    """Where lines come from. Raises Unusable when it is closed."""
    if sys.stdin is None:
        raise Unusable("standard input is closed, and the lines would come from there; leave out <&-")
    return sys.stdin


def slurred(stream: object) -> None:
    """Let a standard stream replace what its encoding lacks rather than stop at it."""
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors="replace")


def question_set(path: Path) -> Path:
    """The path itself. Raises a usage error when there is no such file."""
    if not path.is_file():
        raise typer.BadParameter(f"{path} isn't there; run it in Norfolk's own folder, or name the place: --questions")
    return path
