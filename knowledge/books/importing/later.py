"""What counts as the end of a plot of which nothing but the order is known: what says so, and what goes on with it."""

from __future__ import annotations

from knowledge.books.importing import signs
from knowledge.books.importing.pronouns import leans, pronoun

# Sentences of its paragraph that a late one takes along, since they would tell it, too: more behind one that says that
# it is late, or that a truth comes out, than behind a death, which hides half of a summary. Tried on 43 summaries in
# November 2026: 56 of 1,337 sentences go along; with three behind every death of a single paragraph, 15 of 100 do.
AFTER = 3
NEXT = 1
LEANING = 6  # sentences that a pronoun ties to it, with which no passage would say of whom it tells


class Later:
    """Goes through the sentences of a plot in order."""

    def __init__(self) -> None:
        self._left = self._leaning = 0
        self._paragraph = -1

    def why(self, sentence: str, paragraph: int) -> str:
        """Why the next sentence may tell what comes late, "" when nothing says so."""
        here = paragraph == self._paragraph
        left = self._left - 1 if here else 0
        self._paragraph = paragraph
        if said := signs.late(sentence):
            return self._begin(max(left, AFTER), f"“{said}” says that it tells of later")
        if said := signs.perhaps_late(sentence):
            most = AFTER if signs.answers(sentence) else NEXT
            return self._begin(max(left, most), f"“{said}” may tell what comes late")
        if (here and left >= 0) or (self._leaning and (pronoun(sentence) if here else leans(sentence))):
            self._left, self._leaning = left, self._leaning - 1
            return "the sentence before tells of later"
        self._left = self._leaning = 0
        return ""

    def _begin(self, left: int, why: str) -> str:
        self._left, self._leaning = left, LEANING
        return why
