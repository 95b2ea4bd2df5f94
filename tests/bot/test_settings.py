"""Settings as operators write them: any encoding is told, any folder works."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings
from bot.store import Store, StoreError, file_of, url_of

FOLDERS = [
    "a book club",
    "Bücher",
    "100%",
    "50%25",
    "a#b",
    "why?",
    "a?b=c&d",
    "kreis ☕",
    'it\'s "us"',
    ":memory:",
    "~x",
]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key in os.environ:
        if key.startswith(("NORFOLK_", "DISCORD_", "XDG_")):
            monkeypatch.delenv(key)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_wide_env_file_is_one_sentence(tmp_path: Path, encoding: str) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=x\nNORFOLK_BOOK=y\n", encoding=encoding)
    with pytest.raises(SettingsError, match=r"\.env, line 1: not UTF-8 but UTF-16.*save the file as UTF-8"):
        load_settings()


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850"])
def test_an_env_file_of_eight_bits_is_one_sentence(tmp_path: Path, encoding: str) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=x\nNORFOLK_DATA_DIR=/srv/Bücher\n", encoding=encoding)
    with pytest.raises(SettingsError, match=r"\.env, line 2: not UTF-8: .*save the file as UTF-8"):
        load_settings()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_byte_order_mark_hides_no_key(tmp_path: Path, ends: str) -> None:
    (tmp_path / ".env").write_bytes(f"\ufeffNORFOLK_BOOK=the-one{ends}NORFOLK_DATA_DIR=/ü{ends}".encode())
    settings = load_settings()
    assert (settings.book, settings.data_dir) == ("the-one", Path("/ü"))
    (tmp_path / ".env").write_bytes(f"\ufeffNORFOLK_BOK=the-one{ends}".encode())
    with pytest.raises(SettingsError, match="did you mean NORFOLK_BOOK"):
        load_settings()


def test_an_env_file_that_is_a_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()  # what Docker makes of a file that it was to mount and didn't find
    with pytest.raises(SettingsError, match="must be a file"):
        load_settings()


def test_every_folder_may_be_at_home(tmp_path: Path) -> None:
    folders = [name for name, field in Settings.model_fields.items() if "Path" in str(field.annotation)]
    assert folders == ["books_dir", "data_dir", "build_dir"]
    (tmp_path / ".env").write_text("".join(f"NORFOLK_{name.upper()}=~/of {name}\n" for name in folders))
    settings = load_settings()
    assert [getattr(settings, name) for name in folders] == [tmp_path / f"of {name}" for name in folders]
    assert file_of(url_of("sqlite+aiosqlite:///~/x.db")) == tmp_path / "x.db"


def test_a_home_that_nobody_has_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORFOLK_BUILD_DIR", "~no-such-user/library")
    with pytest.raises(
        SettingsError, match=r"NORFOLK_BUILD_DIR: no home folder stands for the ~.*write the whole path"
    ):
        load_settings()
    with pytest.raises(StoreError, match="write the whole path"):
        url_of("sqlite:///~no-such-user/x.db")


@pytest.mark.parametrize("name", FOLDERS)
async def test_a_folder_of_any_name_keeps_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / name
    monkeypatch.setenv("NORFOLK_DATA_DIR", str(folder))
    store = Store(load_settings().database, "book")
    await store.open()
    await store.settings.set_level(1, 2, "book", "start")
    await store.close()
    assert {path.name for path in _files(tmp_path)} == {name, "norfolk.db", "norfolk.db.lock"}
    assert (folder / "norfolk.db") in _files(tmp_path)


def _files(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_any_name_is_read_from_the_env_file(tmp_path: Path, name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    (tmp_path / ".env").write_text(f'NORFOLK_DATA_DIR="/srv/{quoted}"\n', encoding="utf-8")
    assert load_settings().data_dir == Path("/srv") / name


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("rubbish:secret", "not the URL of a database"),
        ("/data/norfolk.db", "not the URL of a database"),
        ("mysql://u:secret@h/x", "SQLite or PostgreSQL"),
        ("postgresql://u:secret@h:port/x", "not the URL of a database"),
    ],
)
def test_a_broken_url_is_told_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as error:
        Store(url, "book")
    assert not re.search("secret", str(error.value))


def test_a_url_without_a_driver_gets_ours() -> None:
    assert url_of("sqlite:////x/y.db").drivername == "sqlite+aiosqlite"
    assert url_of("postgresql://u@h/x").drivername == "postgresql+asyncpg"


def test_an_unknown_encoder_is_told_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().encoder == "all-MiniLM-L6-v2"
    monkeypatch.setenv("NORFOLK_ENCODER", "e5")
    with pytest.raises(SettingsError, match=r"NORFOLK_ENCODER: unknown encoder 'e5'; .*multilingual-e5-small"):
        load_settings()
