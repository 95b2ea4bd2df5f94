"""Headings and ids for passages, made of nothing but a passage's own words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from knowledge.books.marks import find_mark
from knowledge.books.names import plain_words

LONGEST = 60  # letters
_BREAKS = frozenset(
    """
    a an the and or but nor of in on at to for with by from into as is are was were be been has have had do does did
    will would can could may might must he she it they him them his her their its this that these those who whom whose
    which what when where why how not no than then there so if while after before during until since because about
    between against under over out up down off again also only even just very more most much many some any all both
    each other another such own same he's one two three
    """.split()  # noqa: SIM905 - a list of words reads better
)
_VERBS = frozenset(
    """
    accepts accuses acts admits agrees appears arrives asks attacks attempts becomes begins believes brings builds buys
    calls cares carries catches claims closes comes confesses confronts continues cries dances deals decides declares
    describes develops dies discovers dreams ends enters escapes explains falls feels finds flees follows forces gets
    gives goes happens has hears helps hides holds hopes includes informs invites is joins keeps kills knows learns
    leaves lies likes lives loses loves makes manages marries means meets moves needs offers opens passes persuades
    plans prefers promises proves pursues reaches reads realizes realises receives refuses remains reminds rescues
    returns reveals runs says seems sees seeks sends sets shoots shows sings sits sleeps speaks spends stands starts
    stays stops suggests takes talks teaches tells thinks tries turns urges uses visits waits walks wants warns wins
    wishes works writes came went took made said told found gave knew saw left began became
    """.split()  # noqa: SIM905 - a list of words reads better
)
_OF_BOOKS = frozenset(
    """
    novel story book part parts chapter narrative plot summary play author reader title beginning first
    """.split()  # noqa: SIM905 - a list of words reads better
)
_PHRASE = re.compile(
    r"\b(?:the|an?|his|her|their|its|of|some)\s+((?:[^\W\d_]+[-'’]?)+(?:\s+(?:[^\W\d_]+[-'’]?)+){0,2})", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def titles(
    texts: Sequence[str],
    names: Sequence[Sequence[str]],
    spoils: Callable[[int, str], bool] = lambda number, title: False,
) -> list[str]:
    """A title of two to six words for each passage, "" where its words make none; `names` are those in each passage,
    and `spoils` says whether a title tells more than the passage of that number may."""
    phrases = [_phrases(text) for text in texts]
    common = Counter(phrase for found in phrases for phrase in set(found))
    taken: set[str] = set()
    result = []
    often = Counter(name for people in names for name in people)
    for number, (text, found, here) in enumerate(zip(texts, phrases, names, strict=True)):
        people = sorted(here, key=lambda name: (often[name], text.find(name)))
        options = sorted(found, key=lambda phrase: (common[phrase], -len(phrase.split())))
        fitting = (option for option in _options(people, options, text) if option not in taken and _fits(option))
        title = next((option for option in fitting if not spoils(number, option)), "")
        taken.add(title)
        result.append(title)
    return result


def slug(text: str, longest: int = 40) -> str:
    """Lower-case words joined by hyphens, "" when the text has no letter of the Latin alphabet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    return "-".join(words)[:longest].strip("-")


def _phrases(text: str) -> list[str]:
    """What stands behind an article or a possessive, up to the next word that ends it: "medical checks"."""
    found = []
    for match in _PHRASE.finditer(text):
        words: list[str] = []
        for word in match.group(1).split():
            if (
                word.lower() in _BREAKS
                or word[0].isupper()
                or len(word) < 3
                or re.sub(r"['’]s$", "", word.lower()) in _VERBS | _OF_BOOKS
                or _verb(word, words)
            ):
                break
            words.append(word)
        if words:
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def _verb(word: str, before: Sequence[str]) -> bool:
    """Whether a word that follows a noun is more likely a verb or an adverb."""
    return bool(before) and word.endswith(("ed", "ing", "ly"))


def _options(people: Sequence[str], phrases: Sequence[str], text: str) -> list[str]:
    short = [name for name in people if len(name) <= 24]
    found = []
    for phrase in phrases[:4]:
        if short:
            found.append(f"{short[0]} and the {phrase}")
        if len(short) > 1:
            found.append(f"{short[0]}, {short[1]} and the {phrase}")
        found.append(f"The {phrase}")
    if len(short) > 1:
        found.insert(
            0 if not phrases else len(found), f"{', '.join(short[:-1][:2])} and {short[min(2, len(short) - 1)]}"
        )
    if short and not phrases:
        found.append(f"About {short[0]}")
    words = [word for word in _WORD.findall(text) if word.lower() not in _BREAKS]
    found += [" ".join(words[:3]), " ".join(words[:5])]
    return [option[:1].upper() + option[1:] for option in found]


def _fits(title: str) -> bool:
    return 2 <= len(title.split()) <= 6 and len(title) <= LONGEST and not find_mark(title) and bool(plain_words(title))
