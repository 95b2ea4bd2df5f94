"""Everything about Discord: the bot, its settings, its store, its preview."""
