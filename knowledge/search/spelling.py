"""Members' spelling put right before it is searched for: "hailshem", "tomy", "deferal", and look-alike letters."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from knowledge.book import Book, Examples
from knowledge.search.lexicon import ENGLISH_LEXICON, Lexicon, lexicon, unspaced
from knowledge.search.words import words

_WORD = re.compile(r"[^\W\d_]+")
_MIXED = re.compile(r"[^\W_]+(?:[@$!|.*\u00b7-][^\W_]+)*")
_SHORTEST = 4  # letters; shorter words have too many neighbours
_OFTEN = 3  # how often the own questions must use a word before a misspelling may be taken for it
# What English leaves an apostrophe out of; no misspelling of "done", "went" or "whom".
_CONTRACTED = frozenset(
    """
    aint arent cant couldnt didnt doesnt dont hadnt hasnt havent heres hows isnt shes shouldnt thats theres theyre
    theyve wasnt werent whats whens wheres whos whys wont wouldnt youre youve
    """.split()  # noqa: SIM905 - a list of words reads better
)
# Letters of other alphabets, and digits, that pass for Latin ones (after Unicode's confusables).
_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝкмнтвзαορυινκτγε013457@$!|",
    "aeopcyxijshdqwkmhtbeaopuivktyeoieastasil",
)


@dataclass(frozen=True)
class Vocabulary:
    """A book's words for the speller, all lower-case and sorted: `names`, those that a misspelling may be taken for
    (`words`), and the stems of all that its passages and examples use."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]

    def with_words(self, other: Vocabulary) -> Vocabulary:
        """The words of both."""
        both = ((vars(self)[key], vars(other)[key]) for key in ("names", "words", "stems"))
        return Vocabulary(*(tuple(sorted({*mine, *more})) for mine, more in both))

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Vocabulary:
        return cls(**{key: tuple(value) for key, value in json.loads(text).items()})


def vocabulary(book: Book, examples: Examples, dictionary: Iterable[str]) -> Vocabulary:
    """The book's words. Of those that only its own questions use, a misspelling may be taken for the frequent ones that
    stand in the dictionary."""
    read = lexicon(book.language)
    fold, stem = read.fold, read.stem
    names = set(_letters(" ".join(name for character in book.characters for name in character.names)))
    told = _letters(" ".join(fold(passage.text) for passage in book.passages))
    asked = Counter(word for texts in examples.questions.values() for text in texts for word in _letters(fold(text)))
    listed = set(dictionary)
    often = {word for word, count in asked.items() if count >= _OFTEN and word in listed}
    near = {word for word in {*told, *often} if len(word) >= _SHORTEST}
    return Vocabulary(
        tuple(sorted(names)), tuple(sorted(near)), tuple(sorted({stem(word) for word in {*told, *asked, *names}}))
    )


class Speller:
    """Corrects words that nobody knows to near words of the book.

    Left alone are the lower-case words of `dictionary`, those of the book, and whatever shares its stem with one of
    these. One edit (a letter more, less, other, or two swapped) is corrected in words of four letters, two in those of
    eight; a name of the book is preferred.
    """

    def __init__(self, vocabulary: Vocabulary, dictionary: frozenset[str], lexicon: Lexicon = ENGLISH_LEXICON) -> None:
        self._stem = lexicon.stem
        self._stems_listed = lru_cache(maxsize=1)(lambda: _stems_of(dictionary, lexicon))
        self._names, self._words = set(map(lexicon.fold, vocabulary.names)), vocabulary.words  # as texts are folded
        self._stems = set(vocabulary.stems)
        self._listed = dictionary
        self._nearest = lru_cache(maxsize=1024)(self._find)

    def names_in(self, text: str) -> str:
        """The folded text, in another language than the book's, with misspelt names replaced by the book's."""
        return _WORD.sub(lambda match: self._name(match.group()), text)

    def correct(self, text: str) -> str:
        """The folded text with misspelt words replaced by the book's, everything else as it is."""
        return _WORD.sub(lambda match: self._word(match.group()), _MIXED.sub(self._disguised, text))

    def knows(self, stem: str) -> bool:
        """Whether the book's passages or its own questions have a word of that stem."""
        return stem in self._stems

    def lists(self, word: str) -> bool:
        """Whether the dictionary has a lower-case word."""
        return word in self._listed

    def _disguised(self, match: re.Match[str]) -> str:
        """A word in look-alike letters or with signs between them, as the word that it passes for."""
        word = match.group()
        lower = word.lower()
        if lower.isascii() and lower.isalpha():
            return word
        plain = re.sub(r"[.*\u00b7-]", "", lower).translate(_ALIKE)
        known = plain in self._names or plain in self._listed or self._stem(plain) in self._stems
        return plain if plain != lower and plain.isalpha() and len(plain) > 2 and known else word

    def _word(self, word: str) -> str:
        lower = word.lower()
        if len(word) < _SHORTEST or lower in self._names or unspaced(word):
            return word
        return self._nearest(lower) or word

    def _name(self, word: str) -> str:
        lower = word.lower()
        if len(word) < _SHORTEST or lower in self._names or lower in self._listed or unspaced(word):
            return word
        return _near(lower, self._names, 1) or word

    def _find(self, word: str) -> str | None:
        if word in self._listed or word in _CONTRACTED:
            return None
        if name := _near(word, self._names, 1):
            return name
        if self._stem(word) in self._stems or self._stem(word) in self._stems_listed():
            return None
        return _near(word, self._words, 2 if len(word) >= 8 else 1)


@lru_cache(maxsize=4)
def _stems_of(dictionary: frozenset[str], lexicon: Lexicon) -> frozenset[str]:
    """The same for all books that share a dictionary."""
    return frozenset(map(lexicon.stem, dictionary))


def _near(word: str, others: Collection[str], most: int) -> str | None:
    """The nearest of the others within `most` edits; the first in the alphabet of equals."""
    near = process.extract(word, others, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None)
    return min(((distance, other) for other, distance, _ in near), default=(0, None))[1]


def _letters(text: str) -> list[str]:
    return [word for word in words(text) if word.isalpha()]
