"""The real command as a process of its own, with the real library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.librarian import Librarian

Norfolk = Callable[..., subprocess.CompletedProcess[bytes]]
Lines = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def environment(librarian: Librarian, pytestconfig: pytest.Config, tmp_path: Path) -> dict[str, str]:
    """The environment without settings of the machine, and the library that the fixture has built."""
    assert pytestconfig.cache is not None
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("NORFOLK_", "DISCORD_"))}
    build_dir = str(pytestconfig.cache.mkdir("library"))
    root = str(Path(__file__).parents[2])
    return {**kept, "NORFOLK_BUILD_DIR": build_dir, "NORFOLK_DATA_DIR": str(tmp_path), "PYTHONPATH": root}


@pytest.fixture
def norfolk(environment: dict[str, str], tmp_path: Path) -> Norfolk:
    """`norfolk <args>` with that standard input; further settings as keywords."""

    def run(*args: str, stdin: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *args],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**environment, **settings},
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture
def lines(norfolk: Norfolk) -> Lines:
    """The answers of `norfolk <command> --jsonl` to lines, given as objects or as bytes; the command must succeed."""

    def run(command: str, *asked: dict[str, Any] | bytes, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in asked]
        done = norfolk(command, "--jsonl", *options, stdin=b"\n".join(raw))
        assert (done.returncode, done.stderr) == (0, b"")
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
