"""Where in the story an answer stands, by what the question says: "how does it end" shares no word with the ending, and
"what does Ines do at the end" shares her name with every passage about her.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from knowledge.book import Book
from knowledge.search.words import words

Floats = npt.NDArray[np.float64]

# What the last passages of the story gain in score where a question asks for the ending itself, the very last first.
ENDING = (10.0, 9.0, 8.0)
# What the last one gains where a question asks for something at the end, and the first one where it does at the start;
# others by the square of how near they stand. All in a book without own questions, and chosen on questions about novels
# imported from summaries, November 2026.
LATE, EARLY = 5.0, 2.0

_BOOK = r"(?:the\s+)?(?:whole\s+)?(?:book|novel|story|plot|tale|thing|it)"
_AT_THE_END = re.compile(
    rf"\b(?:(?:at|in|by|to|towards?|near)\s+the\s+(?:very\s+)?end\b(?!\s+of\s+(?!{_BOOK}\b))"
    rf"|(?:the|its|that)\s+ending\b|end\s+of\s+{_BOOK}\b|hows?\b.{{1,60}}\bends?\b(?!\s+up)"
    r"|(?:last|final|closing)\s+(?:scene|page|chapter|line|sentence|part|moment)s?\b)",
    re.IGNORECASE,
)
_AT_THE_START = re.compile(
    rf"\b(?:(?:at|in|from)\s+the\s+(?:very\s+)?(?:start|beginning)\b(?!\s+of\s+(?!{_BOOK}\b))|at\s+first\b"
    rf"|how\b.{{1,60}}\b(?:starts?|begins?)\b|(?:first|opening)\s+(?:scene|page|chapter)s?\b|to\s+begin\s+with\b)",
    re.IGNORECASE,
)
# What a mystery keeps for late. Of 24 such questions about six mysteries six more are answered with the one who did it;
# November 2026.
_CULPRIT = re.compile(
    r"\W*(?:(?:so|and|but|ok|okay|then|wait)\W+)*who(?:['\u2019]?s|\s+is|\s+was)?\s+"
    r"(?:did\s+it|(?:the\s+)?(?:killer|murderer|culprit))\W*\Z",
    re.IGNORECASE,
)
# A question of these words alone asks for the ending itself.
_OF_THE_ENDING = frozenset(
    """
    a about again all and anyway at book can chapter close closing did didnt do does end ended ending ends everything
    exactly explain final finally finish happen happened happens how i in is it its last like lol me novel of ok on page
    part pls please plot really remember remind scene so someone spoil story tell that the then thing things this to
    us very was well what whats when whole with
    """.split()  # noqa: SIM905 - a list of words reads better
)
# "Boo Radley (Arthur): the recluse next door": an entry of a list of characters, which has no place in the story.
_ENTRY = re.compile(
    r"\W*(?:(?:[^\W\d_a-z][\w.'\u2019-]*+|and|of|the|de|van|von)[\s,/\"\u201c\u201d]*)+(?:\([^)]*\)\s*)?"
    r"(?::|[\u2013\u2014](?![^.]*[\u2013\u2014]))\s"
)


class Positions:
    """The places of a book's passages in its story."""

    def __init__(self, book: Book) -> None:
        told = enumerate(book.passages)
        story = [place for place, passage in told if passage.secrets and not _ENTRY.match(passage.text)]
        self._has_story = bool(story)
        self._ending, self._late, self._early = np.zeros((3, len(book.passages)))
        self._ending[story[: -len(ENDING) - 1 : -1]] = ENDING[: len(story)]
        self._late[story] = LATE * np.linspace(0, 1, len(story)) ** 2
        self._early[story] = EARLY * np.linspace(1, 0, len(story)) ** 2

    def gains(self, text: str) -> Floats | None:
        """What each passage gains in score, shape (passages,), by what a readable English text says of the place of its
        answer; None where it says nothing."""
        if not self._has_story:
            return None
        if _AT_THE_END.search(text):
            return self._ending if _OF_THE_ENDING.issuperset(words(text)) else self._late
        if _CULPRIT.match(text):
            return self._late
        return self._early if _AT_THE_START.search(text) else None
