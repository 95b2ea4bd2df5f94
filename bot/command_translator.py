"""What Discord shows of our commands in other languages: descriptions and choices. Their names stay as the docs have
them; those of the message menu, which nobody types, are translated."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.translation import ENGLISH, _, language_of, speaking

_NAMES = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
    app_commands.TranslationContextLocation.parameter_name,
)


class Translator(app_commands.Translator):
    """Asked by discord.py for every text and locale when the commands are told to Discord."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        language = language_of(locale)
        typed = context.location in _NAMES and not isinstance(context.data, app_commands.ContextMenu)
        if typed or language == ENGLISH:
            return None
        with speaking(language):
            return _(string.message)
