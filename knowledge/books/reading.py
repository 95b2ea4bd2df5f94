"""The door to a book's folder: every mistake in it is an error that names the file, the entry and the mend."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.book import Book, Passage
from knowledge.books.entries import SLUG
from knowledge.books.errors import BookError, Findings
from knowledge.books.head import HEAD, read_head
from knowledge.books.passages import read_passages
from knowledge.books.prompts import read_prompts
from knowledge.books.ties import read_ties

LIBRARY = Path(__file__).parents[1] / "library"


@dataclass(frozen=True)
class Collected:
    """A book as far as it can be read, its passages, each with its file, and whether all their ids are known."""

    book: Book
    passages: list[tuple[str, Passage]]
    complete: bool


def read_book(folder: Path) -> Book:
    """Read and validate a book's folder, wherever it lies. Raises BookError for the first mistake."""
    return _read(folder).book


def located(folder: Path) -> list[tuple[str, Passage]]:
    """The passages of a book's folder, each with the name of its file. Raises as `read_book` does."""
    return [(PurePosixPath(file).name, passage) for file, passage in _read(folder).passages]


def _read(folder: Path) -> Collected:
    findings = Findings(slug_of(folder))
    found = collect_book(folder, findings)
    findings.check()
    if found is None:  # whoever returns None has noted why
        raise BookError(f"{folder}: cannot be read")
    return found


def slug_of(folder: Path) -> str:
    """The name of the folder, which is the book's."""
    return folder.absolute().name


def collect_book(folder: Path, findings: Findings) -> Collected | None:
    """The book with all that is wrong with it noted; it is whole only when `findings` has no error."""
    if not (folder / HEAD).is_file():
        alike = [path.name for path in folder.glob("*") if path.name.lower() == HEAD] if folder.is_dir() else []
        hint = f"rename {alike[0]} to {HEAD}" if alike else f"a book is a folder with a {HEAD} and passages/*.toml"
        findings.error("", f"no {HEAD}; {hint}")
        return None
    if not SLUG.fullmatch(findings.slug):
        findings.error("", "rename the folder; use lower-case words joined by hyphens")
    head = read_head(folder, findings)
    passages = read_passages(folder, head, findings)
    if head is None:
        return None
    complete = bool(passages) and all(passage.id for _, passage in passages) and not findings.unread
    known = {passage.id: passage for _, passage in passages} if complete else {}
    book = Book(
        slug=findings.slug,
        title=head.title,
        author=head.author,
        default_level=head.default_level,
        levels=head.levels,
        topics=head.topics,
        characters=head.characters,
        passages=tuple(passage for _, passage in passages),
        ties=read_ties(head.data, head, findings),
        prompts=read_prompts(folder, head, known, findings),
        language=head.language,
    )
    return Collected(book, passages, complete)
