"""What is taken off every vector of an encoder whose vectors crowd, as `knowledge.building.centre` measured it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.search.encoders import Known

Floats = npt.NDArray[np.float32]


def centre_file(encoder: Known) -> Path:
    return Path(__file__).parent / f"{encoder.name}.json"


def centre_of(encoder: Known) -> Floats | None:
    """The centre, shape (dimension,); None for an encoder that has none, or whose centre nobody has measured yet."""
    file = centre_file(encoder)
    if not encoder.centred or not file.exists():
        return None
    return np.array(json.loads(file.read_text(encoding="utf-8"))["centre"], dtype=np.float32)
