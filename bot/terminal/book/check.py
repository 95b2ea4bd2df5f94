"""`norfolk book check`: what is wrong with a book, what is thin about it, and what examples would bring."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from bot.settings import load_settings
from bot.terminal.book.finding import folder_of
from bot.terminal.counting import counted
from bot.terminal.opening import slurred
from bot.terminal.suited import unsuited
from knowledge.book import Book, Examples
from knowledge.books.checks import check_book
from knowledge.books.doubts import read_doubts
from knowledge.books.examples import read_examples
from knowledge.books.reading import read_book
from knowledge.search.encoders import known

FEW = 5  # passages of a part
# What examples are worth, measured on the shipped book in November 2026: own questions a passage, untold examples;
# right, spoilers right under a warning, untold refused (percent).
WORTH = ((0, 0, 78, 63, 24), (3, 0, 82, 69, 26), (10, 300, 84, 75, 44), (30, 1_000, 91, 84, 64))


def command(book: Annotated[str, typer.Argument(help="A book's folder, or its slug.")]) -> None:
    """Validate a book; say what is thin about it, and what examples would bring."""
    slurred(sys.stdout)
    folder = folder_of(book)
    notes = check_book(folder)
    for note in notes:
        print("error:  " if note.stops else "warning:", note)
    if any(note.stops for note in notes):
        raise typer.Exit(1)
    found = read_book(folder)
    examples = read_examples(folder, found)
    if (odd := unsuited(found, known(load_settings().encoder))) is not None:
        print("warning:", "; ".join(odd))
    passages = counted(len(found.passages), "passage")
    print(f"{found.title}: in order, {passages} in {counted(len(found.levels) - 1, 'part')}")
    for line in [*thin(found, examples), *worth(found, examples)]:
        print(f"thin:    {line}")
    if doubts := read_doubts(folder):
        print(f"doubts:  {len(doubts)}, to be looked at with: norfolk book review {book}")


def thin(book: Book, examples: Examples) -> Iterator[str]:
    """What there is little of."""
    for level in book.levels[1:]:
        count = sum(passage.part == level.id for passage in book.passages)
        if count < FEW:
            said = f"only {counted(count, 'passage')}" if count else "no passage"
            yield f"{level.name} has {said}; most questions about it will find nothing"
    without = sum(not examples.questions.get(passage.id) for passage in book.passages)
    if without:
        verb = "has" if without == 1 else "have"
        yield f"{without} of {counted(len(book.passages), 'passage')} {verb} no own questions (questions.txt)"
    if not examples.untold:
        yield "there are no untold questions, by which I learn to say that I don't know (untold.txt)"


def worth(book: Book, examples: Examples) -> Iterator[str]:
    """What more examples would bring, by what they brought on the shipped book."""
    own = sum(map(len, examples.questions.values())) / max(len(book.passages), 1)
    have = max(row for row in WORTH if own >= row[0] and len(examples.untold) >= row[1])
    for questions, untold, right, warned, refused in WORTH:
        if questions > have[0]:
            with_untold = f" and {untold:,} untold ones" if untold else ""
            yield (
                f"{questions} own questions a passage{with_untold} brought our own book from {have[2]} to {right}% "
                f"right, spoilers under a warning from {have[3]} to {warned}%, untold ones refused from {have[4]} to "
                f"{refused}%"
            )
            return
