"""Text to unit vectors with the exported encoder: onnxruntime and tokenizers only, never torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

MODEL_NAME = "sentence-transformers/all-MiniLM-L6-v2"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of its model.safetensors
MODEL = "encoder.onnx"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 256  # what all-MiniLM-L6-v2 was trained to read; the rest of a longer text is cut off


class Encoder:
    """The encoder that `knowledge.export` wrote into `folder`."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False  # questions are short: the arena costs memory and buys nothing
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def words(self) -> list[str]:
        """The whole words of the model's vocabulary, lower-case."""
        return [token for token in self._tokenizer.get_vocab() if token.isalpha()]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, shape (len(texts), dimension), float32."""
        # Half of a surrogate pair, as cut-off emoji leave them, is no text.
        batch = self._tokenizer.encode_batch([text.encode(errors="replace").decode() for text in texts])
        feed = {
            "input_ids": np.array([item.ids for item in batch], dtype=np.int64),
            "attention_mask": np.array([item.attention_mask for item in batch], dtype=np.int64),
        }
        vectors: Vectors = self._session.run(["vector"], feed)[0]
        return vectors
