"""Text to words: what a member typed, folded to the letters that it looks like, split, stemmed, weighed.

Compatibility forms (full-width, bold maths, ligatures) become plain letters, so do small capitals; accents, and signs
that can't be seen, go; an underscore is no letter.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"[*_~|`]+")
_STEMMER = Stemmer.Stemmer("english")
STOP = frozenset(
    """
    a about again ain all also am an and any anyone are as at be because been before being but by can could d did do
    does doing don done else ever for from get gets got had has have having he her here hers him his how i if in
    into is isn it its just kind like ll m many may me might mine more most much must my myself no nor not now of off
    on once one only or other our out over own please re really s same shall she should so some somebody someone
    something such t tell than that the their them then there these they thing things this those though through to
    too us very was wasn we were weren what when where which while who whom whose why will with would yes yet you
    your
    """.split()  # noqa: SIM905 - a list of words reads better
)
QUESTION_WORDS = frozenset("who what when where why how which whose whom".split())  # noqa: SIM905
# Emoji that stand for a word of their own; others are read by their Unicode names.
_EMOJI = {
    **dict.fromkeys("💀☠⚰🪦🥀🕯", "dead"),
    **dict.fromkeys("😭😢😿🥲😥", "crying"),
    **dict.fromkeys("❤💔💕💖💗💘💙💚💛💜🖤😍🥰💞💓💑💏😘", "love"),
}


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    """What one character looks like in plain letters; a space for a sign that is none."""
    kind = unicodedata.category(character)
    if kind in ("Mn", "Me", "Cf", "Co", "Cn", "Cs"):
        return ""
    if character in _EMOJI:
        return f" {_EMOJI[character]} "
    name = unicodedata.name(character, "")
    if name.startswith("LATIN LETTER SMALL CAPITAL ") and len(name.split()[-1]) == 1:
        return name[-1].lower()
    return f" {name.lower()} " if kind == "So" and 0x2600 < ord(character) != 0xFFFD else character


def fold(text: str, *, accents: bool = False) -> str:
    """The text in one line of plain letters, as its reader sees it; case and punctuation stay, and accents, too, where
    they tell words apart."""
    if text.isascii():
        return " ".join(_MARKUP.sub(" ", text).split())
    seen = unicodedata.normalize("NFKC" if accents else "NFKD", text).replace("\u2019", "'").replace("\u2018", "'")
    return " ".join(_MARKUP.sub(" ", unicodedata.normalize("NFC", "".join(map(_letter, seen)))).split())


def words(text: str) -> list[str]:
    """The words of a folded text, lower-case; an apostrophe parts two."""
    return _WORD.findall(text.lower())


def stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def all_stems(text: str) -> list[str]:
    """The stems of all words, in order."""
    return list(_STEMMER.stemWords(words(text)))


def stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order; of all words when there are no others."""
    found = words(text)
    return list(_STEMMER.stemWords([word for word in found if word not in STOP] or found))


def document_frequency(documents: Iterable[Sequence[str]]) -> Counter[str]:
    """In how many of the documents, given as stems, each stem stands."""
    return Counter(term for document in documents for term in set(document))


def idf(frequency: Mapping[str, int], count: int, term: str) -> float:
    """The inverse document frequency of BM25 (Lucene's form) among `count` documents; highest for an unknown term."""
    known = frequency.get(term, 0)
    return math.log(1 + (count - known + 0.5) / (known + 0.5))
