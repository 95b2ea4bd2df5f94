"""The retelling of odd and of shipped books: no crash, and what its contracts promise."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from knowledge.book import Book, Character, Passage, Prompt, Tie
from knowledge.books.bare import WHOLE, bare_book
from knowledge.retelling import lettering
from knowledge.retelling.layout import layout, point
from knowledge.retelling.lines import route
from knowledge.retelling.map import describe, draw
from knowledge.retelling.prompts import prompts
from knowledge.retelling.recap import SHORT, recap
from knowledge.retelling.ties import ties
from knowledge.retelling.who import who
from knowledge.spoilers import START, Level, Secret
from tests.knowledge.retelling.books import SHIPPED

LEVELS = (Level(0, START, "the start"), Level(1, "one", "One"), Level(2, "two", "Two"))
texts = some.text(max_size=40)


@some.composite
def odd_books(draw: some.DrawFn) -> Book:
    """Books of any size, with characters of any name, tied or not, and passages of any text."""
    levels = LEVELS[: draw(some.integers(2, 3))]
    parts = some.sampled_from([level.id for level in levels])
    people = [Character(f"c{n}", draw(texts), (), draw(parts)) for n in range(draw(some.integers(0, 8)))]
    ids = [character.id for character in people]
    who_is_there = some.lists(some.sampled_from(ids), max_size=4, unique=True) if ids else some.just([])

    def passage(number: int) -> Passage:
        level = levels[draw(some.integers(0, len(levels) - 1))]
        secrets = (Secret(level.rank, False, level.id, level.name),) if level.rank else ()
        text = draw(texts) * draw(some.sampled_from([1, 1, 50]))
        return Passage(str(number), draw(texts), text, level.id, secrets, tuple(draw(who_is_there)), str(number))

    passages = tuple(passage(number) for number in range(draw(some.integers(1, 8))))
    pairs = some.lists(some.sampled_from(ids), min_size=2, max_size=2, unique=True) if len(ids) > 1 else None
    many = draw(some.integers(0, 12)) if pairs is not None else 0
    found = tuple(Tie(*draw(pairs), draw(texts), draw(parts)) for _ in range(many)) if pairs is not None else ()
    return Book("odd", draw(texts), "", levels[-1], levels, (), tuple(people), passages, found)


@settings(max_examples=60, deadline=None)
@given(odd_books())
def test_odd_books(book: Book) -> None:
    for level in book.levels:
        for passage in (*recap(book, level, short=True), *recap(book, level)):
            assert passage == replace(book.by_id[passage.id], text=passage.text)
        assert sum(len(passage.text.split()) for passage in recap(book, level, short=True)) <= SHORT
        for character in book.characters:
            who(book, character.id, level)
        assert prompts(book, level)
        describe(book, level)
        cells = layout(book, level)
        assert len(set(cells.values())) == len(cells)
        assert Image.open(io.BytesIO(draw(book, level))).format == "PNG"


def test_a_book_of_one_passage() -> None:
    book = bare_book("x", "X", ["Ann meets Bob at the fair."])
    assert recap(book, WHOLE) == recap(book, WHOLE, short=True) == book.passages
    assert recap(book, book.levels[0]) == recap(book, WHOLE, since=WHOLE) == ()
    assert (ties(book, WHOLE), who(book, "ann", WHOLE)) == ((), None)
    assert describe(book, WHOLE) == "X · the whole book"


def test_a_recap_without_marks_covers_most_and_repeats_little(salt_clock: Book) -> None:
    """Two passages that tell the same are told once."""
    twice = bare_book(
        "x", "X", ["Ann rows to the island at dawn.", "Ann rows to the island.", "Bob burns the mill down."]
    )
    told = [passage.text for passage in recap(twice, WHOLE)]
    assert told[0].startswith("Ann rows")
    assert len(told) < 3
    assert recap(salt_clock, salt_clock.levels[-1])


def test_a_recap_doesnt_repeat_what_it_has_just_said() -> None:
    """An import's passages begin with up to two sentences of the one before."""
    rows, burns, leaves, sails = "Ann rows home.", "Bob burns the mill.", "She leaves him.", "Ann sails to the mill."
    cuts = [f"{rows} {burns}", f"{rows} {burns} {leaves}", f"{burns} {leaves}", f"{leaves} {sails}", f"{rows} {sails}"]
    book = bare_book("x", "X", cuts)
    book = replace(book, passages=tuple(replace(passage, recap=True) for passage in book.passages))
    assert [passage.text for passage in recap(book, WHOLE)] == [f"{rows} {burns}", leaves, sails, f"{rows} {sails}"]
    assert [passage.id for passage in recap(book, WHOLE)] == [book.passages[n].id for n in (0, 1, 3, 4)]


