"""What the shipped book must be, whatever its passages say."""

from __future__ import annotations

import re

import pytest

from knowledge.book import Book, Examples, Passage
from knowledge.books.examples import read_examples
from knowledge.books.reading import LIBRARY, read_book

# What Discord would read as a mark or turn into a link, a picture or a time.
MARKS = re.compile(r"\|\||[`*_~\\]|https?:|www\.|@everyone|@here|<[@#:/]|<a?:|<t:|^\s*(#|>|-#|[-*] )", re.M)
# Who or what can only be told from a passage that isn't shown.
DANGLING = re.compile(r"^(He|She|It|They|His|Her|Their|Later|Then|Afterwards|This|That|These|Those)\b")


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(LIBRARY / "never-let-me-go")


@pytest.fixture(scope="module")
def examples(book: Book) -> Examples:
    return read_examples(LIBRARY / "never-let-me-go", book)


def test_its_parts_and_default_level(book: Book) -> None:
    assert [level.id for level in book.levels] == ["start", "part-one", "part-two", "part-three"]
    assert book.default_level.id == "part-two"
    assert [(topic.id, topic.name, topic.rank) for topic in book.topics] == [
        ("madame-meeting", "the meeting with Madame", 3)
    ]


def test_its_passages(book: Book) -> None:
    assert 60 <= len(book.passages) <= 120
    assert {passage.part for passage in book.passages} == {level.id for level in book.levels}
    assert len({passage.text for passage in book.passages}) == len(book.passages)
    for passage in book.passages:
        assert not DANGLING.search(passage.text), passage.id
        assert len(passage.text.split()) <= 90, passage.id
        assert passage.text.endswith((".", "!", "?", '."', '?"')), passage.id


def test_every_passage_has_a_title_of_its_own(book: Book) -> None:
    assert all(1 <= len(passage.title.split()) <= 6 for passage in book.passages)
    assert len({passage.title for passage in book.passages}) == len(book.passages)


def test_every_passage_has_ten_questions_of_its_own(book: Book, examples: Examples) -> None:
    asked: dict[str, str] = {}
    for passage in book.passages:
        questions = examples.questions[passage.id]
        assert len(questions) >= 10, passage.id
        for question in questions:
            other = asked.setdefault(question.lower(), passage.id)
            assert other == passage.id, f"{question!r} is asked of {other} and {passage.id}"


def test_every_passage_reveals_its_part(book: Book) -> None:
    ranks = {level.id: level.rank for level in book.levels}
    for passage in book.passages:
        reached = max((secret.rank for secret in passage.secrets), default=0)
        assert reached == ranks[passage.part], passage.id
        if passage.part != "start":
            assert passage.secrets[0].id == passage.part


def test_the_meeting_lies_behind_its_topic(book: Book) -> None:
    meeting = [passage for passage in book.passages if "madame-meeting" in [secret.id for secret in passage.secrets]]
    assert meeting
    assert all(passage.part == "part-three" for passage in meeting)


def test_no_name_before_its_part(book: Book) -> None:
    """The reader checks it too; this is the same rule told otherwise, questions of the passages aside."""
    ranks = {level.id: level.rank for level in book.levels}
    for character in book.characters:
        names = [name for name in character.names if ranks[character.part]]
        for passage in book.passages:
            if ranks[passage.part] < ranks[character.part]:
                words = f" {' '.join(re.findall(r'[a-z]+', passage.text.lower()))} "
                assert not any(f" {' '.join(re.findall('[a-z]+', name.lower()))} " in words for name in names), (
                    passage.id
                )


def test_nothing_that_discord_reads(book: Book) -> None:
    for text in (book.title, book.author, *(secret.name for secret in book.topics)):
        assert not MARKS.search(text)
    for passage in book.passages:
        assert not MARKS.search(passage.text), passage.id


def test_its_keys_tell_nothing(book: Book) -> None:
    assert len(book.by_key) == len(book.passages)
    assert all(re.fullmatch("[0-9a-f]{8}", passage.key) for passage in book.passages)


def test_what_the_spoiler_check_learns_from(examples: Examples) -> None:
    assert len(examples.messages) >= 100
    reached = [max((secret.rank for secret in message.secrets), default=0) for message in examples.messages]
    assert set(reached) == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("words", "level"),
    [
        (("Booker",), "start"),
        (("Ishiguro",), "start"),
        (("cloned",), "part-one"),
        (("gallery",), "part-one"),
        (("Cottages",), "part-two"),
        (("deferral",), "part-three"),
    ],
)
def test_where_the_first_word_of_a_matter_falls(book: Book, words: tuple[str, ...], level: str) -> None:
    """No passage before that part says any of the words."""
    rank = book.level(level).rank
    told = [passage for passage in book.passages if any(word.lower() in passage.text.lower() for word in words)]
    assert told
    assert min(_rank(passage) for passage in told) == rank


def _rank(passage: Passage) -> int:
    return max((secret.rank for secret in passage.secrets), default=0)
