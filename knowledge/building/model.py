"""Which encoder a build makes: the model, by the digest of its weights, and the adapter that is merged into it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from knowledge.search.centres import centre_file
from knowledge.search.encoders import MINILM, Known

MODEL_NAME = MINILM.hub
MODEL_SHA256 = MINILM.sha256  # of its model.safetensors
ADAPTER = Path(__file__).parent / "adapter"
_EXPORT = "3"  # raise it when the export changes


@lru_cache
def encoder_id(encoder: Known = MINILM) -> str:
    """The exported encoder by what it is made from, as 12 hex digits."""
    source = hashlib.sha256(f"{_EXPORT} {encoder.sha256}".encode())
    for name in ("adapter_config.json", "adapter_model.safetensors") if encoder.adapter else ():
        source.update((ADAPTER / name).read_bytes())
    if (centre := centre_file(encoder)).exists():
        source.update(centre.read_bytes())
    return source.hexdigest()[:12]


def encoder_folder(build_dir: Path, encoder: Known = MINILM) -> Path:
    """Where the exported encoder lies, shared by all books."""
    return build_dir / f"encoder-{encoder_id(encoder)}"
