"""check_book tells everything at once, errors before warnings; warnings stop nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from knowledge.books.__main__ import main
from knowledge.books.checks import check_book
from knowledge.books.examples import read_examples
from knowledge.books.oddities import count_sentences
from knowledge.books.reading import LIBRARY, read_book
from tests.knowledge.books.test_reading import HEAD, KEEPER, MESSAGES, PASSAGES, QUESTIONS
from tests.knowledge.conftest import replace


def warned(folder: Path) -> list[str]:
    """The warnings of a folder that has no errors."""
    found = check_book(folder)
    assert not any(finding.stops for finding in found)
    read_examples(folder, read_book(folder))
    return [str(finding) for finding in found]


def test_the_shipped_books_are_in_order() -> None:
    for folder in sorted(path.parent for path in LIBRARY.glob("*/book.toml")):
        assert [str(finding) for finding in check_book(folder) if "is a common word" not in finding.text] == []


def test_all_errors_are_told_at_once(copy: Path) -> None:
    replace(copy / HEAD, 'l = "part-one"', 'l = "part-six"')
    replace(copy / PASSAGES, 'part = "part-one"', 'part = "one"')
    replace(copy / PASSAGES, '["the-wreck"]', '["wreck"]')
    replace(copy / QUESTIONS, "[keeper]", "[keper]")
    replace(copy / MESSAGES, "[part-one]", "[one]")
    (copy / "notes.txt").write_text("x\n")
    found = check_book(copy)
    errors = [str(finding) for finding in found if finding.stops]
    assert [finding.stops for finding in found] == [True] * len(errors) + [False] * (len(found) - len(errors))
    for said in (
        "'part-six'",
        "unknown part 'one'",
        "'wreck'",
        "no passage has the id 'keper'",
        "unknown part 'one'; parts",
    ):
        assert any(said in error for error in errors), said
    assert all(str(finding).startswith("the-salt-clock/") for finding in found)
    assert all("\n" not in str(finding) for finding in found)


def test_a_broken_head_does_not_hide_a_broken_passage_file(copy: Path) -> None:
    (copy / HEAD).write_text("title = “x”\n")
    (copy / PASSAGES).write_text("[passage]\n")
    assert [finding.place for finding in check_book(copy)] == [
        "the-salt-clock/book.toml, line 1",
        "the-salt-clock/passages/all.toml, line 1",
    ]


def test_a_broken_entry_is_told_once(copy: Path) -> None:
    """A topic with a mistake in it isn't unknown to the passages that name it."""
    replace(copy / HEAD, 'name = "the wreck"', "")
    assert [str(finding) for finding in check_book(copy) if finding.stops] == [
        "the-salt-clock/book.toml, topic 'the-wreck': name is missing; write name = \"...\""
    ]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("Untold.txt", "x\n", "Untold.txt: nothing reads this file; did you mean 'untold.txt'?"),
        ("question.txt", "x\n", "question.txt: nothing reads this file; did you mean 'questions.txt'?"),
        ("passages.toml", "x\n", "passages.toml: nothing reads this file"),
        ("messages.toml", "x\n", "messages.toml: nothing reads this file; did you mean 'messages.txt'?"),
        ("cover.png", "x", "cover.png: nothing reads this file; a book's files are book.toml, passages/*.toml, "),
        ("passages/more.txt", "x\n", "passages/more.txt: nothing reads this; only passages/*.toml are read"),
        ("passages/old/all.toml", "x\n", "passages/old: nothing reads this"),
        ("passages/b.toml", "", "passages/b.toml: there is nothing in it"),
        ("passages/b.toml", "# later\n", "passages/b.toml: there is nothing in it"),
        ("untold.txt", "", "untold.txt: there is no example in it; write one a line, or delete the file"),
        ("questions.txt", "# none yet\n\n", "questions.txt: there is no example in it"),
        ("messages.txt", "\ufeff\n", "messages.txt: there is no example in it"),
        ("questions.txt", "[keeper]\n", "questions.txt: there is no example in it"),
    ],
)
def test_files_that_are_unknown_or_empty(copy: Path, file: str, text: str, said: str) -> None:
    (copy / file).parent.mkdir(exist_ok=True)
    (copy / file).write_text(text, encoding="utf-8")
    assert any(said in finding for finding in warned(copy))


@pytest.mark.parametrize("file", ["README.md", "LICENSE", ".DS_Store", "passages/.hidden"])
def test_papers_and_hidden_files_are_left_alone(copy: Path, file: str) -> None:
    before = warned(copy)
    (copy / file).write_text("x\n")
    assert warned(copy) == before


