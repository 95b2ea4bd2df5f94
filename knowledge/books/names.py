"""Where a text names somebody, however the name is spelt: compared as a reader does, not letter by letter.

Compatibility forms (full-width, bold maths, ligatures), small capitals and letters of other scripts that look alike
become plain letters; accents, invisible signs and marks go; case, plural and possessive don't count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import Stemmer

_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?:^|[.!?:;\u2026\n]|[\"\u201c\u2018\u00ab(\[])[\s\"'\u201c\u2018\u00ab(\[]*$")
_STEMMER = Stemmer.Stemmer("english")
_LOOKS = str.maketrans(
    "аеорсхуіѕјһԁԛԝвкмнтАВЕКМНОРСТУХІЅЈαοερνικτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧøØłŁđĐı",
    "aeopcxyisjhdqwbkmhtABEKMHOPCTYXISJaoepviktuxABEZHIKMNOPTYXoOlLdDi",
)
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u02b9\u02bb\u2032\u00b4\uff07", "'"))
# What nobody sees and what stands in a space's place: hidden in a word, or between two.
_GAPS = "\u200b\u2060\ufeff\u00ad\u115f\u1160\u3164\uffa0\u2800"
_MARKS = "*_~|`"
# Written with a capital everywhere, so that the capital says nothing.
_DATES = frozenset(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """.split()  # noqa: SIM905 - a list of words reads better
)
_ARTICLES = frozenset({"the", "a", "an", "my", "his", "her", "their", "our", "your", "old", "young", "little"})


@dataclass(frozen=True)
class Found:
    """A name as it stands in a text; `common` when it may well be an ordinary word there: "will", "the captain"."""

    name: str
    common: bool


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """English words that people also bear as names, or are called by."""
    text = Path(__file__).with_name("common-words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_common(name: str) -> bool:
    """Whether a name is one common word, or is written like ordinary words: "Will", "the captain", "the grey lady"."""
    every = plain_words(name)
    if len(every) > 1 and every[0] in _ARTICLES and name == name.lower():
        return True
    words = [word for word in every if word not in _ARTICLES]
    return len(words) == 1 and not common_words().isdisjoint(_forms(words[0]))


def plain_words(text: str) -> list[str]:
    """The words of a text in plain lower-case letters."""
    return _WORD.findall(_plain(text).casefold())


def find_name(text: str, names: Iterable[str]) -> Found | None:
    """The first of the names that stands in the text; one that is surely meant goes before one that may not be."""
    readings = [_read(text.translate(dict.fromkeys(map(ord, _MARKS + _GAPS), by))) for by in ("", " ")]
    perhaps = None
    for name in names:
        wanted = [_forms(word) for word in plain_words(name)]
        for plain, spans, forms in readings:
            for start in range(len(spans) - len(wanted) + 1) if wanted else ():
                if wanted[0].isdisjoint(forms[start]):
                    continue
                here = spans[start : start + len(wanted)]
                if not any(map(frozenset.isdisjoint, wanted, forms[start : start + len(wanted)])):
                    words = [plain[begin:end] for begin, end in here]
                    if not _may_be_a_word(name, words, plain[: here[0][0]]):
                        return Found(name, False)
                    perhaps = perhaps or Found(name, True)
    return perhaps


def _may_be_a_word(name: str, words: list[str], before: str) -> bool:
    """Whether what stands there is a common word, and isn't written as a name is: with a capital inside a sentence."""
    if not is_common(name) and not is_common(" ".join(words)):
        return False
    if len(words) == 1 and words[0].casefold() in _DATES:
        return True
    capital = words[-1][0].isupper() and not words[-1].isupper()
    return not capital or (len(words) == 1 and _SENTENCE.search(before) is not None)


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    """A word and its stems: "Jameses", "James" and "Jame" share one."""
    once = str(_STEMMER.stemWord(word))
    return frozenset({word, once, str(_STEMMER.stemWord(once))})


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[str, list[tuple[int, int]], list[frozenset[str]]]:
    """A text in plain letters, where its words stand there, and the forms of each."""
    plain = _plain(text)
    spans = [found.span() for found in _WORD.finditer(plain)]
    return plain, spans, [_forms(plain[begin:end].casefold()) for begin, end in spans]


def _plain(text: str) -> str:
    """The text in plain letters; case stays."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_LOOKS))
    return "".join(map(_letter, decomposed))


@lru_cache(maxsize=4096)
def _letter(sign: str) -> str:
    if sign.isascii():
        return sign
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc", "Co", "Cn", "Cs"):
        return ""
    name = unicodedata.name(sign, "")
    if name.startswith("LATIN LETTER SMALL CAPITAL ") and len(name.split()[-1]) == 1:
        return name[-1].lower()
    return sign
