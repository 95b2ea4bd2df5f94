"""Questions that ask the same in other words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.search.words import fold, stems

# The cosine from which on two questions are alike: "how old is Kathy" and "what age is Kathy" have 0.94, "who is Tommy"
# and "where is Tommy" 0.88.
NEAR = 0.89
SHARED = 2  # stems that two questions must have, and no others, to be alike by their words


def groups(texts: Sequence[str], vectors: npt.NDArray[np.float32]) -> list[list[int]]:
    """The places of texts that are alike, in groups by the first of each; `vectors`, of unit length, are (texts, d)."""
    said = [frozenset(stems(fold(text))) for text in texts]
    found: list[list[int]] = []
    for place, words in enumerate(said):
        for group in found:
            first = group[0]
            same = len(words) >= SHARED and words == said[first]
            if same or float(vectors[first] @ vectors[place]) >= NEAR:
                group.append(place)
                break
        else:
            found.append([place])
    return found
