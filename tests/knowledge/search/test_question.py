from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.question import LONGEST, BadQuestion, begins_asking, clean, core, declines, greets, without_links


@pytest.mark.parametrize(
    ("text", "read"),
    [("who is Ruth?", "who is Ruth?"), ("  who\n\tis\u2003Ruth ", "who is Ruth"),
     ("Wer ist über 30?", "Wer ist über 30?"),
     ("誰", "誰"), ("a" * LONGEST, "a" * LONGEST), (f"a{' ' * LONGEST}b", "a b")],
)  # fmt: skip
def test_a_question_is_one_line(text: str, read: str) -> None:
    assert clean(text) == read


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "empty"), (" \n\t", "empty"), ("??!", "no word"), ("1984", "no word"), ("🙂", "no word"), ("_", "no word"),
     ("\u200b", "no word"), ("a" * (LONGEST + 1), f"{LONGEST + 1} characters, and I read up to {LONGEST}")],
)  # fmt: skip
def test_what_is_no_question_gets_a_sentence(text: str, said: str) -> None:
    with pytest.raises(BadQuestion, match=said) as error:
        clean(text)
    assert str(error.value)[0].isupper()
    assert "\n" not in str(error.value)


@given(st.text(max_size=2 * LONGEST))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    try:
        once = clean(text)
    except BadQuestion:
        return
    assert clean(once) == once
    assert len(once) <= LONGEST
    assert "\n" not in once


@pytest.mark.parametrize(
    ("text", "searched"),
    [("who is Ruth https://example.org/a?b=c now", "who is Ruth now"), ("WWW.example.org who is she", "who is she"),
     ("discord.gg/abc", "discord.gg/abc"), ("who is Ruth", "who is Ruth")],
)  # fmt: skip
def test_links_are_not_searched_for(text: str, searched: str) -> None:
    assert without_links(text) == searched


@pytest.mark.parametrize(
    ("text", "searched"),
    [("no spoilers, just who is wickham", "just who is wickham"),
     ("dont tell me the end just tell me how it starts", "just tell me how it starts"),
     ("who is Ruth, but please don't spoil it!", "who is Ruth,"),
     ("why don't they tell the children", "why don't they tell the children"),
     ("who never tells the truth", "who never tells the truth"),
     ("why does Kathy never tell us her surname?", "why does Kathy never tell us her surname?"),
     ("never tell me the end. who is Ruth", "who is Ruth"), ("who is Ruth, but never spoil it", "who is Ruth,"),
     ("don't tell me who dies", "don't tell me who dies"),
     ("good morning, who is Ruth", "who is Ruth"),
     ("no spoilers", "no spoilers")],
)  # fmt: skip
def test_what_is_said_around_a_question_is_not_searched_for(text: str, searched: str) -> None:
    assert core(text) == searched


@pytest.mark.parametrize(
    ("text", "all_of_it"),
    [("im only at chapter 3 dont tell me who dies", True), ("don't spoil the ending please!", True),
     ("dont tell me the end just tell me how it starts", False), ("who is Ruth? don't spoil it", False),
     ("so dont give anything away but whats a carer", False),
     ("im only on chapter 3 no spoilers please", True), ("no spoilers, we've just finished part one!", True),
     ("no spoilers pls", True), ("no spoilers please, name of the school", False),
     ("i want to know her real name, no spoilers", False), ("no spoilers but im on chapter 3, is Ruth nice", False),
     ("why don't they tell the children", False), ("who is Ruth", False)],
)  # fmt: skip
def test_who_wants_not_to_be_told_asks_for_nothing_else(text: str, all_of_it: bool) -> None:
    assert declines(text) is all_of_it


@pytest.mark.parametrize(
    ("text", "begins"),
    [("is it true", True), ("whats that", True), ("What's that", True), ("why", True), ("that is wrong", False),
     ("thanks, that was nice", False), ("", False)],
)  # fmt: skip
def test_how_a_question_begins(text: str, begins: bool) -> None:
    assert begins_asking(text) is begins


def test_a_clause_about_somebody_is_no_courtesy() -> None:
    asked = "Ruth never says sorry to her friends, no?"
    assert core(asked) == "no?"
    assert core(asked, names=frozenset({"ruth"})) == "Ruth never says sorry to her friends, no?"


@pytest.mark.parametrize(
    ("text", "nothing_else"),
    [
        ("thx", True),
        ("thank you so much!", True),
        ("hello bot", True),
        ("thanks, who is ruth", False),
        ("you", False),
        ("thankful children", False),
    ],
)
def test_greetings_alone(text: str, nothing_else: bool) -> None:
    assert greets(text) is nothing_else
