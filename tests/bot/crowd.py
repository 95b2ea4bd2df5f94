"""Many members of many servers at once: events as Discord's gateway brings them, without waiting for each other."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import discord
import simcord
from simcord import interactions
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle

from bot import leaving
from knowledge.spoilers import Level, Policy

TALK = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    use_application_commands=True,
)


@dataclass
class Hall:
    """A server with a channel, a moderator and members, and what holds there."""

    guild: GuildHandle
    channel: ChannelHandle
    thread: ChannelHandle
    moderator: MemberActor
    members: list[MemberActor]
    level: Level | None = None
    policy: Policy = Policy.WARN


@dataclass
class Asked:
    """One interaction or message that was sent, and the requests that the bot made for it, each with its time."""

    hall: Hall | None
    record: Any
    at: float
    private: bool = False
    requests: list[tuple[float, Any]] = field(default_factory=list)

    @property
    def acknowledged(self) -> float | None:
        """Seconds to the first word."""
        return self.requests[0][0] - self.at if self.requests else None

    @property
    def answered(self) -> float | None:
        """Seconds to the last word."""
        return self.requests[-1][0] - self.at if self.requests else None


class _Requests(list[Any]):
    """In place of the simulation's own list: sorts requests by whom they are for, and keeps none."""

    def __init__(self, crowd: Crowd) -> None:
        super().__init__()
        self._crowd = crowd

    def append(self, request: Any) -> None:
        self._crowd.heard(request)


class _Nothing(list[Any]):
    """A list that keeps nothing: the simulation's transcript of a long run is longer than the memory."""

    def append(self, _: Any) -> None:
        pass


