"""Who of a book is named in a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from knowledge.book import Book, Character
from knowledge.books.languages import ENGLISH
from knowledge.search.lexicon import UNSPACED, lexicon, unspaced
from knowledge.search.words import words

_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")  # a capital that no sentence begins with
_LETTER = rf"[^\W{UNSPACED}]"  # that a name isn't parted from; kana may stand next to it
_OFTEN = 2  # how often it must stand


def named(text: str, book: Book) -> tuple[Character, ...]:
    """The characters named in the text, in the order of their first mention. A name in a longer one is that one's:
    "Mrs. Darcy" names no Darcy."""
    found = [
        (match.span(), character)
        for character in book.characters
        for match in pattern_of(character, book.language).finditer(text)
    ]
    whole = [(span, character) for span, character in found if not any(_inside(span, other) for other, _ in found)]
    return tuple(dict.fromkeys(character for _, character in sorted(whole, key=itemgetter(0))))


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a span is a part of another, and not all of it."""
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def renamed(text: str, character: Character, name: str, language: str = ENGLISH) -> str:
    """The text with another name in the place of all of the character's."""
    return pattern_of(character, language).sub(name, text)


def called(text: str, character: Character, language: str = ENGLISH) -> str:
    """How a readable text calls a character that it names: by the name, unless that has words that the text's lacks,
    which may tell more: who asks of "Mrs. Wickham" needn't know her for "Lydia Wickham"."""
    name = lexicon(language).fold(character.name)
    match = pattern_of(character, language).search(text)
    said = match.group() if match else name
    return name if set(words(name)) <= set(words(said)) else said


def name_words(book: Book) -> frozenset[str]:
    """The words of the book's names, lower-case and folded: those of its characters, and what is written with a capital
    inside the sentences of its passages, but for German, which writes every noun so."""
    read = lexicon(book.language)
    names = " ".join(name for character in book.characters for name in character.names)
    told = book.passages if book.language != "de" else ()
    written = Counter(word.lower() for passage in told for word in _INSIDE.findall(passage.text))
    often = [word for word, count in written.items() if count >= _OFTEN]
    return frozenset(word for word in [*read.words(read.fold(names)), *often] if read.means(word) and len(word) > 1)


def strangers(text: str, names: frozenset[str], ordinary: frozenset[str]) -> bool:
    """Whether a name of the book stands in a longer name that isn't the book's: "Tommy Hilfiger", "Princess Ruth".

    `names` are the words of the book's names; a word of `ordinary` makes no name longer.
    """
    return goes_on(words(text), names, lambda after: after not in ordinary and after.isalpha() and len(after) > 2)


def goes_on(found: Sequence[str], names: frozenset[str], longer: Callable[[str], bool]) -> bool:
    """Whether, among the words that were found in a text, one of the `names` stands before one that is none, and that
    makes the name `longer`."""
    return any(
        word.lower() in names and after.lower() not in names and longer(after) for word, after in pairwise(found)
    )


@lru_cache(maxsize=4096)
def pattern_of(character: Character, language: str = ENGLISH) -> re.Pattern[str]:
    """What finds any of a character's names in a text, whatever its case, as it is written and as the language folds
    it: "Zoë" is "Zoe" in a readable English question."""
    every = dict.fromkeys([*character.names, *filter(None, map(lexicon(language).fold, character.names))])
    longest_first = sorted(every, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    if any(map(unspaced, character.names)):  # nothing parts a name from what is written around it
        return re.compile(rf"(?:{names})", re.IGNORECASE)
    return re.compile(rf"(?<!{_LETTER})(?:{names})(?:(?=['\u2019]s)|s?(?!{_LETTER}))", re.IGNORECASE)
