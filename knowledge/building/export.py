"""The build's half of the encoder: sentence-transformers, and the lean twin it is exported to.

Only a build imports this module, and only where no twin lies yet. The twin returns a text's vector and its words'
hidden states, in one graph with 8-bit weights: matrix products quantised dynamically, one scale a channel, and the word
embeddings with one scale a row. The adapter (`knowledge.building.adapter`) is merged in.
"""

from __future__ import annotations

import contextlib
import io
import logging
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from knowledge.building.adapter import merge
from knowledge.building.errors import EncoderError
from knowledge.building.sources import model_folder
from knowledge.search.encoder import MAX_TOKENS, MODEL, TOKENIZER, Encoder
from knowledge.search.encoders import MINILM, Known

AGREEMENT = 0.97  # least cosine of the twin's vectors to the original's; 8-bit weights measured 0.98 and more
_PROBES = (
    "who is ruth again",
    "why was madame crying??",
    "The best works are chosen by a woman whose name nobody knows.",
    "Wie endet das Buch? " * 12,
)


def export(folder: Path, encoder: Known = MINILM, *, fetch: bool = False) -> str:
    """Write the twin into `folder`, which exists; the network is used only with `fetch`.

    Returns in words where the weights came from. Raises EncoderError for other weights than expected, none at all, or
    when the two don't agree.
    """
    disable_progress_bar()  # type: ignore[no-untyped-call]
    with _quiet(), tempfile.TemporaryDirectory() as draft, model_folder(encoder, fetch=fetch) as (home, source):
        model = SentenceTransformer(str(home), device="cpu")
        model.max_seq_length = MAX_TOKENS
        if encoder.adapter:
            merge(model)
        whole = Path(draft) / MODEL
        onnx.save(_graph(_Twin(model[0].auto_model).eval()), str(whole))
        quantize_dynamic(
            str(whole), str(folder / MODEL), ["MatMul", "Gemm"], per_channel=True, weight_type=QuantType.QInt8
        )
        shutil.copy(home / "tokenizer.json", folder / TOKENIZER)
    twin = Encoder(folder, known=encoder)
    probes = [encoder.question + text for text in _PROBES]
    expected = model.encode(probes, normalize_embeddings=True, show_progress_bar=False)
    agreement = float(min(twin.raw(text) @ one for text, one in zip(_PROBES, expected, strict=True)))
    if agreement < AGREEMENT:
        raise EncoderError(f"the exported encoder agrees with the original only to {agreement:.4f}, not {AGREEMENT}")
    return source


def _graph(twin: torch.nn.Module) -> Any:
    program = torch.onnx.export(
        twin,
        (torch.arange(8),),
        input_names=["tokens"],
        output_names=["vector", "states"],
        dynamic_shapes={"tokens": {0: torch.export.Dim("count", max=MAX_TOKENS)}},
        dynamo=True,
    )
    assert program is not None
    return program.model_proto


class _Twin(torch.nn.Module):
    """BERT's encoder for one text at a time, which needs no padding and no mask (Devlin et al. 2019), with its mean
    pooling and normalisation. Queries, keys and values come of one product; the word embeddings are kept in 8 bits."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        self.heads: int = bert.config.num_attention_heads
        embeddings = bert.embeddings
        table = embeddings.word_embeddings.weight.detach()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        self.scale = torch.nn.Buffer(scale)
        self.table = torch.nn.Buffer((table / scale).round().to(torch.int8))
        kind = embeddings.token_type_embeddings.weight.detach()[0]
        self.positions = torch.nn.Buffer(embeddings.position_embeddings.weight.detach()[:MAX_TOKENS] + kind)
        self.norm = embeddings.LayerNorm
        self.layers = torch.nn.ModuleList(bert.encoder.layer)
        layer: Any
        for layer in self.layers:
            layer.mixed = _joined([getattr(layer.attention.self, name) for name in ("query", "key", "value")])

    def forward(self, tokens: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        count, heads = tokens.shape[0], self.heads
        states = self.norm(self.table[tokens].to(torch.float32) * self.scale[tokens] + self.positions[:count])
        size = states.shape[1] // heads
        layer: Any
        for layer in self.layers:
            query, key, value = layer.mixed(states).reshape(count, 3, heads, size).permute(1, 2, 0, 3)
            seen = torch.softmax(query @ key.transpose(1, 2) * size**-0.5, dim=-1) @ value
            told = layer.attention.output
            states = told.LayerNorm(told.dense(seen.transpose(0, 1).reshape(count, heads * size)) + states)
            inner = torch.nn.functional.gelu(layer.intermediate.dense(states))
            states = layer.output.LayerNorm(layer.output.dense(inner) + states)
        return torch.nn.functional.normalize(states.mean(0), dim=0), states


def _joined(layers: Sequence[Any]) -> torch.nn.Linear:
    """One linear layer that gives the outputs of several, side by side."""
    weight = torch.cat([layer.weight.detach() for layer in layers])
    joined = torch.nn.Linear(weight.shape[1], weight.shape[0])
    joined.weight = torch.nn.Parameter(weight)
    joined.bias = torch.nn.Parameter(torch.cat([layer.bias.detach() for layer in layers]))
    return joined


@contextlib.contextmanager
def _quiet() -> Any:
    """Loading and exporting print and log much that says nothing to a user; an exception still comes through."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)
