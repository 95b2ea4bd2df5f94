"""A small web server, on this machine alone unless told otherwise: /healthz, /readyz and /metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import Unusable
from bot.health import Pulse, State
from bot.metrics import Metrics


@asynccontextmanager
async def served(pulse: Pulse, metrics: Metrics, host: str, port: int) -> AsyncIterator[int]:
    """Serve them meanwhile; the port that was taken (0 takes a free one). Raises Unusable when it can't be had."""

    async def health(_: web.Request) -> web.Response:
        found = await pulse.look()
        status = 503 if found.state is State.DOWN else 200
        return web.json_response({"status": found.state, "checks": found.checks}, status=status)

    async def ready(_: web.Request) -> web.Response:
        found = await pulse.look()
        return web.json_response({"ready": found.ready, "checks": found.checks}, status=200 if found.ready else 503)

    async def figures(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/healthz", health), web.get("/readyz", ready), web.get("/metrics", figures)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise Unusable(
                f"NORFOLK_METRICS_PORT: {host}:{port} cannot be listened on ({error.strerror}); choose another port, "
                "or leave it out"
            ) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
