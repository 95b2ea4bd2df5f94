"""Which of a passage's own questions can be offered on a button: short, clean, understood by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.book import Book, Examples

KEPT = 3  # a passage; the librarian may not answer the first one with it
SHORTEST, LONGEST = 3, 9  # words
_ASKING = frozenset("who whom whose what which when where why how".split())  # noqa: SIM905
_VERBS = frozenset("is are was were do does did can could has have will would".split())  # noqa: SIM905
# Of a chat, of a person who asks, or misspelt in a way that a dictionary of word pieces lets through.
_CHATTY = frozenset(
    """
    i im me my mine we us our you your u ur r pls plz please lol btw thx sorry again wait guys club remind tell spoiler
    spoilers whats hows whos wheres whys dont doesnt didnt isnt wasnt cant wont aint gonna ok okay yes no hi hello
    exactly actually anyway basically summary vs like thing things stuff guy dude bad dates kinda sorta crowned race
    """.split()  # noqa: SIM905 - a list of words reads better
)
_POINTING = frozenset("he she they him his her hers them their that those these there one ones".split())  # noqa: SIM905
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[\w ,'\u2019-]+\??")
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")


def suggested(book: Book, examples: Examples, dictionary: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each passage up to KEPT questions to offer, best first; none where no own question will do.

    A word is taken for correctly spelt when it stands in the dictionary or in the book.
    """
    texts = [text for passage in book.passages for text in (passage.title, passage.text)]
    names = [character.name for character in book.characters]
    said = {word for text in [*texts, *names, book.title, book.author] for word in _words(text)}
    misspelt = {word for character in book.characters for name in character.aliases for word in _words(name)} - said
    spelt = said | set(dictionary) - misspelt
    ordinary = {word for level in book.levels for word in _words(level.name)} - {w for n in names for w in _words(n)}
    written = {word: name for word, name in _capitals(texts, names).items() if word not in ordinary}
    found = {}
    for passage in book.passages:
        tidied = {text: _tidied(text, written) for text in examples.questions.get(passage.id, ())}
        fitting = [(text == own, text) for own, text in tidied.items() if _fits(text, spelt, written)]
        found[passage.id] = tuple(dict.fromkeys(text for _, text in sorted(fitting, key=_rank)))[:KEPT]
    return {id: questions for id, questions in found.items() if questions}


def _tidied(text: str, written: Mapping[str, str]) -> str:
    """The question as one writes it: a capital at its beginning and in names, one question mark."""
    plain = _WORD.sub(lambda word: written.get(word.group().lower(), word.group()), text.rstrip(" ?.!"))
    return f"{plain[:1].upper()}{plain[1:]}?"


def _fits(text: str, spelt: set[str], written: Mapping[str, str]) -> bool:
    words = _words(text)
    if not SHORTEST <= len(text.split()) <= LONGEST or not _PLAIN.fullmatch(text):
        return False
    if words[0] not in _ASKING | _VERBS or not _CHATTY.isdisjoint(words) or not spelt.issuperset(words):
        return False
    pointing = [place for place, word in enumerate(words) if word in _POINTING]
    return not pointing or any(word in written for word in words[: pointing[0]])


def _rank(fitting: tuple[bool, str]) -> tuple[bool, bool, int]:
    """Open questions first, those that were written with care before others, and those of about six words."""
    as_written, text = fitting
    words = _words(text)
    return words[0] not in _ASKING, not as_written, abs(len(words) - 6)


def _capitals(texts: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """The words that the book writes with a capital inside its sentences, and never without."""
    joined = " ".join(texts)
    small = set(re.findall(r"\b[a-z]+\b", joined))
    found = [*_INSIDE.findall(joined), *(word for name in names for word in re.findall(r"\b[A-Z]\w+", name))]
    return {word.lower(): word for word in found if word.lower() not in small}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("'s", "").replace("\u2019s", ""))
