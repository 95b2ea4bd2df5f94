"""Text to sentences. Initials and titles end none, and quotes stay with what they close."""

from __future__ import annotations

import re

from knowledge.books.sentences import shortens

LONGEST = 500  # letters; what goes on for longer without an end is cut at a comma or between words
_STOP = re.compile(
    r"(?:[.!?\u2026]+|[\u3002\uff01\uff1f\u0964\u061f\u06d4\u1362]+)[\"'\u201d\u2019\u00bb)\]\u300d\u300f]*"
)
_GOES_ON = re.compile(r"\s*(?:[,;:)\u2013\u2014-]|[a-z])")


def split(text: str) -> list[str]:
    """The sentences of a paragraph, in order; together they are all of its words."""
    found: list[str] = []
    begin = 0
    for stop in _STOP.finditer(text):
        end = stop.end()
        if end < len(text) and not _ends(text, stop.group(), end):
            continue
        found += _pieces(text[begin:end])
        begin = end
    return found + _pieces(text[begin:])


def _ends(text: str, stop: str, end: int) -> bool:
    if not stop[0].isascii() and stop[0] != "\u2026":
        return True
    if not text[end].isspace() or _GOES_ON.match(text, end):
        return False
    return stop != "." or not shortens(text, end)


def _pieces(sentence: str) -> list[str]:
    """The sentence, in pieces when it is too long to be shown."""
    rest = sentence.strip()
    found = []
    while len(rest) > LONGEST:
        window = rest[:LONGEST]
        at = max(window.rfind(sign, LONGEST // 2) for sign in ("; ", ", ", "、", "，"))
        at = at if at > 0 else window.rfind(" ", LONGEST // 2)
        at = at + 1 if at > 0 else LONGEST
        found.append(rest[:at].strip())
        rest = rest[at:].strip()
    return [piece for piece in [*found, rest] if piece]
