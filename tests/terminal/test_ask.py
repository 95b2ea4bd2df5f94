"""`norfolk ask` for people: what is seen at once, and what only on request."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.librarian import Librarian
from tests.terminal.conftest import Norfolk

SPOILER = "why was madame crying"
SECRET = "efficient but cruel"
HEAVY = {"torch", "transformers", "sentence_transformers", "sklearn"}


def test_open_answer_cites_its_part(norfolk: Norfolk) -> None:
    done = norfolk("ask", "who is tommy")
    assert done.returncode == 0
    assert done.stderr == b""
    first, cited = done.stdout.decode().splitlines()
    assert first.startswith("Tommy is")
    assert cited == "(Part One)"


@pytest.mark.parametrize("policy", ["warn", "withhold"])
def test_spoiler_is_printed_only_with_reveal(norfolk: Norfolk, policy: str) -> None:
    covered = norfolk("ask", SPOILER, "--policy", policy).stdout.decode()
    assert "Part Three and the meeting with Madame" in covered
    assert "--reveal" in covered
    assert SECRET not in covered
    revealed = norfolk("ask", SPOILER, "--policy", policy, "--reveal").stdout.decode()
    assert SECRET in revealed
    assert revealed.endswith("(Part Three)\n")


def test_silent_says_what_unknown_says(norfolk: Norfolk) -> None:
    silent = norfolk("ask", SPOILER, "--policy", "silent", "--reveal").stdout
    assert silent == norfolk("ask", "what does Keffers think of the sale").stdout


def test_level_opens_and_closes(norfolk: Norfolk) -> None:
    assert SECRET in norfolk("ask", SPOILER, "--level", "part-three").stdout.decode()
    assert norfolk("ask", "who is tommy", "--level", "start").stdout.startswith(b"Spoiler warning")


def test_settings_give_the_defaults(norfolk: Norfolk) -> None:
    done = norfolk("ask", SPOILER, NORFOLK_DEFAULT_LEVEL="part-three")
    assert SECRET in done.stdout.decode()
    done = norfolk("ask", SPOILER, NORFOLK_DEFAULT_POLICY="silent")
    assert b"warning" not in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["ask", ""], "question is empty"),
        (["ask", "?!"], "no word"),
        (["ask", "who " * 200], "up to 500"),
        (["ask", "who is ruth", "--level", "part-9"], "its levels are start, part-one, part-two, part-three"),
        (["ask", "who is ruth", "--policy", "loud"], "loud"),
        (["ask"], "--jsonl"),
        (["ask", "who is ruth", "--jsonl"], "--jsonl"),
    ],
)
def test_mistakes_get_a_sentence(norfolk: Norfolk, args: list[str], said: str) -> None:
    done = norfolk(*args)
    assert done.returncode == 2
    assert done.stdout == b""
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_argument_of_broken_bytes(norfolk: Norfolk) -> None:
    assert norfolk("ask", os.fsdecode(b"who is tommy \xff")).stdout.startswith(b"Tommy is")


def test_answering_never_imports_what_building_needs(environment: dict[str, str], tmp_path: Path) -> None:
    script = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*{m.partition('.')[0] for m in sys.modules}, file=sys.stderr))\n"
        "sys.argv = ['norfolk', 'ask', '--jsonl']\n"
        "from bot.terminal.cli import main; main()\n"
    )
    asked = b'{"id": 1, "question": "who is tommy"}\n'
    done = subprocess.run(
        [sys.executable, "-c", script], input=asked, capture_output=True, cwd=tmp_path, env=environment, check=True
    )
    imported = set(done.stderr.decode().split())
    assert b"answered" in done.stdout
    assert "knowledge" in imported
    assert not imported & (HEAVY | {"discord", "sqlalchemy"})


def test_nothing_past_the_level_is_printed(librarian: Librarian, norfolk: Norfolk) -> None:
    past = [passage.text for passage in librarian.book.passages if passage.part == "part-three"]
    for question in ("how does ruth die", "does tommy die", "what happens at the end"):
        said = norfolk("ask", question).stdout.decode()
        assert not [text for text in past if text in said]
