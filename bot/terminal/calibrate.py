"""`norfolk calibrate`: fits the confidence again on the development questions, and says what it wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.library import progress_bar
from bot.settings import load_settings
from bot.terminal.opening import question_set
from knowledge.calibrate import SETS, OneSided, calibrate
from knowledge.confidence import FILE


def command(
    questions: Annotated[Path, typer.Option(help="The folder with the development sets.")] = Path("tests/questions"),
    to: Annotated[Path, typer.Option(help="The file to write; the one that Norfolk reads unless told.")] = FILE,
) -> None:
    """Fit the confidence again on the development questions, for the book of the settings."""
    settings = load_settings()
    for name in SETS:
        question_set(questions / name)
    try:
        with progress_bar() as progress:
            calibrate(settings.build_dir, settings.book, questions, to, progress)
    except OneSided as error:
        raise typer.BadParameter(str(error)) from error
    print(f"Wrote {to}:\n")
    print(to.read_text(), end="")