def test_ties_without_data_come_from_passages(salt_clock: Book) -> None:
    found = ties(salt_clock, salt_clock.level("part-one"))
    assert [(tie.one, tie.other, tie.label) for tie in found] == [("ines", "orrel", "")]
    assert len(ties(salt_clock, salt_clock.level("part-two"))) == 3


def test_who_somebody_is() -> None:
    book = next(book for book in SHIPPED if book.slug == "pride-and-prejudice")
    wickham = who(book, "wickham", book.level("volume-one"))
    assert wickham is not None
    assert wickham.introduction == book.by_id["wickham-v1"]
    assert [part.id for part in wickham.parts] == ["volume-one"]
    assert ("Mr. Darcy", ("old enmity",)) in [(one.character.name, one.labels) for one in wickham.company]
    later = who(book, "wickham", book.level("volume-two"))
    assert later is not None
    assert (later.introduction, later.latest) == (book.by_id["wickham-v1"], book.by_id["wickham-v2"])
    assert who(book, "mrs-reynolds", book.level("volume-two")) is None
    assert who(book, "nobody", book.levels[-1]) is None
    assert who(book, "jane-austen", book.levels[-1]) is None


@pytest.mark.parametrize("book", SHIPPED, ids=[book.slug for book in SHIPPED])
def test_what_the_shipped_books_bring(book: Book) -> None:
    assert 12 <= len(book.ties) <= 25
    for level in book.levels[1:]:
        assert sum(prompt.part == level.id for prompt in book.prompts) >= 8
        assert any(passage.recap and passage.part == level.id for passage in book.passages)
    assert len({prompt.key for prompt in book.prompts}) == len(book.prompts)
    for prompt in (*book.prompts, *prompts(book, book.levels[0])):
        assert "?" in prompt.text
        assert len(prompt.text) <= 160


def test_general_prompts_where_a_book_has_none(salt_clock: Book) -> None:
    start, one = (prompts(salt_clock, level) for level in salt_clock.levels[:2])
    assert len(one) >= 8
    assert not {prompt.text for prompt in start} & {prompt.text for prompt in one}
    assert all(prompt == Prompt(prompt.text, "part-one", "", prompt.key) for prompt in one)


@pytest.mark.parametrize("book", SHIPPED, ids=[book.slug for book in SHIPPED])
def test_a_map_only_grows(book: Book) -> None:
    before: dict[str, tuple[int, int]] = {}
    for level in book.levels:
        cells = layout(book, level)
        assert {id: cell for id, cell in cells.items() if id in before} == {
            id: cell for id, cell in before.items() if id in cells
        }
        before |= cells
        assert draw(book, level) == draw(book, level)


def test_lines_go_around_those_in_between() -> None:
    path = route((0, 0), (400, 0), [(0, 0), (200, 0), (400, 0)], 80, 33)
    assert (path[0], path[-1]) == ((0, 0), (400, 0))
    assert not any(math.dist((x, 0), (200, 0)) < 80 and abs(y) < 33 for x, y in path)
    assert point((0, 1))[0] == 0.5


@pytest.mark.parametrize("name", ["漢字 かな", "Zoë Łódź", "a\ud800b\x00\n", "\u202eabc", "x" * 300, "", "🦊"])
def test_letters_that_a_font_lacks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    people = (Character("a", name, (), "one"),)
    book = Book("x", name, "", LEVELS[1], LEVELS, (), people, bare_book("x", "", ["y"]).passages)
    assert draw(book, LEVELS[1])
    monkeypatch.setattr(lettering, "_FACES", {False: "no-such-font.ttf", True: "no-such-font.ttf"})
    lettering.lettering.cache_clear()
    assert draw(book, LEVELS[1])
    assert lettering.spelt("Zoë", lettering.lettering(20)) == "Zoe"
    lettering.lettering.cache_clear()
