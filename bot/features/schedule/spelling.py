"""Dates and times as people write them in the language in effect, put as they are written in English."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale
from babel.dates import get_day_names, get_month_names

from bot.translation import LANGUAGES, _, language

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_ORDINAL = re.compile(r"(?<=\d)(?:\.|er|\.?°|)(?=\s|$)")
_OF = re.compile(r"\b(?:de|del|le|am|den)\b")
_JAPANESE = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_HOURS = re.compile(r"\s*(?:uhr|heures?|horas?|hrs?|h|時)\s*(?=\d|$)")
_HALF = re.compile(r"(午前|午後)\s*(\d{1,2})\s*時\s*(?:(\d{1,2})\s*分)?")


def date_in_english(text: str) -> str:
    """ "Dienstag, 1. Dezember 2026" as "1 december 2026", "morgen" as "tomorrow"; whatever isn't known stays."""
    # Translators: as one writes it in place of a date
    near = {_folded(_("today")): "today", _folded(_("tomorrow")): "tomorrow"}
    if (folded := _folded(text)) in near:
        return near[folded]
    text = _JAPANESE.sub(_spelt, _folded(text))
    for name in _days(language()):
        text = re.sub(rf"{re.escape(name)}(?![^\W\d_]),?", " ", text).strip() or text
    names = _names(language())
    if names:
        known = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        text = re.sub(rf"(?<![^\W\d_])(?:{known})(?![^\W\d_])\.?", lambda found: names[found[0].rstrip(".")], text)
    return " ".join(_ORDINAL.sub("", _OF.sub(" ", text)).split())


def time_in_english(text: str) -> str:
    """ "18 Uhr 30" as "18h30", "午後6時30分" as "6:30 pm"."""
    text = _folded(text)
    if found := _HALF.fullmatch(text):
        return f"{found[2]}:{int(found[3] or 0):02} {'am' if found[1] == '午前' else 'pm'}"
    return _HOURS.sub("h", text).replace("分", "")


def weekday(text: str) -> int | None:
    """The number of the day whose name begins so, in English or in the language in effect; Monday is 0."""
    sought = _folded(text)
    if len(sought) < (3 if sought.isascii() else 2):
        return None
    named = [*enumerate(_DAYS), *enumerate(_days(language()))]
    return next((number for number, name in named if name.startswith(sought)), None)


@cache
def _days(language: str) -> tuple[str, ...]:
    """The names of days, Monday first."""
    names = get_day_names("wide", "format", _locale(language))
    return tuple(_folded(names[number]) for number in range(7))


@cache
def _names(language: str) -> dict[str, str]:
    """English months by their names, long and short, in a language."""
    locale, found = _locale(language), {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale).items():
                if not any(map(str.isdigit, name)):
                    found[_folded(name).rstrip(".")] = _MONTHS[number - 1]
    return found


def _locale(language: str) -> Locale:
    return Locale.parse(LANGUAGES[language])


def _spelt(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{day} {_MONTHS[int(month) - 1]} {year or ''}" if 1 <= int(month) <= 12 else found[0]


def _folded(text: str) -> str:
    """In small letters and plain digits, without accents."""
    plain = unicodedata.normalize("NFKC", re.sub("[ºª]", "°", text.strip().lower()).replace("’", "'"))
    parts = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", "".join(sign for sign in parts if not unicodedata.combining(sign)))
