"""Questions about who or what does not: a passage that says the opposite is no answer."""

from __future__ import annotations

import re

_NOT = r"(?:(?:is|are|was|were|does|do|did|has|have|ca|wo)n'?t|never|not)"
_ASKS = r"who|which(?: \w+)?|what(?: \w+)?"
_DENYING = re.compile(rf"\b(?:{_ASKS})(?:'s| is| are| was| were| does| do| did| has| have)? {_NOT}\b", re.IGNORECASE)
_SAYS_SO = re.compile(r"n't\b|\b(?:not|never|no|none|nobody|without|neither|nor|impossible|only)\b", re.IGNORECASE)


def denies(question: str, passage: str) -> bool:
    """Whether the question asks who or what does not, and the passage denies nothing."""
    return bool(_DENYING.search(question.replace("\u2019", "'"))) and not _SAYS_SO.search(passage)
