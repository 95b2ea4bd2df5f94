"""Club notes: which texts can be one, what they reveal, and that the book answers as before where none is near."""

from __future__ import annotations

import pytest

from knowledge.answer import Status
from knowledge.book import Book, Note, UnknownLevel
from knowledge.librarian import Librarian
from knowledge.notes.annotated import Annotated
from knowledge.notes.note import LONGEST, BadNote, check_note, note_of
from knowledge.notes.sharing import dump, load
from knowledge.search.alike import groups
from knowledge.search.words import fold
from knowledge.spoilers import Policy, touches
from tests.bot.passages import examples

FENCE = "In the last scene Kathy's car stands by a barbed wire fence where plastic bags have caught in the branches."
TEA = "The club meets in the reading room of the library every second Thursday, and tea costs one pound."


@pytest.fixture(scope="module")
def annotated(librarian: Librarian) -> Annotated:
    book = librarian.book
    return Annotated(librarian, [note_of(book, 1, FENCE, "part-three", (), 7), note_of(book, 2, TEA, "start", (), 7)])


def test_a_note_is_found_and_judged_like_a_passage(annotated: Annotated) -> None:
    levels, question = annotated.book.levels, "what hangs on the barbed wire?"
    open_ = annotated.ask(question, levels[-1], Policy.WARN)
    assert [hit.passage.text for hit in open_.told] == [FENCE]
    assert not open_.touches
    covered = annotated.ask(question, levels[0], Policy.WARN)
    assert covered.covered
    kept = annotated.ask(question, levels[0], Policy.WITHHOLD)
    assert not kept.told
    assert [passage.text for passage in kept.kept] == [FENCE]
    assert annotated.ask(question, levels[0], Policy.SILENT).status is Status.UNKNOWN
    told = annotated.ask("how much is tea?", levels[0], Policy.SILENT).told[0].passage
    assert isinstance(told, Note)
    assert (told.text, told.by) == (TEA, 7)
    assert annotated.book.by_key[told.key] == told


def test_the_book_answers_as_before_where_no_note_is_near(librarian: Librarian, annotated: Annotated) -> None:
    levels = librarian.book.levels
    asked = [text for own in examples().questions.values() for text in own][::80] + list(examples().untold[::80])
    changed = [
        text
        for text in asked
        for level, policy in ((levels[-1], Policy.WARN), (levels[1], Policy.WITHHOLD))
        if librarian.ask(text, level, policy) != annotated.ask(text, level, policy)
    ]
    assert len(changed) <= len(asked) * 2 / 100


def test_a_talk_goes_on_after_a_note(annotated: Annotated) -> None:
    from knowledge.judging.followups import Chat

    chat = Chat()
    annotated.ask("what hangs on the barbed wire?", annotated.book.levels[-1], Policy.WARN, chat)
    assert chat.last is not None
    assert isinstance(chat.last.shown[0], Note)
    annotated.ask("and why?", annotated.book.levels[-1], Policy.WARN, chat)


def test_what_a_note_reveals_closes_when_unsure(salt_clock: Book) -> None:
    last = salt_clock.levels[-1]
    for part, topics in (("part-nine", ()), ("part-one", ("gone",)), ("part-one", ("the-wreck",))):
        note = note_of(salt_clock, 1, "Something.", part, topics, 1)
        assert note.part == last.id
        assert touches([note], salt_clock.level("part-one"))
    assert not note_of(salt_clock, 1, "Something.", "start", (), 1).secrets


@pytest.mark.parametrize(
    "text",
    ["", " \n", "...", "a" * (LONGEST + 1), "||covered||", "see https://example.org", "hi <@123>", "@everyone look",
     "a\u202eb", "**bold**", "join discord.gg/abc"],
)  # fmt: skip
def test_a_text_that_can_be_no_note_is_refused(salt_clock: Book, text: str) -> None:
    with pytest.raises(BadNote):
        check_note(text, "part-two", salt_clock)


def test_a_name_of_a_later_part_is_refused_without_naming_it(salt_clock: Book) -> None:
    assert check_note("Maud\n keeps the clock.", "part-two", salt_clock) == "Maud keeps the clock."
    with pytest.raises(BadNote) as refused:
        check_note("Maud keeps the clock.", "part-one", salt_clock)
    assert "Maud" not in str(refused.value)
    with pytest.raises(UnknownLevel):
        check_note("Ines keeps the clock.", "part-nine", salt_clock)


def test_notes_go_along_with_a_book(salt_clock: Book) -> None:
    notes = [("Ines winds the clock.", "part-one", ()), ("It runs backwards.", "part-two", ("the-wreck",))]
    assert load(dump(notes), salt_clock) == notes
    for bad in ("", "{}", "[1]", '[{"text": "**x**", "part": "part-one", "topics": []}]', "[" * 100_000,
                '[{"text": "So", "part": "part-nine", "topics": []}]',
                '[{"text": "So", "part": "part-one", "topics": ["x"]}]'):  # fmt: skip
        with pytest.raises(BadNote):
            load(bad, salt_clock)


def test_alike_questions_are_together(librarian: Librarian) -> None:
    import numpy as np

    texts = ["why was madame crying", "who is Tommy", "why did Madame cry?", "where is Tommy", "Madame crying why"]
    vectors = np.stack([librarian.reader.encoder.encode(fold(text)).vector for text in texts])
    assert groups(texts, vectors) == [[0, 2, 4], [1], [3]]
