"""The part that a passage reveals: from headings, ordinals and place, and never too early."""

from __future__ import annotations

import pytest

from knowledge.books.importing.drafting import draft
from knowledge.books.importing.headings import LAST, is_apart, is_heading, marks, read_heading
from tests.knowledge.books.importing.conftest import LIGHTHOUSE, drafted, telling, texts

PLOT = " ".join(f"On day number {n} the keeper of the lamp walks to the harbour and back again." for n in range(1, 31))


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Part Two", "part", 2),
        ("PART II: The Mainland", "part", 2),
        ("The Second Part", "part", 2),
        ("Chapter 12", "chapter", 12),
        ("Chapter XIV. A storm", "chapter", 14),
        ("Volume III", "volume", 3),
        ("Book One", "book", 1),
        ("Act II", "act", 2),
        ("The Final Act", "act", LAST),
        ("Summary: Chapter 3", "chapter", 3),
        ("Chapter 3: Summary & Analysis", "chapter", 3),
    ],
)
def test_headings(text: str, kind: str, number: int) -> None:
    found = read_heading(text)
    assert found is not None
    assert (found.kind, found.number) == (kind, number)


@pytest.mark.parametrize(
    "text",
    [
        "Part Two begins with a storm",
        "Partition",
        "A part of her",
        "The second participant",
        "Chapter 3: Analysis",
        "Analysis: Chapter 3",
    ],
)
def test_no_headings(text: str) -> None:
    assert read_heading(text) is None
    assert not is_heading(text) or is_apart(text)


def test_marks_in_sentences() -> None:
    assert [mark.number for mark in marks("In the second part she goes, as Part Four tells.")] == [2, 4]
    assert marks("She plays a part in the war.") == []


def test_ordinals_in_the_text() -> None:
    made = drafted(LIGHTHOUSE)
    assert "visits them twice" in texts(made, "part-one")
    assert "Marit stays behind" in texts(made, "part-two")
    assert {p.part for p in telling(made, "Marit drowns")} == {"part-three"}
    assert {p.part for p in telling(made, "smuggling salt")} == {"part-three"}


@pytest.mark.parametrize(
    "head", ["Part One\n\n{}\n\nPart Two\n\n{}", "# Part One\n{}\n\n## Part Two\n{}", "PART I\n{}\nPART II\n{}"]
)
def test_headings_in_plain_text(head: str) -> None:
    made = drafted(head.format("Ines lights the lamp for the ships.", "Ines leaves the lamp to her sister."))
    assert texts(made, "part-one") == "Ines lights the lamp for the ships."
    assert texts(made, "part-two") == "Ines leaves the lamp to her sister."


def test_chapters_are_parts_and_many_are_gathered() -> None:
    few = "\n\n".join(f"Chapter {n}\n\nThe keeper sees ship number {n} pass the island." for n in range(1, 6))
    assert [level.name for level in drafted(few).book.levels[1:]] == [f"Chapter {n}" for n in range(1, 6)]
    many = "\n\n".join(f"Chapter {n}\n\nThe keeper sees ship number {n} pass the island." for n in range(1, 61))
    levels = drafted(many).book.levels
    assert len(levels) == 13
    assert levels[1].name == "Chapters 1 to 5"
    assert [p.part for p in telling(drafted(many), "number 60 ")] == [levels[-1].id]


def test_given_names_are_found_as_headings() -> None:
    text = "The Island\n\nInes lights the lamp.\n\nThe Mainland\n\nInes sells the goat."
    made = draft(text.encode(), "x.md", parts=("The Island", "The Mainland"), title="Lamps")
    assert texts(made, "the-mainland") == "Ines sells the goat."
    ranges = "Chapter 1\n\nInes lights the lamp.\n\nChapter 9\n\nInes sells the goat."
    made = draft(ranges.encode(), "x.txt", parts=("Chapters 1-8", "Chapters 9-12"), title="Lamps")
    assert texts(made, "chapters-9-12") == "Ines sells the goat."


def test_given_names_that_the_text_doesnt_know_reveal_the_last() -> None:
    made = draft(PLOT.encode(), "x.txt", parts=("Part One", "Part Two"), title="Lamps")
    assert {passage.part for passage in made.book.passages} == {"part-two"}
    assert any("doesn't say where the parts begin" in doubt.why for doubt in made.doubts)


@pytest.mark.parametrize("joined", [" ", "\n\n"])
def test_no_passage_is_earlier_than_its_place(joined: str) -> None:
    text = PLOT.replace(". ", f".{joined}")
    made = drafted(text)
    assert [level.name for level in made.book.levels[1:]] == ["the beginning", "the middle", "the end"]
    ranks = {level.id: level.rank for level in made.book.levels}
    for number in range(1, 31):
        place = -(-number * 3 // 30)
        assert all(ranks[p.part] >= place for p in telling(made, f"number {number} "))
    assert [ranks[p.part] for p in made.book.passages] == sorted(ranks[p.part] for p in made.book.passages)
    assert {1, 2, 3} == {ranks[p.part] for p in made.book.passages}


@pytest.mark.parametrize(
    "late",
    [
        "Years later the keeper is gone.",
        "The novel ends with a storm.",
        "In the end the lamp goes out.",
        "Marit dies.",
        "It turns out that the keeper lied.",
    ],
)
def test_signs_of_lateness_go_to_the_end(late: str) -> None:
    made = drafted(f"The keeper loves the lamp. {late} {PLOT}")
    assert {p.part for p in telling(made, late)} == {"the-end"}
    assert any(doubt.passage == telling(made, late)[0].id for doubt in made.doubts)


def test_foretelling_inside_a_part_goes_to_the_last() -> None:
    text = "Part One\n\nInes lights the lamp. Years later Ines drowns there.\n\nPart Two\n\nInes leaves."
    made = drafted(text)
    assert {p.part for p in telling(made, "drowns")} == {"part-two"}


def test_what_stands_outside_of_the_plot_reveals_the_last() -> None:
    text = (
        "The story follows Ines from the island to her grave.\n\nPart One\n\nInes lights the lamp.\n\nPart Two\n\n"
        "Ines leaves.\n\nThemes\n\nLight stands for hope.\n\nPart One\n\nAgain the grave is shown."
    )
    made = drafted(text)
    assert texts(made, "part-one") == "Ines lights the lamp."
    assert {p.part for p in telling(made, "Light stands")} == {"part-two"}
    assert {p.part for p in telling(made, "Again the grave")} == {"part-two"}


def test_analysis_between_chapters_reveals_the_last() -> None:
    chapter = "# Chapter 1\n\nInes lights the lamp.\n\n"
    text = chapter + "## Analysis\n\nThe lamp foreshadows a wreck.\n\n# Chapter 2\n\nInes leaves."
    made = drafted(text)
    assert texts(made, "chapter-1") == "Ines lights the lamp."
    assert {p.part for p in telling(made, "wreck")} == {"chapter-2"}


def test_a_part_that_is_only_mentioned_raises_its_sentence() -> None:
    text = "Part One\n\nInes lights the lamp. The lamp goes out, as Part Two shows.\n\nPart Two\n\nInes leaves."
    assert {p.part for p in telling(drafted(text), "goes out")} == {"part-two"}
