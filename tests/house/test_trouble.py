"""What an unprivileged user runs into: closed folders, no home, a full disk, a pipe that nobody reads any more.

Each ends in one sentence that says what to do, and never in a traceback.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.errors import in_a_sentence
from knowledge.building.build import build
from knowledge.building.model import encoder_folder
from knowledge.librarian import Librarian

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "tests" / "knowledge" / "data" / "the-salt-clock"
NOBODY = 54321  # neither a name nor a home belongs to it
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
ASKED = b'{"id": 1, "question": "who is tommy"}\n'

Norfolk = Callable[..., subprocess.CompletedProcess[bytes]]


def _as_nobody() -> dict[str, Any]:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


@pytest.fixture(scope="module")
def python() -> list[str | Path]:
    """A Python that an unprivileged user may run, and what it needs on its path."""
    path = f"{ROOT}{os.pathsep}{sysconfig.get_path('purelib')}"
    system = shutil.which("python{}.{}".format(*sys.version_info), path="/usr/local/bin:/usr/bin:/bin")
    for program in filter(None, (sys.executable, system)):
        try:
            check = [program, "-c", "import bot.terminal.cli, bot.terminal.ask, bot.run"]
            subprocess.run(check, check=True, cwd="/", env={"PYTHONPATH": path}, capture_output=True, **_as_nobody())
        except (OSError, subprocess.CalledProcessError):
            continue
        return [program, path]
    pytest.skip("no Python here that an unprivileged user could run with Norfolk on its path")


@pytest.fixture(scope="module")
def built(librarian: Librarian, library: Path) -> Iterator[Path]:
    """The built library where everybody may read it, and nobody write."""
    with tempfile.TemporaryDirectory(prefix="norfolk-test-") as folder:
        Path(folder).chmod(0o755)
        target = Path(folder) / "library"
        shutil.copytree(library, target, ignore=shutil.ignore_patterns("vectors-*", "lock", ".*"))
        for path in (target, *target.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield target
        for path in (target, *target.rglob("*")):
            path.chmod(0o755)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the unprivileged user owns."""
    with tempfile.TemporaryDirectory(prefix="norfolk-test-") as folder:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield Path(folder)


@pytest.fixture
def norfolk(python: list[str], built: Path, home: Path) -> Norfolk:
    """`norfolk <args>` as that user, with settings as keywords; None leaves one out."""

    def run(*args: str, stdin: bytes = b"", stdout: Any = subprocess.PIPE, **changed: str | Path | None) -> Any:
        program, path = python
        settings = {"NORFOLK_DATA_DIR": home, "NORFOLK_BUILD_DIR": built, "DISCORD_TOKEN": "x", "HOME": home, **changed}
        kept = {key: os.environ[key] for key in KEPT if key in os.environ}
        given = {key: str(value) for key, value in settings.items() if value is not None}
        return subprocess.run(
            [program, "-m", "bot", *args],
            cwd=home,
            env={**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **given},
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=300,
            check=False,
            **_as_nobody(),
        )

    return run


def sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    """What the command said at its end, which is one sentence, after the log of the tables' making if there is any."""
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert "Traceback" not in said
    lines = [line for line in said.splitlines() if "alembic." not in line]
    assert len(lines) == 1, said
    assert lines[0].startswith("norfolk: ")
    return lines[0]


@pytest.fixture
def closed(home: Path) -> Iterator[Path]:
    """A folder that may be read, and not written."""
    folder = home / "closed"
    folder.mkdir()
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def test_a_data_folder_that_may_not_be_written(norfolk: Norfolk, closed: Path) -> None:
    for folder in (closed, closed / "deeper"):
        said = sentence(norfolk("run", NORFOLK_DATA_DIR=folder))
        assert str(folder) in said
        assert "NORFOLK_DATA_DIR" in said
        doctor = norfolk("doctor", NORFOLK_DATA_DIR=folder)
        assert doctor.returncode == 1
        assert b"closed may not be written" in doctor.stdout
        assert b"-> set NORFOLK_DATA_DIR" in doctor.stdout


