"""The log: as JSON and for people, without the token and without what an error quotes."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot import logs
from bot.settings import LogFormat

TOKEN = SecretStr("MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB")
QUESTION = "who dies in the last chapter"


@pytest.fixture
def root() -> Iterator[None]:
    """The handlers and levels as they were, afterwards."""
    before, discord = logging.getLogger(), logging.getLogger("discord")
    handlers, level, theirs = list(before.handlers), before.level, discord.level
    yield
    before.handlers[:] = handlers
    before.setLevel(level)
    discord.setLevel(theirs)


def fail(name: str) -> None:
    try:
        raise ValueError(QUESTION)
    except ValueError:
        logging.getLogger(name).exception("It failed")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("form", list(LogFormat))
def test_no_log_holds_the_token_or_what_an_error_quotes(form: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(form, TOKEN)
    log = logging.getLogger("norfolk")
    log.warning("The token is %s", TOKEN.get_secret_value(), extra={"reference": "3FA20C", "question": QUESTION})
    logging.getLogger("discord.http").warning("POST https://discord.com/api/v10/webhooks/12/aW50ZXJh.x-_9/messages 429")
    logging.getLogger("discord.gateway").debug("received %s", QUESTION)
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task exception=%r>", QUESTION)
    fail("norfolk")
    said = capsys.readouterr().err
    assert TOKEN.get_secret_value() not in said
    assert "aW50ZXJh" not in said
    assert QUESTION not in said
    for there in ("3FA20C", "[token]", "ValueError", "test_logs.py", "never retrieved", "webhooks/12/[token]/messages"):
        assert there in said


@pytest.mark.usefixtures("root")
def test_a_line_of_json_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(LogFormat.JSON)
    logging.getLogger("norfolk").error("%s failed", "it", extra={"reference": "3FA20C"})
    fail("norfolk.x")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["level"] for line in lines] == ["error", "error"]
    assert lines[0] | {"timestamp": "", "event": ""} == {
        "event": "",
        "timestamp": "",
        "level": "error",
        "logger": "norfolk",
        "reference": "3FA20C",
    }
    assert lines[1]["exception"].endswith("ValueError")


@pytest.mark.usefixtures("root")
def test_an_error_without_a_traceback_is_no_error_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(LogFormat.PEOPLE)
    assert sys.exc_info() == (None, None, None)
    logging.getLogger("norfolk").error("no error at hand", exc_info=True)
    assert "no error at hand" in capsys.readouterr().err
