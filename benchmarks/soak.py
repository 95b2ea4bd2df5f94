"""`python -m benchmarks.soak --interactions N`: many servers and members for a long time, with faults.

Simulated Discord; interactions of every kind come eight at a time, each from another server; one in a hundred meets a
fault: Discord fails at its call, the database is locked, or the bot starts again. Every request that the bot sends is
read. Prints a Markdown table, draws latency and memory over time, and exits with 1 when anything was lost (a change
that was acknowledged and doesn't hold), leaked (uncovered past the level) or left unanswered.

Memory is that of the process, in which Discord is simulated and each bot that was ended had its threads. What the
simulation keeps for ever is let go of at each look at memory (`Crowd.forget`), and what a bot leaves to the process is
let go of at its end; nothing of a bot that goes on is. Give it MALLOC_ARENA_MAX=2, as the image does: else malloc holds
free memory in an arena for each of the threads that there were, and that is most of what grows.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import shutil
import sys
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression
from typing import Any

import discord
import simcord
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.settings import Settings
from bot.store import Setting
from bot.store.models import Base
from knowledge.book import Book
from knowledge.books.reading import LIBRARY
from knowledge.catalogue import Catalogue
from knowledge.spoilers import Level, Policy
from tests.bot.attacks import attacks
from tests.bot.club import new_bot, payload, still
from tests.bot.crowd import Asked, Crowd, Hall
from tests.bot.passages import own_questions
from tests.bot.test_no_leaks import Watch
from tests.knowledge.conftest import SALT_CLOCK

PICTURE = Path(__file__).parents[1] / "docs" / "soak.png"
BOOK, OTHERS = "never-let-me-go", ("the-salt-clock", "the-salt-clock-again")
AT_ONCE = 8
STALLED = 600.0  # seconds in which simulated Discord finds the bot at rest once, between two looks at the latest
FAULTS = 0.01
EVERY = 200  # interactions between two looks at memory
DOINGS = {
    "ask": 30,
    "ask in private": 10,
    "mention": 15,
    "press": 15,
    "progress": 8,
    "settings": 4,
    "policy": 3,
    "help": 2,
    "look": 3,
    "retell": 5,
    "check": 5,
}
LOOKS = ("progress show", "level", "privacy")
ANSWERS = ("ask", "mention", "press", "retell")  # which may be seen by all
# status and Discord's own code
DISCORD = {"500": (500, 0), "429": (429, 0), "403": (403, 50013), "404": (404, 10008), "too late": (404, 10062)}
REFUSED = ("403", "404", "too late")  # after which Discord takes no word, or may not


@dataclass
class Report:
    """What a soak has come to. `samples` are interactions, megabytes, p50 and p99 in seconds since the last look."""

    interactions: int = 0
    doings: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    took: array[float] = field(default_factory=lambda: array("d"))
    samples: list[tuple[int, float, float, float]] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.lost or self.leaked or self.unanswered)

    def growth(self) -> float:
        """Kilobytes of memory that a thousand interactions add, with the restarts that fall among them: the slope of
        the line through the second half.

        What a restart adds by itself can't be told: what a bot remembers of its members goes with it, and the next one
        begins to remember anew.
        """
        half = self.samples[len(self.samples) // 2 :]
        if len(half) < 2:
            return 0.0
        return 1e6 * linear_regression([look[0] for look in half], [look[1] for look in half]).slope


class Soak:
    """One run. Everything that is chosen is chosen by a seed."""

    def __init__(self, settings: Settings, catalogue: Catalogue, seed: int = 14) -> None:
        self.dice = random.Random(seed)
        self.report = Report()
        self._settings, self._catalogue = settings, catalogue
        self._books = {slug: catalogue.open(slug).book for slug in (BOOK, *OTHERS)}
        self._watches = {slug: Watch(book) for slug, book in self._books.items()}
        self._texts = (text.encode(errors="ignore").decode() for _, text in attacks(self._books[BOOK], 10**9))
        self._holds: dict[tuple[int, str], Level] = {}  # server or member, book; a level that is known to hold
        self._policies: dict[int, Policy] = {}
        self._unsure: set[tuple[int, str]] = set()  # where a fault has left open what holds
        self._reads: dict[int, str] = {}  # the book of each server's channel
        self._answers: dict[int, tuple[Any, str]] = {}  # the last answer with buttons on each server, and its book
        self._locked = 0

    async def run(self, interactions: int, servers: int, members: int) -> Report:
        env = simcord.Env(new_bot(self._settings, self._catalogue), check_errors=False, settle_timeout=STALLED)
        await env.start()
        try:
            await self._begin(env.bot)
            self._crowd = Crowd(env)
            halls = [self._crowd.hall(f"club-{number}", max(1, members // servers)) for number in range(servers)]
            await self._crowd.quiet()
            for hall in halls:
                await self._furnish(env.bot, hall)
            while self.report.interactions < interactions:
                fault = self._fault()
                if fault == "restart":
                    self.report.faults[fault] += 1
                    await env.settle()  # what the last answers left to be done, such as keeping a question
                    await _end(env.bot)
                    await env.restart_bot(new_bot(self._settings, self._catalogue))
                    await self._begin(env.bot)
                    fault = None
                await self._batch(self.dice.sample(halls, min(AT_ONCE, servers)), fault)
                if self.report.interactions % EVERY < AT_ONCE:
                    await env.settle()  # the simulation's clock wants the bot at rest once a minute
                    self._look()
            await self._compare(env.bot)
        finally:
            await env.shutdown()
            await env.bot.store.close()  # type: ignore[attr-defined]
        return self.report

    async def _begin(self, bot: Any) -> None:
        await still(bot)
        self._menu = bot.tree.get_commands(type=discord.AppCommandType.message)[0].name
        engine: Any = bot.store._database._engine
        event.listen(engine.sync_engine, "before_cursor_execute", self._lock)

    def _lock(self, *_: Any) -> None:
        """Fail as a database that is locked does."""
        if self._locked:
            self._locked -= 1
            raise OperationalError("(injected)", None, Exception("database is locked"))

    async def _furnish(self, bot: Any, hall: Hall) -> None:
        """A book in the channel, another in the server, a level in each of the three."""
        server = hall.guild.id
        self._reads[server] = self.dice.choice(list(self._books))
        await bot.store.settings.replace(server, hall.channel.id, Setting(), Setting(self._reads[server]))
        for slug, book in self._books.items():
            level = self.dice.choice(book.levels)
            await bot.store.settings.set_level(server, server, slug, level.id)
            self._holds[server, slug] = level
        policy = self.dice.choice(list(Policy))
        await bot.store.settings.set_policy(server, server, policy.value)
        self._policies[server] = policy

    def _fault(self) -> str | None:
        if self.dice.random() >= FAULTS * AT_ONCE:
            return None
        return self.dice.choice([*DISCORD, "database locked", "restart"])

    async def _batch(self, halls: list[Hall], fault: str | None) -> None:
        """Eight at once; the first one meets the fault of Discord, all of them that of the database."""
        if fault is not None:
            self.report.faults[fault] += 1
        if fault == "database locked":
            self._locked = 3
        done = [self._one(hall) for hall in halls]
        struck = done[0][0]
        if fault in DISCORD:
            status, code = DISCORD[fault]
            where = f"*{struck.record.token}*" if hasattr(struck.record, "token") else "/channels/*/messages"
            times = 1 if hasattr(struck.record, "token") else 2
            broken = {"method": "*", "path": where, "status": status, "code": code, "message": "injected"}
            self._crowd.backend.faults = [{**broken, "times": times}]
        await self._crowd.quiet()
        self._crowd.backend.faults, self._locked = [], 0
        self.report.interactions += len(done)
        for number, one in enumerate(done):
            self._judge(*one, fault if number == 0 or fault == "database locked" else None)

    def _one(self, hall: Hall) -> tuple[Asked, str, str, tuple[int, str, Any] | None]:
        """One member does something: what was asked, what it was, about which book, and what shall hold after it."""
        dice, crowd = self.dice, self._crowd
        doing = dice.choices(list(DOINGS), list(DOINGS.values()))[0]
        self.report.doings[doing] += 1
        member, server = dice.choice(hall.members), hall.guild.id
        slug = dice.choice(list(self._books))
        book = self._books[slug]
        change: tuple[int, str, Any] | None = None
        if doing == "press" and hall.guild.id in self._answers:
            message, slug = self._answers[server]
            asked = crowd.press(hall, member, message, dice.choice(list(_buttons(message))))
        elif doing in ("ask", "ask in private", "press"):
            options = {"question": self._question(book), "book": slug, "private": doing == "ask in private"}
            asked = crowd.command(hall, member, "ask", options, thread=dice.random() < 0.3)
        elif doing == "mention":
            slug = self._reads[server]
            text = self._question(self._books[slug]).strip() or "x"
            asked = crowd.mention(hall, member, text, thread=dice.random() < 0.3)
        elif doing == "progress":
            level = dice.choice(book.levels)
            change = (member.id, slug, level)
            asked = crowd.command(hall, member, "progress set", {"level": level.id, "book": slug})
        elif doing == "settings":
            asked = crowd.command(hall, hall.moderator, "spoilers show", {})
        elif doing == "policy":
            policy = dice.choice(list(Policy))
            change = (server, "", policy)
            asked = crowd.command(hall, hall.moderator, "spoilers policy", {"policy": policy.value, "server": True})
        elif doing == "check":
            slug = self._reads[server]
            text = (self._question(book).strip() or "x")[:1_900]
            with crowd.env.time_context():
                message = crowd.backend.create_message(hall.channel.id, member.id, text)
            asked = crowd.menu(hall, member, self._menu, message)
        elif doing == "retell":
            command = dice.choice(("recap", "who", "map") if book.characters else ("recap",))
            named = {"character": dice.choice(book.characters).name} if command == "who" else {}
            asked = crowd.command(hall, member, command, {"book": slug, "private": dice.random() < 0.5, **named})
        else:
            asked = crowd.command(hall, member, "help" if doing == "help" else dice.choice(LOOKS), {})
        return asked, doing, slug, change

    def _question(self, book: Book) -> str:
        if book.slug == BOOK and self.dice.random() < 0.7:
            return self.dice.choice(own_questions(self.dice.choice(book.passages)))[:500]
        if self.dice.random() < 0.3:
            return (next(self._texts) or "x")[:500]
        passage = self.dice.choice(book.passages)
        return f"what about {passage.title or ' '.join(passage.text.split()[:6])}"[:500]

    def _judge(
        self, asked: Asked, doing: str, about: str, change: tuple[int, str, Any] | None, fault: str | None
    ) -> None:
        assert asked.hall is not None
        server = asked.hall.guild.id
        answered = bool(asked.requests) and not getattr(asked.record, "loading", False)
        answered = answered and getattr(asked.record, "responded", True)
        if asked.answered is not None:
            self.report.took.append(asked.answered)
        if not answered and fault not in REFUSED:
            self.report.unanswered.append(f"{doing} ({fault or 'no fault'})")
        if change is not None:
            place, slug, value = change
            if fault is not None or not answered:
                self._unsure.add((place, slug))
            else:
                self._unsure.discard((place, slug))
                if isinstance(value, Level):
                    self._holds[place, slug] = value
                else:
                    self._policies[place] = value
        policies = [self._policies[server]] if (server, "") not in self._unsure else list(Policy)
        public = not asked.private and not getattr(asked.record, "ephemeral", True)
        for _, request in asked.requests:
            self._read(asked, about, request, public and doing in ANSWERS, policies)
        message_id = getattr(asked.record, "message_id", None)
        kept = self._crowd.backend.messages.get(asked.record.channel_id, {}).get(message_id) if message_id else None
        if kept is not None and public and any(_buttons(kept)):
            self._answers[server] = kept, about

    def _read(self, asked: Asked, slug: str, request: Any, public: bool, policies: list[Policy]) -> None:
        """Whether a request uncovers what no level that may hold lets out."""
        assert asked.hall is not None
        server, member = asked.hall.guild.id, getattr(asked.record, "user_id", 0)
        levels = [self._holds[server, slug]]
        if not public:
            if (member, slug) in self._unsure:
                levels.append(self._books[slug].levels[-1])
            elif (member, slug) in self._holds:
                levels.append(self._holds[member, slug])
        level = max(levels, key=lambda found: found.rank)
        # A private answer is covered where a public one is kept back.
        allowed = {Policy.WARN if policy is Policy.WITHHOLD and not public else policy for policy in policies}
        policy = next(p for p in (Policy.WARN, Policy.WITHHOLD, Policy.SILENT) if p in allowed)
        if not public and policy is Policy.SILENT:
            policy = Policy.WITHHOLD  # a member names levels of their own there
        try:
            self._watches[slug].check(request.json, level, policy)
        except AssertionError as error:
            self.report.leaked.append(f"{slug}: {error}")

    async def _compare(self, bot: Any) -> None:
        """Whether all that was acknowledged holds."""
        for (place, slug), level in self._holds.items():
            if (place, slug) in self._unsure:
                continue
            if place in self._policies:
                stored = (await bot.store.settings.of(place))[place].levels[slug]
            else:
                stored = await bot.store.progress.of(place, slug)
            if stored != level.id:
                self.report.lost.append(f"level of {slug}")
        for server, policy in self._policies.items():
            if (server, "") not in self._unsure and (await bot.store.settings.of(server))[server].policy != policy:
                self.report.lost.append("policy")

    def _look(self) -> None:
        self._crowd.forget()
        gc.collect()
        recent = sorted(self.report.took[-EVERY:])
        p50, p99 = (recent[int(share * (len(recent) - 1))] for share in (0.5, 0.99))
        memory = _memory()
        self.report.samples.append((self.report.interactions, memory, p50, p99))
        if len(self.report.samples) % 5 == 0:
            print(f"{self.report.interactions} interactions: {memory:.0f} MB", file=sys.stderr, flush=True)


async def _end(bot: Any) -> None:
    """What the end of its process does for a bot: nothing of it goes on, and nothing of it is kept.

    SQLAlchemy keeps statements by table, a hundred of each, and with each the dialect of the database it was for.
    """
    await still(bot)
    bot.pool.close()
    await bot.store.close()
    for mapper in Base.registry.mappers:
        mapper._compiled_cache.clear()


def _buttons(message: Any) -> Iterator[str]:
    """The custom_ids of a stored message."""

    def walk(parts: list[dict[str, Any]]) -> Iterator[str]:
        for part in parts:
            if part.get("type") == 2 and "custom_id" in part:
                yield part["custom_id"]
            yield from walk(part.get("components", []))

    yield from walk(payload(message)["components"])


def _memory() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def table(report: Report) -> Iterator[str]:
    took = sorted(report.took)
    faults = ", ".join(f"{count} x {name}" for name, count in sorted(report.faults.items())) or "none"
    restarts = 1_000 * report.faults["restart"] / max(report.interactions, 1)
    yield "| | |"
    yield "|---|---|"
    yield f"| interactions | {report.interactions} |"
    yield f"| of which | {', '.join(f'{count} {name}' for name, count in report.doings.most_common())} |"
    yield f"| faults | {sum(report.faults.values())}: {faults} |"
    for name, found in (("lost", report.lost), ("leaked", report.leaked), ("unanswered", report.unanswered)):
        yield f"| {name} | {len(found)} |"
    yield f"| memory | {report.growth():+.0f} KB a thousand interactions and their {restarts:.1f} restarts |"
    yield f"| p50, p99 | {1000 * took[len(took) // 2]:.0f} ms, {1000 * took[int(0.99 * (len(took) - 1))]:.0f} ms |"


def draw(report: Report, path: Path) -> None:
    """Latency above, memory below, over interactions."""
    width, height, left, top = 900, 260, 80, 40
    image = Image.new("RGB", (width, 2 * height + 20), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    lines = (
        (
            0,
            "p50 and p99, ms",
            (("#5B8C6E", [1000 * s[2] for s in report.samples]), ("#A6544B", [1000 * s[3] for s in report.samples])),
        ),
        (height, "memory, MB", (("#444444", [s[1] for s in report.samples]),)),
    )
    for down, name, series in lines:
        most = 1.1 * max(value for _, values in series for value in values)
        pen.text((14, down + 10), name, fill="black", font=font)
        pen.text((14, down + top), f"{most:.0f}", fill="#444444", font=font)
        pen.text((14, down + height - 24), "0", fill="#444444", font=font)
        pen.line((left, down + height - 14, width - 20, down + height - 14), fill="#B0A08A")
        for colour, values in series:
            step = (width - left - 20) / max(1, len(values) - 1)
            points = [
                (left + number * step, down + height - 14 - (height - 14 - top) * value / most)
                for number, value in enumerate(values)
            ]
            pen.line(points, fill=colour, width=2)
    pen.text((left, 2 * height - 6), f"over {report.interactions} interactions", fill="black", font=font)
    image.save(path)


def library(folder: Path) -> tuple[Path, ...]:
    """Folders with three books: the one that ships, and a short one twice."""
    for slug in OTHERS:
        shutil.copytree(SALT_CLOCK, folder / slug)
    return folder, LIBRARY


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description="A long time with faults.")
    parser.add_argument("--interactions", type=int, default=100_000)
    parser.add_argument("--servers", type=int, default=200)
    parser.add_argument("--members", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--build-dir", type=Path, help="a library that is built already; a new one is made unless told")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        catalogue = Catalogue(options.build_dir or folder / "build", library(folder / "books"))
        soak = Soak(Settings(_env_file=None, data_dir=folder / "data"), catalogue, options.seed)
        report = asyncio.run(soak.run(options.interactions, options.servers, options.members))
    print("\n".join(table(report)))
    for name, found in (("lost", report.lost), ("leaked", report.leaked), ("unanswered", report.unanswered)):
        for text, count in Counter(found).most_common(10):
            print(f"{name}: {count} x {text[:300]}", file=sys.stderr)
    draw(report, PICTURE)
    sys.exit(not report.sound)


if __name__ == "__main__":
    main()
