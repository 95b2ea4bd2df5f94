"""Every exception becomes one friendly sentence with a reference, and a log entry with the same reference."""

from __future__ import annotations

import contextlib
import logging
import secrets
from typing import Any

import aiohttp
import discord
from discord import app_commands
from sqlalchemy.exc import SQLAlchemyError

from bot.cooldown import TooSoon, too_soon
from bot.metrics import Metrics
from bot.pool import Crowded
from bot.shelf import NoSuchBook
from bot.store import StoreError
from bot.traces import trace
from bot.translation import _
from knowledge.book import UnknownLevel
from knowledge.search.question import LONGEST, BadQuestion

log = logging.getLogger("norfolk")

# What is raised while Discord is unwell, or the network to it: worth another try in a while.
UNWELL = (discord.HTTPException, aiohttp.ClientError, OSError)
_UNKNOWN_INTERACTION = 10062  # Discord waits three seconds for the first word


class Refusal(Exception):
    """What was asked for can't be done; the message is a sentence for members that says what to do instead."""


class Failures:
    """Tells members, and the log, that something went wrong."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def tell(self, interaction: discord.Interaction[Any], error: BaseException, what: str) -> None:
        """Answer an interaction that failed, whether it was replied to before or not."""
        text = self.sentence(error, what)
        for _try in range(2):  # Discord's own trouble may be over by the second
            with contextlib.suppress(discord.HTTPException):  # the member is gone, or Discord is: the log has it
                if not interaction.response.is_done():
                    await interaction.response.send_message(text, ephemeral=True, suppress_embeds=True)
                elif interaction.response.type in _WAITING:
                    await interaction.edit_original_response(content=text)
                else:
                    await interaction.followup.send(text, ephemeral=True)
                return

    def sentence(self, error: BaseException, what: str) -> str:
        """The sentence for an error; logs those that are not the member's own doing. `what` is for the log."""
        error = _original(error)
        if isinstance(error, Refusal):
            return str(error)
        if isinstance(error, NoSuchBook):
            return _(str(error))
        if isinstance(error, BadQuestion):
            return bad_question(error)
        if isinstance(error, TooSoon):
            return too_soon(error)
        if isinstance(error, Crowded):
            crowded = _("More is asked than I can answer right now. Please ask again in {seconds} s.")
            return crowded.format(seconds=max(1, round(error.seconds)))
        if isinstance(error, UnknownLevel):
            return _("The book has no such level any more. Please pick one from the list.")
        if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
            return _("That command has changed since. Please reload Discord (Ctrl+R) and try again.")
        if isinstance(error, app_commands.CheckFailure):
            return _("You may not use that command here.")
        reference = self.log(error, what)
        return _cause(error).format(reference=reference)

    def log(self, error: BaseException, what: str) -> str:
        """Write an error to the log without any text of members or of the book; its reference."""
        reference = secrets.token_hex(3).upper()
        error = _original(error)
        self._metrics.failed(error)
        if isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION:
            log.warning("%s: %s came too late for Discord", reference, what, extra={"reference": reference})
        else:
            log.error("%s: %s failed\n%s", reference, what, trace(error), extra={"reference": reference})
        return reference


def bad_question(error: BadQuestion) -> str:
    """What is wrong with a question, in a sentence for who asked it."""
    return _(error.kind.value).format(length=error.length, most=LONGEST)


def _cause(error: BaseException) -> str:
    """What is said of an error that isn't the member's own doing."""
    # Translators: in these, {reference} is six letters by which the log of whoever runs the bot is searched
    if isinstance(error, (SQLAlchemyError, StoreError)):
        return _(
            "I can't get at my settings right now, so I'd rather say nothing. Please try again in a while "
            "(reference {reference})."
        )
    if isinstance(error, discord.Forbidden):
        return _(
            "Discord won't let me do that here. A moderator can check my permissions in this channel "
            "(reference {reference})."
        )
    if isinstance(error, OSError):
        return _(
            "The computer that I run on has a problem right now. Please try again in a while (reference {reference})."
        )
    return _("Something went wrong on my side, not yours. Please try again (reference {reference}).")


_WAITING = (discord.InteractionResponseType.deferred_channel_message,)


def _original(error: BaseException) -> BaseException:
    """The error itself, without the wrappers that discord.py puts around it."""
    while isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    return error
