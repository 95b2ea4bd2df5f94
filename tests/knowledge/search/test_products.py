"""Products in eight bits against those in full."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.building.products import graph
from knowledge.search import products
from knowledge.search.features import NEAREST, highest

DRAWN = np.random.default_rng(1)


def unit(count: int) -> np.ndarray:
    found = DRAWN.standard_normal((count, 384)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_cosines_of_unit_vectors() -> None:
    many, few = unit(50), unit(3)
    few[0] = many[7]
    rows = products.joined([products.rows(many[:20]), products.rows(many[20:])])
    found = rows.products(few)
    assert found.shape == (len(rows), 3)
    np.testing.assert_allclose(found, many @ few.T, atol=3e-3)
    assert found[:, 0].argmax() == 7


def test_a_vector_of_nothing_is_like_nothing() -> None:
    none = np.zeros((1, 384), dtype=np.float32)
    assert not products.rows(unit(4)).products(none).any()
    assert not products.rows(none).products(unit(1)).any()


def test_the_graph_is_as_its_command_writes_it() -> None:
    assert products.GRAPH.read_bytes() == graph()


@pytest.mark.parametrize("count", [0, 1, NEAREST, 1_000, 5_000])
def test_the_highest_of_many_values(count: int) -> None:
    values = DRAWN.integers(0, 900, count).astype(np.float32)  # many are the same
    assert highest(values).tolist() == sorted(range(count), key=lambda n: (-values[n], n))[:NEAREST]
