"""Health and metrics over HTTP, and what `norfolk doctor` makes of them."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client import generate_latest

from bot import monitor
from bot.errors import Unusable
from bot.health import LATE, Pulse
from bot.metrics import Metrics
from bot.settings import Settings
from bot.store.postgres import POOL
from bot.terminal.doctor import State, check_database, check_monitor
from knowledge.spoilers import Policy
from tests.bot.club import Club
from tests.bot.conftest import club, settings, simcord_bot  # noqa: F401
from tests.bot.passages import open_question, spoiling_question, unknown_question


async def fetch(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/{path}") as response,
    ):
        return response.status, await response.text()


class Gateway:
    """A client that is as it is told to be."""

    def __init__(self) -> None:
        self.ready, self.latency = True, 0.05

    def is_ready(self) -> bool:
        return self.ready


class Scene:
    """A pulse over a gateway, a database, a queue and a clock that can be set."""

    def __init__(self) -> None:
        self.gateway, self.broken, self.queue, self.time = Gateway(), False, 0.0, 0.0
        self.pulse = Pulse(self.gateway, self.read, lambda: self.queue, lambda: self.time)

    async def read(self) -> None:
        if self.broken:
            raise OSError("gone")


async def test_ok_degraded_and_down() -> None:
    scene = Scene()
    async with monitor.served(scene.pulse, Metrics(), "127.0.0.1", 0) as port:
        assert await fetch(port, "healthz") == (
            200,
            '{"status": "ok", "checks": {"gateway": "ok", "database": "ok", "queue": "ok"}}',
        )
        assert (await fetch(port, "readyz"))[0] == 200
        scene.queue = 0.9
        status, text = await fetch(port, "healthz")
        assert status == 200
        assert "degraded" in text
        assert (await fetch(port, "readyz"))[0] == 200
        scene.queue, scene.broken = 0.0, True
        status, text = await fetch(port, "healthz")
        assert status == 200
        assert "degraded" in text
        assert (await fetch(port, "readyz"))[0] == 503
        scene.broken, scene.gateway.ready, scene.time = False, False, 10.0
        status, text = await fetch(port, "healthz")
        assert status == 200
        assert "no word from Discord for 10 s" in text
        scene.time = LATE + 1
        status, text = await fetch(port, "healthz")
        assert status == 503
        assert '"down"' in text
        scene.gateway.ready = True
        assert (await fetch(port, "healthz"))[0] == 200


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Unusable, match="NORFOLK_METRICS_PORT"):
            async with monitor.served(Scene().pulse, Metrics(), "127.0.0.1", taken.getsockname()[1]):
                pass


async def test_a_stall_is_seen_once() -> None:
    scene = Scene()
    beat = asyncio.Event()
    scene.gateway.is_ready = lambda: not beat.set()  # type: ignore[method-assign]  # asked after each look at the loop
    running = asyncio.create_task(scene.pulse.run())
    await asyncio.sleep(0)  # it waits for its next look
    time.sleep(0.3)  # noqa: ASYNC251 - this is the stall
    async with asyncio.timeout(60):
        await beat.wait()
    assert scene.pulse.stall() > 0.1
    assert scene.pulse.stall() == 0
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_is_counted(club: Club) -> None:  # noqa: F811
    book = club.librarian.book
    spoiler = spoiling_question(club.librarian, book.default_level)
    for question in (open_question(club.librarian, book.default_level), unknown_question(club.librarian), spoiler):
        await club.member.slash(club.channel, "ask", question=question)
    await club.set("policy", policy=Policy.WITHHOLD.value)
    await club.member.slash(club.channel, "ask", question=spoiler)
    async with monitor.served(club.bot.pulse, club.bot.metrics, "127.0.0.1", 0) as port:
        status, text = await fetch(port, "metrics")
        assert (await fetch(port, "readyz"))[0] == 200
    assert status == 200
    figures = dict(re.findall(r"^(norfolk_\S+) (\S+)$", text, re.MULTILINE))

    def figure(name: str) -> float:
        return float(figures[name])

    assert figure('norfolk_answers_total{status="unknown"}') == 1
    assert figure('norfolk_refusals_total{why="unknown"}') == 1
    assert figure('norfolk_warnings_total{how="covered"}') == 1
    assert figure('norfolk_warnings_total{how="withheld"}') == 1
    assert figure("norfolk_gateway_up") == 1
    assert figure("norfolk_servers") == 1
    assert figure("norfolk_queue") == figure("norfolk_search_queue") == 0
    for stage in ("acknowledge", "settings", "book", "search"):
        assert figure(f'norfolk_seconds_count{{stage="{stage}"}}') >= 4
    assert spoiler not in text
    assert str(club.member.id) not in text
    assert str(club.guild.id) not in text


async def test_requests_to_discord_are_counted() -> None:
    metrics = Metrics()
    async with (
        monitor.served(Scene().pulse, metrics, "127.0.0.1", 0) as port,
        aiohttp.ClientSession(trace_configs=[metrics.trace()]) as session,
    ):
        for path in ("healthz", "nowhere"):
            async with session.get(f"http://127.0.0.1:{port}/{path}"):
                pass
        text = (await fetch(port, "metrics"))[1]
    assert 'norfolk_discord_requests_total{status="200"} 1.0' in text
    assert 'norfolk_discord_requests_total{status="404"} 1.0' in text
    assert 'norfolk_seconds_count{stage="discord"} 2.0' in text


def test_the_doctor_waits_only_so_long_for_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(POOL["connect_args"], "timeout", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql://norfolk@127.0.0.1:{mute.getsockname()[1]}/norfolk"
        started = time.monotonic()
        found = check_database(Settings(_env_file=None, database_url=url))
    assert time.monotonic() - started < 10
    assert (found.state, found.text) == (State.FAIL, "cannot be used: TimeoutError")


async def test_the_doctor_asks_the_running_bot(tmp_path: Any) -> None:
    def doctor(**more: Any) -> Any:
        return asyncio.to_thread(check_monitor, Settings(_env_file=None, data_dir=tmp_path, **more))

    assert (await doctor()).text.startswith("off")
    scene = Scene()
    async with monitor.served(scene.pulse, Metrics(), "127.0.0.1", 0) as port:
        found = await doctor(metrics_port=port)
        assert found.state is State.OK
        assert "gateway: ok" in found.text
        scene.broken = True
        found = await doctor(metrics_port=port)
        assert found.state is State.WARN
        assert found.remedy
    found = await doctor(metrics_port=port)
    assert (found.state, "no bot runs" in found.text) == (State.OK, True)


def test_the_dashboard_asks_for_figures_that_there_are(simcord_bot: Any) -> None:  # noqa: F811
    text = generate_latest(simcord_bot.metrics.registry).decode()
    there = set(re.findall(r"^# TYPE (\S+) ", text, re.MULTILINE))
    board = json.loads((Path(__file__).parents[2] / "deploy" / "grafana.json").read_text())
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"norfolk_\w+", target["expr"])
    }
    assert len(asked) > 8
    assert {name.removesuffix("_bucket") for name in asked} <= there
