"""Embedding at build time: every example once, ever; the encoder runs on all cores, one text at a time."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.building.atomic import new_file
from knowledge.search.encoder import Encoded, Encoder

Floats = npt.NDArray[np.float32]
Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much

_BATCH = 256  # texts between two reports


class Embedder:
    """Vectors of texts, kept in the file `cache`, if there is to be one, by SHA-256 of the text. A damaged cache is as
    if it weren't there."""

    def __init__(
        self, encoder: Encoder, cache: Path | None, progress: Progress = lambda *_: None, threads: int | None = None
    ) -> None:
        self._encoder, self._cache, self._progress = encoder, cache, progress
        self._threads = threads or os.cpu_count() or 1
        self._known = {} if cache is None else _read(cache)
        self.embedded = 0  # texts that weren't known

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Texts that questions are to find, with their words; these aren't kept."""
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._encoder.encode_passage, texts))

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of questions and what is compared with them, shape (len(texts), dimension)."""
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}.items())
        for start in range(0, len(missing), _BATCH):
            self._progress("embedding", start, len(missing))
            batch = missing[start : start + _BATCH]
            with ThreadPoolExecutor(self._threads) as pool:
                found = list(pool.map(self._encoder.encode, [text for _, text in batch]))
            self._known.update((key, one.vector) for (key, _), one in zip(batch, found, strict=True))
        if missing:
            self._progress("embedding", len(missing), len(missing))
            self.embedded += len(missing)
        return np.stack([self._known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

    def keep(self) -> None:
        """Write the cache, if there is anything new in it."""
        if self._cache is not None and self.embedded:
            with new_file(self._cache) as draft, draft.open("wb") as file:
                np.savez(file, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))


def _read(cache: Path) -> dict[str, Floats]:
    try:
        with np.load(cache) as saved:
            return dict(zip(saved["keys"].tolist(), saved["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
