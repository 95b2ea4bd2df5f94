"""A book's folder as one zip file, and back. What comes back is untrusted: sizes and names are held to limits."""

from __future__ import annotations

import io
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from knowledge.books.errors import BookError
from knowledge.books.files import files_of, is_of_a_book
from knowledge.books.head import HEAD
from knowledge.books.passages import FOLDER
from knowledge.books.writing import settle, with_room

MOST_FILES = 300
MOST_BYTES = 20_000_000  # of all files together, unpacked
_MADE = (1980, 1, 1, 0, 0, 0)
# Of the others, zipfile unpacks all that it has read at once: 400 bytes in bzip2 took 600 MB before they were counted.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises at zips with a few bytes changed; an empty name is a LookupError, an odd place a ValueError.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    LookupError,
    OverflowError,
    ValueError,
    OSError,
)


def is_archive(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def pack(folder: Path, beside: Mapping[str, bytes] | None = None) -> bytes:
    """A zip of the book's files, in a folder of its name, with other files `beside` them, by name; the same book gives
    the same bytes."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_of(folder)} | dict(beside or {})
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(f"{folder.absolute().name}/{name}", _MADE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, content)
    return held.getvalue()


def beside(data: bytes, name: str) -> bytes | None:
    """A file of that name beside the book's own in a zip, which `unpack` leaves out; None without one. Raises BookError
    for a bad zip."""
    top, files = _unpacked(data)
    return files.get(PurePosixPath(top, name))


def slug_inside(data: bytes) -> str:
    """The name of the folder in a zip, "" when its files lie at the top. Raises BookError for a bad zip."""
    return _unpacked(data)[0]


def unpack(data: bytes, folder: Path) -> None:
    """Write the book of a zip into a new folder, wholly or not at all; what else is in the zip is left out.

    Raises BookError for what isn't a book's zip, for one that is too large unpacked or has a path that leads elsewhere,
    and for a book that isn't in order.
    """
    with_room(folder)
    top, files = _unpacked(data)
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".book-", dir=folder.absolute().parent) as desk:
        home = Path(desk) / folder.absolute().name
        (home / FOLDER).mkdir(parents=True)
        for path, content in files.items():
            inner = path.relative_to(top) if path.is_relative_to(top) else None
            if inner is not None and is_of_a_book(inner):
                (home / inner).write_bytes(content)
        settle(home, folder)


def _unpacked(data: bytes) -> tuple[str, dict[PurePosixPath, bytes]]:
    """The folder that the book lies in, "" for the top, and the files of a zip by their paths; no more is unpacked than
    the limits allow, whatever the zip says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _read(archive)
    except BookError:
        raise
    except _DAMAGED as error:
        raise BookError(f"the zip can't be read ({error}); export the book anew") from error
    return _top(files), files


def _read(archive: zipfile.ZipFile) -> dict[PurePosixPath, bytes]:
    entries = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info)]
    if len(entries) > MOST_FILES:
        raise BookError(f"the zip has {len(entries):,} files; a book's has at most {MOST_FILES}")
    files: dict[PurePosixPath, bytes] = {}
    room = MOST_BYTES
    for info in entries:
        path = _path(info)
        if info.compress_type not in _METHODS:
            raise BookError(
                f"the zip has {info.filename[:80]!r} in an uncommon compression; make it anew as a plain zip"
            )
        with archive.open(info) as file:
            content = file.read(room + 1)
        room -= len(content)
        if room < 0:
            raise BookError(f"the zip is larger than {MOST_BYTES:,} bytes unpacked; a book isn't")
        files[path] = content
    return files


def _top(files: Iterable[PurePosixPath]) -> str:
    """The folder that the book lies in, "" for the top. Raises BookError for no book, and for two."""
    tops = sorted(path.parent.name for path in files if path.name == HEAD and len(path.parts) <= 2)
    if not tops:
        raise BookError(f"there is no {HEAD} in the zip; a zip to import is one that norfolk book export made")
    if tops[0] and len(tops) > 1:
        raise BookError(f"there are several books in the zip ({', '.join(tops)[:80]}); make a zip of one of them")
    return tops[0]


def _is_litter(info: zipfile.ZipInfo) -> bool:
    """Whether it is what a Mac adds to the zips that it makes."""
    parts = PurePosixPath(info.filename).parts
    return "__MACOSX" in parts or any(part == ".DS_Store" or part.startswith("._") for part in parts)


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    """The path of a file in a zip. Raises BookError for one that leads out of the folder, or is a link."""
    path = PurePosixPath(info.filename)
    odd = path.is_absolute() or ".." in path.parts or any(sign in info.filename for sign in "\\:\0")
    if odd or stat.S_ISLNK(info.external_attr >> 16):
        raise BookError(f"the zip has the path {info.filename[:80]!r} in it, which leads elsewhere; it isn't imported")
    return path
