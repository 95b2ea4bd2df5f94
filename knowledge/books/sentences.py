"""Where a passage's sentences end."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?:;])[\"'\u201d\u2019)]*\s+(?=[A-Z\"'\u201c\u2018(])")


def sentences(text: str) -> list[str]:
    """The sentences of a text, and the clauses that a colon or semicolon sets off before a capital."""
    return [sentence for sentence in _END.split(text) if any(map(str.isalnum, sentence))] or [text]
