"""Where a passage's sentences end."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z\"\u201c])")


def sentences(text: str) -> list[str]:
    """The sentences of a text, and the clauses that a colon or semicolon sets off before a capital."""
    return _END.split(text)
