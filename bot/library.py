"""Opening the library for a command, with a progress bar when it has to be built first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.settings import Settings, SettingsError
from knowledge.books.reading import LIBRARY
from knowledge.building.embedding import Progress as Report
from knowledge.catalogue import Catalogue, UnknownBook
from knowledge.search.encoders import known


def catalogue_for(settings: Settings) -> Catalogue:
    """The books of the settings, with their default one open; its first use builds its index, with a bar on stderr.

    Raises SettingsError for a book that isn't there, and as `build` does.
    """
    default_folder(settings)
    catalogue = shelved(settings)
    with progress_bar() as progress:
        catalogue.open(settings.book, progress)
    return catalogue


def default_folder(settings: Settings) -> Path:
    """The folder of the book of the settings. Raises SettingsError with the books that there are."""
    try:
        return shelved(settings).folder(settings.book)
    except UnknownBook as error:
        raise SettingsError(f"NORFOLK_BOOK: {error}; set it in .env or the environment") from error


def shelved(settings: Settings) -> Catalogue:
    """The owner's books and those that ship, none of them open yet."""
    folders = (*filter(None, [settings.books_dir]), LIBRARY)
    return Catalogue(settings.build_dir, folders, settings.memory, known(settings.encoder))


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
