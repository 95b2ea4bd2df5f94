"""Two questions in one message: "who is ruth and where do they move", "does he die? why?"."""

from __future__ import annotations

import re

_WHICH = r"(?:who|what|when|where|why|how|which|whose)(?:'?s)?"  # "whats", "who's"
_WHETHER = r"(?:does|do|did|is|are|was|were|can|will|has|have)"
_ASKING = rf"(?:{_WHICH}|{_WHETHER})"
_PLACED = r"(?:(?:in|into|to|by|with|for|from|at|on)\s+(?=wh|how))?"  # "in which", "into how many"
_AND = rf"(?:and|also|plus|&|\+)\s+(?:also\s+|then\s+)?{_PLACED}"
# A comma before "is" or "was" most often goes on with the same question: "how does he lose it, is it the football?"
_APART = re.compile(rf"(?:(?:\?+\s+(?:{_AND})?|[.;,]?\s+{_AND})(?={_ASKING}\b)|[.;,]\s+(?={_WHICH}\b))", re.IGNORECASE)
# A question ends with its mark, or begins a clause: "when the girl sings, who cries" is one question.
_QUESTION = re.compile(rf"(?:^|[.;,:!?]\s+|\b(?:ok|so|and|but|please|know)\s+){_PLACED}{_ASKING}\b", re.IGNORECASE)
_MARKED = re.compile(rf"\b{_ASKING}\b", re.IGNORECASE)
_MEANWHILE = re.compile(r"(?:^|[.;,:!?]\s+)when\b(?!\s+(?:do|does|did|is|are|was|were|will|has))", re.IGNORECASE)
_SHORTEST = 2  # words of a question


def parts(text: str) -> list[str]:
    """The two questions of a folded text, or the text alone when it isn't two."""
    for apart in _APART.finditer(text):
        first, second = text[: apart.start()].strip(" ?,;."), text[apart.end() :].strip()
        long_enough = min(len(first.split()), len(second.split())) >= _SHORTEST
        marked = apart.group().startswith("?") and _MARKED.search(first)
        asks = marked or _QUESTION.search(_MEANWHILE.sub("", first))
        if long_enough and asks and not _APART.search(second):
            return [first, second]
    return [text]
