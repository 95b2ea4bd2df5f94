"""Where a text mentions somebody: words with a capital that stand as the name of a person would."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

TITLES = frozenset(
    """
    mr mrs miss ms mme mlle dr doctor lady lord sir captain capt aunt uncle father mother sister brother king queen
    prince princess professor prof colonel col major general sergeant count countess duke duchess baron baroness madame
    monsieur mademoiselle fra don donna master reverend rev inspector judge governor emperor empress saint st tsar
    """.split()  # noqa: SIM905 - a list of words reads better
)
_PARTICLES = frozenset(
    """
    de de' di da del della von van der den du la le al bin ibn ter
    """.split()  # noqa: SIM905 - a list of words reads better
)
_PLACES = frozenset(
    """
    in at near into through across toward towards around outside inside within off throughout
    """.split()  # noqa: SIM905 - a list of words reads better
)
_MOVES = frozenset(
    """
    back came come comes coming drive drives drove fled flee flees flew flies fly go goes going hurried hurries hurry
    journey journeys leave leaves move moved moves ran return returned returns ride rides road rode run runs sail
    sailed sails travel traveled travelled travels trip voyage walk walked walks way went
    """.split()  # noqa: SIM905 - a list of words reads better
)  # after which "to" leads to a place, more often than not
_LAND = frozenset(
    """
    island islands isle street road avenue square city county ocean sea valley mountains river hotel university college
    school cathedral abbey
    """.split()  # noqa: SIM905 - a list of words reads better
)  # what a place's name ends with
_NEVER = frozenset(
    """
    i the a an he she it they we you his her its their our my your this that these those there here who what when where
    why how which while if as at by for from in of on to with and but or nor so yet then thus however although though
    after before during since until because once upon later soon now today one two three four five six seven eight nine
    ten both all some many most each every other another such no not yes january february march april may june july
    august september october november december monday tuesday wednesday thursday friday saturday sunday christmas easter
    god jesus christ chapter part book volume act section meanwhile eventually finally despite instead also even when
    novel story english french german american british european african indian russian italian spanish irish scottish
    japanese chinese christian jewish catholic protestant greek roman latin london england america europe france paris
    """.split()  # noqa: SIM905 - a list of words reads better
)
_VERBS = frozenset(
    """
    is was has had who and does did says said tells told goes went comes came takes took makes made gets got finds found
    sees saw knows knew thinks thought feels felt leaves left falls fell meets met becomes became begins began gives
    gave dies died will would can could must may might cannot never also then finally later soon still
    """.split()  # noqa: SIM905 - a list of words reads better
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*['’]?|[.,;:!?&\"“”()—–]|(?<=\s)-(?=\s)")
_ASKING = """
    will would can could may might must shall should do does did is was are were has have had
    """.split()  # noqa: SIM905 - a list of words reads better
_DERIVED = re.compile(
    r"[a-z](?:ly|ing|ed)$|-(?:[a-z]{4,}|old)$"
)  # at the beginning of a sentence: no name, unless seen elsewhere
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A name in its sentence, and how much its neighbours make it a person's: below 0 for a place's."""

    name: str
    sentence: int
    score: float
    inside: bool  # not at the beginning of its sentence


def mentions(sentences: Iterable[str]) -> list[Mention]:
    """All words and groups of words with capitals that may name somebody, in order."""
    texts = list(sentences)
    tokens = [_TOKEN.findall(text) for text in texts]
    lower = {*_ASKING} | {word for found in tokens for word in found if word[0].islower()}
    inner = {word for found in tokens for before, word in pairwise(found) if before[-1].isalpha() and word[0].isupper()}
    lower |= {word.lower() for found in tokens for word in found if _DERIVED.search(word) and word not in inner}
    return [mention for number, text in enumerate(texts) for mention in _of(text, number, lower)]


def core(name: str) -> tuple[str, ...]:
    """The words of a name without titles."""
    words = tuple(word for word in name.replace(".", " ").split())
    return tuple(word for word in words if word.lower() not in TITLES) or words


def _of(text: str, sentence: int, lower: set[str]) -> Iterable[Mention]:
    tokens = _TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        if not _capital(tokens[at]):
            at += 1
            continue
        begin, words = at, [tokens[at]]
        while (step := _next(tokens, at)) and not _POSSESSIVE.search(words[-1]):
            words += [token for token in tokens[at + 1 : at + step + 1] if token != "."]
            at += step
        at += 1
        inside = begin > 0 and tokens[begin - 1] not in ('"', "“", ":", ".", "!", "?")
        while words and _ordinary(words[0], inside or begin > 0, lower):
            words, begin = words[1:], begin + 1
        while words and words[-1].lower() in _NEVER | _PARTICLES:
            words = words[:-1]
        if words and len(words) <= 5 and not (len(words) == 1 and words[0].lower().rstrip(".") in TITLES - _ALONE):
            owned = bool(_POSSESSIVE.search(words[-1])) and not words[-1].lower().endswith("s'")
            name = " ".join([*words[:-1], _POSSESSIVE.sub("", words[-1])])
            yield Mention(name, sentence, _score(tokens, begin, at, owned), inside or begin > 0)


_ALONE = frozenset({"madame", "monsieur", "mademoiselle"})


def _capital(token: str) -> bool:
    return token[0].isupper() and not (len(token) > 1 and token.isupper())


def _next(tokens: list[str], at: int) -> int:
    """How many tokens further the name goes on; 0 when it ends."""
    rest = tokens[at + 1 : at + 4]
    if rest[:1] == ["."] and (tokens[at].lower() in TITLES or len(tokens[at]) == 1) and len(rest) > 1:
        return 2 if _capital(rest[1]) else 0
    if rest and _capital(rest[0]):
        return 1
    if len(rest) > 1 and rest[0].lower() in _PARTICLES and _capital(rest[1]):
        return 2
    return 0


def _ordinary(word: str, inside: bool, lower: set[str]) -> bool:
    """Whether a word has its capital only because a sentence begins with it, or is no name anyhow."""
    plain = _POSSESSIVE.sub("", word).lower()
    return plain in _NEVER or (not inside and (plain in lower or word.lower() in lower) and plain not in TITLES)


def _score(tokens: list[str], begin: int, after: int, owned: bool) -> float:
    before = tokens[begin - 1].lower() if begin else ""
    behind = tokens[after].lower() if after < len(tokens) else ""
    score = 2.0 * (tokens[begin].lower() in TITLES) + owned
    if before in _PLACES or (after - begin > 1 and tokens[after - 1].lower() in _LAND):
        score -= 2
    if before == "on" or (before == "to" and begin > 1 and tokens[begin - 2].lower() in _MOVES):
        score -= 1
    if before in ("the", "a", "an"):
        score -= 2
    if behind in _VERBS or (len(behind) > 3 and behind.endswith(("s", "ed")) and behind.isalpha()):
        score += 1
    if (
        before in ("and", "with", "by", "to", "for", "loves", "marries", "of", "between", "named", "called", ",")
        and score >= 0
    ):
        score += 0.5
    return score
