"""Settings from the environment and a .env file; an unknown key is an error, never ignored."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from dotenv import dotenv_values
from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.spoilers import Policy

PREFIX = "NORFOLK_"


class SettingsError(ValueError):
    """A setting is unknown or broken; the message names it, where it stands, and the mend."""


class Settings(BaseSettings):
    """What an operator can choose. Everything but the token is `NORFOLK_<NAME>` in the environment or in .env."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",  # other programs' keys in .env; our own unknown ones are refused by load_settings
        populate_by_name=True,
        frozen=True,
    )

    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    book: str = "never-let-me-go"
    books_dir: Path | None = None  # the owner's own books, a folder each, beside those that ship
    memory: int = Field(default=512, ge=16)  # MB that open books may take
    data_dir: Path = Field(default_factory=lambda: user_data_path("norfolk"))
    build_dir: Path = Field(default_factory=lambda: user_cache_path("norfolk"))
    database_url: str = Field(default_factory=lambda known: f"sqlite+aiosqlite:///{known['data_dir'] / 'norfolk.db'}")
    default_level: str | None = None
    default_policy: Policy = Policy.WARN


def load_settings(env_file: Path | None = None) -> Settings:
    """Read the settings from the environment and `env_file` (.env here). Raises SettingsError."""
    path = env_file or Path(".env")
    for source, keys in ((str(path), dotenv_values(path) if path.is_file() else {}), ("the environment", os.environ)):
        _refuse_unknown(source, list(keys))
    try:
        return Settings(_env_file=path)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(f"{_key(name)}: {first['msg'].lower()}; mend it in .env or the environment") from error


def _key(field: str) -> str:
    return field if field.isupper() else PREFIX + field.upper()


def _refuse_unknown(source: str, keys: list[str]) -> None:
    known = [_key(name) for name in Settings.model_fields if name != "discord_token"]
    for key in keys:
        if key.upper().startswith(PREFIX) and key.upper() not in known:
            close = difflib.get_close_matches(key.upper(), known, n=1)
            mend = f"did you mean {close[0]}?" if close else f"the keys are {', '.join(known)}"
            raise SettingsError(f"{source}: unknown setting {key}; {mend}")
