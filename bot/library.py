"""Opening the library for a command, with a progress bar when it has to be built first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.settings import Settings
from knowledge.building.embedding import Progress as Report
from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian


def open_for(settings: Settings, folder: Path | None = None) -> Librarian:
    """The librarian for the book of the settings, or for one in a folder; on its first use this builds the index, with
    a bar on stderr."""
    with progress_bar() as progress:
        if folder is not None:
            return Catalogue(settings.build_dir, [folder.parent]).open(folder.name, progress)
        return Catalogue(settings.build_dir).open(settings.book, progress)


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A function for `build` to report to; nothing is drawn before its first report."""
    console = Console(stderr=True)
    bar = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console)
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        if not tasks:
            bar.start()
        if what not in tasks:
            tasks[what] = bar.add_task(what.capitalize(), total=total)
        bar.update(tasks[what], completed=done, total=total)

    try:
        yield report
    finally:
        if tasks:
            bar.stop()
