"""Text files as people save them: UTF-8, with or without a byte order mark, lines ended in any way."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from knowledge.books.errors import Unreadable

_BOM = "\ufeff"
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MEND = 'save the file as UTF-8 (in Notepad: "Save as", then Encoding)'


def read_text(path: Path) -> str:
    """The text of a file, lines parted by \\n, without byte order marks. Raises Unreadable if it isn't UTF-8."""
    name = f"{path.parent.name}/{path.name}"
    try:
        raw = path.read_bytes()
    except OSError as error:
        mend = "it must be a file that the user who runs this may read"
        raise Unreadable(name, None, f"cannot be read ({error.strerror}); {mend}") from error
    if raw.startswith(_WIDE) or b"\0" in raw:
        raise Unreadable(name, 1, f"not UTF-8 but UTF-16, it seems; {_MEND}")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        seen = raw[error.start : error.start + 1].decode("cp1252", "replace")
        mend = f"not UTF-8: the sign {seen!r} is written as in Latin-1 or Windows-1252; {_MEND}"
        raise Unreadable(name, line, mend) from error
    return text.replace(_BOM, "").replace("\r\n", "\n").replace("\r", "\n")


def rows(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers, without blank ones and # comments; none if the file isn't there."""
    if not path.exists():
        return
    for number, line in enumerate(read_text(path).split("\n"), 1):
        stripped = " ".join(line.split())
        if stripped and not stripped.startswith("#"):
            yield number, stripped
