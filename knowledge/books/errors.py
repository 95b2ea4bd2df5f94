"""What is wrong with a book's data, and what is merely odd about it."""

from __future__ import annotations

from dataclasses import dataclass, field


class BookError(ValueError):
    """The data of a book is broken; the message names the file, the entry and the mend."""


class Unreadable(BookError):
    """A file that is no UTF-8 text, or no TOML; `line` is where to look, None when that can't be told."""

    def __init__(self, name: str, line: int | None, mend: str) -> None:
        super().__init__(f"{name}{_at(line)}: {mend}")
        self.line, self.mend = line, mend


@dataclass(frozen=True)
class Finding:
    """One thing found in a book's data: where, what with its mend, and whether it stops the book."""

    place: str
    text: str
    stops: bool

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass
class Findings:
    """Gathers what is found in one book's folder, so that all of it can be told at once."""

    slug: str
    found: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # files of which nothing is known

    def error(self, place: str, text: str) -> None:
        """Note what stops the book; `place` is a file of its folder with the entry or line, or "" for the folder."""
        self.found.append(Finding(f"{self.slug}/{place}".removesuffix("/"), text, True))

    def warn(self, place: str, text: str) -> None:
        """Note what is odd, but can be lived with."""
        self.found.append(Finding(f"{self.slug}/{place}".removesuffix("/"), text, False))

    def unreadable(self, file: str, error: Unreadable) -> None:
        """Note that a file of the folder can't be read."""
        self.unread.append(file)
        self.error(f"{file}{_at(error.line)}", error.mend)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.found if finding.stops]

    def check(self) -> None:
        """Raise BookError for the first error, if there is any."""
        for finding in self.errors:
            raise BookError(str(finding))


def _at(line: int | None) -> str:
    return "" if line is None else f", line {line}"
