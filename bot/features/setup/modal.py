"""The modal in which a place's policy is picked: a group of choices, each with what it means."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import ui

from bot.features.setup import words
from bot.features.setup.keys import INHERIT, PANEL, POLICY_KEYS, Draft
from bot.texts import POLICIES
from bot.translation import _

_NAME = re.compile(r"^[a-z]+\s*[:：]\s*")  # what the sentence on a policy begins with
_ACT = "meant"  # in the custom_id of the modal, which carries the draft on


def policy_modal(draft: Draft, picked: str) -> ui.Modal:
    """Sent and forgotten: what comes back is known by its custom_id, also after a restart. `picked` is a key."""
    modal = ui.Modal(title=_(words.THE_POLICY), custom_id=draft.id(_ACT))
    options = [discord.RadioGroupOption(label=_(words.INHERITED), value=INHERIT, default=picked == INHERIT)]
    for policy, key in POLICY_KEYS.items():
        means = _NAME.sub("", _(POLICIES[policy]))
        option = discord.RadioGroupOption(label=policy.value, value=key, description=means[:100] or None)
        option.default = key == picked
        options.append(option)
    group: ui.RadioGroup[Any] = ui.RadioGroup(custom_id="policy", options=options)
    modal.add_item(ui.Label(text=_(words.WHICH_POLICY), component=group))
    modal.stop()  # discord.py need not remember it
    return modal


def sent(interaction: discord.Interaction[Any]) -> Draft | None:
    """The draft with the policy that was picked, when the interaction is such a modal sent off."""
    data: Any = interaction.data or {}
    match = re.fullmatch(PANEL, str(data.get("custom_id", "")))
    if interaction.type is not discord.InteractionType.modal_submit or match is None or match["act"] != _ACT:
        return None
    parts = [part.get("component") or {} for part in data.get("components", [])]
    key = next((str(part["value"]) for part in parts if part.get("custom_id") == "policy" and part.get("value")), "")
    draft = Draft.of(match)
    return draft.picked("policy", key) if key in (INHERIT, *POLICY_KEYS.values()) else draft
