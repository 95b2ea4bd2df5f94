"""Who of a book is named in a text, and members' spelling put right before it is searched for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from knowledge.book import Book, Character
from knowledge.lexical import all_stems

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters; shorter words have too many neighbours
_OFTEN = 3  # how often the own questions must use a word before a misspelling may be taken for it


def named(text: str, book: Book) -> tuple[Character, ...]:
    """The characters named in the text, in the order of their first mention."""
    found: dict[Character, int] = {}
    for character in book.characters:
        if match := _pattern(character).search(text):
            found[character] = match.start()
    return tuple(sorted(found, key=found.__getitem__))


def renamed(text: str, character: Character, name: str) -> str:
    """The text with another name in the place of all of the character's."""
    return _pattern(character).sub(name, text)


@lru_cache(maxsize=4096)
def _pattern(character: Character) -> re.Pattern[str]:
    longest_first = sorted(character.names, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{names})(?:(?=['\u2019]s)|s?(?!\w))", re.IGNORECASE)


class Speller:
    """Corrects words that nobody knows to near words of the book ("hailshem", "tomy", "deferal").

    Left alone are the lower-case words of `dictionary`, those that the book's own questions use (search has learnt
    them as they are), and whatever shares its stem with one of these. One edit (a letter more, less, other, or two
    swapped) is corrected in words of four letters, two in those of eight; a name of the book is preferred.
    """

    def __init__(self, book: Book, dictionary: Iterable[str]) -> None:
        self._names = set(_words(" ".join(name for character in book.characters for name in character.names)))
        told = _words(" ".join(passage.text for passage in book.passages))
        asked = Counter(_words(" ".join(question for passage in book.passages for question in passage.questions)))
        self._listed = listed = set(dictionary)
        self._known = {*_stems([*listed, *told, *asked])}
        often = {word for word, count in asked.items() if count >= _OFTEN and word in listed}
        self._book = {word for word in {*told, *often} if len(word) >= _SHORTEST}
        self._nearest = lru_cache(maxsize=4096)(self._find)

    def correct(self, text: str) -> str:
        """The text with misspelt words replaced by the book's, everything else as it is."""
        return _WORD.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if len(word) < _SHORTEST or lower in self._names:
            return word
        return self._nearest(lower) or word

    def _find(self, word: str) -> str | None:
        if word in self._listed:
            return None
        if name := _near(word, self._names, 1):
            return name
        if _stems([word])[0] in self._known:
            return None
        return _near(word, self._book, 2 if len(word) >= 8 else 1)


def _near(word: str, others: Iterable[str], most: int) -> str | None:
    """The nearest of the others within `most` edits."""
    near = [(DamerauLevenshtein.distance(word, other, score_cutoff=most), other) for other in others]
    distance, best = min(near, default=(most + 1, ""))
    return best if distance <= most else None


def _stems(words: Iterable[str]) -> list[str]:
    return [stem for word in words for stem in all_stems(word)] or [""]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
