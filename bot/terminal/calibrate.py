"""`norfolk calibrate`: fits the confidence again on the development questions, and says what it wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.library import progress_bar
from bot.settings import load_settings
from bot.terminal.opening import question_set
from knowledge.calibrate import calibrate
from knowledge.confidence import FILE


def command(
    questions: Annotated[Path, typer.Option(help="The folder with development.jsonl.")] = Path("tests/questions"),
    to: Annotated[Path, typer.Option(help="The file to write; the one that Norfolk reads unless told.")] = FILE,
) -> None:
    """Fit the confidence again on the development questions, for the book of the settings."""
    settings = load_settings()
    question_set(questions / "development.jsonl")
    with progress_bar() as progress:
        calibrate(settings.build_dir, settings.book, questions, to, progress)
    print(f"Wrote {to}:\n")
    print(to.read_text(), end="")
