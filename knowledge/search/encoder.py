"""Text to vectors with the exported encoder: onnxruntime and tokenizers only, never torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]

MODEL = "encoder.onnx"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 256  # what all-MiniLM-L6-v2 was trained to read; the rest of a longer text is cut off


@dataclass(frozen=True)
class Encoded:
    """One text: its unit vector, shape (dimension,), its words, and a unit vector a word, (words, dimension)."""

    vector: Floats
    words: tuple[str, ...]
    states: Floats


class Encoder:
    """The encoder that `knowledge.building.export` wrote into `folder`.

    Texts go through it one at a time: its 8-bit weights scale each call by all that is in it, so that a text among
    others would get another vector than by itself.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False  # questions are short: the arena costs memory and buys nothing
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The whole words of the model's vocabulary, lower-case."""
        return frozenset(token for token in self._tokenizer.get_vocab() if token.isalpha())

    def encode(self, text: str) -> Encoded:
        """The vectors of a text. A word is what stands between spaces and punctuation; its vector is the sum of the
        last hidden states of its word pieces."""
        # Half of a surrogate pair, as cut-off emoji leave them, is no text.
        text = text.encode(errors="replace").decode()
        tokens = self._tokenizer.encode(text)
        vector, states = self._session.run(None, {"tokens": np.array(tokens.ids, dtype=np.int64)})
        starts: list[int] = []
        spans: list[list[int]] = []
        last = None
        for position, (word, span) in enumerate(zip(tokens.word_ids, tokens.offsets, strict=True)):
            if word is None:
                continue
            if word != last:
                starts.append(position)
                spans.append(list(span))
            spans[-1][1] = span[1]
            last = word
        found = [text[start:end].lower() for start, end in spans]
        if not starts:
            return Encoded(vector, (), states[:0])
        sums = np.add.reduceat(states[: len(tokens.ids) - 1], starts, axis=0)
        kept = [number for number, word in enumerate(found) if word.isalnum()]
        chosen = sums[kept]
        chosen /= np.linalg.norm(chosen, axis=1, keepdims=True) + 1e-9
        return Encoded(vector, tuple(found[number] for number in kept), chosen)
