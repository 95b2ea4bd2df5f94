"""A book goes into a zip and comes back; what isn't a book's zip is refused in a sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from knowledge.books import archive
from knowledge.books.archive import beside, pack, slug_inside, unpack
from knowledge.books.digest import source_digest
from knowledge.books.errors import BookError

HEAD = 'title = "T"\nauthor = "A"\ndefault_level = "start"\n[[part]]\nid = "one"\nname = "One"\n'
PASSAGES = '[[passage]]\nid = "a"\npart = "one"\ntext = "Ines lights the lamp."\n'


BOOK = {"lamps/book.toml": HEAD, "lamps/passages/a.toml": PASSAGES}


def zipped(files: dict[str, str | bytes], attributes: int = 0, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr, info.compress_type = attributes, method
            made.writestr(info, content)
    return held.getvalue()


def test_there_and_back(copy: Path, tmp_path: Path) -> None:
    data = pack(copy)
    assert data == pack(copy)
    assert slug_inside(data) == copy.name
    unpack(data, tmp_path / "back" / copy.name)
    assert source_digest(tmp_path / "back" / copy.name) == source_digest(copy)


def test_files_at_the_top_and_others_beside(tmp_path: Path) -> None:
    unpack(
        zipped({"book.toml": HEAD, "passages/a.toml": PASSAGES, "evil.py": "x", "passages/x.sh": "x"}),
        tmp_path / "lamps",
    )
    found = sorted(path.relative_to(tmp_path / "lamps").as_posix() for path in (tmp_path / "lamps").rglob("*.*"))
    assert found == ["book.toml", "passages/a.toml"]


def test_what_a_mac_adds_to_a_zip_that_it_makes(tmp_path: Path) -> None:
    litter = {"__MACOSX/lamps/passages/._a.toml": b"\0\5", "lamps/passages/._a.toml": b"\0", "lamps/.DS_Store": b"\0"}
    unpack(zipped(BOOK | litter), tmp_path / "lamps")
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert found == sorted(BOOK)


def test_files_of_other_folders_are_left_out(tmp_path: Path) -> None:
    another = PASSAGES.replace('"a"', '"z"')
    others = {"another/passages/z.toml": another, "passages/z.toml": another, "z.toml": "", "lamps/a/b/c.toml": ""}
    data = zipped(BOOK | others | {"club.toml": "x", "lamps/club.toml": "y"})
    unpack(data, tmp_path / "lamps")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.toml")) == sorted(BOOK)
    assert beside(data, "club.toml") == b"y"


def test_a_file_of_passages_may_be_called_book(tmp_path: Path) -> None:
    data = zipped({"passages/book.toml": PASSAGES, "book.toml": HEAD})
    assert slug_inside(data) == ""
    unpack(data, tmp_path / "lamps")
    assert (tmp_path / "lamps/passages/book.toml").read_text() == PASSAGES


@pytest.mark.parametrize("name", ["../x.toml", "/etc/x.toml", "a\\..\\x.toml", "c:x.toml", "lamps/../../x.toml"])
def test_paths_that_lead_elsewhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(BookError, match="leads elsewhere"):
        unpack(zipped({"book.toml": HEAD, "passages/a.toml": PASSAGES, name: "x"}), tmp_path / "inner" / "lamps")
    assert not list(tmp_path.rglob("*.toml"))


def test_links(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="leads elsewhere"):
        unpack(zipped({"book.toml": HEAD}, 0o120777 << 16), tmp_path / "lamps")


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"book.toml": HEAD, "passages/a.toml": b" " * (archive.MOST_BYTES + 1)})
    assert len(bomb) < 100_000
    with pytest.raises(BookError, match="bytes unpacked"):
        unpack(bomb, tmp_path / "lamps")
    with pytest.raises(BookError, match="files"):
        unpack(zipped({f"passages/{n}.toml": "" for n in range(archive.MOST_FILES + 1)}), tmp_path / "lamps")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressions_that_unpack_all_at_once(method: int, tmp_path: Path) -> None:
    data = zipped(BOOK, method=method)
    damaged = data[:60] + b"\xff" * 20 + data[80:]
    for made in (data, damaged):
        with pytest.raises(BookError, match="an uncommon compression"):
            unpack(made, tmp_path / "lamps")


@pytest.mark.parametrize(
    ("sign", "skipped", "bytes_"),
    [
        (b"PK\1\2", 46, b"\0"),  # a name of no letters
        (b"PK\1\2", 42, b"\xff\xff\xff\x7f"),  # a place far behind the end
        (b"PK\5\6", 16, b"\xff\xff\0\0"),  # files before the begin
        (b"PK\5\6", 16, b"\xff\xff\xff\x7f"),
        (b"PK\3\4", 28, b"\xff\xff"),
        (b"PK\1\2", 10, b"\x63\0"),
        (b"PK\1\2", 8, b"\1\0"),  # as if it was encrypted
    ],
)
def test_damaged_zips_are_refused_in_a_sentence(sign: bytes, skipped: int, bytes_: bytes, tmp_path: Path) -> None:
    data = zipped(BOOK)
    at = data.index(sign) + skipped
    with pytest.raises(BookError, match="the zip"):
        unpack(data[:at] + bytes_ + data[at + len(bytes_) :], tmp_path / "lamps")


def test_a_place_past_all_numbers(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("lamps/book.toml", HEAD)
        made.filelist[0].extra = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    data = held.getvalue()
    at = data.index(b"PK\1\2") + 42
    with pytest.raises(BookError, match="can't be read"):
        unpack(data[:at] + b"\xff" * 4 + data[at + 4 :], tmp_path / "lamps")


def test_a_zip_is_unpacked_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = zipped(BOOK)
    opened = zipfile.ZipFile.open
    names: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda self, info: names.append(info.filename) or opened(self, info))
    unpack(data, tmp_path / "lamps")
    assert names == [*BOOK]
    beside(data, "club.toml")
    assert names == [*BOOK, *BOOK]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 and no more", "can't be read"),
        (zipped({"readme.txt": "x"}), "no book.toml in the zip"),
        (zipped({"book.toml": HEAD.replace("one", "ONE"), "passages/a.toml": PASSAGES}), "lower-case"),
        (zipped({"book.toml": HEAD}), "no passages"),
        (zipped(BOOK | {"another/book.toml": HEAD}), r"several books in the zip \(another, lamps\)"),
        (zipped({"books/lamps/book.toml": HEAD, "books/lamps/passages/a.toml": PASSAGES}), "no book.toml in the zip"),
        (zipped({"book.toml": HEAD, "passages/a.toml": PASSAGES})[:-30], "can't be read"),
    ],
)
def test_what_is_no_book(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=said):
        unpack(data, tmp_path / "lamps")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(copy: Path) -> None:
    before = source_digest(copy)
    with pytest.raises(BookError, match="there already"):
        unpack(pack(copy), copy)
    assert source_digest(copy) == before
