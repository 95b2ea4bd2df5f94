"""Two questions in one message: "who is ruth and where do they move", "does he die? why?"."""

from __future__ import annotations

import re

_ASKING = r"(?:who|what|when|where|why|how|which|whose|does|do|did|is|are|was|were|can|will|has|have)"
_PLACED = r"(?:(?:in|into|to|by|with|for|from|at|on)\s+(?=wh|how))?"  # "in which", "into how many"
_AND = rf"(?:and|also|plus|&|\+)\s+(?:also\s+|then\s+)?{_PLACED}"
_APART = re.compile(rf"(?:\?+\s+(?:{_AND})?|[.;,]?\s+{_AND}|[.;,]\s+)(?={_ASKING}\b)", re.IGNORECASE)
_QUESTION = re.compile(rf"\b{_ASKING}\b", re.IGNORECASE)
_SHORTEST = 2  # words of a question


def parts(text: str) -> list[str]:
    """The two questions of a folded text, or the text alone when it isn't two."""
    for apart in _APART.finditer(text):
        first, second = text[: apart.start()].strip(" ?,;."), text[apart.end() :].strip()
        long_enough = min(len(first.split()), len(second.split())) >= _SHORTEST
        if long_enough and _QUESTION.search(first) and not _APART.search(second):
            return [first, second]
    return [text]