@pytest.mark.parametrize(("file", "heading"), [(QUESTIONS, "boat"), (MESSAGES, "part-two"), (QUESTIONS, "ending")])
def test_a_heading_with_nothing_under_it(copy: Path, file: str, heading: str) -> None:
    before = warned(copy)
    (copy / file).write_text((copy / file).read_text() + f"\n[{heading}]\n")
    (more,) = set(warned(copy)) - set(before)
    assert f"nothing stands under [{heading}]; delete the heading" in more


def test_examples_with_two_labels(copy: Path) -> None:
    for file, more in (
        (QUESTIONS, "\n[boat]\nWho is INES?\nwho goes with Ines\n"),
        ("untold.txt", "\nWho rows?\n[part-one]\n"),
        (MESSAGES, "\n[part-two]\nAre we meeting on Thursday?\n"),
    ):
        (copy / file).write_text((copy / file).read_text() + more)
    found = warned(copy)
    for said in (
        "'Who is INES?' (also in line 10) belongs to 'keeper' and to 'boat'",
        "belongs to 'ending' and to 'boat'; keep it where it is answered best",
        "'Who rows?' is also an own question of 'storm' (questions.txt, line 30); it is told or it isn't",
        "[part-one] looks like a heading; untold questions have none",
        "stands under [start] and under [part-two]; keep it under what it gives away",
    ):
        assert any(said in finding for finding in found), said


def test_the_same_example_under_the_same_label_is_no_matter(copy: Path) -> None:
    before = warned(copy)
    (copy / QUESTIONS).write_text((copy / QUESTIONS).read_text() + "\n[keeper]\nwho is Ines\n")
    (copy / MESSAGES).write_text((copy / MESSAGES).read_text() + "\n[start]\nare we meeting on Thursday?\n")
    assert warned(copy) == before


def test_long_passages_and_titles_and_copies(copy: Path) -> None:
    replace(copy / PASSAGES, KEEPER, "One. Two! Three? Four. Ines keeps the salt clock")
    replace(copy / PASSAGES, 'id = "boat"\ntitle = ""', f'id = "boat"\ntitle = "{"long " * 15}"')
    text = (copy / PASSAGES).read_text()
    again = "A storm breaks the ferry, and Bram rows Ines to the mainland."
    (copy / PASSAGES).write_text(f'{text}\n[[passage]]\nid = "z"\npart = "part-two"\ntext = "{again}"\n')
    found = warned(copy)
    assert any("'keeper': has 5 sentences; a passage is one to four, make two of it" in finding for finding in found)
    assert any("'boat': its title has 74 letters" in finding for finding in found)
    assert any("'z': has the same text as 'storm'" in finding for finding in found)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kathy H. looks back. She is 31.", 2),
        ("H. G. Wells wrote it.", 1),
        ("Dr. Moreau meets Mrs. Watchett, i.e. nobody. He bows.", 2),
        ("He asks: “Why?” She says nothing. “No!” The end…", 4),
        ("It costs 3.50 in 1895. 802,701 is far off.", 2),
        ("Sgt. Troy and Mlle. Holm dance.", 1),
        ("No stop at the end", 1),
    ],
)
def test_sentences_are_counted_as_people_do(text: str, count: int) -> None:
    assert count_sentences(text) == count


def test_a_long_row_of_stops_is_counted_at_once() -> None:
    begun = time.process_time()
    assert count_sentences("." * 50_000 + "x") == 1  # minutes, were each stop counted to the last
    assert time.process_time() - begun < 5


def test_parts_out_of_order(copy: Path) -> None:
    (copy / "passages/00.toml").write_text('[[passage]]\nid = "last"\npart = "part-two"\ntext = "The end."\n')
    found = [finding for finding in warned(copy) if "stands behind" in finding]
    assert len(found) == 1
    assert "passages/all.toml, passage 'the-novel': 'start' stands behind 'part-two' (passage 'last')" in found[0]


def test_a_name_that_two_bear(copy: Path) -> None:
    replace(copy / HEAD, '["Inez"]', '["Inez", "bram"]')
    assert any(
        "the name 'Bram' is also that of 'ines'; take it from one of them" in finding for finding in warned(copy)
    )


def test_a_book_may_lie_anywhere(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    assert read_book(Path()).slug == "the-salt-clock"
    (copy / HEAD).rename(copy / "Book.toml")
    assert "rename Book.toml to book.toml" in str(check_book(Path())[0])


def test_the_command_lists_them(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(copy)]) == 0
    assert capsys.readouterr().out.startswith("warning: the-salt-clock/book.toml, topic 'the-sister'")
    replace(copy / PASSAGES, 'part = "part-one"', 'part = "one"')
    assert main([str(LIBRARY / "never-let-me-go"), str(copy)]) == 1
    out = capsys.readouterr().out
    assert "never-let-me-go: in order" in out
    assert "error:   the-salt-clock/passages/all.toml, passage 'keeper': unknown part 'one'" in out
    assert main([]) == 2
