"""What of a text carries meaning, by its language: words, stems, stop words and question words.

English is `knowledge.search.words`. In the others accents stay in a folded text, since they tell words apart to the
encoder, and go from the stems, since members leave them out. What is written without spaces (kana, Han, Hangul) is cut
into pairs of neighbouring signs, as is usual for BM25 (Kwok 1997).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import Stemmer

from knowledge.books.languages import ENGLISH
from knowledge.search import words as english
from knowledge.search.question import begins_asking

FOLDER = Path(__file__).parent / "stop-words"
UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # the letters of scripts without spaces, for a pattern
_WORD = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+")
_UNSPACED = re.compile(rf"[{UNSPACED}]")
_SMALL = re.compile(r"[\u3041-\u309f\u30fc]+")  # hiragana, in which Japanese writes what carries little meaning
_STEMMERS = MappingProxyType({"de": "german", "es": "spanish", "fr": "french", "pt": "portuguese"})


@dataclass(frozen=True)
class Lexicon:
    """How texts in the language `code` are read. `stems` are by the language `book`: of a question in another language
    than its book's, they are what of it might stand in the book."""

    code: str
    book: str
    stop: frozenset[str]  # without accents
    asking: frozenset[str]  # question words, without accents

    @property
    def across(self) -> bool:
        """Whether a question is in another language than its book."""
        return self.code != self.book

    @property
    def english(self) -> bool:
        """Whether all that was made for English holds."""
        return self.code == self.book == ENGLISH

    def fold(self, text: str) -> str:
        return english.fold(text) if self.code == ENGLISH else english.fold(text, accents=True)

    def words(self, text: str) -> list[str]:
        """The words of a folded text, lower-case; of what has no spaces, its pairs of signs."""
        if self.english:
            return english.words(text)
        return [piece for word in _WORD.findall(text.lower()) for piece in _pieces(word)]

    def stem(self, word: str) -> str:
        if self.book == ENGLISH:
            return english.stem(word if self.english else bare(word))
        stemmer = _stemmer(self.book)
        return bare(word if stemmer is None else str(stemmer.stemWord(word)))

    def all_stems(self, text: str) -> list[str]:
        """The stems of all words, in order."""
        return english.all_stems(text) if self.english else [self.stem(word) for word in self.words(text)]

    def stems(self, text: str) -> list[str]:
        """The stems of the words that carry meaning, in order; of all words when there are no others."""
        if self.english:
            return english.stems(text)
        found = self.words(text)
        return [self.stem(word) for word in [word for word in found if self.means(word)] or found]

    def means(self, word: str) -> bool:
        """Whether a lower-case word carries meaning."""
        if self.english:
            return word not in english.STOP
        return bare(word) not in self.stop and not (self.code == "ja" and _SMALL.fullmatch(word))

    def meaningful(self, words: Sequence[str]) -> list[int]:
        """The places of the words that carry meaning; of all words when there are no others."""
        return [place for place, word in enumerate(words) if self.means(word)] or list(range(len(words)))

    def asks(self, text: str) -> bool:
        """Whether a folded text has a question word."""
        if self.english or self.code != "ja":
            return not self.asking.isdisjoint(map(bare, self.words(text)))
        return any(word in text for word in self.asking)

    def begins_asking(self, text: str) -> bool:
        """Whether a folded text begins as a question does, in English whether a clause does; what has no first word,
        whether it asks."""
        if self.english:
            return begins_asking(text)
        return self.asks(text) if self.code == "ja" else self.asks("".join(self.words(text)[:1]))


@lru_cache
def lexicon(code: str) -> Lexicon:
    """That of a book's language. Raises KeyError for one that no book can be in."""
    if code == ENGLISH:
        return Lexicon(code, code, english.STOP, english.QUESTION_WORDS)
    stop: set[str] = set()
    asking: set[str] = set()
    for line in (FOLDER / f"{code}.txt").read_text(encoding="utf-8").splitlines():
        found = {bare(word) for word in line.removeprefix("?").split()}
        if not line.startswith("#"):
            stop |= found
            asking |= found if line.startswith("?") else set()
    return Lexicon(code, code, frozenset(stop), frozenset(asking))


@lru_cache
def across(code: str, book: str) -> Lexicon:
    """That of questions in one language about a book in another."""
    return replace(lexicon(code), book=book)


ENGLISH_LEXICON = lexicon(ENGLISH)


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """A lower-case word without accents; marks of kana stay."""
    if word.isascii() or _UNSPACED.search(word):
        return word
    plain = unicodedata.normalize("NFKD", word.replace("ß", "ss"))
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")


def unspaced(text: str) -> bool:
    """Whether something of a text is written in a script without spaces."""
    return _UNSPACED.search(text) is not None


@lru_cache
def _stemmer(code: str) -> Stemmer.Stemmer | None:
    return Stemmer.Stemmer(_STEMMERS[code]) if code in _STEMMERS else None


def _pieces(word: str) -> list[str]:
    if not _UNSPACED.match(word) or len(word) < 2:
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]
