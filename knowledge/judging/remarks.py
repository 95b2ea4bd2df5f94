"""What is no question about the book: a complaint about the last answer, a greeting, thanks, an opinion, what one would
rather not be told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from knowledge.answer import Remark
from knowledge.judging.reader import SMALL_TALK, Reader, Understanding
from knowledge.search.lexicon import Lexicon
from knowledge.search.names import named
from knowledge.search.question import declines, greets
from knowledge.spoilers import Level

# Log-odds from which on a message complains: one that asks, one that goes on about the book, any other. Development
# chats, November 2026.
ASKING, TELLING, OTHER = 4.0, 3.0, 1.5
FOLLOWS = 3.0  # how much more a follow-up than a complaint is what goes on about the book; the same chats
CERTAIN = 6.0  # from which on it complains whatever the book tells
PLAIN = 5.0  # from which on what asks nothing is small talk whatever words it has, unless it names somebody
OPINION = 2.5  # from which on what asks nothing tells what one thinks; development opinions, one of a hundred requests
GREETING = 4.0  # from which on a question is small talk that has no word of the book: "how are you?"


def remark(reader: Reader, understood: Understanding, known: Level | None, surely: Callable[[], bool]) -> Remark | None:
    """What a message is, where it isn't one to search the book for. `surely` says whether the book answers it; with a
    level in `known`, no word or name that comes only past it makes a difference."""
    read, text = reader.read_as(understood.text), understood.text
    about, asks = partial(reader.is_about_the_book, text, known), asking(read, text)
    if _complains(understood, surely, about, asks=asks):
        return Remark.COMPLAINT
    talk = understood.kinds["small-talk"]
    small = talk > (GREETING if asks else SMALL_TALK) and not about()
    # Words of a greeting may stand in any book, names of its people in no greeting.
    greeting = (talk > PLAIN and not asks) or (read.english and greets(text))
    plain = greeting and not _names_somebody(reader, text, known)
    opines = understood.kinds["opinion"] > OPINION and not asks and read.asking.isdisjoint(read.words(text))
    return Remark.SMALL_TALK if small or plain or opines or (read.english and declines(text)) else None


def asking(read: Lexicon, text: str) -> bool:
    """Whether a text asks something, by its mark or by how it begins."""
    return "?" in text or read.begins_asking(text)


def _names_somebody(reader: Reader, text: str, known: Level | None) -> bool:
    most = known or reader.book.levels[-1]
    return any(reader.book.level(who.part).rank <= most.rank for who in named(text, reader.book))


def _complains(understood: Understanding, surely: Callable[[], bool], about: Callable[[], bool], *, asks: bool) -> bool:
    """Whether a message is said of the answer before, and is no question that the book surely answers."""
    kinds = understood.kinds
    if kinds["complaint"] <= max(ASKING if asks else OTHER, kinds["small-talk"]):  # whatever it is about
        return False
    goes_on = about() or kinds["follow-up"] > kinds["complaint"] + FOLLOWS
    if not asks and goes_on and kinds["complaint"] <= TELLING:
        return False
    return not (about() and kinds["complaint"] < CERTAIN and surely())
