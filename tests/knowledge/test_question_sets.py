"""The question sets are large enough, and apart: a figure on questions that were learnt from is worth nothing."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from knowledge.book import Book
from knowledge.build import refusals
from knowledge.embedding import Embedder, encoder_folder
from knowledge.encoder import Encoder, Vectors
from knowledge.evaluation import Post, Question, read_chats, read_messages, read_questions
from knowledge.librarian import Librarian

QUESTIONS = Path(__file__).parents[1] / "questions"
TOO_NEAR = 0.95  # cosine; above it two questions differ by a word or two

Sets = dict[str, tuple[list[str], Vectors]]


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


@pytest.fixture(scope="module")
def encoder(library: Path) -> Encoder:
    return Encoder(encoder_folder(library))


def encoded(texts: list[str], encoder: Encoder) -> tuple[list[str], Vectors]:
    texts = sorted(texts, key=len)  # a batch is as long as its longest text
    return texts, np.concatenate([encoder.encode(texts[start : start + 32]) for start in range(0, len(texts), 32)])


def known(texts: list[str], library: Path) -> tuple[list[str], Vectors]:
    """Texts that the build has embedded already."""
    return texts, Embedder(library, lambda *_: None)(texts)


def test_no_question_stands_in_two_sets(librarian: Librarian, library: Path, encoder: Encoder) -> None:
    book = librarian.book
    sets = {
        "own": known([question for passage in book.passages for question in passage.questions], library),
        "refusals": known([text for texts in refusals(book) for text in texts], library),
    }
    for name in ("development", "test"):
        sets[name] = encoded([question.text for question in read_questions(QUESTIONS / f"{name}.jsonl")], encoder)
    assert not (pairs := near(sets)), "\n".join(pairs)


def test_no_message_stands_in_two_sets(librarian: Librarian, library: Path, encoder: Encoder) -> None:
    sets = {"examples": known([message.text for message in librarian.book.messages], library)}
    for name in ("development", "test"):
        sets[name] = encoded([m.text for m in read_messages(QUESTIONS / f"messages-{name}.jsonl")], encoder)
    assert not (pairs := near(sets)), "\n".join(pairs)


def test_near_tells_repeats_from_others(encoder: Encoder) -> None:
    sets = {
        "one": encoded(["Who is Ruth?", "why did madame cry"], encoder),
        "two": encoded(["who is ruth", "what is a carer", "why did Madame cry?!"], encoder),
    }
    assert len({line.split(" ~ ")[0] for line in near(sets) if " ~ " in line}) == 2
    assert len([line for line in near(sets) if " = " in line]) == 2
    assert near({"one": sets["one"], "three": encoded(["what is a carer", "who made the tape"], encoder)}) == []


def test_the_sets_are_large_enough(librarian: Librarian) -> None:
    untold, *shared = refusals(librarian.book)
    assert len(untold) >= 150
    assert sum(map(len, shared)) >= 200
    assert all(shared)
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
