"""Embedding at build time: every text once, ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.atomic import new_file, new_folder
from knowledge.encoder import MODEL_SHA256, Vectors

if TYPE_CHECKING:
    from knowledge.export import Original

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much
BATCH = 64


def encoder_folder(build_dir: Path) -> Path:
    """Where the exported encoder lies, shared by all books."""
    return build_dir / f"encoder-{MODEL_SHA256[:8]}"


class Embedder:
    """Vectors of texts, kept in `build_dir` by SHA-256 of the text; the model is loaded for new texts only.

    Exports the encoder first when it isn't there. Raises EncoderError for a wrong model or a twin that disagrees.
    """

    def __init__(self, build_dir: Path, progress: Progress) -> None:
        self._folder, self._progress = encoder_folder(build_dir), progress
        self._store = build_dir / f"vectors-{MODEL_SHA256[:8]}.npz"
        self._known: dict[str, Vectors] = {}
        self._original: Original | None = None
        if self._store.exists():
            with np.load(self._store) as saved:
                self._known = dict(zip(saved["keys"].tolist(), saved["vectors"], strict=True))

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension), float32."""
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing or not self._folder.is_dir():
            self._embed(missing)
        return np.stack([self._known[key] for key in keys])

    def _embed(self, missing: dict[str, str]) -> None:
        original = self._load()
        if not self._folder.is_dir():
            self._progress("exporting the encoder", 0, 1)
            with new_folder(self._folder) as draft:
                original.export(draft)
            self._progress("exporting the encoder", 1, 1)
        items = list(missing.items())
        for start in range(0, len(items), BATCH):
            self._progress("embedding", start, len(items))
            batch = items[start : start + BATCH]
            self._known.update(zip([key for key, _ in batch], original.encode([t for _, t in batch]), strict=True))
        self._progress("embedding", len(items), len(items))
        with new_file(self._store) as file:
            np.savez(file, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))

    def _load(self) -> Original:
        if self._original is None:
            self._progress("loading the model", 0, 1)
            from knowledge.export import Original  # torch is needed here only

            self._original = Original()
            self._progress("loading the model", 1, 1)
        return self._original
