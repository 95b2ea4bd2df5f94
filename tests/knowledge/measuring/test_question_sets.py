"""The question sets are large enough, and apart: a figure on questions that were learnt from is worth nothing."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from knowledge.book import Book
from knowledge.books.examples import read_examples, read_lines
from knowledge.books.reading import LIBRARY, read_book
from knowledge.building.embedding import Embedder
from knowledge.building.labelled import OTHERS, OTHERS_SETS
from knowledge.building.model import encoder_folder, encoder_id
from knowledge.librarian import Librarian
from knowledge.measuring.evaluation import Post, Question, read_chats, read_messages, read_questions
from knowledge.search.encoder import Encoder, Floats
from tests.bot.passages import examples

QUESTIONS = Path(__file__).parents[2] / "questions"
SHARED = ("small-talk", "off-topic", "complaints", "namesakes", "follow-ups", "opinions", "requests")
EXAMPLES = Path(__file__).parents[3] / "knowledge" / "examples"
TOO_NEAR = 0.95  # cosine; above it two questions differ by a word or two

Sets = dict[str, tuple[list[str], Floats]]


def normalised(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower().replace("'", "").replace("\u2019", "")))


def near(sets: Sets) -> list[str]:
    """Every pair of texts from two sets that are the same or nearly so, as lines to read."""
    found = []
    for (one, (texts, vectors)), (two, (others, rows)) in combinations(sets.items(), 2):
        seen = {normalised(other): other for other in others}
        found += [f"{one}: {text!r} = {two}: {seen[normalised(text)]!r}" for text in texts if normalised(text) in seen]
        for row, column in np.argwhere(vectors @ rows.T >= TOO_NEAR):
            found.append(f"{one}: {texts[row]!r} ~ {two}: {others[column]!r}")
    return found


def encoded(texts: list[str], embedder: Embedder) -> tuple[list[str], Floats]:
    return texts, embedder.vectors(texts)


@pytest.fixture(scope="module")
def embedder(library: Path, librarian: Librarian) -> Embedder:
    """It knows what the build has embedded already."""
    return Embedder(Encoder(encoder_folder(library)), library / f"vectors-{encoder_id()}.npz")


def shared() -> list[str]:
    return [text for name in SHARED for text in read_lines(EXAMPLES / f"{name}.txt")]


def test_no_question_stands_in_two_sets(embedder: Embedder) -> None:
    sets = {
        "own": encoded([text for texts in examples().questions.values() for text in texts], embedder),
        "others": encoded([*examples().untold, *shared()], embedder),
    }
    for name in ("development", "test"):
        sets[name] = encoded([question.text for question in read_questions(QUESTIONS / f"{name}.jsonl")], embedder)
    assert not (pairs := near(sets)), "\n".join(pairs)


@pytest.mark.parametrize("slug", OTHERS)
def test_no_question_of_another_book_stands_in_two_sets(embedder: Embedder, slug: str) -> None:
    book = read_book(LIBRARY / slug)
    has = read_examples(LIBRARY / slug, book)
    sets = {"own": encoded([text for texts in has.questions.values() for text in texts], embedder)}
    sets["untold"] = encoded(list(has.untold), embedder)
    for name in ("shelf", "shelf-development", OTHERS_SETS):
        questions = read_questions(QUESTIONS / name / f"{slug}.jsonl")
        assert all(sound(question, book) for question in questions)
        sets[name] = encoded([question.text for question in questions], embedder)
    assert not (pairs := near(sets)), "\n".join(pairs)


def test_no_message_stands_in_two_sets(embedder: Embedder) -> None:
    sets = {"examples": encoded([message.text for message in examples().messages], embedder)}
    for name in ("development", "test"):
        sets[name] = encoded([m.text for m in read_messages(QUESTIONS / f"messages-{name}.jsonl")], embedder)
    assert not (pairs := near(sets)), "\n".join(pairs)


def test_near_tells_repeats_from_others(embedder: Embedder) -> None:
    sets = {
        "one": encoded(["Who is Ruth?", "why did madame cry"], embedder),
        "two": encoded(["who is ruth", "what is a carer", "why did Madame cry?!"], embedder),
    }
    assert len({line.split(" ~ ")[0] for line in near(sets) if " ~ " in line}) == 2
    assert len([line for line in near(sets) if " = " in line]) == 2
    assert near({"one": sets["one"], "three": encoded(["what is a carer", "who made the tape"], embedder)}) == []


def test_the_sets_are_large_enough() -> None:
    assert len(examples().untold) >= 150
    assert len(shared()) >= 200
    assert len(read_questions(QUESTIONS / "development.jsonl")) >= 200
    assert len(read_questions(QUESTIONS / "test.jsonl")) >= 150
    for name in ("development", "test"):
        chats = read_chats(QUESTIONS / f"chats-{name}.jsonl")
        assert len(chats) >= 30
        assert all(2 <= len(turns) <= 4 for turns in chats)
        assert len(read_messages(QUESTIONS / f"messages-{name}.jsonl")) >= 120


@pytest.mark.parametrize("name", ["development", "test"])
def test_labels_fit_the_book(librarian: Librarian, name: str) -> None:
    turns = [turn for chat in read_chats(QUESTIONS / f"chats-{name}.jsonl") for turn in chat]
    for question in (*read_questions(QUESTIONS / f"{name}.jsonl"), *turns):
        assert sound(question, librarian.book), question
    messages = read_messages(QUESTIONS / f"messages-{name}.jsonl")
    assert all(sound(message, librarian.book) for message in messages)
    # Both answers of every judgement must be there to be measured.
    level = librarian.book.default_level
    assert {message.reaches(librarian.book, level) for message in messages} == {True, False}


def sound(case: Question | Post, book: Book) -> bool:
    """A part that the book has; an answerable question has facts and a part, another has neither."""
    case.reaches(book, book.levels[0])  # raises UnknownLevel
    return isinstance(case, Post) or case.answerable == bool(case.facts) == (case.part is not None)
