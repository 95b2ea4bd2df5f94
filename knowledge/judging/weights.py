"""The numbers that judging goes by, as `knowledge.building` fitted and joined them: JSON, with their provenance."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.judging import confidence
from knowledge.judging.confidence import Blend, Judgement, bow
from knowledge.judging.kinds import KINDS, Kinds
from knowledge.judging.wording import Wording
from knowledge.search.encoders import MINILM, Known
from knowledge.search.features import FEATURES
from knowledge.search.lexicon import Lexicon

FILE = Path(__file__).parent / "weights.json"  # of the default encoder

CHAT = ("alone", "after_question", "after_answer")  # a question's log-odds of being told, by its three searches


@dataclass(frozen=True)
class Line:
    """The log-odds from which on a judgement says yes; a book's richness shifts it."""

    base: float
    more: float
    bend: float

    def at(self, richness: float) -> float:
        return self.base + richness * self.more + bow(richness) * self.bend


@dataclass(frozen=True)
class Weights:
    """All judgements, each over the signals that its module names, and the lines that they are held against.

    `across`, where it was fitted, is what holds for a question in another language than the book's, of whose words the
    book knows no more than the names.
    """

    ranking: Blend
    told: Judgement
    chat: Judgement
    past: Judgement
    giveaway: Judgement
    sure: Line
    unsure: Line
    warn: Line
    alarm: Line
    kinds: Kinds
    wording: Wording
    across: Weights | None = None

    def reading(self, lexicon: Lexicon) -> Weights:
        """Those for texts that are read so."""
        return self.across if lexicon.across and self.across is not None else self


def weights_file(encoder: Known = MINILM) -> Path:
    """Where the weights lie that were fitted for an encoder."""
    return FILE if encoder is MINILM else FILE.with_name(f"weights-{encoder.name}.json")


@lru_cache
def load_weights(file: Path = FILE) -> Weights:
    """Read the weights. Raises ValueError when they were fitted for other signals."""
    data = json.loads(file.read_text(encoding="utf-8"))
    wording = data["wording"]
    weights = Weights(
        ranking=_blend(data, "ranking", FEATURES),
        told=Judgement(_blend(data, "told", (*confidence.TOLD, "bias"))),
        chat=Judgement(_blend(data, "chat", (*CHAT, "bias"))),
        past=Judgement(_blend(data, "past", (*confidence.PAST, "bias"))),
        giveaway=Judgement(_blend(data, "giveaway", (*confidence.GIVEAWAY, "bias"))),
        sure=_line(data, "sure"),
        unsure=_line(data, "unsure"),
        warn=_line(data, "warn"),
        alarm=_line(data, "alarm"),
        kinds=Kinds(
            np.array([data["kinds"][kind]["weights"] for kind in KINDS], dtype=np.float32),
            np.array([data["kinds"][kind]["bias"] for kind in KINDS], dtype=np.float32),
        ),
        wording=Wording(
            frozenset(wording["ordinary"]),
            {term: row[0] for term, row in wording["terms"].items()},
            {term: row[1] for term, row in wording["terms"].items()},
            wording["bias"],
        ),
    )
    return replace(weights, across=_across(weights, data["across"])) if "across" in data else weights


def _across(weights: Weights, data: dict[str, Any]) -> Weights:
    return replace(
        weights,
        ranking=_blend(data, "ranking", FEATURES),
        told=Judgement(_blend(data, "told", (*confidence.TOLD, "bias"))),
        past=Judgement(_blend(data, "past", (*confidence.PAST, "bias"))),
        sure=_line(data, "sure"),
        unsure=_line(data, "unsure"),
        warn=_line(data, "warn"),
    )


def _line(data: dict[str, Any], name: str) -> Line:
    return Line(*data["lines"][name])


def _blend(data: dict[str, Any], name: str, signals: tuple[str, ...]) -> Blend:
    if tuple(data[name]) != signals:
        raise ValueError(f"weights.json: {name!r} was fitted for other signals; run: python -m knowledge.building.fit")
    return Blend(*map(np.array, zip(*data[name].values(), strict=True)))
