"""Settings from the environment and a .env file; an unknown key is an error, never ignored."""

from __future__ import annotations

import difflib
import io
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.books.errors import Unreadable
from knowledge.books.text_files import read_text
from knowledge.search.encoders import MINILM, known
from knowledge.spoilers import Policy

PREFIX = "NORFOLK_"


class SettingsError(ValueError):
    """A setting is unknown or broken; the message names it, where it stands, and the mend."""


def _expanded(path: Path) -> Path:
    """The path with ~ as the home folder, which a shell does but neither .env nor systemd. Raises ValueError."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError(f"no home folder stands for the ~ of {path}; write the whole path") from error


def _at_home(find: Callable[[str], Path], field: str) -> Path:
    """Norfolk's own folder in the user's home. Raises SettingsError for a user without one."""
    mend = f"this user has no home folder; set {PREFIX}{field.upper()} to a folder that Norfolk may write to"
    try:
        path = find("norfolk")
    except RuntimeError as error:
        raise SettingsError(mend) from error
    if not path.is_absolute():  # some versions of platformdirs leave the ~ where it is
        raise SettingsError(mend)
    return path


def _encoder(name: str) -> str:
    """The name of an encoder that the project knows. Raises ValueError with those there are."""
    return known(name).name


Folder = Annotated[Path, AfterValidator(_expanded)]


class LogFormat(StrEnum):
    """For whom the log is written."""

    PEOPLE = "people"
    JSON = "json"


class Settings(BaseSettings):
    """What an operator can choose. Everything but the token is `NORFOLK_<NAME>` in the environment or in .env."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8-sig",  # Notepad puts a byte order mark before the first key
        env_ignore_empty=True,
        extra="ignore",  # other programs' keys in .env; our own unknown ones are refused by load_settings
        populate_by_name=True,
        frozen=True,
    )

    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    book: str = "never-let-me-go"
    encoder: Annotated[str, AfterValidator(_encoder)] = MINILM.name  # another one for other languages
    books_dir: Folder | None = None  # the owner's own books, a folder each, beside those that ship
    memory: int = Field(default=512, ge=16)  # MB that open books may take
    upload_kb: int = Field(default=1024, ge=1, le=10_240)  # that a summary or a book given in Discord may have
    upload_passages: int = Field(default=1_500, ge=1, le=5_000)  # that it may have
    data_dir: Folder = Field(default_factory=lambda: _at_home(user_data_path, "data_dir"))
    build_dir: Folder = Field(default_factory=lambda: _at_home(user_cache_path, "build_dir"))
    database_url: str | None = None
    default_level: str | None = None
    default_policy: Policy = Policy.WARN
    log_format: LogFormat = LogFormat.PEOPLE
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(default=None, ge=1, le=65535)  # without one, nothing is listened on

    @property
    def database(self) -> str | Path:
        """The database: the URL that was chosen, or else a file of the data folder."""
        return self.database_url or self.data_dir / "norfolk.db"


def load_settings(env_file: Path | None = None) -> Settings:
    """Read the settings from the environment and `env_file` (.env here). Raises SettingsError."""
    path = env_file or Path(".env")
    for source, keys in ((str(path), _keys(path)), ("the environment", list(os.environ))):
        _refuse_unknown(source, keys)
    try:
        return Settings(_env_file=path)
    except ValidationError as error:
        first = error.errors()[0]
        name, said = str(first["loc"][0]), first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{_key(name)}: {said[0].lower()}{said[1:]}; mend it in .env or the environment") from error


def _keys(path: Path) -> list[str]:
    """The keys of a .env file; none if it isn't there. Raises SettingsError for one that can't be read as text."""
    try:
        return list(dotenv_values(stream=io.StringIO(read_text(path)))) if path.exists() else []
    except Unreadable as error:
        place = str(path) if error.line is None else f"{path}, line {error.line}"
        raise SettingsError(f"{place}: {error.mend}") from error
    except PermissionError as error:
        raise SettingsError(f"{path}: its folder may not be looked into; start Norfolk in another folder") from error


def _key(field: str) -> str:
    return field if field.isupper() else PREFIX + field.upper()


def _refuse_unknown(source: str, keys: list[str]) -> None:
    known = [_key(name) for name in Settings.model_fields if name != "discord_token"]
    for key in keys:
        if key.upper().startswith(PREFIX) and key.upper() not in known:
            close = difflib.get_close_matches(key.upper(), known, n=1)
            mend = f"did you mean {close[0]}?" if close else f"the keys are {', '.join(known)}"
            raise SettingsError(f"{source}: unknown setting {key}; {mend}")
