"""Ties, prompts and recap marks: what is read, what is refused, and that a build keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.book import Prompt, Tie
from knowledge.books import saved
from knowledge.books.checks import check_book
from knowledge.books.digest import source_digest
from knowledge.books.errors import BookError
from knowledge.books.prompts import PROMPTS
from knowledge.books.reading import read_book
from tests.knowledge.books.test_reading import HEAD, PASSAGES
from tests.knowledge.conftest import replace

TIE = """
[[tie]]
between = ["ines", "orrel"]
label = "bribed by him"
part = "part-one"
"""
PROMPT = """
[[prompt]]
text = "Would you have let the clock run slow?"
part = "part-one"
passage = "bribe"
"""


@pytest.fixture
def retold(copy: Path) -> Path:
    """The invented book with a tie, a prompt and a mark."""
    head = copy / HEAD
    head.write_text(head.read_text() + TIE)
    (copy / PROMPTS).write_text(PROMPT)
    replace(copy / PASSAGES, 'id = "bribe"', 'id = "bribe"\nrecap = true')
    return copy


def test_they_are_read_and_kept(retold: Path) -> None:
    book = read_book(retold)
    assert [str(finding) for finding in check_book(retold) if "topic 'the-sister'" not in str(finding)] == []
    assert book.ties == (Tie("ines", "orrel", "bribed by him", "part-one"),)
    assert [passage.id for passage in book.passages if passage.recap] == ["bribe"]
    (prompt,) = book.prompts
    assert prompt == Prompt("Would you have let the clock run slow?", "part-one", "bribe", prompt.key)
    assert len(prompt.key) == 8
    assert saved.load(saved.dump(book)) == book


def test_prompts_stand_in_the_order_of_the_parts(retold: Path) -> None:
    later = PROMPT.replace("part-one", "part-two").replace("slow", "slow again")
    (retold / PROMPTS).write_text(later + PROMPT)
    assert [prompt.part for prompt in read_book(retold).prompts] == ["part-one", "part-two"]


def test_a_change_of_prompts_is_a_change_of_the_book(retold: Path) -> None:
    before = source_digest(retold)
    replace(retold / PROMPTS, "Would", "Should")
    assert source_digest(retold) != before


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (HEAD, '"ines", "orrel"', '"ines", "orel"', "tie number 1: unknown character 'orel'; characters are "),
        (HEAD, '"ines", "orrel"', '"ines"', 'between must name two characters, as in between = ["one", "another"]'),
        (HEAD, '"ines", "orrel"', '"ines", "ines"', "between must name two characters"),
        (HEAD, '"ines", "orrel"', '"ines", "maud"', "is known from 'part-one', but 'part-two' first reveals 'maud'"),
        (HEAD, '"bribed by him"', '"both know Maud"', "names 'Maud', whom only 'part-two' reveals"),
        (HEAD, '"bribed by him"', '"**x**"', "label has '**'"),
        (HEAD, 'label = "bribed by him"', "", "label is missing"),
        (HEAD, TIE, TIE + TIE, "tie number 2: the same tie stands above already"),
        (HEAD, "[[tie]]", "[tie]", "tie must be written as [[tie]], with double brackets"),
        (HEAD, "between =", "who =", "unknown key 'who'; keys are between, label, part"),
        (PROMPTS, '"bribe"', '"bride"', "prompts.toml, prompt number 1: no passage has the id 'bride'; did you mean"),
        (PROMPTS, '"bribe"', '"sister"', "is for 'part-one', but its passage 'sister' reveals 'part-two'"),
        (PROMPTS, "the clock", "Maud", "names 'Maud', whom only 'part-two' reveals"),
        (PROMPTS, "part-one", "part-on", "unknown part 'part-on'"),
        (PROMPTS, PROMPT, PROMPT + PROMPT, "prompt number 2: the same text stands above already"),
        (PROMPTS, "[[prompt]]", "", "unknown key 'part'; keys are prompt; write [[prompt]] above it"),
        (PROMPTS, 'text = "', "text = “", "prompts.toml, line 3: cannot be read: these quotes are curly"),
        (PASSAGES, "recap = true", 'recap = "yes"', "recap must be true or false, without quotes, as in recap = true"),
    ],
)
def test_mistakes_are_told_with_file_entry_and_mend(retold: Path, file: str, old: str, new: str, said: str) -> None:
    replace(retold / file, old, new)
    with pytest.raises(BookError) as raised:
        read_book(retold)
    findings = " ".join(str(finding) for finding in check_book(retold))
    assert said in str(raised.value) or said in findings
    assert "the-salt-clock/" in str(raised.value)


def test_oddities_only_warn(retold: Path) -> None:
    replace(retold / HEAD, "bribed by him", "bribed by him for years and years and years on end")
    (retold / PROMPTS).write_text("# none yet\n")
    findings = check_book(retold)
    assert not any(finding.stops for finding in findings)
    for said in ("tie number 1: its label has 50 letters", f"{PROMPTS}: there is nothing in it"):
        assert any(said in str(finding) for finding in findings)
