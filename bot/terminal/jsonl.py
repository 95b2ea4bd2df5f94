"""JSON Lines in, JSON Lines out: one object for each line, in order, each written before the next is read.

A line that can't be used gets `{"id", "error"}`, and the rest go on; blank lines get nothing.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, NoReturn

from bot.terminal.opening import standard_input, tidy
from knowledge.book import Book, UnknownLevel
from knowledge.question import BadQuestion
from knowledge.spoilers import Level

LONGEST = 1 << 20  # bytes of a line: over a thousand times what a question may have

log = logging.getLogger(__name__)


class BadLine(ValueError):
    """A line can't be used; the message says which field and how to mend it."""


@dataclass(frozen=True)
class Line:
    """The fields of one object; keys that nobody asks for are ignored."""

    data: dict[str, Any]

    @property
    def id(self) -> str | int | None:
        """A text or a whole number, None when the line has nothing usable."""
        return _key(self.data.get("id"))

    def text(self, field: str) -> str:
        """A field that must be there. Raises BadLine."""
        value = self.data.get(field)
        if not isinstance(value, str):
            raise BadLine(f"{field} is {'missing' if value is None else f'{_kind(value)}, not a text'}")
        return tidy(value)

    def choice(self, field: str) -> str | None:
        """A text that may be left out or null. Raises BadLine."""
        return None if self.data.get(field) is None else self.text(field)

    def key(self, field: str) -> str | int | None:
        """A text or whole number that may be left out or null. Raises BadLine."""
        value = self.data.get(field)
        if value is not None and _key(value) is None:
            raise BadLine(f"{field} is {_kind(value)}, not a text or a whole number")
        return _key(value)

    def level(self, book: Book, default: Level) -> Level:
        """The level of the line. Raises BadLine and UnknownLevel."""
        chosen = self.choice("level")
        return default if chosen is None else book.level(chosen)


def serve(handle: Callable[[Line], dict[str, object]]) -> bool:
    """Write what `handle` makes of each line of standard input, its id first. Returns whether `handle` never failed.

    BadLine, BadQuestion and UnknownLevel are answers to a bad line; anything else is a fault of ours: it is logged.
    """
    sound = True
    for number, raw in enumerate(_lines(standard_input().buffer), 1):
        if not raw.strip():
            continue
        line = Line({})
        try:
            line = _parse(raw)
            if line.key("id") is None:
                raise BadLine("id is missing")
            reply = handle(line)
        except (BadLine, BadQuestion, UnknownLevel) as error:
            # Without an id only its number tells which line it is.
            reply = {"error": str(error) if line.id is not None else f"line {number}: {error}"}
        except Exception:
            log.exception("line %d could not be answered", number)
            reply = {"error": "Norfolk failed at this line; standard error says how"}
            sound = False
        # In ASCII it holds in any encoding, and no reader takes a character of a text for the end of a line.
        sys.stdout.buffer.write(json.dumps({"id": line.id, **reply}).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()
    return sound


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines; of one over LONGEST bytes only so much that it is seen to be too long."""
    while raw := stream.readline(LONGEST + 1):
        yield raw
        while len(raw) > LONGEST and not raw.endswith(b"\n"):
            raw = stream.readline(LONGEST + 1)


def _parse(raw: bytes) -> Line:
    if len(raw) > LONGEST:
        raise BadLine(f"longer than {LONGEST:,} bytes; the line is skipped")
    try:
        text = raw.decode("utf-8-sig")  # files joined together may have a byte order mark anywhere
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from error
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(data, dict):
        raise BadLine(f'{_kind(data)}, not an object; write {{"id": ..., ...}}')
    return Line(data)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")


def _key(value: object) -> str | int | None:
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _kind(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    kinds = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds[type(value)]
