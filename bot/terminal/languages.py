"""The table of `norfolk eval --languages`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table

from knowledge.measuring.languages import Figures

COLUMNS = (
    "book",
    "asked in",
    "encoder",
    "first",
    "among three",
    "told right",
    "right and sure",
    "untold refused",
    "untold told as sure",
)


def table_of_languages(found: Sequence[Figures]) -> Iterator[str]:
    """The lines for the docs."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in found:
        yield f"| {' | '.join(_cells(row))} |"


def in_colour_of_languages(found: Sequence[Figures]) -> Table:
    """The same for a terminal."""
    table = Table(*COLUMNS)
    for row in found:
        table.add_row(*_cells(row))
    return table


def _cells(row: Figures) -> list[str]:
    book = f"{row.book}, passages alone" if row.bare else row.book
    shares = [f"{share:.0%}" for share in (row.first, row.among, row.right, row.sure, row.refused, row.wrongly_sure)]
    return [book, f"{row.language} ({row.told} + {row.untold})", row.encoder, *shares]
