"""Texts made harmless and short enough, whatever they are."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from bot.views.answer import AnswerView
from bot.views.texts import clip, escape
from knowledge.answer import Answer, Status
from tests.bot.club import strings

MARKS = set("\\|`*_~<>[]()#@:")


@given(st.text(max_size=200))
@example("https://example.org @everyone <@1> <#2> <t:1:R> ||x|| discord.gg/a a@b.de # - 1. [x](y) \\| \u202e \ud83c")
def test_an_escaped_text_keeps_its_words_and_loses_its_marks(text: str) -> None:
    safe = escape(text)
    assert "\n" not in safe
    assert all(safe[at - 1] == "\\" or mark == "\\" for at, mark in enumerate(safe) if mark in MARKS)
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\\(?=[A-Za-z0-9\s]|$)", safe)) == 0  # each backslash takes a mark
    assert not re.match(r"[-+>]|\d\.", safe)  # no list, no quote
    assert not re.search(r"://|@everyone|@here|<@|<#|discord\.gg", safe)
    assert re.findall(r"[a-z0-9]", safe) == re.findall(r"[a-z0-9]", text)


@given(st.text(min_size=1, max_size=400), st.integers(5, 100), st.integers(10, 300))
def test_a_clipped_text_fits(text: str, chars: int, size: int) -> None:
    cut = clip(text, chars, size)
    assert len(cut) <= chars
    assert len(cut.encode()) <= size
    assert cut == text or cut.endswith("…")


@given(st.text("aé🎻| \\", max_size=500), *(st.integers(0, 9_000) for _ in range(2)), st.booleans())
def test_every_answer_fits_into_a_message(asked: str, open_size: int, hidden_size: int, cover: bool) -> None:
    warning = "Mind: Part Three."
    answer = Answer(
        asked, Status.ANSWERED, "🎻" * open_size + warning, "é " * hidden_size or None, warning, cover_question=cover
    )
    texts = [text for text, _ in strings(AnswerView(answer, echo=asked).to_components())]
    assert sum(map(len, texts)) <= 4_000
    assert sum(len(text.encode()) for text in texts) <= 10_000
    assert all(texts)
