"""JSON Lines in, JSON Lines out: one object for each line, in order, each written before the next is read.

A line that can't be used gets `{"id", "error"}`, and the rest go on; blank lines get nothing.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from bot.terminal.contracts import Request
from bot.terminal.opening import standard_input
from knowledge.book import UnknownLevel
from knowledge.search.question import BadQuestion
from knowledge.spoilers import Policy

Line = TypeVar("Line", bound=Request)

LONGEST = 1 << 20  # bytes of a line: over a thousand times what a question may have

log = logging.getLogger(__name__)


class BadLine(ValueError):
    """A line can't be used; the message says which field and how to mend it."""


def serve(model: type[Line], handle: Callable[[Line], BaseModel]) -> bool:
    """Write what `handle` makes of each line of standard input, its id first. Returns whether `handle` never failed.

    BadLine, BadQuestion and UnknownLevel are answers to a bad line; anything else is a fault of ours: it is logged.
    """
    sound = True
    for number, raw in enumerate(_lines(standard_input().buffer), 1):
        if not raw.strip():
            continue
        id = None
        try:
            data = _parse(raw)
            id = _key(data.get("id"))
            reply = handle(_checked(model, data)).model_dump(mode="json")
        except (BadLine, BadQuestion, UnknownLevel) as error:
            # Without an id only its number tells which line it is.
            reply = {"error": str(error) if id is not None else f"line {number}: {error}"}
        except Exception:
            log.exception("line %d could not be answered", number)
            reply = {"error": "Norfolk failed at this line; standard error says how"}
            sound = False
        # In ASCII it holds in any encoding, and no reader takes a character of a text for the end of a line.
        sys.stdout.buffer.write(json.dumps({"id": id, **reply}).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()
    return sound


def _checked(model: type[Line], data: dict[str, Any]) -> Line:
    """The line as its model has it. Raises BadLine for the first field that is wrong, in words."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        value = data.get(field)
        if value is None:
            raise BadLine(f"{field} is missing") from error
        if field == "policy" and isinstance(value, str):
            raise BadLine(f"unknown policy {value!r}; policies are {', '.join(Policy)}") from error
        kind = "a text or a whole number" if field in ("id", "conversation") else "a text"
        raise BadLine(f"{field} is {_kind(value)}, not {kind}") from error


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines; of one over LONGEST bytes only so much that it is seen to be too long."""
    while raw := stream.readline(LONGEST + 1):
        yield raw
        while len(raw) > LONGEST and not raw.endswith(b"\n"):
            raw = stream.readline(LONGEST + 1)


def _parse(raw: bytes) -> dict[str, Any]:
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
    return data


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")


def _key(value: object) -> str | int | None:
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _kind(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    kinds = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds[type(value)]