class Crowd:
    """Drives a bot in simulated Discord. `requests` are those that belong to nothing that was asked here."""

    def __init__(self, env: simcord.Env) -> None:
        self.env, self.backend = env, env.backend
        self.requests: list[Any] = []
        self._by_token: dict[str, Asked] = {}
        self._by_message: dict[int, Asked] = {}
        self.backend.http_requests = _Requests(self)
        self.backend.transcript = _Nothing()

    def hall(self, name: str, members: int) -> Hall:
        """A new server."""
        guild = self.env.create_guild(name)
        guild.default_role._role.permissions = TALK.value
        role = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
        channel = guild.create_text_channel("book-club")
        moderator = guild.add_member(self.env.create_user(f"{name}-moderator"), roles=[role])
        found = [guild.add_member(self.env.create_user(f"{name}-{number}")) for number in range(members)]
        thread = self.backend.create_thread(channel.id, "chapter three", moderator.id)
        return Hall(guild, channel, ChannelHandle(self.env, guild, thread), moderator, found)

    def command(
        self, hall: Hall, member: Any, name: str, options: dict[str, Any], *, thread: bool = False, typed: str = ""
    ) -> Asked:
        """A slash command such as "spoilers level", as it is; with `typed`, the autocompletion of that option."""
        path = name.split()
        command = self.backend.find_command(path[0], hall.guild.id, type=1)
        assert command is not None, name
        leaf, nesting = interactions.walk_to_subcommand(command, path[1:])
        kinds = {option["name"]: option["type"] for option in leaf.get("options", [])}
        given: list[dict[str, Any]] = [
            {"name": key, "type": kinds[key], "value": value, **({"focused": True} if key == typed else {})}
            for key, value in options.items()
        ]
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": 1,
            "options": interactions.nest_options(command, nesting, given),
        }
        private = bool(options.get("private"))
        return self._send(hall, member, 4 if typed else 2, data, thread=thread, private=private)

    def menu(self, hall: Hall, member: Any, name: str, message: Any) -> Asked:
        """A command of a message's menu."""
        command = self.backend.find_command(name, hall.guild.id, type=3)
        assert command is not None, name
        found = interactions.serializers.message_payload(self.backend, message)
        data = {
            "id": command["id"],
            "name": name,
            "type": 3,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): dict(found)}},
        }
        return self._send(hall, member, 2, data)

    def press(self, hall: Hall, member: Any, message: Any, custom_id: str, values: list[str] | None = None) -> Asked:
        """A click on a button of a message, or a choice, with any custom_id at all: the message is made to have it."""
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": 2 if values is None else 3}
        part: dict[str, Any] = {"type": 2, "style": 2, "label": "x", "custom_id": custom_id, "id": 2}
        if values is not None:
            data["values"] = values
            choices = [{"label": "x", "value": value} for value in values]
            part = {"type": 3, "custom_id": custom_id, "options": choices, "id": 2}
        row = {"type": 1, "id": 1, "components": [part]}
        return self._send(hall, member, 3, data, message=message, row=row)

    def submit(self, hall: Hall, member: Any, custom_id: str, values: dict[str, str]) -> Asked:
        """A modal that is sent off, with any custom_id at all."""
        parts = [
            {"type": 18, "id": number, "component": {"type": 4, "id": 100 + number, "custom_id": key, "value": value}}
            for number, (key, value) in enumerate(values.items(), 1)
        ]
        return self._send(hall, member, 5, {"custom_id": custom_id, "components": parts})

    def mention(self, hall: Hall, member: Any, text: str, *, thread: bool = False) -> Asked:
        """A message that mentions the bot."""
        place = (hall.thread if thread else hall.channel).id
        asked = Asked(hall, None, time.perf_counter())
        with self.env.time_context():
            message = self.backend.create_message(place, member.id, f"<@{self.backend.bot_user.id}> {text}")
        asked.record = message
        self._by_message[message.id] = asked
        return asked

    async def quiet(self, patience: float = 60.0) -> None:
        """Wait until the bot has nothing in flight. Raises TimeoutError."""
        async with asyncio.timeout(patience):
            await asyncio.sleep(0)
            while tasks := leaving.in_flight():
                await asyncio.wait(tasks, timeout=0.5)
                await asyncio.sleep(0)

    def forget(self) -> None:
        """Let go of all that was asked, said and sent so far, in the simulation, too: it would keep each for ever."""
        self._by_token.clear()
        self._by_message.clear()
        self.requests.clear()
        self.backend.interactions.clear()
        self.backend.interaction_tokens.clear()
        for messages in self.backend.messages.values():
            messages.clear()
        self.backend.cdn._blobs.clear()  # pictures that were attached
        self.backend._reserved_ids.clear()  # which would tell ids apart that a test has chosen; here none has
        self.env._errors.clear()
        self.env._error_ids.clear()

    def heard(self, request: Any) -> None:
        """Note a request by what it is for."""
        parts = request.path.strip("/").split("/")
        asked = None
        if parts[0] in ("interactions", "webhooks") and len(parts) > 2:
            asked = self._by_token.get(parts[2])
        elif isinstance(request.json, dict) and request.json.get("message_reference"):
            asked = self._by_message.get(int(request.json["message_reference"]["message_id"]))
        if asked is None:
            self.requests.append(request)
        else:
            asked.requests.append((time.perf_counter(), request))

    def _send(
        self,
        hall: Hall,
        member: Any,
        kind: int,
        data: dict[str, Any],
        *,
        message: Any = None,
        row: dict[str, Any] | None = None,
        thread: bool = False,
        private: bool = False,
    ) -> Asked:
        with self.env.time_context():
            record, payload = interactions.base_payload(
                self.backend,
                type=kind,
                channel_id=(hall.thread if thread else hall.channel).id,
                guild_id=hall.guild.id,
                user_id=member.id,
                data=data,
            )
            if message is not None:
                payload["message"] = {
                    **interactions.serializers.message_payload(self.backend, message),
                    "components": [row],
                }
                record.source_message_id = message.id
            asked = Asked(hall, record, time.perf_counter(), private)
            self._by_token[record.token] = asked
            self.backend.emit("INTERACTION_CREATE", payload)
        return asked
