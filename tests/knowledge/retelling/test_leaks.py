"""Nothing past the level is retold: of every shipped book, at every level, for every character and passage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.book import Book, Passage
from knowledge.books.names import find_name
from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian
from knowledge.retelling.known import cast, within
from knowledge.retelling.map import describe, draw
from knowledge.retelling.next_questions import offers, question_for
from knowledge.retelling.prompts import prompts
from knowledge.retelling.recap import SHORT, recap
from knowledge.retelling.ties import ties
from knowledge.retelling.who import who
from knowledge.spoilers import Level, Policy, touches
from tests.knowledge.retelling.books import EVERYWHERE, NAMES, SHIPPED, unread

everywhere = pytest.mark.parametrize(("book", "level"), EVERYWHERE, ids=NAMES)


def hold(book: Book, level: Level, texts: Iterable[str], passages: Iterable[Passage] = ()) -> None:
    """None of it goes past the level, nor names anybody whom only a later part reveals."""
    found = list(passages)
    assert not touches(found, level)
    later = [character for character in book.characters if book.level(character.part).rank > level.rank]
    told = [*texts, *(text for passage in found for text in (passage.title, passage.text))]
    labels = {tie.label for tie in book.ties if book.level(tie.part).rank <= level.rank}
    for text in told:
        assert not any((name := find_name(text, one.names)) and not name.common for one in later), text
        for tie in book.ties:
            if book.level(tie.part).rank > level.rank and tie.label not in labels:
                assert f": {tie.label}" not in text


@everywhere
def test_recaps(book: Book, level: Level) -> None:
    for since in (None, *book.levels):
        for short in (False, True):
            told = recap(book, level, since=since, short=short)
            hold(book, level, [], told)
            assert list(told) == sorted(told, key=lambda passage: book.order[passage.id])
            assert since is None or all(book.level(passage.part).rank > since.rank for passage in told)
            assert not short or sum(len(passage.text.split()) for passage in told) <= SHORT


@everywhere
def test_who(book: Book, level: Level) -> None:
    known = {character.id for character in cast(book, level)}
    for character in book.characters:
        portrait = who(book, character.id, level)
        assert (portrait is not None) == (character.id in known)
        if portrait is not None:
            seen = [passage for passage in (portrait.introduction, portrait.latest) if passage]
            labels = [label for companion in portrait.company for label in companion.labels]
            names = [companion.character.name for companion in portrait.company]
            hold(book, level, [portrait.character.name, *labels, *names], [*seen, *portrait.passages])
            assert all(part.rank <= level.rank for part in portrait.parts)
            assert {companion.character.id for companion in portrait.company} <= known


@everywhere
def test_cast_ties_map_and_prompts(book: Book, level: Level) -> None:
    hold(book, level, [character.name for character in cast(book, level)])
    hold(book, level, [tie.label for tie in ties(book, level)])
    # The names of parts are shown to everybody.
    hold(book, level, describe(book, level).split("\n")[1:])
    told = prompts(book, level)
    about = [book.by_id[prompt.passage] for prompt in told if prompt.passage]
    hold(book, level, [prompt.text for prompt in told], about)


@everywhere
def test_what_is_past_the_level_has_no_say(book: Book, level: Level) -> None:
    """A book that ended here would be retold in the same way to the byte: not even an order tells of more."""
    ends = unread(book, level)
    plain = [replace(one, ties=(), prompts=()) for one in (book, ends)]
    unmarked = [replace(one, passages=tuple(replace(p, recap=False) for p in one.passages)) for one in plain]
    for all_of_it, some in ((book, ends), plain, unmarked):
        for short in (False, True):
            assert recap(all_of_it, level, short=short) == recap(some, level, short=short)
        assert cast(all_of_it, level) == cast(some, level)
        assert ties(all_of_it, level) == ties(some, level)
        assert prompts(all_of_it, level) == prompts(some, level)
        for character in all_of_it.characters:
            assert who(all_of_it, character.id, level) == who(some, character.id, level)
        assert describe(all_of_it, level) == describe(some, level)
        assert draw(all_of_it, level) == draw(some, level)


@pytest.fixture(scope="module", params=[book.slug for book in SHIPPED])
def shipped(request: pytest.FixtureRequest, library: Path, librarian: Librarian) -> Librarian:
    """Each shipped book, opened."""
    return Catalogue(library).open(request.param)


def test_next_questions(shipped: Librarian) -> None:
    """Each is within the level, new, and answered with what it was made from."""
    book = shipped.book
    for level in book.levels:
        made_from = {question_for(shipped, passage, level): passage for passage in within(book, level)}
        for passage in book.passages:
            offered = offers(shipped, shipped.show([passage], level, Policy.WARN), level)
            found = tuple(question for _, question in offered)
            assert len(set(found)) == len(found) <= 3
            assert [made_from[question] for question in found] == [other for other, _ in offered]
            if touches([passage], level):
                assert found == ()
            hold(book, level, found, [made_from[question] for question in found])
            assert all(not shipped.check(question, level).touches for question in found)
            assert passage not in [made_from[question] for question in found]
        for question, passage in made_from.items():
            if question:
                answer = shipped.ask(question, level, Policy.WARN)
                assert not answer.touches
                assert passage in [hit.passage for hit in answer.told]


def test_nothing_is_suggested_under_what_is_kept_back(shipped: Librarian) -> None:
    start, last = shipped.book.levels[0], shipped.book.passages[-1]
    for policy in Policy:
        assert offers(shipped, shipped.show([last], start, policy), start) == ()
