"""The `norfolk` command as an operator meets it, each time in a process of its own."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.terminal.cli import TERMINAL
from knowledge.librarian import Librarian

BUILDERS = ["torch", "transformers", "sentence_transformers", "sklearn", "onnx", "onnxscript", "simcord"]


def norfolk(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command in an empty folder with these settings and no others."""
    return python(folder, "-m", "bot", *arguments, **settings)


def python(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NORFOLK_", "DISCORD_"))}
    root = str(Path(__file__).parents[2])  # this checkout's Norfolk, whatever is installed
    environment |= {"NORFOLK_DATA_DIR": str(folder), "NORFOLK_BUILD_DIR": str(folder), "PYTHONPATH": root, **settings}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    result = norfolk(tmp_path, "--help")
    assert result.returncode == 0
    for command in ("run", "preview", "doctor", "book", *TERMINAL):
        assert f" {command} " in result.stdout


@pytest.mark.parametrize("module", sorted({module for module, _ in TERMINAL.values()}))
def test_every_terminal_command_exists(module: str) -> None:
    assert callable(importlib.import_module(f"bot.terminal.{module}").command)


def test_run_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    result = norfolk(tmp_path, "run")
    assert result.returncode == 2
    assert "DISCORD_TOKEN is not set" in result.stderr
    assert "https://discord.com/developers/applications" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"NORFOLK_BOK": "x"}, "unknown setting NORFOLK_BOK; did you mean NORFOLK_BOOK?"),
        ({"NORFOLK_DEFAULT_POLICY": "shout"}, "NORFOLK_DEFAULT_POLICY"),
        ({"NORFOLK_BOOK": "no-such-book", "DISCORD_TOKEN": "x"}, "no-such-book"),
    ],
)
def test_broken_settings_are_one_sentence(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    result = norfolk(tmp_path, "run", **settings)
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_key_in_the_env_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COMPOSE_PROJECT_NAME=club\nNORFOLK_LEVEL=part-one\n")
    result = norfolk(tmp_path, "run")
    assert result.returncode == 2
    assert ".env: unknown setting NORFOLK_LEVEL" in result.stderr


def test_doctor_fails_with_the_remedy(tmp_path: Path) -> None:
    result = norfolk(tmp_path, "doctor", NORFOLK_DEFAULT_LEVEL="part-nine")
    assert result.returncode == 1
    assert "FAIL" in result.stdout
    assert "part-nine" in result.stdout
    assert "Traceback" not in result.stderr


def test_doctor_is_content_with_a_built_library(tmp_path: Path, librarian: Librarian, library: Path) -> None:
    result = norfolk(tmp_path, "doctor", NORFOLK_BUILD_DIR=str(library))
    assert result.returncode == 0, result.stdout
    assert "OK   Index" in result.stdout
    assert list(tmp_path.iterdir()) == []  # looking changes nothing


def test_what_answers_needs_nothing_that_builds(tmp_path: Path, librarian: Librarian, library: Path) -> None:
    """The bot, doctor and `norfolk ask`, in a process in which the builder's packages cannot be imported at all."""
    script = f"""
import sys
for name in {BUILDERS!r}:
    sys.modules[name] = None
import bot.run, bot.terminal.doctor
from bot.terminal.cli import main
sys.argv = ["norfolk", "ask", "why was madame crying"]
main()
"""
    result = python(tmp_path, "-c", script, NORFOLK_BUILD_DIR=str(library))
    assert result.returncode == 0, result.stderr
    assert "Part Three and the meeting with Madame" in result.stdout


def test_answering_imports_neither_torch_nor_transformers(tmp_path: Path, librarian: Librarian, library: Path) -> None:
    """As above, but with everything at hand: nothing loads it if it can."""
    script = """
import sys
from pathlib import Path
import bot.run, bot.terminal.doctor
from knowledge.catalogue import Catalogue
from knowledge.spoilers import Policy
librarian = Catalogue(Path(sys.argv[1])).open("never-let-me-go")
librarian.ask("who is ruth", librarian.book.default_level, Policy.WARN)
print(*(name for name in sys.modules if name in ("torch", "transformers", "sentence_transformers", "sklearn", "scipy")))
"""
    result = python(tmp_path, "-c", script, str(library))
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == ""
