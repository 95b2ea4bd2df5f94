"""`norfolk chat`, through a pipe and in a terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal.conftest import Norfolk

SPOILER = "why was madame crying"
SECRET = "efficient but cruel"


def talk(norfolk: Norfolk, *turns: str) -> str:
    done = norfolk("chat", stdin="\n".join(turns).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_a_key_uncovers(norfolk: Norfolk) -> None:
    assert SECRET not in talk(norfolk, SPOILER)
    assert SECRET in talk(norfolk, SPOILER, "r")
    assert SECRET not in talk(norfolk, SPOILER, "who is tommy", "r")
    assert "nothing to uncover" in talk(norfolk, "r")


def test_level_and_policy_change(norfolk: Norfolk) -> None:
    assert SECRET in talk(norfolk, "/level part-three", SPOILER)
    withheld = talk(norfolk, "/policy withhold", SPOILER)
    assert "you alone" in withheld
    assert SECRET not in withheld
    assert SECRET in talk(norfolk, "/policy withhold", SPOILER, "r")
    silent = talk(norfolk, "/policy silent", SPOILER, "r")
    assert "warning" not in silent
    assert SECRET not in silent
    assert SECRET not in talk(norfolk, "/policy withhold", SPOILER, "/policy silent", "r")
    assert SECRET not in talk(norfolk, SPOILER, "/policy silent", "r")
    assert "its levels are start" in talk(norfolk, "/level part-9")
    assert "no policy 'loud'" in talk(norfolk, "/policy loud")
    assert "Level: Part Two" in talk(norfolk, "/level")


def test_it_is_one_conversation(norfolk: Norfolk) -> None:
    assert "Ruth" in talk(norfolk, "/level part-three", "who is ruth", "what happens to her?").split("(Part")[1]


def test_odd_turns(norfolk: Norfolk) -> None:
    said = talk(norfolk, "", "???", "/", "/dance", "/quit", "who is tommy")
    assert "no word" in said
    assert "Tommy" not in said
    done = norfolk("chat", stdin=b"\xef\xbb\xbfwho is tommy \xff\r\n")
    assert b"Tommy is" in done.stdout


def test_in_a_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="no terminals to open on this system")
    ours, theirs = pty.openpty()
    ready = {**environment, "TERM": "xterm", "COLUMNS": "250"}
    command = [sys.executable, "-m", "bot", "chat"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, env=ready, start_new_session=True
    ) as running:
        os.close(theirs)
        until(ours, "Part Two, warn > ")
        os.write(ours, SPOILER.encode() + b"\n")
        covered = until(ours, "Part Two, warn > ")
        assert "meeting with Madame" in covered
        assert "╭" in covered
        assert SECRET not in covered
        os.write(ours, b"r\n")
        assert SECRET in until(ours, "Part Two, warn > ")
        os.write(ours, b"\x04")
        assert running.wait(30) == 0
    os.close(ours)


def until(terminal: int, words: str) -> str:
    """What the terminal shows up to the words."""
    seen, last = b"", time.monotonic() + 60
    while words not in seen.decode(errors="replace"):
        ready, _, _ = select.select([terminal], [], [], max(0, last - time.monotonic()))
        assert ready, seen
        seen += os.read(terminal, 4096)
    return seen.decode()
