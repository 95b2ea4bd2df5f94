"""Text to vectors with the exported encoder: onnxruntime and tokenizers only, never torch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from knowledge.search.centres import centre_of
from knowledge.search.encoders import MINILM, Known
from knowledge.search.sessions import open_session

Floats = npt.NDArray[np.float32]

MODEL = "encoder.onnx"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 256  # what all-MiniLM-L6-v2 was trained to read; the rest of a longer text is cut off
Span = tuple[int, int]

# A word, but of a script without spaces, in which each token is one: kana, Han, Hangul.
_WORD = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_OPENS = "\u2581"  # with it, in a vocabulary of SentencePiece, begins what begins a word


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

    def __init__(self, folder: Path, threads: int = 1, known: Known = MINILM) -> None:
        self.known = known
        self._centre = centre_of(known)
        self._session = open_session(folder / MODEL, threads)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The whole words of the model's vocabulary, lower-case."""
        tokens = self._tokenizer.get_vocab()
        if self.known.parts_words:
            return frozenset(token for token in tokens if token.isalpha())
        opening = (token[1:] for token in tokens if token.startswith(_OPENS))
        return frozenset(word for word in opening if word.isalpha() and word.islower())

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The words that the model's vocabulary has with a capital, lower-case: in German, nouns."""
        opening = (token[1:] for token in self._tokenizer.get_vocab() if token.startswith(_OPENS))
        return frozenset(word.lower() for word in opening if word.isalpha() and word.istitle())

    def encode(self, text: str) -> Encoded:
        """The vectors of a question, or of another text that is compared with questions. A word is what stands between
        spaces and punctuation; its vector is the sum of the last hidden states of its word pieces."""
        return self._encode(self.known.question, text)

    def encode_passage(self, text: str) -> Encoded:
        """The same of a text that questions are to find."""
        return self._encode(self.known.passage, text)

    def raw(self, text: str) -> Floats:
        """A question's vector as the model has it, before its centre is taken off."""
        tokens = self._tokenizer.encode(self.known.question + text)
        found: Floats = self._session.run(["vector"], {"tokens": np.array(tokens.ids, dtype=np.int64)})[0]
        return found

    def _encode(self, prefix: str, text: str) -> Encoded:
        # Half of a surrogate pair, as cut-off emoji leave them, is no text.
        text = prefix + text.encode(errors="replace").decode()
        tokens = self._tokenizer.encode(text)
        vector, states = self._session.run(None, {"tokens": np.array(tokens.ids, dtype=np.int64)})
        if self._centre is not None:
            vector = vector - self._centre
            vector /= np.linalg.norm(vector) + 1e-9
        pieces = zip(tokens.word_ids, tokens.offsets, strict=True) if self.known.parts_words else None
        starts: list[int] = []
        spans: list[list[int]] = []
        last = None
        for position, (word, span) in enumerate(pieces or _parted(tokens, text, len(prefix))):
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


def _parted(tokens: Encoding, text: str, first: int) -> Iterator[tuple[int | None, Span]]:
    """For each token the number of its word, None outside the text from `first` on, and the letters that are its: of a
    word's tokens together those of the word, and of any other token its own."""
    words = [found.span() for found in _WORD.finditer(text)]
    at = 0
    for position, (start, end) in enumerate(tokens.offsets):
        while start < end and text[start].isspace():
            start += 1
        if end <= first:
            yield None, (start, end)
            continue
        while at < len(words) and words[at][1] <= start:
            at += 1
        inside = at < len(words) and words[at][0] < end
        yield (at, words[at]) if inside else (-1 - position, (start, end))
