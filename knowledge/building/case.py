"""A question that weights are fitted on: what was found for it, what is right about it, and what it makes of it by the
weights so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.judging.confidence import (
    GIVEAWAY,
    PAST,
    TOLD,
    Blend,
    Judgement,
    past_signals,
    scores,
    spoken,
    told_signals,
)
from knowledge.judging.kinds import KINDS, Kinds
from knowledge.judging.weights import CHAT, Line, Weights
from knowledge.judging.wording import Wording
from knowledge.search.features import FEATURES, Found

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A question asked of one kind of book, and what is right about it."""

    found: Found
    told: bool
    right: Mask | None  # which passages answer
    beyond: Mask  # which passages lie past the level
    extents: Mask  # which of the index's extents do
    past: bool | None  # whether the answer does
    names: frozenset[str]
    known: Callable[[str], bool]
    cast: bool
    own: float
    richness: float
    weights: Weights

    @property
    def scored(self) -> Floats:
        return scores(self.found, self.weights.ranking.at(self.own))

    @property
    def signals(self) -> Floats:
        question = self.found.question
        said = spoken(question.text, question.lexicon, self.names, self.weights.wording, self.known)
        kinds = self.weights.kinds.log_odds(question.encoded.vector)
        return told_signals(self.found, self.scored, said, kinds, cast=self.cast)

    @property
    def past_signals(self) -> Floats:
        return past_signals(self.found, self.scored, self.beyond, self.extents)


def blank() -> Weights:
    """Weights of nothing, to begin with."""

    def zeros(count: int) -> Blend:
        return Blend(np.zeros(count), np.zeros(count), np.zeros(count))

    def judged(signals: Sequence[str]) -> Judgement:
        return Judgement(zeros(len(signals) + 1))

    line = Line(0.0, 0.0, 0.0)
    none = np.zeros((len(KINDS), 1), dtype=np.float32)
    return Weights(
        ranking=zeros(len(FEATURES)),
        told=judged(TOLD),
        chat=judged(CHAT),
        past=judged(PAST),
        giveaway=judged(GIVEAWAY),
        sure=line,
        unsure=line,
        warn=line,
        alarm=line,
        kinds=Kinds(none, none[:, 0]),
        wording=Wording(frozenset(), {}, {}, 0.0),
    )
