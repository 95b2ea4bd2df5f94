"""Cosines of many vectors with a few, in eight bits: a quarter of the memory to read, which is what they cost.

The sums are of whole numbers, and so the same on every machine. They are onnxruntime's, since numpy multiplies whole
numbers one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from knowledge.search.sessions import open_session

Floats = npt.NDArray[np.float32]

GRAPH = Path(__file__).with_name("products.onnx")  # `knowledge.building.products` writes it
MIDDLE = 128  # what stands for nothing among the rows' numbers
# The largest numbers of a row and of what it is multiplied with. Processors without instructions for it add two
# products in 16 bits: 255 * 63 * 2 is the most that has room.
_MOST, _MOST_ASKED = 127, 63


@dataclass(frozen=True)
class Rows:
    """Vectors in eight bits: `values`, shape (count, dimension), uint8 around MIDDLE, and a scale each, (count, 1)."""

    values: npt.NDArray[np.uint8]
    scales: Floats

    def __len__(self) -> int:
        return len(self.values)

    def products(self, vectors: Floats) -> Floats:
        """The product of every row with every one of a few vectors, shape (count, len(vectors)); of unit vectors it is
        within 0.003 of their cosine."""
        scales, small = _scaled(vectors, _MOST_ASKED)
        columns = small.astype(np.int8).T
        found = _session().run(None, {"rows": self.values, "columns": np.ascontiguousarray(columns)})[0]
        result: Floats = found * self.scales * scales.T
        return result


def rows(vectors: Floats) -> Rows:
    """Vectors, shape (count, dimension), in eight bits."""
    scales, small = _scaled(vectors, _MOST)
    return Rows(np.ascontiguousarray(small + MIDDLE).astype(np.uint8), scales)


def joined(parts: Sequence[Rows]) -> Rows:
    """The rows of several, in order."""
    return Rows(np.concatenate([part.values for part in parts]), np.concatenate([part.scales for part in parts]))


def _scaled(vectors: Floats, most: int) -> tuple[Floats, Floats]:
    """A scale for each vector, shape (count, 1), and its numbers as whole ones from -most to most."""
    scales = np.abs(vectors).max(axis=1, keepdims=True) / np.float32(most) + np.float32(1e-12)
    return scales, np.rint(vectors / scales)


@lru_cache
def _session() -> ort.InferenceSession:
    return open_session(GRAPH)
