"""Dates and times as people write them in their own language."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.features.schedule.reading import Unreadable, read_date, read_time
from bot.translation import LANGUAGES, day, speaking

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "1. Dezember", date(2026, 12, 1)),
        ("de", "am 1. März", date(2027, 3, 1)),
        ("de", "1. Dez. 2027", date(2027, 12, 1)),
        ("de", "Montag", date(2026, 11, 30)),
        ("de", "morgen", date(2026, 11, 27)),
        ("de", "1 December", date(2026, 12, 1)),  # English is understood everywhere
        ("fr", "1er décembre", date(2026, 12, 1)),
        ("fr", "le 3 aout 2027", date(2027, 8, 3)),
        ("fr", "aujourd'hui", date(2026, 11, 26)),
        ("es", "1 de diciembre de 2026", date(2026, 12, 1)),
        ("es", "miercoles", date(2026, 12, 2)),
        ("es", "1º de mayo", date(2027, 5, 1)),
        ("pt_BR", "3 de março", date(2027, 3, 3)),
        ("pt_BR", "segunda", date(2026, 11, 30)),
        ("ja", "12月1日", date(2026, 12, 1)),
        ("ja", "２０２７年３月３日", date(2027, 3, 3)),
        ("ja", "月曜日", date(2026, 11, 30)),
    ],
)
def test_a_date_in_ones_own_language(language: str, text: str, found: date) -> None:
    with speaking(language):
        assert read_date(text, time(18), NOW) == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_read_as_it_is_offered(language: str) -> None:
    with speaking(language):
        for month in range(1, 13):
            assert read_date(day(date(2027, month, 3)), time(18), NOW) == date(2027, month, 3)


@pytest.mark.parametrize(("language", "text"), [("de", "1.12.2026"), ("fr", "mars"), ("ja", "13月1日"), ("es", "ayer")])
def test_what_can_be_read_in_two_ways_or_none_is_refused(language: str, text: str) -> None:
    with speaking(language), pytest.raises(Unreadable):
        read_date(text, time(18), NOW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18 Uhr", time(18)),
        ("18 Uhr 30", time(18, 30)),
        ("18 h 30", time(18, 30)),
        ("18 horas", time(18)),
        ("18時30分", time(18, 30)),
        ("午後6時", time(18)),
        ("午前９時５分", time(9, 5)),
        ("１８：００", time(18)),
    ],
)
def test_a_time_as_it_is_written_elsewhere(text: str, found: time) -> None:
    assert read_time(text) == found