def test_a_data_folder_that_may_not_be_looked_into(norfolk: Norfolk, closed: Path) -> None:
    closed.chmod(0o000)
    assert "NORFOLK_DATA_DIR" in sentence(norfolk("run", NORFOLK_DATA_DIR=closed))
    doctor = norfolk("doctor", NORFOLK_DATA_DIR=closed)
    assert (doctor.returncode, doctor.stderr) == (1, b"")
    assert b"FAIL Database" in doctor.stdout


def test_a_data_folder_that_is_a_file(norfolk: Norfolk, home: Path) -> None:
    (home / "file").write_text("")
    assert "NORFOLK_DATA_DIR" in sentence(norfolk("run", NORFOLK_DATA_DIR=home / "file"))


def test_a_database_that_may_not_be_written(norfolk: Norfolk, home: Path) -> None:
    """As after a first start by root."""
    folder = home / "data"
    folder.mkdir()
    made = "import asyncio, pathlib, bot.store; asyncio.run(bot.store.Store(pathlib.Path('norfolk.db'), 'book').open())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", made], cwd=folder, env=environment, check=True, capture_output=True)
    folder.chmod(0o777)
    for file in folder.iterdir():
        file.chmod(0o444)
    (folder / "norfolk.db.lock").unlink()
    assert "norfolk.db" in (said := sentence(norfolk("run", NORFOLK_DATA_DIR=folder)))
    assert "let the user that runs Norfolk write to it" in said
    assert b"norfolk.db may not be written" in norfolk("doctor", NORFOLK_DATA_DIR=folder).stdout


def test_a_build_folder_that_may_not_be_written(norfolk: Norfolk, closed: Path) -> None:
    for command in (("ask", "who is tommy"), ("build",), ("run",)):
        assert "NORFOLK_BUILD_DIR" in sentence(norfolk(*command, NORFOLK_BUILD_DIR=closed))
    doctor = norfolk("doctor", NORFOLK_BUILD_DIR=closed)
    assert doctor.returncode == 1
    assert b"-> set NORFOLK_BUILD_DIR" in doctor.stdout


def test_a_library_that_may_not_be_read(norfolk: Norfolk, closed: Path) -> None:
    closed.chmod(0o000)
    assert "let the user that runs Norfolk" in sentence(norfolk("ask", "who is tommy", NORFOLK_BUILD_DIR=closed))
    doctor = norfolk("doctor", NORFOLK_BUILD_DIR=closed)
    assert (doctor.returncode, doctor.stderr) == (1, b"")
    assert b"FAIL Index" in doctor.stdout


def test_a_library_that_may_only_be_read_answers(norfolk: Norfolk) -> None:
    done = norfolk("ask", "who is tommy")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Tommy is")


def test_an_env_file_that_may_not_be_read(norfolk: Norfolk, home: Path) -> None:
    (home / ".env").write_text("NORFOLK_BOOK=x\n")
    (home / ".env").chmod(0o000)
    assert ".env: cannot be read" in sentence(norfolk("ask", "who is tommy"))


