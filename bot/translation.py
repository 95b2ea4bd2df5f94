"""Every sentence in the language in effect, from the catalogs in `bot/locale`; lists, numbers and days by Babel.

The language is a context's own: each command, click and event has one, and so has each thread that it starts by
`asyncio.to_thread`. Without any it is English, the language that sentences are written in.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

if TYPE_CHECKING:  # the terminal speaks, too, without Discord
    import discord

CATALOGS = Path(__file__).with_name("locale")
ENGLISH = "en"
# By which conventions each language writes lists, numbers and days.
LANGUAGES = {ENGLISH: "en_GB", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt_BR": "pt_BR", "ja": "ja_JP"}
_KNOWN = {language.partition("_")[0]: language for language in LANGUAGES}

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def _(sentence: str) -> str:
    """The sentence in the language in effect; in English where the catalog lacks it."""
    return _catalog(_language.get()).gettext(sentence) if sentence else sentence


def n_(one: str, many: str, count: int) -> str:
    """The form of a sentence that goes with the count."""
    return _catalog(_language.get()).ngettext(one, many, count)


def later(sentence: str) -> str:
    """The English sentence itself, marked as one to be looked up by `_` where it is shown."""
    return sentence


def language_of(locale: discord.Locale | str | None) -> str:
    """The language for a locale of Discord's; English for what is none of ours."""
    return _KNOWN.get(str(locale or ENGLISH).partition("-")[0], ENGLISH)


def language() -> str:
    """The language in effect."""
    return _language.get()


def speak(language: str) -> None:
    """Have the language in effect for the rest of this context."""
    _language.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Have the language in effect meanwhile."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def listed(names: Iterable[str]) -> str:
    """The names as a phrase: "Part Two, Part Three and the tape"."""
    return str(format_list(list(names), locale=_locale()))


def joined(names: Iterable[str]) -> str:
    """The names one after the other: "Part Two, Part Three, the tape"."""
    return _COMMAS.get(language(), ", ").join(names)


def number(value: int) -> str:
    return str(format_decimal(value, locale=_locale()))


def day(value: date) -> str:
    """A day with its weekday: "Tuesday 1 December 2026"."""
    return str(format_date(value, _DAYS.get(language(), "full"), _locale()))


def day_and_time(value: datetime) -> str:
    """A wall time, short: "Tue 1 Dec 2026, 18:00"."""
    shown = format_datetime(value, _SHORT.get(language(), "EEE d MMM y"), locale=_locale())
    return f"{shown}{_BEFORE_TIME.get(language(), ', ')}{value:%H:%M}"


def date_of(value: date) -> str:
    """A day without its weekday: "1 December 2026"."""
    return str(format_date(value, "long", _locale()))


def load() -> None:
    """Read every language beforehand: it takes a fraction of a second, and then no member waits for it."""
    for each in LANGUAGES:
        _catalog(each)
        with speaking(each):
            listed(["", ""])
            day(date.min)


_COMMAS, _BEFORE_TIME = {"ja": "、"}, {"ja": " "}
_DAYS = {ENGLISH: "EEEE d MMMM y"}
_SHORT = {"de": "EEE d. MMM y", "ja": "y年M月d日(E)"}


def _locale() -> Locale:
    return Locale.parse(LANGUAGES[_language.get()])


@cache
def _catalog(language: str) -> NullTranslations:
    """The catalog of a language, compiled in memory: a fresh clone has no other files than the translators' own."""
    path = CATALOGS / language / "LC_MESSAGES" / "norfolk.po"
    if not path.is_file():  # English has none
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
