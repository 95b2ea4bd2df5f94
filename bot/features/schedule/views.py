"""The messages of schedules. They hold no state: buttons carry ids, and are judged again when clicked."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.clicks import button
from bot.features.schedule import words
from bot.store import Step
from bot.texts import clip
from bot.translation import _

_STAMP = "%Y%m%d%H%M"
_TEXT = (4_000, 9_500)  # characters and bytes that Discord takes: a plan may have a hundred steps
LATER = r"norfolk:later:(?P<step>[0-9]{1,18}):(?P<wall>[0-9]{12})"
MEET = r"norfolk:meet:(?P<step>[0-9]{1,18})"
PAGE = r"norfolk:plan:(?P<places>all|[0-9]{1,20}(?:-[0-9]{1,20}){0,2}):(?P<page>[0-9]{1,3})"


def wall_key(step: Step) -> str:
    """The time that a reminder is about: its button does nothing once the step has moved."""
    return step.wall.strftime(_STAMP)


def told(text: str, *buttons: ui.Button[Any]) -> ui.LayoutView:
    """A text with buttons under it."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(clip(text, *_TEXT)))
    if buttons:
        view.add_item(ui.ActionRow(*buttons))
    view.stop()  # discord.py need not remember it: clicks are known by their custom_id
    return view


def later(step: Step) -> ui.Button[Any]:
    return button(_(words.POSTPONE), f"norfolk:later:{step.id}:{wall_key(step)}")


def meet(step: Step) -> ui.Button[Any]:
    return button(_(words.MEET), f"norfolk:meet:{step.id}")


def may_meet(guild: discord.Guild | None) -> bool:
    """Whether the bot may make Discord's events there."""
    may = guild.me.guild_permissions if guild is not None else discord.Permissions.none()
    return may.create_events or may.manage_events
