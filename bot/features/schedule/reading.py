"""Dates, times and zones as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from dateutil import parser

from bot.failures import Refusal
from bot.features.schedule.spelling import date_in_english, time_in_english, weekday
from bot.translation import _, later

_NUMBERS = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}(?!\d)")
_TIME = re.compile(r"(\d{1,2})(?:[:.h]([0-5]\d)|h)?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_LEAP = (datetime(2024, 1, 1), datetime(2028, 2, 2))  # noqa: DTZ001 - only what a text leaves open differs by them
_AHEAD = 9 * 366  # days within which every date comes again, 29 February included


class Unreadable(Refusal):
    """A date or time that can't be read, or be read in one way only."""


def read_time(text: str) -> time:
    """A time of day: "18:00", "6pm", "6.30 pm", "18 Uhr". Raises Unreadable."""
    text = time_in_english(text)
    found = _TIME.fullmatch(text)
    half = found[3][0].lower() if found and found[3] else None
    hour = int(found[1]) if found else 99
    if found is None or hour > 23 or (half and not 1 <= hour <= 12) or not (found[2] or half or "h" in text):
        raise Unreadable(_("I can't read that time. Please write it as in `18:00` or `6pm`."))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found[2] or 0))


def read_date(text: str, at: time, now: datetime) -> date:
    """A day: "2026-12-01", "1 December", "Monday", "tomorrow", also with the names of the language in effect; without
    a year, the next one that is ahead. `now` is the wall time where the date holds. Raises Unreadable."""
    words = re.sub(r"^(?:on|this|next|from)\s+", "", date_in_english(text))
    if words in ("today", "tomorrow"):
        return now.date() + timedelta(days=words == "tomorrow")
    number = weekday(words)
    if number is not None:
        return next(day for day in _ahead(at, now) if day.weekday() == number)
    if _NUMBERS.match(words):
        # Translators: the date may be written in your language
        raise Unreadable(_("That date can be read in two ways. Please write it as in `1 December` or `2026-12-01`."))
    one: datetime
    other: datetime
    try:
        one, other = (parser.parse(words, default=default) for default in _LEAP)
    except (ValueError, OverflowError) as error:
        raise Unreadable(_(_UNREADABLE)) from error
    if (one.month, one.day) != (other.month, other.day) or one.time() != time():
        raise Unreadable(_(_UNREADABLE))
    if one.year == other.year:
        return one.date()
    return next(day for day in _ahead(at, now) if (day.month, day.day) == (one.month, one.day))


# Translators: the dates may be written in your language
_UNREADABLE = later("I can't read that date. Please write it as in `1 December`, `2026-12-01` or `Monday`.")


@cache
def zones() -> tuple[str, ...]:
    """The names of time zones that are offered: those of places, and UTC."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return ("UTC", *sorted(places))


def zones_like(typed: str) -> list[str]:
    """The zones that what was typed may mean, those whose city begins with it first."""
    sought = typed.strip().lower().replace(" ", "_")
    found = [name for name in zones() if sought in name.lower()]
    return sorted(found, key=lambda name: not name.rsplit("/", 1)[-1].lower().startswith(sought))


def days_ahead(now: datetime, count: int) -> list[date]:
    """Today and the days after it."""
    return [now.date() + timedelta(days=at) for at in range(count)]


def _ahead(at: time, now: datetime) -> Iterator[date]:
    """The days on which a time of day is still ahead."""
    for day in days_ahead(now, _AHEAD):
        if datetime.combine(day, at) > now.replace(tzinfo=None):
            yield day
