"""`norfolk eval`: how good the answers are on the labelled question sets."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.library import default_folder, shelved
from bot.settings import Settings, load_settings
from bot.terminal.languages import in_colour_of_languages, table_of_languages
from bot.terminal.opening import opened, question_set, slurred
from knowledge.books.text_files import rows
from knowledge.building.build import open_encoder
from knowledge.catalogue import Catalogue
from knowledge.judging.weights import load_weights, weights_file
from knowledge.measuring.bare import without_examples
from knowledge.measuring.evaluation import Row, evaluate, read_questions
from knowledge.measuring.external import measure, read_volumes
from knowledge.measuring.failures import failures
from knowledge.measuring.imported import measure_import
from knowledge.measuring.kinds import by_kind
from knowledge.measuring.languages import SET, measure_languages
from knowledge.measuring.novels import FOLDER as NOVELS
from knowledge.measuring.novels import measure_novels
from knowledge.measuring.retelling import FACTS, measure_retelling, read_facts
from knowledge.measuring.shelf import measure_shelf
from knowledge.search.encoder import Encoder
from knowledge.search.encoders import KNOWN, known

SETS = ("development", "test")
KINDS = ("", "chats-", "messages-")
SCOPES, FIGURES = ("within", "pooled"), ("recall@1", "recall@3", "mrr")


def command(
    questions: Annotated[Path, typer.Option(help="The folder with the question sets.")] = Path("tests/questions"),
    failed: Annotated[
        str | None, typer.Option("--failures", metavar="SET", help="List the failures instead; SET is development.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table for a README.")] = False,
    summaries: Annotated[
        Path | None, typer.Option(help="Other people's books, as JSON lines; --questions then names their questions.")
    ] = None,
    kinds: Annotated[
        bool, typer.Option("--kinds", help="List instead how the kinds of questions go that trip a reader up.")
    ] = False,
    imported: Annotated[
        Path | None, typer.Option(help="A summary: import it as it stands, and measure development on that alone.")
    ] = None,
    languages: Annotated[
        bool, typer.Option("--languages", help="How questions in other languages go, by every encoder that is built.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --summaries: print the figures as JSON.")] = False,
) -> None:
    """Measure the answers on the question sets, at the book's default level, or on other people's books."""
    if summaries is not None:
        other_books(question_set(summaries), question_set(questions), as_json)
        return
    if failed not in (None, "development"):
        # Whoever reads the test set's failures tunes on it, and its figures stop saying how well unseen questions go.
        raise typer.BadParameter("--failures shows those of development only: the test set must stay unread")
    for name in SETS if failed is None else [failed]:
        for kind in KINDS:
            question_set(questions / f"{kind}{name}.jsonl")
    settings = load_settings()
    default_folder(settings)
    if (book := _book_of(questions)) not in (None, settings.book):
        mend = "set it to that book, or name a folder with questions about yours: --questions"
        raise typer.BadParameter(
            f"the questions in {questions} are about {book}, and NORFOLK_BOOK is {settings.book}; {mend}"
        )
    if languages:
        in_languages(questions, settings, markdown=markdown)
        return
    if imported is not None:
        sets = read_questions(questions / "development.jsonl")
        summary = question_set(imported)
        with _patience():
            weights = load_weights(weights_file(known(settings.encoder)))
            found = list(measure_import(summary, f"{settings.book}-imported", sets, _encoder(settings), weights))
        print("\n".join(alone_in_markdown(found, "the summary as it stands, development set")))
        return
    librarian = opened(None).librarian
    slurred(sys.stdout)
    if failed is not None:
        for failure in failures(librarian, questions, failed):
            print(f"{failure.how}: {failure.said}\n    {failure.got}")
        return
    if kinds:
        pairs = zip(*(by_kind(librarian, questions, name) for name in SETS), strict=True)
        print("\n".join(in_pairs(pairs)))
        return
    with _patience():
        bare = without_examples(librarian)
        report = [list(evaluate(librarian, bare, questions, name)) for name in SETS]
        catalogue = shelved(settings)
        others = [*measure_shelf(catalogue, questions), *retelling(catalogue, questions / FACTS)]
        alone = {"over all shipped books": others, "novels imported as they stand": unprepared(questions, settings)}
    if markdown:
        lines = [line for of, found in alone.items() for line in alone_in_markdown(found, of)]
        print("\n".join([*in_markdown(*report), *lines]))
    else:
        tables = [alone_in_colour(found, of) for of, found in alone.items() if found]
        Console(highlight=False).print(in_colour(*report), *tables)


def unprepared(questions: Path, settings: Settings) -> list[Row]:
    """How novels go that nobody prepared; [] without any."""
    if not (folder := questions / NOVELS).is_dir():
        return []
    encoder = _encoder(settings)
    return list(measure_novels(folder, encoder, load_weights(weights_file(encoder.known))))


def retelling(catalogue: Catalogue, facts: Path) -> list[Row]:
    """How recaps and suggested questions do over the books that there are facts of; [] without a file of facts."""
    if not facts.is_file():
        return []
    parts = read_facts(facts)
    slugs = dict.fromkeys(part.book for part in parts if part.book in catalogue.slugs())
    return list(measure_retelling([catalogue.open(slug) for slug in slugs], parts))


def in_languages(questions: Path, settings: Settings, *, markdown: bool) -> None:
    """Print how questions in other languages go, and a book in another."""
    question_set(questions / f"{SET}.jsonl")
    _encoder(settings)  # there is one at least
    slurred(sys.stdout)
    with _patience():
        found = list(measure_languages(questions, settings.book, settings.build_dir))
    if markdown:
        print("\n".join(table_of_languages(found)))
    else:
        Console(highlight=False).print(in_colour_of_languages(found))
    missing = [name for name in KNOWN if name not in {row.encoder for row in found}]
    for name in missing:
        print(f"{name} isn't built here; run: NORFOLK_ENCODER={name} norfolk build", file=sys.stderr)


def _encoder(settings: Settings) -> Encoder:
    return open_encoder(settings.build_dir, encoder=known(settings.encoder))


def _book_of(questions: Path) -> str | None:
    """The slug in book.txt, of the book that the question sets of a folder are about; None when nothing says."""
    return next((line for _, line in rows(questions / "book.txt")), None)


def other_books(books: Path, questions: Path, as_json: bool) -> None:
    """Print which passages are found in other people's books."""
    with _patience():
        report = measure(read_volumes(books, questions), _encoder(load_settings()))
    if as_json:
        print(json.dumps(report, indent=2))
        return
    table = Table("", *(f"{scope} {figure}" for scope in SCOPES for figure in FIGURES))
    for name, scopes in report.items():
        cells = (f"{scopes[scope][figure]:.3f}" for scope in SCOPES for figure in FIGURES)
        table.add_row(name, *cells)
    console = Console(highlight=False)
    console.print(table)
    for scope in SCOPES:
        found = report["norfolk"][scope]
        console.print(f"{scope}: answered right {found['answered_right']:.1%}, refused {found['refused']:.1%}")
    console.print(f"other books' questions told as sure: {report['norfolk']['foreign_answered']:.1%}")


