"""`norfolk eval`: how good the answers are on the labelled question sets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.terminal.failures import failures
from bot.terminal.opening import opened, question_set, slurred
from knowledge.evaluation import Row, evaluate

SETS = ("development", "test")
KINDS = ("", "chats-", "messages-")


def command(
    questions: Annotated[Path, typer.Option(help="The folder with the question sets.")] = Path("tests/questions"),
    failed: Annotated[
        str | None, typer.Option("--failures", metavar="SET", help="List the failures instead; SET is development.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table for a README.")] = False,
) -> None:
    """Measure the answers on the question sets, at the book's default level."""
    if failed not in (None, "development"):
        # Whoever reads the test set's failures tunes on it, and its figures stop saying how well unseen questions go.
        raise typer.BadParameter("--failures shows those of development only: the test set must stay unread")
    for name in SETS if failed is None else [failed]:
        for kind in KINDS:
            question_set(questions / f"{kind}{name}.jsonl")
    librarian = opened(None).librarian
    slurred(sys.stdout)
    if failed is not None:
        for failure in failures(librarian, questions, failed):
            print(f"{failure.how}: {failure.said}\n    {failure.got}")
        return
    with _patience():
        report = [list(evaluate(librarian, questions, name)) for name in SETS]
    if markdown:
        print("\n".join(in_markdown(*report)))
    else:
        Console(highlight=False).print(in_colour(*report))


def in_markdown(development: list[Row], test: list[Row]) -> Iterator[str]:
    """The lines of the table; a figure that misses its goal is in italics."""
    yield "| figure, at the default level | development | test | goal |"
    yield "|---|---|---|---|"
    for ours, theirs in zip(development, test, strict=True):
        cells = [figure(row) if row.met else f"*{figure(row)}*" for row in (ours, theirs)]
        yield f"| {ours.name} | {' | '.join(cells)} | {goal(ours)} |"


def in_colour(development: list[Row], test: list[Row]) -> Table:
    """The same for a terminal, with the number of cases."""
    table = Table("figure, at the default level")
    for name in (*SETS, "goal"):
        table.add_column(name, justify="right")
    for ours, theirs in zip(development, test, strict=True):
        cells = [
            Text.assemble((figure(row), "green" if row.met else "bold red"), (f" of {row.count}", "dim"))
            for row in (ours, theirs)
        ]
        # Colour is lost in a pipe, so a missed goal says so in a word, too.
        missed = "" if ours.met and theirs.met else "missed: "
        table.add_row(ours.name, *cells, f"{missed}{goal(ours)}")
    return table


def figure(row: Row) -> str:
    return f"{row.value:.1%}" if row.percent else f"{row.value:.0f}"


def goal(row: Row) -> str:
    value = f"{row.goal:.0%}" if row.percent else f"{row.goal:g}"
    return f"{'at most' if row.most else 'at least'} {value}"


@contextmanager
def _patience() -> Iterator[None]:
    """Every question is asked at every level and policy, which takes a minute or two."""
    with Console(stderr=True).status("Asking every question at every level and policy ..."):
        yield
