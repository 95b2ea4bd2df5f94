"""From signals to probabilities: which passage answers, whether any does, and whether the answer lies past a level.

A passage's score is a weighted sum of its features, and a softmax makes probabilities of the scores. The yes/no
judgements are logistic regressions over a few signals each. How rich a book is in examples shifts every weight: each is
`base + richness * more`, and a bend for what lies between, fitted on books with all, some and none of their examples.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.judging.wording import Wording
from knowledge.search.features import FEATURES, Found
from knowledge.search.index import UNTOLD, Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.names import strangers

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

VOTERS, HEAT = 20, 0.1  # the nearest examples that vote on whether a question is told, by exp(similarity / HEAT)
WEAK = 0.1  # as if each kind had one weak example: three votes of one kind are no certainty
RICH = 30  # own questions a passage from which on a book counts as wholly rich
RICH_UNTOLD = 1_000  # the same for its untold examples

TOLD = (
    "score",  # of the best passage
    "lead",  # over the second
    "late",  # of the best passage
    "joint",
    "pairs",
    "known",  # share of the question's weight on words that the book knows
    "names",  # 1 when it names somebody of the book
    "stranger",  # 1 when a name of the book stands in a longer name that isn't the book's
    "asks",  # 1 when it has a question word
    "wording",  # log-odds by its wording
    "small_talk",  # log-odds that it is small talk rather than a question
    "off_topic",  # log-odds that it is of something else
    "vote",  # of the nearest examples, by cosine, for being told
    "vote_words",  # the same by words
    "ridge",  # of a linear classifier over the book's examples
    "cast",  # 1 when the book lists its characters
    "untold",  # cosine to the nearest untold example less that to the nearest own question
)
GIVEAWAY = (
    "passages",  # log-odds that the best passage lies past the level
    "score",  # of the best passage past the level
    "late",  # late interaction with that passage
    "joint",  # its best sentence
    "known",  # share of the sentence's weight on words that the book knows
    "names",  # 1 when it names somebody of the book
    "off_topic",  # log-odds that it is of something else
    "vote",  # of the nearest example messages, by cosine
    "vote_words",  # the same by words
    "ridge",  # of a linear classifier over the book's messages
    "near",  # cosine to the nearest message that gives something past the level away, less that to the nearest other
)
PAST = (
    "passages",  # log-odds by the passages' probabilities
    "vote",  # of the nearest own questions, by cosine
    "vote_words",  # the same by words
    "reach",  # of a linear classifier over the book's own questions
)


@dataclass(frozen=True, eq=False)
class Blend:
    """Weights that a book's richness, from 0 to 1, shifts: `base` for a bare book, `base + more` for a rich one, and
    between the two as far off the straight line as `bend` says."""

    base: Floats
    more: Floats
    bend: Floats

    def at(self, richness: float) -> Floats:
        return _blended(self, richness)


@lru_cache(256)
def _blended(weights: Blend, richness: float) -> Floats:
    return weights.base + richness * weights.more + bow(richness) * weights.bend


def bow(richness: float) -> float:
    """0 for a bare and for a rich book, 1 halfway."""
    return 4 * richness * (1 - richness)


@dataclass(frozen=True)
class Judgement:
    """A fitted logistic regression; the last weight is the bias."""

    weights: Blend

    def log_odds(self, signals: Floats, richness: float) -> float:
        weights = self.weights.at(richness)
        return clipped(float(signals @ weights[:-1] + weights[-1]))


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def richness(index: Index) -> tuple[float, float]:
    """How much a book's own questions can say, from 0 for none to 1, and how much all its examples can; the first few
    say most."""
    counts = np.bincount(index.example_owner[index.example_owner != UNTOLD], minlength=index.passages)
    own = float(np.log1p(np.minimum(counts, RICH)).mean() / np.log1p(RICH))
    untold = float(np.log1p(min(int((index.example_owner == UNTOLD).sum()), RICH_UNTOLD)) / np.log1p(RICH_UNTOLD))
    return own, (own + untold) / 2


def scores(found: Found, weights: Floats) -> Floats:
    """How well each passage answers, in logits, shape (passages,)."""
    result: Floats = found.features @ weights
    return result


def probabilities(scored: Floats) -> Floats:
    """The softmax of the scores."""
    raised = np.exp(scored - scored.max())
    result: Floats = raised / raised.sum()
    return result


@dataclass(frozen=True)
class Spoken:
    """What a question's words say by themselves, whatever is found for it: signals of TOLD."""

    names: bool
    stranger: bool
    asks: bool
    wording: float