def in_pairs(pairs: Iterable[tuple[Row, Row]]) -> Iterator[str]:
    """The lines of a table of both sets."""
    yield "| kind | development | test |"
    yield "|---|---|---|"
    for ours, theirs in pairs:
        yield f"| {ours.name} | {figure(ours)} of {ours.count} | {figure(theirs)} of {theirs.count} |"


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


def alone_in_markdown(rows: list[Row], of: str) -> Iterator[str]:
    """The lines of a table of figures that have no second set."""
    if rows:
        yield from ("", f"| figure, {of} | value | goal |", "|---|---|---|")
    for row in rows:
        yield f"| {row.name} | {figure(row) if row.met else f'*{figure(row)}*'} | {goal(row)} |"


def alone_in_colour(rows: list[Row], of: str) -> Table:
    """The same for a terminal."""
    table = Table(f"figure, {of}")
    for name in ("value", "goal"):
        table.add_column(name, justify="right")
    for row in rows:
        cell = Text.assemble((figure(row), "green" if row.met else "bold red"), (f" of {row.count}", "dim"))
        table.add_row(row.name, cell, f"{'' if row.met else 'missed: '}{goal(row)}")
    return table


def figure(row: Row) -> str:
    return f"{row.value:.1%}" if row.percent else f"{row.value:.0f}"


def goal(row: Row) -> str:
    """What the row asks for, "" when it asks for nothing."""
    if row.goal is None:
        return ""
    value = f"{row.goal:.0%}" if row.percent else f"{row.goal:g}"
    return f"{'at most' if row.most else 'at least'} {value}"


@contextmanager
def _patience() -> Iterator[None]:
    """Every question is asked at every level and policy, which takes a minute or two."""
    with Console(stderr=True).status("Asking every question at every level and policy ..."):
        yield
