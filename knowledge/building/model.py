"""Which encoder a build makes: the model, by the digest of its weights, and the adapter that is merged into it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

MODEL_NAME = "sentence-transformers/all-MiniLM-L6-v2"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of its model.safetensors
ADAPTER = Path(__file__).parent / "adapter"
_EXPORT = "3"  # raise it when the export changes


@lru_cache
def encoder_id() -> str:
    """The exported encoder by what it is made from, as 12 hex digits."""
    source = hashlib.sha256(f"{_EXPORT} {MODEL_SHA256}".encode())
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        source.update((ADAPTER / name).read_bytes())
    return source.hexdigest()[:12]


def encoder_folder(build_dir: Path) -> Path:
    """Where the exported encoder lies, shared by all books."""
    return build_dir / f"encoder-{encoder_id()}"
