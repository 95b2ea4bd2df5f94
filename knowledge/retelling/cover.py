"""Choosing few passages that tell much: greedy cover of weighted stems.

Weights fall on stems, and a passage covers those it holds. Taking, again and again, the passage that adds most weight a
word comes within a constant of the best choice for a number of words (Khuller, Moss and Naor 1999, budgeted maximum
coverage); as a way to sum a text up: Filatova and Hatzivassiloglou 2004, Takamura and Okumura 2009.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from knowledge.book import Passage
from knowledge.search.words import document_frequency, idf, stems

Weights = Mapping[str, float]


def weights(passages: Iterable[Passage], known: Collection[Passage]) -> Weights:
    """What each stem of the passages weighs: how many others of them hold it, times its idf among all that are known.

    What one passage alone mentions is a detail and weighs nothing, unless nothing is told twice; what each of those
    has weighs little.
    """
    everywhere = document_frequency(held(passage) for passage in known)
    here = document_frequency(held(passage) for passage in passages)
    once = min(1, max(here.values(), default=1) - 1)
    return {term: (count - once) * idf(everywhere, len(known), term) for term, count in here.items()}


def cover(
    passages: Sequence[Passage], weigh: Weights, share: float = 1.0, budget: float = float("inf")
) -> list[Passage]:
    """Passages that together hold `share` of the weight, or as much as `budget` words can, in the order of choosing."""
    missing = dict(weigh)
    enough = (1 - share) * sum(missing.values())
    chosen: list[Passage] = []
    rest = list(passages)
    while rest and sum(missing.values()) > enough + 1e-9:
        left = budget - sum(map(length, chosen))
        gain = _gain(missing)
        best = max((passage for passage in rest if length(passage) <= left), key=gain, default=None)
        if best is None or gain(best) <= 0:
            break
        chosen.append(best)
        rest.remove(best)
        for term in held(best):
            missing.pop(term, None)
    return chosen


def length(passage: Passage) -> int:
    """How many words there are to read."""
    return len(passage.text.split())


def _gain(missing: Weights) -> Callable[[Passage], float]:
    """What a passage would add for each of its words; a title and a stop cost a little, too."""
    return lambda passage: sum(missing.get(term, 0.0) for term in held(passage)) / (length(passage) + 5)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def held(passage: Passage) -> tuple[str, ...]:
    """The stems of a passage that carry meaning, each once, in the order of the alphabet: sums come out the same."""
    return tuple(sorted(_stems(passage.text)))
