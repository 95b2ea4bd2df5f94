"""What kind of message a text is, by its vector: small talk, of something else, a complaint, a follow-up, or
an opinion.

Each is a logistic regression learnt once, over examples that are shared by all books; scoring needs the numbers alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

KINDS = ("small-talk", "off-topic", "complaint", "follow-up", "opinion")


@dataclass(frozen=True)
class Kinds:
    """A row of `weights` for each of KINDS, shape (kinds, dimension), and its `bias`, (kinds,)."""

    weights: Floats
    bias: Floats

    def log_odds(self, vector: Floats) -> dict[str, float]:
        """The log-odds of each kind for a text's unit vector, as if it were as frequent as its opposite."""
        return dict(zip(KINDS, (self.weights @ vector + self.bias).tolist(), strict=True))