def spoken(text: str, read: Lexicon, names: frozenset[str], wording: Wording, knows: Callable[[str], bool]) -> Spoken:
    """What a readable question says, asked of a book with the words of such `names` and of which `knows` says whether
    it has a stem."""
    return Spoken(
        not names.isdisjoint(read.words(text)),
        read.english and strangers(text, names, wording.ordinary),
        read.asks(text),
        # How a question is worded says something where the words are those that were learnt from.
        wording.log_odds(text, knows) if read.english else 0.0,
    )


def told_signals(found: Found, scored: Floats, said: Spoken, kinds: dict[str, float], *, cast: bool) -> Floats:
    """The signals of TOLD for one question."""
    best = int(scored.argmax())
    second = float(np.partition(scored, -2)[-2]) if len(scored) > 1 else float(scored[best]) - 5.0
    feature = dict(zip(FEATURES, found.features[best].tolist(), strict=True))
    told = found.near_owner != UNTOLD
    return np.array(
        [
            scored[best],
            scored[best] - second,
            feature["late"],
            found.features[:, FEATURES.index("joint")].max(),
            feature["pairs"],
            found.known,
            float(said.names),
            float(said.stranger),
            float(said.asks),
            said.wording,
            kinds["small-talk"],
            kinds["off-topic"],
            vote(found.near, told),
            vote(found.alike, found.alike_owner != UNTOLD),
            float(found.reach[:-1].sum() - found.reach[-1]),
            float(cast),
            _untold(found.near, told),
        ]
    )


def _untold(near: npt.NDArray[np.float32], told: Mask) -> float:
    """How much nearer the nearest untold example is than the nearest own question, of examples in order; what isn't
    among them is no nearer than the last."""
    if not len(near):
        return 0.0
    if told.all() or not told.any():
        return float(near[-1] - near[0] if told[0] else near[0] - near[-1])
    return float(near[told.argmin()] - near[told.argmax()])


def past_signals(found: Found, scored: Floats, beyond: Mask, past: Mask) -> Floats:
    """The signals of PAST; `beyond` says which passages lie past the level, `past` which of the index's extents."""
    own, alike = found.near_owner != UNTOLD, found.alike_owner != UNTOLD
    by_cosine = vote(found.near[own], beyond[found.near_owner[own]])
    by_words = vote(found.alike[alike], beyond[found.alike_owner[alike]])
    reach = found.reach[:-1]
    return np.array([log_odds(scored, beyond), by_cosine, by_words, float(reach[past].sum() - reach[~past].sum())])


def log_odds(logits: Floats, chosen: Mask) -> float:
    """Of the chosen classes together against all the others; 30 either way where there are no others or none."""
    raised = np.exp(logits - logits.max(initial=-np.inf))
    inside, outside = float(raised[chosen].sum()), float(raised[~chosen].sum())
    if not inside or not outside:
        return 30.0 if inside else -30.0
    return clipped(math.log(inside / outside))


def clipped(log_odds: float) -> float:
    """The log-odds, at most 30 either way."""
    return max(-30.0, min(30.0, log_odds))


def vote(similarity: npt.NDArray[np.float32], chosen: Mask) -> float:
    """The log-odds of the chosen among the nearest examples, best first; 0 where there are none."""
    near = similarity[:VOTERS].tolist()
    if not near:
        return 0.0
    votes = [WEAK, WEAK]
    for cosine, kind in zip(near, chosen[:VOTERS].tolist(), strict=True):
        votes[kind] += math.exp((cosine - near[0]) / HEAT)
    return math.log(votes[True] / votes[False])
