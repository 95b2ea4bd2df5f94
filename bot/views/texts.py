"""Members' text made harmless, and text cut to what a message may hold."""

from __future__ import annotations

import re
import unicodedata

from knowledge.book import Book
from knowledge.spoilers import START, Level, Policy

_GAP = "\u200b"
# What formats anywhere, and what does only where a word or the line begins: lists, headings, small print.
_MARKS = re.compile(r"[\\*_~|`<>\[\]()#@:]|(?<!\S)[-+=]|(?<=^\d)\.")
_REFERENCES = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]+:)[\w:]*>|@everyone\b|@here\b")
_LINK = re.compile(r"(:(?=//)|(?<=[^\W_])\.(?=[^\W_])|@|(?<=<)[#&:/]|(?<=&)#)")

POLICIES = {
    Policy.WARN: "warn: a warning, and the answer under a cover",
    Policy.WITHHOLD: "withhold: a warning, and the answer only in private to those who ask for it",
    Policy.SILENT: "silent: what is past the level is treated as unknown, without a hint",
}


def plain(text: str) -> str:
    """A member's text without mentions, channels, times and emojis of servers, which are no words of a question."""
    return _REFERENCES.sub(" ", text)


def escape(text: str) -> str:
    """A member's text in one line that formats nothing, mentions nobody, links nowhere and makes no preview.

    Discord takes a backslash before any mark as "this is text"; a gap of no width breaks what is found before
    marks are read: addresses, invites and mentions. Characters that can't be seen or turn the line around go.
    """
    seen = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    gapped = _LINK.sub(lambda match: f"{match.group()}{_GAP}", seen)
    return _MARKS.sub(lambda match: f"\\{match.group()}", gapped)


def clip(text: str, chars: int, size: int) -> str:
    """At most that many characters and UTF-8 bytes of a text, cut after a word and marked with an ellipsis."""
    if len(text) <= chars and len(text.encode()) <= size:
        return text
    cut = text[: max(0, chars - 1)].encode()[: max(0, size - 3)].decode(errors="ignore")
    whole = cut.rsplit(" ", 1)[0] if " " in cut[len(cut) // 2 :] else cut
    return whole.rstrip(" \\") + "…"


def level_name(level: Level, book: Book) -> str:
    """A level in words: "the start", "Part One", "Part Three (the whole book)"."""
    return f"{level.name} (the whole book)" if level == book.levels[-1] and level.id != START else level.name
