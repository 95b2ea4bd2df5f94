"""Who somebody is: "who is Ruth again" shares its one word with every passage about Ruth, so that no likeness tells
which of them to show. What does is how English brings people in: "Ruth, a friend of hers", "her friend Ruth", "Ruth is
the leader"; and that it does so where they are first named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from knowledge.book import Book, Character
from knowledge.books.sentences import sentences
from knowledge.search.names import named, pattern_of, renamed
from knowledge.search.words import words

NAME = 4  # words of a name, at most
EARLY = 5  # people are brought in by one of the first passages that name them
# What a passage gains that is the first to name somebody, and one that brings them in, the second of those less than
# the first. In a book without own questions; questions about novels imported from summaries, November 2026.
NAMED_FIRST, BROUGHT_IN, FADING = 3.0, 5.0, 0.6

_ASKING = frozenset({"who", "whos", "what", "whats", "about", "introduce"})
# What may stand beside those and the name; any other word makes it a question about something else.
_BESIDE = frozenset(
    """
    a again and anyway are but character dude exactly girl guy he her him i in is lol man me of ok okay or person pls
    please really remind s she so sorry tell that the then these they this tho though um wait was we were woman
    """.split()  # noqa: SIM905 - a list of words reads better
)
_MAY_STAND = _ASKING | _BESIDE
_CALLED = "named|called|known as"
_KIN = (
    "friend|cousin|sister|brother|wife|husband|mother|father|son|daughter|aunt|uncle|nephew|niece|child|boy|girl|man|"
    "woman|guardian|lover|servant|maid|butler|lawyer|doctor|teacher|student|neighbour|neighbor|colleague|captain|"
    "owner|housekeeper|mistress|master"
)
_SET_OFF = r",\s+(?:(?:who|whose|an?|the|his|her|their|its|once|aged?|one of|\w+['\u2019]s)\b|\d)"
_IS = r"\s+(?:is|was|are|were)\s+(?:(?:an?|the|his|her|their|one|\w+['\u2019]s|also|now|still|only|known)\b|\d)"


def asked_who(text: str, book: Book) -> Character | None:
    """Of whom a readable English text asks who they are; None when it asks anything else."""
    said = set(words(text))
    if said.isdisjoint(_ASKING) or len(said - _MAY_STAND) > NAME:
        return None
    who = named(text, book)
    if len(who) != 1:
        return None
    return who[0] if _MAY_STAND.issuperset(words(renamed(text, who[0], " ", book.language))) else None


class Introductions:
    """Which passages of a book bring somebody in."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[str, dict[int, float]] = {}

    def gains(self, text: str) -> Mapping[int, float]:
        """What passages gain in score, by their place, where a readable English text asks who somebody is: the first
        that names them, and those that bring them in, an earlier one more. None where it asks anything else."""
        who = asked_who(text, self._book)
        if who is None:
            return {}
        if who.id not in self._known:
            self._known[who.id] = self._gains(who)
        return self._known[who.id]

    def _gains(self, who: Character) -> dict[int, float]:
        name = pattern_of(who, self._book.language)
        told = enumerate(self._book.passages)
        early = list(islice(((place, one.text) for place, one in told if one.secrets and name.search(one.text)), EARLY))
        found = dict.fromkeys((place for place, _ in early[:1]), NAMED_FIRST)
        bringing = (place for place, text in early if brings_in(text, who))
        for number, place in enumerate(bringing):
            found[place] = found.get(place, 0.0) + BROUGHT_IN * FADING**number
        return found


def brings_in(text: str, who: Character) -> bool:
    """Whether a sentence of the text says who somebody is."""
    name = pattern_of(who).pattern
    after = rf"{name}[^.;]{{0,25}}?(?:{_SET_OFF}|{_IS}|\s+\()"
    before = rf"(?:(?:{_CALLED})\s+(?:\w+\s+)?|\b(?:{_KIN}),?\s+(?:\w+\.?\s+)?){name}"
    said = re.compile(f"{after}|{before}", re.IGNORECASE)
    return any(said.search(sentence) for sentence in sentences(text))
