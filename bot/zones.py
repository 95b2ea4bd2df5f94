"""Wall times in time zones."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class UnknownZone(LookupError):
    """There is no time zone of that name."""


def moment(wall: datetime, zone: str) -> datetime:
    """The moment in UTC of a wall time in a zone. Raises UnknownZone.

    A time that comes twice, when clocks are put back, counts the first time. One that clocks skip counts by the clock
    of before, which is as much later by the new one (RFC 5545, 3.3.5).
    """
    return wall.replace(tzinfo=zone_of(zone), fold=0).astimezone(UTC)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name. Raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:  # OSError: the name of a folder of zones, such as "Europe"
        raise UnknownZone(name) from error