def test_no_home(norfolk: Norfolk, home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become a user without a home")
    assert "set NORFOLK_DATA_DIR to a folder" in sentence(norfolk("run", HOME=None, NORFOLK_DATA_DIR=None))
    assert "set NORFOLK_BUILD_DIR to a folder" in sentence(norfolk("run", HOME=None, NORFOLK_BUILD_DIR=None))
    assert "write the whole path" in sentence(norfolk("run", HOME=None, NORFOLK_DATA_DIR="~/norfolk"))
    assert norfolk("ask", "who is tommy", HOME=None).returncode == 0
    assert not list(home.iterdir())  # no folder named ~ either
    lost = norfolk("run", HOME="/nonexistent", NORFOLK_BUILD_DIR=None)
    assert "NORFOLK_BUILD_DIR" in sentence(lost)


@pytest.fixture
def small(home: Path) -> Iterator[Callable[[int], Path]]:
    """Folders on disks of so many kilobytes."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can make a small disk")
    made: list[Path] = []

    def disk(size: int) -> Path:
        place = home / f"{size}k"
        place.mkdir()
        options = f"size={size}k,mode=0777"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", place], capture_output=True).returncode:
            pytest.skip("nothing may be mounted here")
        made.append(place)
        return place

    yield disk
    for place in made:
        subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("size", [4, 12, 36, 64])
def test_a_full_disk_under_the_database(norfolk: Norfolk, small: Callable[[int], Path], size: int) -> None:
    said = sentence(norfolk("run", NORFOLK_DATA_DIR=small(size)))
    assert "norfolk.db: cannot be opened" in said
    assert "make room on its disk" in said


@pytest.mark.parametrize("share", [0.01, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_a_full_disk_under_the_library(
    small: Callable[[int], Path], library: Path, tmp_path: Path, share: float
) -> None:
    """Whatever file of the index it is that has no room: the same sentence, and no draft is left."""

    def put_encoder(folder: Path) -> int:
        shutil.copytree(encoder_folder(library), encoder_folder(folder))
        return sum(file.stat().st_size for file in folder.rglob("*"))

    before = put_encoder(tmp_path)
    build(BOOK, tmp_path)
    needed = sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file()) - before
    disk = small(before // 1024 + 4_000)
    put_encoder(disk)
    (disk / "filled").write_bytes(bytes(shutil.disk_usage(disk).free - int(needed * share)))
    with pytest.raises(OSError) as error:  # noqa: PT011  # numpy's has no number
        build(BOOK, disk)
    assert "the disk is full; make room" in str(in_a_sentence(error.value))
    assert not [path for path in disk.rglob(".*") if path.name[1].isdigit()], "a draft is left"


def test_a_limit_of_what_files_may_hold(norfolk: Norfolk, home: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8 * 1024, hard))
    try:
        done = norfolk("run", NORFOLK_DATA_DIR=home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "norfolk.db: cannot be opened" in sentence(done)


COMMANDS: list[tuple[tuple[str, ...], bytes]] = [
    (("ask", "who is tommy"), b""),
    (("ask", "--jsonl"), ASKED * 5),
    (("ask", "--schema"), b""),
    (("check", "Tommy dies"), b""),
    (("chat",), b"who is tommy\n" * 5),
    (("build", "never-let-me-go"), b""),
    (("doctor",), b""),
    (("--help",), b""),
]


@pytest.mark.parametrize(
    ("args", "stdin"), COMMANDS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_closed_pipe_ends_it_quietly(norfolk: Norfolk, args: tuple[str, ...], stdin: bytes) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = norfolk(*args, stdin=stdin, stdout=writes)
    finally:
        os.close(writes)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("args", "stdin"), COMMANDS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_output_to_a_full_disk(norfolk: Norfolk, args: tuple[str, ...], stdin: bytes) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full isn't there")
    with Path("/dev/full").open("wb") as full:
        assert "the disk is full" in sentence(norfolk(*args, stdin=stdin, stdout=full))


@pytest.mark.parametrize("place", ["pipe", "/dev/full"])
def test_what_is_said_of_a_book_and_nobody_takes(python: list[str], place: str) -> None:
    program, path = python
    reads, writes = os.pipe()
    os.close(reads)
    taker = writes if place == "pipe" else os.open(place, os.O_WRONLY)
    command = [program, "-m", "knowledge.books", str(ROOT / "knowledge" / "library" / "never-let-me-go")]
    done = subprocess.run(
        command, env={"PYTHONPATH": path}, stdout=taker, stderr=subprocess.PIPE, cwd="/", check=False, **_as_nobody()
    )
    assert done.returncode == (1 if place == "pipe" else 2)
    assert done.stderr == (b"" if place == "pipe" else b"what was found cannot be written: No space left on device\n")
    for number in {writes, taker}:
        os.close(number)


@pytest.mark.parametrize("closed_one", [1, 2])
def test_a_standard_stream_that_is_closed(python: list[str], built: Path, home: Path, closed_one: int) -> None:
    program, path = python
    shell = f'"$0" -m bot {"ask hello" if closed_one == 1 else "run"} {closed_one}>&-'
    environment = {"PYTHONPATH": path, "NORFOLK_BUILD_DIR": str(built), "NORFOLK_DATA_DIR": str(home)}
    done = subprocess.run(
        ["/bin/sh", "-c", shell, program], env=environment, cwd=home, capture_output=True, check=False, **_as_nobody()
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr == (
        b"norfolk: standard output is closed; leave out >&-, or write >/dev/null\n" * (closed_one == 1)
    )
