"""Where a passage's sentences end."""

from __future__ import annotations

import re

# A capital may have an accent; Spanish opens with a mark, German and French quote with others, Japanese has no space.
_END = re.compile(
    r"(?<=[.!?:;])[\"'\u201d\u2019\u00ab\u00bb)]*\s+(?=[A-Z\u00c0-\u00d6\u00d8-\u00de\"'\u201c\u2018(\u00a1\u00bf\u00ab\u00bb\u201e])"
    r"|(?<=[\u3002\uff01\uff1f])(?![\u300d\u300f\uff09])"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, and the clauses that a colon or semicolon sets off before a capital."""
    return [sentence for sentence in _END.split(text) if any(map(str.isalnum, sentence))] or [text]
