"""Each catalog is whole, and its sentences can be said: names in braces, commands, marks, and what Discord has room
for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.features.schedule import reading
from bot.translation import ENGLISH, LANGUAGES, _, speaking
from scripts.messages import TEMPLATE, gathered, path_of

OTHERS = sorted(LANGUAGES.keys() - {ENGLISH})
_MOST = re.compile(r"at most (\d+) characters")
_COMMAND = re.compile(r"/[a-z]+\b", re.ASCII)
_CODE = re.compile(r"`([^`]+)`")
_OPTION = re.compile(r"^[a-z_]+$|\b[a-z_]+(?=:)", re.ASCII)
NAMES = {"warn", "withhold", "silent", "Norfolk", "JSON", "PRIVACY.md", "TERMS.md"}
ALIKE = 25  # letters; a longer sentence that is the same in two languages wasn't translated


def catalog(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translation with the English that it stands for; of a language with one form, that of many."""
    if not message.pluralizable:
        return [(message.id, message.string)]
    one, many = message.id
    return [(one, message.string[0]), (many, message.string[1])] if len(message.string) > 1 else [
        (many, message.string[0])
    ]  # fmt: skip


def said(language: str) -> Iterator[tuple[str, str]]:
    for message in catalog(language):
        if message.id:
            yield from forms(message)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def options_in(text: str) -> set[str]:
    """The names of options, which stand in code: `where`, `length: full`."""
    return {name for code in _CODE.findall(text) for name in _OPTION.findall(code)}


def test_the_template_has_every_sentence() -> None:
    with TEMPLATE.open("rb") as file:
        kept = {message.id for message in read_po(file)}
    assert kept == {message.id for message in gathered()}, "make words"


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_missing_nor_doubtful_nor_left_over(language: str) -> None:
    found = catalog(language)
    assert {message.id for message in found} == {message.id for message in gathered()}, "make words"
    assert not [message.id for message in found if message.id and message.fuzzy]
    assert not [message.id for message in found if message.id and not all(text for _, text in forms(message))]
    for message in found:
        if message.pluralizable:
            assert len(message.string) == found.num_plurals
    assert not found.obsolete


@pytest.mark.parametrize("language", OTHERS)
def test_names_in_braces_are_the_same(language: str) -> None:
    for message in catalog(language):
        if not message.id:
            continue
        for english, text in forms(message):
            if message.pluralizable:  # "one step" may be told with or without its number
                assert names(message.id[0]) <= names(text) <= names(message.id[1]), text
                assert names(text) | {"count"} == names(english) | {"count"}, text
            else:
                assert names(text) == names(english), text
            text.format(**dict.fromkeys(names(text), "x"))


@pytest.mark.parametrize("language", OTHERS)
def test_commands_marks_and_names_are_kept(language: str) -> None:
    for english, text in said(language):
        assert sorted(_COMMAND.findall(english)) == sorted(_COMMAND.findall(text)), text
        assert options_in(english) <= options_in(text), text
        for mark in ("**", "||", "`", "*", "<", ">", "\n", "→"):
            assert english.count(mark) == text.count(mark), (mark, text)
        for mark in ("-# ", "### ", "- "):
            assert english.startswith(mark) == text.startswith(mark), text
        for name in NAMES:
            word = re.compile(rf"\b{re.escape(name)}\b", re.ASCII)
            assert len(word.findall(english)) <= len(word.findall(text)), text
        assert text == text.strip() or english != english.strip(), text
        assert text != english or len(english) < ALIKE, text


@pytest.mark.parametrize("language", [ENGLISH, *OTHERS])
def test_discord_takes_every_length(language: str) -> None:
    told = {message.id: message.auto_comments for message in gathered()}
    pairs = [(id, id) for id in told if isinstance(id, str)] if language == ENGLISH else said(language)
    for english, text in pairs:
        for most in _MOST.findall(" ".join(told.get(english, []))):
            assert len(text) <= int(most), f"{len(text)} characters: {text}"


@pytest.mark.parametrize("language", [ENGLISH, *OTHERS])
def test_the_examples_of_dates_can_be_read(language: str) -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    with speaking(language):
        examples = re.findall(r"`([^`]+)`", _(reading._UNREADABLE))
        assert len(examples) == 3
        for example in examples:
            assert reading.read_date(example, time(18), now) > now.date()
        with pytest.raises(reading.Unreadable) as refused:
            reading.read_time("noon")
        for example in re.findall(r"`([^`]+)`", str(refused.value)):
            assert reading.read_time(example) == time(18)
