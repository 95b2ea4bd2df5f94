"""The log on standard error, for people or as JSON: no token, and of errors no text that may quote a member."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from pydantic import SecretStr

from bot.settings import LogFormat
from bot.traces import trace

Entry = MutableMapping[str, Any]

SHORTEST = 8  # letters of a token: what is shorter is none, and would be found in every other word

_TOKENS = (
    (re.compile(r"\b[\w-]{20,30}\.[\w-]{6,7}\.[\w-]{27,}"), "[token]"),  # a bot's
    (
        re.compile(r"((?:webhooks|interactions)/\d+/)[\w.-]+"),
        r"\1[token]",
    ),  # of a reply, in the address that it goes to
)


def configure(form: LogFormat, token: SecretStr | None = None, level: int = logging.INFO) -> None:
    """Send all logging to standard error in that form."""
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    render: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if form is LogFormat.JSON else console
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=["reference"]),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            quote_nobody,
            without(token),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
    )
    handler = logging.StreamHandler()
    handler.setLevel(level)  # some libraries set their own to DEBUG
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("discord").setLevel(max(level, logging.INFO))  # below that, it logs what it receives


def quote_nobody(_: Any, __: str, entry: Entry) -> Entry:
    """Put an error's traceback in place of the error; only Discord's and the system's own words stay."""
    info = entry.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info if isinstance(info, BaseException) else None
    if error is not None:
        entry["exception"] = trace(error)
    if entry.get("logger") == "asyncio":  # its further lines show tasks with the errors in them
        entry["event"] = str(entry["event"]).partition("\n")[0]
    return entry


def without(token: SecretStr | None) -> Callable[[Any, str, Entry], Entry]:
    """What takes the bot's token, and those of replies, out of an entry."""
    secret = token.get_secret_value() if token else ""

    def clean(_: Any, __: str, entry: Entry) -> Entry:
        for key, value in entry.items():
            if isinstance(value, str):
                entry[key] = _clean(value)
        return entry

    def _clean(text: str) -> str:
        text = text.replace(secret, "[token]") if len(secret) >= SHORTEST else text
        for pattern, instead in _TOKENS:
            text = pattern.sub(instead, text)
        return text

    return clean
