"""What the panel's selects and buttons do. Each is checked anew; all they know is in their custom_id."""

from __future__ import annotations

import re
from typing import Any, Protocol

import discord
from discord import ui

from bot.clicks import Click, Interaction, button, chosen, open_modal, turning
from bot.failures import Refusal
from bot.features.setup import words
from bot.features.setup.keys import PANEL, Draft, policy_picked, wish_of
from bot.features.setup.modal import policy_modal
from bot.features.setup.panel import Show, panel
from bot.features.setup.state import Lookup
from bot.guard import check_moderator
from bot.store import History, Servers
from bot.translation import _
from bot.undo import opened
from bot.where import SPOILER_CHANNEL, Target, find
from knowledge.book import short_key

_PAGE = 8  # changes on a page of the history
_WHERE_TO = {"role": "moderator_role", "news": "announcements", "talk": "discussions"}
_NOTED = {"role": "moderators' role", "news": "announcements", "talk": "discussion prompts"}


class Board:
    """Draws the panel; `show` makes an answer as members see it."""

    def __init__(self, lookup: Lookup, servers: Servers, history: History, show: Show) -> None:
        self.lookup, self.servers, self.history, self.show = lookup, servers, history, show

    async def draw(
        self, interaction: Interaction, target: Target, draft: Draft, notice: str = "", undo: str | None = None
    ) -> None:
        """Put the panel where the interaction was acknowledged."""
        flagged = target.place != target.server and await _flagged(interaction, target.place)
        state = await self.lookup.state(target, draft, flagged=flagged, notice=notice, undo=undo)
        nobody = discord.AllowedMentions.none()
        await interaction.edit_original_response(view=panel(state, self.show), allowed_mentions=nobody)


class Needs(Protocol):
    """What the clicks need of the client."""

    board: Board


class PanelClick(Click, template=PANEL):
    """A select or a button of the panel, or the button of the welcome that opens it."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        board, act, draft = client.board, self.match["act"], Draft.of(self.match)
        if act == "policy":
            await open_modal(interaction, _asked(board, interaction, draft))
            return
        if act == "open":
            await interaction.response.defer(ephemeral=True, thinking=True)
        else:
            await interaction.response.defer()
        await check_moderator(interaction, board.servers, "setup")
        if act == "place" and (picked := chosen(interaction)):
            draft = Draft(int(picked[0]))
        elif act == "server":
            draft = Draft(interaction.guild_id or 0)
        target = await find(interaction, draft.place)
        if act in ("book", "level") and (picked := chosen(interaction)):
            draft = _picked(draft, act, picked[0])
        if act == "all":
            book = (await board.lookup.changes.now(target)).book
            draft = draft.picked("level", short_key(book.levels[-1].id))
        if act == "save":
            await _save(board, interaction, target, draft)
        elif act in _WHERE_TO:
            await board.draw(interaction, target, draft, await _choose(board, interaction, act, chosen(interaction)))
        elif act == "drop":
            await board.draw(interaction, target, Draft(draft.place), _(words.DROPPED))
        else:
            await board.draw(interaction, target, draft)


class Past(Click, template=r"norfolk:past:(?P<place>[0-9]{1,20}):(?P<page>[0-9]{1,4})"):
    """A page of who did what; it takes the panel's place, and leads back to it."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        await interaction.response.defer()
        await check_moderator(interaction, client.board.servers, "setup")
        server, place, page = interaction.guild_id, int(self.match["place"]), int(self.match["page"])
        assert server is not None
        found = await client.board.history.of(server, _PAGE + 1, page * _PAGE)
        lines = [words.change(noted, server) for noted in found[:_PAGE]]
        buttons = [button(_(words.BACK), Draft(place).id("show"))]
        last = page + 1 if len(found) > _PAGE else page
        labels = (_(words.NEWER), _(words.OLDER))
        buttons += turning(page, last, labels, lambda to, _way: f"norfolk:past:{place}:{to}")
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.TextDisplay(words.history(lines)))
        view.add_item(ui.ActionRow(*buttons))
        view.stop()
        await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())


CLICKS = (PanelClick, Past)


def open_button(server: int) -> ui.Button[Any]:
    """The button that opens the panel for the whole server, in private, for a moderator."""
    return button(_(words.OPEN), Draft(server).id("open"), discord.ButtonStyle.primary)


async def _asked(board: Board, interaction: Interaction, draft: Draft) -> ui.Modal:
    await check_moderator(interaction, board.servers, "setup")
    own = await board.lookup.changes.own(await find(interaction, draft.place))
    return policy_modal(draft, policy_picked(draft, own))


def _picked(draft: Draft, act: str, key: str) -> Draft:
    """A draft with a value from a select. Raises Refusal for one that no select offers."""
    found = draft.picked(act, key)
    if re.fullmatch(PANEL, found.id("show")) is None:
        raise Refusal(_(words.NO_CHOICE))
    return found


async def _save(board: Board, interaction: Interaction, target: Target, draft: Draft) -> None:
    changes = board.lookup.changes
    wish = await wish_of(draft, target, changes, board.lookup.shelf)
    changed = await changes.make(target, wish, interaction.user.id, interaction.created_at)
    notice = _(words.SAVED) if changed.undo is None else f"{_(words.SAVED)} {opened(changed, target)}"
    await board.draw(interaction, target, Draft(draft.place), notice, changed.undo)


async def _choose(board: Board, interaction: Interaction, act: str, values: list[str]) -> str:
    """Set a role or channel of the whole server, or take it away; what to say of it."""
    server, guild, id = interaction.guild_id, interaction.guild, int(values[0]) if values else None
    assert server is not None
    if act == "role":
        if not (interaction.permissions.manage_guild or interaction.permissions.administrator):
            raise Refusal(_(words.ONLY_MANAGERS))
        if id == server:
            raise Refusal(_(words.NOT_EVERYONE))
    channel = guild.get_channel(id) if guild and id and act != "role" else None
    if act != "role" and id is not None and channel is None:
        raise Refusal(_(words.NO_CHANNEL))
    old = getattr(await board.servers.of(server), _WHERE_TO[act])
    await board.servers.choose(server, **{_WHERE_TO[act]: id})
    mark = "<@&{}>" if act == "role" else "<#{}>"
    before, after = (mark.format(value) if value else "none" for value in (old, id))
    if old != id:
        await board.history.note(server, server, interaction.user.id, _NOTED[act], before, after)
    if act == "role":
        return f"{_(words.SAVED)} {_(words.ROLE)}" if id else _(words.SAVED)
    may = channel is None or (guild is not None and channel.permissions_for(guild.me).send_messages)
    return _(words.SAVED) if may or id is None else f"{_(words.SAVED)} {words.may_not_write(id)}"


async def _flagged(interaction: Interaction, channel: int) -> bool:
    """Whether Discord has the channel as a Spoiler Channel, which only the channel as Discord sends it tells."""
    try:
        raw: Any = await interaction.client.http.get_channel(channel)
    except (discord.NotFound, discord.Forbidden):
        return False
    return bool(int(raw.get("flags") or 0) & SPOILER_CHANNEL)
