"""Secrets that deserve a warning of their own: what an early passage leaves open and a late one explains."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import Stemmer

from knowledge.books.importing import signs
from knowledge.books.importing.into_passages import Cut
from knowledge.books.importing.people import Person
from knowledge.books.names import find_name, plain_words

MOST = 3
SHARED = 2.5  # the least sum of inverse frequencies of the words that the two passages share
UNNAMED = "a secret that comes out late"
_STEMMER = Stemmer.Stemmer("english")


@dataclass(frozen=True)
class Topic:
    """A proposed topic: its name, the part where it is told, and the numbers of the passages that tell it."""

    name: str
    rank: int
    cuts: tuple[int, ...]


def topics(cuts: Sequence[Cut], people: Sequence[Person]) -> list[Topic]:
    """The topics, at most three; their names have no words but those of the passage that leaves them open."""
    stems = [{stem for word in plain_words(cut.text) if len(stem := str(_STEMMER.stemWord(word))) > 3} for cut in cuts]
    counts = Counter(stem for found in stems for stem in found)
    weight = {stem: math.log(1 + len(cuts) / count) for stem, count in counts.items()}
    early = [n for n, cut in enumerate(cuts) if cut.rank > 0 and signs.leaves_open(cut.text)]
    late = [n for n, cut in enumerate(cuts) if signs.answers(cut.text)]
    pairs = [
        (sum(weight[stem] for stem in stems[a] & stems[b]), a, b)
        for a in early[:200]
        for b in late[:400]
        if cuts[a].rank < cuts[b].rank
        and cuts[a].order < cuts[b].order
        and sum(counts[stem] <= len(cuts) / 2 for stem in stems[a] & stems[b]) >= 2
    ]
    found: list[Topic] = []
    used: set[int] = set()
    for score, a, b in sorted(pairs, reverse=True):
        if score < SHARED or len(found) == MOST:
            break
        if a in used or b in used:
            continue
        used |= {a, b}
        name = _name(cuts[a], cuts[b], people)
        if name not in {topic.name for topic in found}:
            found.append(Topic(name, cuts[b].rank, (b,)))
    return found


def _name(early: Cut, late: Cut, people: Sequence[Person]) -> str:
    """What readers of the first part know already of the secret: somebody whom both passages name."""
    for person in people:
        if person.rank <= 1 and find_name(early.text, person.names) and find_name(late.text, person.names):
            return f"a secret about {person.name}"
    return UNNAMED
