"""A chat's short memory, and what a question may mean in its light."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from knowledge.book import Book, Character, Passage
from knowledge.names import NAMED, named
from knowledge.spoilers import START

LASTS = 600.0  # seconds that a turn is remembered
TURNS = 3  # how many are remembered at most
JOINED = 20  # words of a question and those before it that are searched for together

PRONOUNS = {"she": ("she", "her", "hers", "herself"), "he": ("he", "him", "his", "himself")}
THEY = ("they", "them", "their", "theirs", "themselves")
GROUP = re.compile(
    r"\b(students?|kids?|children|clones?|donors?|friends|people|teachers?|characters|couples?|girls|boys|both)\b", re.I
)
POINTING = re.compile(r"\b(it|that|this|these|those|there|one|ones|so|then|same|else)\b", re.I)
OPENING = re.compile(r"^(ok(ay)?|so|and|but|or|then|also|wait|hm+|ah|oh|well|no|yes|yeah)\b[\s,.:;!]*", re.I)
# Beside a name these words alone ask the last question of somebody else: "and Tommy?", "ruth as well?".
ELLIPTIC = frozenset("a about also and as but for girl boy how ok or same so the then too well what with".split())  # noqa: SIM905
# Words that ask but don't say about what: a question of these alone means nothing without the one before it.
BARE = frozenset(
    """
    a about after again all also and any are as at back be before both but by can certain come dear detail
    details did do does either else ever exactly explain first for from go going great grounds happen happened
    happens he her hers him his hmm how huh i if in is it its just kind last later like long me mean meaning
    means more much neither next nice no now of off oh ok okay on one ones or order other out part please real
    really reason right say sec second see she simpler since so some spoil such sure tell that the their them
    then there these they third this those time to too true up us was way we well were what what's whats when
    where which who whom whose why with work would wow year yes you your
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


class Need(Enum):
    """How much a question needs the one before it."""

    NONE = 0  # it stands by itself
    SOME = 1  # a pronoun, or another word that points back, shows that it builds on the chat
    ALL = 2  # its words ask, but don't say about what


@dataclass(frozen=True)
class Reading:
    """A question in its chat: `text` has names for its pronouns, `joined` also the question before it in front."""

    text: str
    joined: str = ""
    need: Need = Need.NONE


def read(question: str, chat: Chat | None, book: Book) -> Reading:
    """What the question may mean in its chat."""
    turns = chat.turns if chat else ()
    who = named(question, book)
    if not turns:  # a name alone asks who that is
        alone = who and _only(frozenset(), question, book)
        return Reading(f"who is {who[0].name}" if alone else question)
    last = turns[0]
    bare = _only(BARE, question, book)
    if who and bare and not _pronouns(question):
        elliptic = _only(ELLIPTIC, question, book)
        return Reading(_swap(last, who[0]) if elliptic and last.named else question)
    filled = _fill(question, who, turns, book)
    joined = f"{last.question.rstrip('?!. ')}, {OPENING.sub('', filled)}"
    joined = " ".join(joined.split()[-JOINED:])
    if bare:
        return Reading(question, joined, Need.ALL)
    if filled != question or POINTING.search(question) or OPENING.match(question):
        return Reading(filled, joined, Need.SOME)
    return Reading(question)


def _only(allowed: frozenset[str], question: str, book: Book) -> bool:
    """Whether the question has no other words than names and the allowed ones."""
    names = {word for character in book.characters for name in character.names for word in NAMED.findall(name.lower())}
    words = [word.removesuffix("'s") for word in NAMED.findall(question.lower())]
    return all(word in allowed or word in names or word.removesuffix("s") in names for word in words)


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
        people = [character for character in people if character.part != START]
        if len(people) > 1:
            return [character.name for character in people[:3]]
    return []


def _cast(passage: Passage, book: Book) -> list[Character]:
    """The passage's characters; those known before the story starts, such as its author, last."""
    by_id = {character.id: character for character in book.characters}
    return sorted((by_id[id] for id in passage.characters), key=lambda character: character.part == START)
