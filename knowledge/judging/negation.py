"""Questions about who or what does not: a passage that says the opposite is no answer."""

from __future__ import annotations

import re

_NOT = r"(?:(?:is|are|was|were|does|do|did|has|have|ca|wo)n'?t|never|not)"
_WHO = r"(?:who|which(?: of (?:the |them|these |those )?\w*| \w+)?|what(?: \w+)?)"
_DENYING = re.compile(
    rf"^\W*(?:\w+\W+){{0,3}}?{_WHO}(?:'s| is| are| was| were| does| do| did| has| have)? {_NOT}\b", re.IGNORECASE
)
_SAYS_SO = re.compile(r"n't\b|\b(?:not|never|no|none|nobody|without|neither|nor|impossible|only)\b", re.IGNORECASE)


def denies(question: str, passage: str) -> bool:
    """Whether the question asks who or what does not, and the passage denies nothing."""
    return asks_what_is_not(question) and not _SAYS_SO.search(passage)


def asks_what_is_not(question: str) -> bool:
    """Whether the question asks who or what does not: even a passage that denies something may deny another thing."""
    return bool(_DENYING.search(question.replace("\u2019", "'")))
