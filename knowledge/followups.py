"""A chat's short memory, and what a question may mean in its light."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.book import Book, Character, Passage
from knowledge.names import NAMED, named

LASTS = 600.0  # seconds that a turn is remembered
TURNS = 3  # how many are remembered at most

PRONOUNS = {"she": ("she", "her", "hers", "herself"), "he": ("he", "him", "his", "himself")}
THEY = ("they", "them", "their", "theirs", "themselves")
GROUP = re.compile(
    r"\b(students?|kids?|children|clones?|donors?|friends|people|teachers?|characters|couples?|girls|boys|both)\b", re.I
)
POINTING = re.compile(r"\b(it|that|this|these|those|there|one|ones|so|then|same|else)\b", re.I)
OPENING = re.compile(r"^(ok(ay)?|so|and|but|or|then|also|wait|hm+|ah|oh|well|no|yes|yeah)\b[\s,.:;!]*", re.I)
ELLIPSIS = re.compile(r"^(and|or|but)\b|^(ok(ay)?|so|and|but)?\W*(what|how) about\b|^same (for|with)\b", re.I)
# Words that ask but don't say about what: a question of these alone means nothing without the one before it.
BARE = frozenset(
    """
    a about after again all and any are at be before but can come dear did do does else ever exactly explain
    first for from go going happen happened happens he her hers him his how i if in is it its just last later
    like long me mean meaning more much next no now of off oh ok okay on one ones or order other out part please
    real really reason say second see she so some such sure tell that the their their them then there these they
    third this those to too true up us was way we well were what what's whats when where which who whom whose
    why with work would yes you your
    """.split()  # noqa: SIM905 - a list of words reads better
)


@dataclass(frozen=True)
class Turn:
    """One exchange: the question as it was understood, whom it named, and the passages that were let out."""

    question: str
    named: tuple[Character, ...]
    shown: tuple[Passage, ...]
    at: float


class Chat:
    """What one member and Norfolk said lately in one place. Kept in memory only; bounded; forgets by itself."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turns: deque[Turn] = deque(maxlen=TURNS)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns that aren't forgotten yet, newest first."""
        now = self._clock()
        return tuple(turn for turn in reversed(self._turns) if now - turn.at <= LASTS)

    def remember(self, question: str, who: tuple[Character, ...], shown: tuple[Passage, ...]) -> None:
        self._turns.append(Turn(question, who, shown, self._clock()))


def readings(question: str, chat: Chat | None, book: Book) -> list[str]:
    """What the question may mean: as it stands, with names for its pronouns, and joined to the last one.

    A question that stands on its own has itself as its only reading.
    """
    turns = chat.turns if chat else ()
    if not turns:
        return [question]
    last = turns[0]
    bare = _is_bare(question, book)
    who = named(question, book)
    if who and bare and not _pronouns(question):
        short = ELLIPSIS.search(question) or len(NAMED.findall(question)) <= len(NAMED.findall(who[0].name))
        return [_swap(last, who[0])] if short and last.named else [question]
    filled = _fill(question, who, turns, book)
    joined = f"{last.question.rstrip('?!. ')}, {OPENING.sub('', filled)}"
    if bare:
        return [joined]
    if filled != question or POINTING.search(question) or OPENING.match(question):
        return [filled, joined]
    return [question]


def _is_bare(question: str, book: Book) -> bool:
    names = {word for character in book.characters for name in character.names for word in NAMED.findall(name.lower())}
    words = [word.removesuffix("'s") for word in NAMED.findall(question.lower())]
    return all(word in BARE or word in names or word.removesuffix("s") in names for word in words)


def _pronouns(question: str) -> set[str]:
    words = set(NAMED.findall(question.lower()))
    kinds = {kind for kind, forms in PRONOUNS.items() if words & set(forms)}
    return kinds | ({"they"} if words & set(THEY) else set())


def _swap(last: Turn, other: Character) -> str:
    """The last question asked of somebody else: "does ruth die", then "and Tommy?"."""
    same = [character for character in last.named if character.pronoun == other.pronoun]
    old = (same or list(last.named))[0]
    pattern = "|".join(re.escape(name) for name in sorted(old.names, key=len, reverse=True))
    return re.sub(rf"\b({pattern})\b", other.name, last.question, flags=re.IGNORECASE)


def _fill(question: str, who: tuple[Character, ...], turns: tuple[Turn, ...], book: Book) -> str:
    """The question with names in the place of pronouns that nobody in the question itself accounts for."""
    for kind in _pronouns(question):
        if kind == "they":
            if len(who) > 1 or GROUP.search(question):
                continue
            names = _several(turns, book)
            forms: tuple[str, ...] = THEY
        else:
            if any(character.pronoun == kind for character in who):
                continue
            one = _one(kind, who, turns, book)
            names, forms = ([one.name] if one else []), PRONOUNS[kind]
        if names:
            question = re.sub(rf"\b({'|'.join(forms)})\b", " and ".join(names), question, flags=re.IGNORECASE)
    return question


def _one(kind: str, who: tuple[Character, ...], turns: tuple[Turn, ...], book: Book) -> Character | None:
    """Whom "she" or "he" means: named last, or told of last."""
    for turn in turns:
        told = [character for passage in turn.shown for character in _cast(passage, book)]
        for character in (*reversed(turn.named), *told):
            if character.pronoun == kind and character not in who:
                return character
    return None


def _several(turns: tuple[Turn, ...], book: Book) -> list[str]:
    """Whom "they" means, as names; nobody in particular when the last turn had no more than one person."""
    for people in (turns[0].named, [c for passage in turns[0].shown[:1] for c in _cast(passage, book)]):
        if len(people) > 1:
            return [character.name for character in people[:3]]
    return []


def _cast(passage: Passage, book: Book) -> list[Character]:
    by_id = {character.id: character for character in book.characters}
    return [by_id[id] for id in passage.characters]
