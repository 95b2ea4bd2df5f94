"""Passages that are easily confused with each other, by the words that they share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import Stemmer

from knowledge.book import Passage
from knowledge.books.names import plain_words

_STEMMER = Stemmer.Stemmer("english")


def confusable(passages: Sequence[Passage], most: int) -> list[tuple[Passage, Passage]]:
    """The pairs of passages that are most alike (cosine of stems, weighed by inverse frequency), each passage once."""
    bags = [Counter(_STEMMER.stemWords(plain_words(f"{passage.title} {passage.text}"))) for passage in passages]
    counts = Counter(stem for bag in bags for stem in bag)
    idf = {stem: math.log(1 + len(passages) / count) for stem, count in counts.items()}
    norms = [math.sqrt(sum((count * idf[stem]) ** 2 for stem, count in bag.items())) or 1.0 for bag in bags]
    pairs = [
        (sum(count * bags[b][stem] * idf[stem] ** 2 for stem, count in bags[a].items()) / norms[a] / norms[b], a, b)
        for a in range(len(passages))
        for b in range(a + 1, min(len(passages), a + 200))  # the others of a long book stand too far apart
    ]
    found: list[tuple[Passage, Passage]] = []
    taken: set[int] = set()
    for _, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if not {a, b} & taken and len(found) < most:
            taken |= {a, b}
            found.append((passages[a], passages[b]))
    return found
