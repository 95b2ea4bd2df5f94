"""Where a passage's sentences end."""

from __future__ import annotations

import re

# A capital may have an accent; Spanish opens with a mark, German and French quote with others, Japanese has no space.
_END = re.compile(
    r"(?<=[.!?:;])[\"'\u201d\u2019\u00ab\u00bb)]*\s+(?=[A-Z\u00c0-\u00d6\u00d8-\u00de\"'\u201c\u2018(\u00a1\u00bf\u00ab\u00bb\u201e])"
    r"|(?<=[\u3002\uff01\uff1f])(?![\u300d\u300f\uff09])"
)
TITLES = (
    "Mr|Mrs|Ms|Mme|Mlle|Messrs|Dr|Prof|Rev|Fr|St|Ste|Jr|Sr|Col|Capt|Cpt|Lt|Sgt|"
    "Gen|Maj|Cmdr|Hon|Gov|Sen|Pres|Insp|Det|Mt|Ft"
)
_NUMBERED = "No|Nos|Vol|Ch|pp?"  # before a number; "No." by itself is a sentence
_SHORT = "vs|cf|ca|approx|ed|eds|trans|e\\.g|i\\.e|etc|al|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec"
_NEVER = re.compile(rf"(?:^|[\s(\"'\u201c\u2018-])(?:{TITLES}|{_SHORT})\.$")
_COUNTS = re.compile(rf"(?:^|[\s(\"'\u201c\u2018-])(?:{_NUMBERED})\.$")
_NUMBER = re.compile(r"\s*\d")
_INITIAL = re.compile(r"(?:^|[\s(.\"\u201c]|(?<!\w)')[^\W\d_]\.$")
_OPENERS = re.compile(
    r"\s+(?:The|A|An|He|She|It|They|We|I|In|On|At|As|When|While|After|Before|But|And|His|Her|Their|This|That|There|Then|However|Later|Once|One|Although|With|By|For|To|If|During|Meanwhile)\b"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, and the clauses that a colon or semicolon sets off before a capital."""
    found, begin = [], 0
    for end in _END.finditer(text):
        if not shortens(text, end.start()):
            found.append(text[begin : end.start()])
            begin = end.end()
    return [sentence for sentence in [*found, text[begin:]] if any(map(str.isalnum, sentence))] or [text]


def shortens(text: str, end: int) -> bool:
    """Whether a full stop, behind which `end` is, makes a title, a short form or an initial rather than ends a
    sentence; an initial does where the next word opens none."""
    before = text[max(0, end - 12) : end]
    if _NEVER.search(before) or (_COUNTS.search(before) and _NUMBER.match(text, end)):
        return True
    return _INITIAL.search(before) is not None and _OPENERS.match(text, end) is None
