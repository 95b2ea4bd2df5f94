"""Members' text: what is too long, empty or wordless to be searched for, and what of it is searched for."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from knowledge.search.words import STOP, fold, stems, words

LONGEST = 500  # characters
_WORD = re.compile(r"[^\W\d_]", re.UNICODE)
_LINK = re.compile(r"\b(?:https?://|www\.|discord\.gg/)\S*", re.IGNORECASE)

ANY_BOOK = frozenset({"book", "novel", "stori"})  # stems that a question about any book may have
ASKING = frozenset("who what when where why how which whose whom does did is are was were tell".split())  # noqa: SIM905
_SPELT = ASKING | {"wat", "wot"}  # as they are typed, too
_GREETINGS = frozenset(
    """
    hi hey hello hiya yo greetings morning evening afternoon thanks thank thx ty tysm cheers ta danke merci gracias
    grazie obrigada obrigado
    """.split()  # noqa: SIM905 - a list of words reads better
)
_BESIDE_GREETINGS = frozenset({"you", "so", "much", "again", "bot", "norfolk", "all", "everyone"})
COURTESY = _GREETINGS | frozenset(
    """
    norfolk bot please pls plz sorry apologies excuse pardon dear regards wishes hope obliged grateful spoiler spoilers
    """.split()  # noqa: SIM905
)
_CLAUSE = re.compile(r"(?<=[.!?;:,])\s+|\s+[-\u2013\u2014]+\s+")
# The bot's name where it is called rather than asked about.
_GREETED = r"(?:(?:hey|hi|hello|yo|ok|okay|dear|so|um+|well|thanks|morning|evening|@)[\s,]*)*"
_ASKED = r"who|what|when|where|why|how|which|whose|is|are|was|were|do|does|did|can|could|tell|please|pls"
_CALLED = re.compile(rf"^{_GREETED}@?norfolk\b(?!')[\s,:!?]*(?=$|(?:{_ASKED})\b)", re.IGNORECASE)
# What the member asks not to be told, up to what they ask for instead. "Never" asks so where nobody stands before it:
# "why does she never tell us" asks something else.
_SOFTLY = "please|pls|plz|but|so|and"
_UNASKED = re.compile(
    rf"(?:\b(?:(?:{_SOFTLY})\s+)*(?:do\s*n['o]?t|dont)|(?:^|(?<=[.!?;:,(])\s*|\b(?:{_SOFTLY})\s+)never)\s+"
    r"(?:(?:tell|show)\s+(?:me|us)|spoil|give\s+(?:it|anything|the\s+\w+)\s+away)\b.*?"
    r"(?=\b(?:just|but|only)\b|[,.;:!?]|$)",
    re.IGNORECASE,
)
_NO_SPOILERS = re.compile(
    r"\bno\s+(?:(?:more|big|major)\s+)?spoilers?\b(?:\s+(?:here|yet|for\s+(?:me|us)))?", re.IGNORECASE
)
# How far one has read: "im only on chapter 3"; nothing else that one says of oneself is sure to ask for nothing.
_SO_FAR = re.compile(
    r"\W*(?:(?:please|pls|plz|hi|hey|sorry|ok|okay|so|and|but|because|cause|as)\b\W*)*"
    r"(?:(?:i|we)\s*(?:'?(?:m|ve|re)|am|are|have)?(?:\s+(?:only|just|still|not|about|almost|have|haven't|havent))*"
    r"\s+(?:on|at|in|up\s+to|halfway|read|reading|finished|done|through|started|begun)\b[^?.!]*)?"
    r"\W*(?:(?:please|pls|plz|thanks|thx)\b\W*)*",
    re.IGNORECASE,
)
_LEAST = 2  # stems that must be left of a question without the title


class Bad(Enum):
    """Why a text can't be a question."""

    EMPTY = "That question is empty. Ask me anything about the story, for example: who is the narrator?"
    LONG = "That question has {length} characters, and I read up to {most}. Could you make it shorter?"
    WORDLESS = "I found no word in that. Ask me about the story in a few words, please."


class BadQuestion(ValueError):
    """A text of `length` characters that can't be a question; the message is a sentence for the member."""

    def __init__(self, kind: Bad, length: int = 0) -> None:
        super().__init__(kind.value.format(length=length, most=LONGEST))
        self.kind, self.length = kind, length


def clean(text: str) -> str:
    """The text in one line. Raises BadQuestion when it is empty, over 500 characters, or has no word in it."""
    text = " ".join(text.split())
    if not text:
        raise BadQuestion(Bad.EMPTY)
    if len(text) > LONGEST:
        raise BadQuestion(Bad.LONG, len(text))
    if not _WORD.search(text):
        raise BadQuestion(Bad.WORDLESS)
    return text


def without_links(text: str) -> str:
    """The text without its links, which say nothing about the story; a text of links alone stays as it is."""
    rest = " ".join(_LINK.sub(" ", text).split())
    return rest if _WORD.search(rest) else text


def without_title(text: str, title: str) -> str:
    """A folded question without the book's title, which speaks for no passage; as it is where little else is asked."""
    rest = _pattern_of(title).sub(" ", text).strip()
    if rest == text:
        return text
    asked = set(stems(rest)) - ANY_BOOK
    return rest if len(asked) >= _LEAST and any(word not in STOP for word in words(rest)) else text


@lru_cache
def _pattern_of(title: str) -> re.Pattern[str]:
    return re.compile(rf"\W*\b{re.escape(fold(title))}\b\W*", re.IGNORECASE)


def begins_asking(text: str) -> bool:
    """Whether a clause of a folded English message begins as a question does: "whats that", "fine. why him"."""
    firsts = ["".join(words(clause)[:1]) for clause in _CLAUSE.split(text)]
    return any(map(_is_asking, firsts))


def declines(text: str) -> bool:
    """Whether a folded English message says what its writer doesn't want to be told, and asks for nothing else."""
    around = _NO_SPOILERS.split(text)
    if len(around) > 1 and all(map(_SO_FAR.fullmatch, around)) and not any(map(_is_asking, words(text))):
        return True
    rest, found = _UNASKED.subn(" ", text)
    return bool(found) and not any(map(_is_asking, words(rest)))


def _is_asking(word: str) -> bool:
    """Whether a word begins a question, as it is typed: "whats", "wat"."""
    return word in ASKING or word.removesuffix("s") in _SPELT


def greets(text: str) -> bool:
    """Whether a folded English message is a greeting or thanks, and nothing else."""
    said = set(words(text))
    return not _GREETINGS.isdisjoint(said) and said - _GREETINGS <= _BESIDE_GREETINGS


def core(text: str, asking: frozenset[str] = ASKING, names: frozenset[str] = frozenset()) -> str:
    """A folded message without the greetings, thanks and calls of the bot's name around its question.

    A clause goes when it has a word of courtesy, asks nothing, by the words of `asking`, and has none of the `names`;
    and so does what is not to be told; where nothing else is left, the message stays.
    """
    kept = []
    for clause in _CLAUSE.split(_UNASKED.sub(" ", text)):
        said = _CALLED.sub("", clause).strip()
        found = words(said)
        if found and (COURTESY.isdisjoint(found) or not asking.isdisjoint(found) or not names.isdisjoint(found)):
            kept.append(said)
    return " ".join(kept) or text
