"""How far a text reaches into a book: its extents, and the odds that a text lies past a level.

An extent is what a passage or a message gives away: one of the distinct sets of secrets in the book's data, from
nothing at all to the last part with its topics.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from knowledge.book import Book
from knowledge.spoilers import Level, Secret

Floats = npt.NDArray[np.float32]
Extent = tuple[Secret, ...]


def extents(book: Book) -> list[Extent]:
    """The extents of the book's passages and messages, the smallest first."""
    found: set[Extent] = {(), *(p.secrets for p in book.passages), *(m.secrets for m in book.messages)}
    # The secrets themselves break ties: what a build learnt must mean the same in every process.
    return sorted(found, key=lambda extent: (max((secret.rank for secret in extent), default=0), len(extent), extent))


def past(extent: Iterable[Secret], level: Level) -> bool:
    return any(secret.rank > level.rank for secret in extent)


def log_odds(logits: Floats, chosen: npt.NDArray[np.bool_]) -> float:
    """Of the chosen classes together against all the others; 30 either way where there are no others or none."""
    if not chosen.any() or chosen.all():
        return 30.0 if chosen.any() else -30.0
    return float(np.clip(np.logaddexp.reduce(logits[chosen]) - np.logaddexp.reduce(logits[~chosen]), -30, 30))
