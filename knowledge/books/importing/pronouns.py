"""Sentences that lean on the one before: a pronoun says of whom they tell."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PRONOUNS = frozenset(
    """
    he she they it him her them his hers their theirs its himself herself themselves
    """.split()  # noqa: SIM905 - a list of words reads better
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
_POINTING = frozenset(
    """
    this these those that such both neither latter former there one another others
    """.split()  # noqa: SIM905 - a list of words reads better
)
_BEFORE = frozenset(
    """
    in at during after before with by on from of for upon despite until since through the
    """.split()  # noqa: SIM905 - a list of words reads better
)
_OPENERS = _BEFORE | frozenset(
    """
    however later soon then when while as although though because if once eventually finally meanwhile but and so yet
    also still now without to unless even only just instead thus therefore nevertheless afterwards afterward shortly
    again next here moreover furthermore there today where what who why how not or nor having being
    """.split()  # noqa: SIM905 - a list of words reads better
)  # "the" of _BEFORE, too: behind "the two", as behind "then", "they" has nobody yet
_OWN = re.compile(  # "Before her death, Ruth ...": the name comes at once
    r"(?:before|after|during|upon|on|at|with|in|despite|for|through|while|when|as)\s+(?:\w+\s+){0,2}(?:his|her|their|its|he|she|they)\s[^,.;]{1,40},\s+(?=[A-Z])(?!He\b|She\b|They\b|It\b)",
    re.I,
)
_EMPTY = re.compile(
    r"(?:it|there)\s+(?:is|was|seems|turns|turned|are|were|has been|takes|begins|happens)\b"
    r"|one\s+(?:day|night|morning|evening|of)\b",
    re.I,
)


def pronoun(sentence: str) -> str:
    """The pronoun that a sentence begins with before it has named anybody, "" for none."""
    if _EMPTY.match(sentence) or ((own := _OWN.match(sentence)) and sentence[own.end()].isupper()):
        return ""
    words = _WORD.findall(sentence)[:7]
    for number, word in enumerate(words):
        plain = word.lower()
        points = plain in _POINTING and (number == 0 or words[number - 1].lower() in _BEFORE)
        if plain in _PRONOUNS or points:
            return str(word)
        named = (
            word[0].isupper() and word != "I"
            if number
            else plain not in _OPENERS and not plain.endswith(("ly", "ing", "ed"))
        )
        if named:  # or a subject with "a", "some", "no", which stands for itself
            return ""
    return ""


def leans(sentence: str) -> bool:
    """Whether a pronoun is the sentence's first word, so that it goes on with the one before."""
    first = pronoun(sentence)
    return bool(first) and sentence.startswith(first)


def of_a_person(text: str) -> str:
    """The first pronoun that stands for a single person, "" for none."""
    found = _PERSON.search(text)
    return found.group() if found else ""
