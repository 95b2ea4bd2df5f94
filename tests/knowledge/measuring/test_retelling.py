"""The figures of the retelling, on a book whose figures are plain to see, and the goals on the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian
from knowledge.measuring.retelling import PartFacts, measure_retelling, read_facts
from tests.knowledge.conftest import SALT_CLOCK, opened
from tests.knowledge.retelling.books import SHIPPED

FACTS = Path(__file__).parents[2] / "questions" / "recap-facts.jsonl"


def test_figures_are_plain(shelf: Path) -> None:
    facts = (("ines",), ("clock",)), (("ines",), ("a wording that it lacks",))
    of_another = PartFacts("another-book", "part-one", facts)
    parts = [PartFacts("the-salt-clock", "part-one", facts), of_another]
    rows = {row.name: row for row in measure_retelling([opened(SALT_CLOCK, shelf)], parts)}
    assert (rows["recap: facts held"].value, rows["recap: facts held"].count) == (0.5, 2)


def test_there_are_facts_of_every_part() -> None:
    parts = read_facts(FACTS)
    assert {(part.book, part.part) for part in parts} == {
        (book.slug, level.id) for book in SHIPPED for level in book.levels[1:]
    }
    assert all(10 <= len(part.facts) <= 15 for part in parts)


def test_every_fact_stands_in_a_passage_of_its_part() -> None:
    """What the book doesn't tell can't be asked of a recap."""
    books = {book.slug: book for book in SHIPPED}
    for part in read_facts(FACTS):
        texts = [passage.text.lower() for passage in books[part.book].passages if passage.part == part.part]
        for fact in part.facts:
            assert any(all(any(word in text for word in group) for group in fact) for text in texts), (part.part, fact)


@pytest.fixture(scope="module")
def librarians(library: Path, librarian: Librarian) -> list[Librarian]:
    return [Catalogue(library).open(book.slug) for book in SHIPPED]


def test_the_shipped_books_meet_the_goals(librarians: list[Librarian]) -> None:
    rows = list(measure_retelling(librarians, read_facts(FACTS)))
    assert [row for row in rows if not row.met] == []
    assert len(rows) == 6
