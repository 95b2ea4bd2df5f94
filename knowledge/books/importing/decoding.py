"""Bytes to text: the encodings that people save in are read rightly, or refused in a sentence."""

from __future__ import annotations

import codecs
import re
import unicodedata

from knowledge.books.errors import BookError

MOST_BYTES = 2_000_000
WESTERN = 0.3  # the largest share of letters beyond ASCII that a text in Latin letters has
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip, Word or EPUB file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,30})|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]+)"
)
_KNOWN = re.compile(
    r"(iso-?8859-?\d+|latin-?1|windows-?\d+|cp125\d|koi8-[ru]|shift_?jis|euc-(jp|kr)|gbk?\d*|big5)$", re.I
)
_MEND = "save the text as UTF-8 (in Notepad: Save as, then Encoding) and try again"


def decode(data: bytes, name: str, most: int = MOST_BYTES) -> str:
    """The text of a file, lines parted by \\n, without byte order marks and NULs.

    Raises BookError for one that has more than `most` bytes, is no text, or is in an encoding that can't be told.
    """
    if len(data) > most:
        raise BookError(f"{name}: {len(data):,} bytes are too many; a summary has at most {most:,}")
    if found := next((kind for begin, kind in _FORMATS if data.startswith(begin)), None):
        raise BookError(f"{name}: this is {found}; copy its text into a plain text file and import that")
    text = _decode(data, name)
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    odd = sum(unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and sign not in "\n\t\f\v" for sign in text)
    if odd > len(text) / 100 + 5:
        raise BookError(f"{name}: this is no text that can be read; {_MEND}")
    return text


def _decode(data: bytes, name: str) -> str:
    refusal = BookError(f"{name}: can't tell in which encoding this is; {_MEND}")
    coding = next((coding for bom, coding in _BOMS if data.startswith(bom)), None) or _wide(data)
    if coding:
        try:
            return data.decode(coding)
        except UnicodeDecodeError as error:
            raise BookError(f"{name}: this is broken {coding.upper()}; {_MEND}") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096])
    coding = (declared.group(1) or declared.group(2)).decode("ascii") if declared else ""
    western = not coding or bool(re.match(r"(?i)iso-?8859-?1$|latin-?1$|windows-?1252$|cp1252$|utf-?8$", coding))
    try:
        text = data.decode("cp1252" if western else coding if _KNOWN.match(coding) else "ascii")
    except (UnicodeDecodeError, LookupError):
        raise refusal from None
    letters = [sign for sign in text if sign.isalpha()]
    if western and sum(not sign.isascii() for sign in letters) > WESTERN * len(letters):
        raise refusal
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by where its NULs stand."""
    sample = data[:4000]
    if sample.count(0) < len(sample) / 8:
        return None
    return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
