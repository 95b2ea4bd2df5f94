"""A Discord of this machine: a gateway and the routes that a bot needs, over sockets, for a bot in another process.

The simulated Discord of the other tests runs in the bot's own process, and keeps books about every task in it: what is
to be timed, or stopped by a signal, is served from here.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

EPOCH = 1_420_070_400_000  # milliseconds; Discord's ids begin there
BOT = {"id": "1", "username": "Norfolk", "discriminator": "0", "avatar": None, "bot": True}
ALL = str((1 << 50) - 1)


@dataclass
class Asked:
    """An interaction, when it was sent, and each word of the bot's about it with the time when it came."""

    at: float
    words: list[tuple[float, str, Any]] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, kind: str, body: Any) -> None:
        """Note a request. A promise of an answer, and the pointer to one, is none yet."""
        self.words.append((time.perf_counter() - self.at, kind, body))
        promised = kind == "callback" and body.get("type") == 5
        if not promised and not (kind == "edit" and body.get("content") == "The answer is below."):
            self.done.set()


class LocalDiscord:
    """Servers 1,000 and up; channel n of server s has the id s * 1,000 + n."""

    def __init__(self, servers: int, channels: int) -> None:
        self.servers = [1_000 + number for number in range(servers)]
        self.channels = channels
        self.ready = asyncio.Event()
        self.address = ""
        self.delay = 0.0  # seconds that every request takes
        self._ids = itertools.count(1)
        self._asked: dict[str, Asked] = {}
        self._socket: web.WebSocketResponse | None = None
        self._sequence = itertools.count(1)

    async def ask(self, server: int, channel: int, member: int, question: str) -> Asked:
        """/ask, as it comes from the gateway."""
        number = self._id()
        token = f"token-{number}"
        place = server * 1_000 + channel
        user = {"id": str(member), "username": f"m{member}", "discriminator": "0", "avatar": None}
        payload = {
            "id": str(number),
            "application_id": "1",
            "type": 2,
            "token": token,
            "version": 1,
            "guild_id": str(server),
            "channel_id": str(place),
            "channel": {**self._channel(server, channel), "permissions": ALL},
            "member": {
                "user": user,
                "roles": [],
                "permissions": "0",
                "joined_at": None,
                "deaf": False,
                "mute": False,
                "flags": 0,
            },
            "app_permissions": ALL,
            "locale": "en-US",
            "guild_locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "attachment_size_limit": 10_000_000,
            "context": 0,
            "data": {
                "id": "77",
                "name": "ask",
                "type": 1,
                "options": [{"name": "question", "type": 3, "value": question}],
            },
        }
        asked = self._asked[token] = Asked(time.perf_counter())
        await self._send("INTERACTION_CREATE", payload)
        return asked

    def forget(self) -> None:
        self._asked.clear()

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        async for message in socket:
            said = message.json()
            if said["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            elif said["op"] == 2:
                await self._welcome()
        return socket

    async def rest(self, request: web.Request) -> web.Response:
        """Whatever else: told about interactions, and answered with what discord.py reads of it."""
        path = request.path.removeprefix("/api/v10").strip("/").split("/")
        body = await request.json() if request.can_read_body else {}
        if self.delay:
            await asyncio.sleep(self.delay)
        if path == ["users", "@me"]:
            return _json(BOT)
        if path[-1] == "@me":
            return _json(_application())
        if path[-1] == "commands":
            return _json([_command(number, command) for number, command in enumerate(body or [])])
        if path[0] == "interactions":
            self._asked[path[2]].heard("callback", body)
            message = self._message(body.get("data") or {})
            resource = {"type": body["type"], "message": message}
            interaction = {"id": path[1], "type": 2, "response_message_id": message["id"]}
            return _json({"interaction": interaction, "resource": resource})
        if path[0] == "webhooks":
            self._asked[path[2]].heard("edit" if request.method == "PATCH" else "followup", body)
        return _json(self._message(body))

    def _id(self) -> int:
        return (int(time.time() * 1000) - EPOCH) << 22 | next(self._ids) % (1 << 22)

    def _message(self, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": str(self._id()),
            "channel_id": str(self.servers[0] * 1_000),
            "author": BOT,
            "content": body.get("content") or "",
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            "flags": body.get("flags") or 0,
        }

    def _channel(self, server: int, channel: int) -> dict[str, Any]:
        return {
            "id": str(server * 1_000 + channel),
            "guild_id": str(server),
            "type": 0,
            "name": f"club-{channel}",
            "position": channel,
            "permission_overwrites": [],
            "nsfw": False,
            "parent_id": None,
        }

    async def _welcome(self) -> None:
        waiting = [{"id": str(server), "unavailable": True} for server in self.servers]
        application = {"id": "1", "flags": 0}
        ready = {"v": 10, "user": BOT, "session_id": "x", "resume_gateway_url": self.address.replace("http", "ws")}
        await self._send("READY", {**ready, "guilds": waiting, "application": application})
        for server in self.servers:
            role = {"id": str(server), "name": "@everyone", "permissions": ALL, "position": 0, "color": 0}
            role |= {"hoist": False, "managed": False, "mentionable": False, "colors": {"primary_color": 0}}
            me = {"user": BOT, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False}
            guild = {
                "id": str(server),
                "name": f"server {server}",
                "owner_id": "2",
                "roles": [role],
                "channels": [self._channel(server, number) for number in range(self.channels)],
                "members": [{**me, "flags": 0}],
                "member_count": 50,
                "threads": [],
                "emojis": [],
                "stickers": [],
                "features": [],
                "preferred_locale": "en-US",
                "joined_at": "2026-01-01T00:00:00+00:00",
                "large": False,
            }
            await self._send("GUILD_CREATE", guild)
        self.ready.set()

    async def _send(self, event: str, payload: dict[str, Any]) -> None:
        assert self._socket is not None, "no bot has come yet"
        await self._socket.send_json({"op": 0, "s": next(self._sequence), "t": event, "d": payload})


@asynccontextmanager
async def local_discord(servers: int = 4, channels: int = 4) -> AsyncIterator[LocalDiscord]:
    """A Discord, served on a free port of this machine meanwhile."""
    discord = LocalDiscord(servers, channels)
    app = web.Application()
    app.add_routes([web.get("/gateway/", discord.gateway), web.route("*", "/api/v10/{rest:.*}", discord.rest)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    discord.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield discord
    finally:
        await runner.cleanup()


def _json(found: Any) -> web.Response:
    """discord.py looks for exactly this type."""
    return web.Response(body=json.dumps(found).encode(), headers={"Content-Type": "application/json"})


def _application() -> dict[str, Any]:
    owner = {**BOT, "id": "2", "bot": False}
    told = {"id": "1", "name": "Norfolk", "description": "", "icon": None, "rpc_origins": [], "owner": owner}
    return {**told, "bot_public": True, "bot_require_code_grant": False, "verify_key": "", "team": None, "flags": 0}


def _command(number: int, command: dict[str, Any]) -> dict[str, Any]:
    ids = {"id": str(77 if command["name"] == "ask" else 1_000 + number), "application_id": "1", "version": "1"}
    return {"description": "", "default_member_permissions": None, **command, **ids}
