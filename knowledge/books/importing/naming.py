"""Headings and ids for passages, made of a passage's own words; no heading is better than a clumsy one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

from knowledge.books.marks import find_mark
from knowledge.books.names import plain_words

LONGEST = 60  # letters
_BREAKS = frozenset(
    """
    a an the and or but nor of in on at to for with by from into as is are was were be been has have had do does did
    will would can could may might must he she it they him them his her their its this that these those who whom whose
    which what when where why how not no than then there so if while after before during until since because about
    between against under over out up down off through across around among behind beside near inside outside within
    without along upon onto toward towards together alone away apart again also only even just very more most much many
    some any all both each other another such own same he's one two three
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
_DULL = frozenset(
    """
    novel story book part parts chapter narrative plot summary play author reader title beginning first
    day year time way
    """.split()  # noqa: SIM905 - a list of words reads better
)
_NEXT = frozenset(
    """
    a an the his her its their he she it they him them all any some each every many most such both few one two three
    """.split()  # noqa: SIM905 - a list of words reads better
)  # what only a verb stands in front of: "the friends put their diaries"
_WORK = re.compile(r"\b(?:novel|novella|book|play)\b", re.IGNORECASE)
_PHRASE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?)\s+([^\W\d_A-Z][\w'’-]*)\s([^\W\d_A-Z][\w'’-]*)"
    rf"(?:[.,;:!?)]|\s(?:{'|'.join(sorted((_BREAKS | _VERBS) - _NEXT))})\b)"
)


def titles(
    texts: Sequence[str],
    names: Sequence[Sequence[str]],
    spoils: Callable[[int, str], bool] = lambda number, title: False,
) -> list[str]:
    """A title of two to six words for each passage, "" where its words make no plain one; `names` are those in each
    passage, and `spoils` says whether a title tells more than the passage of that number may."""
    phrases = [_phrases(text) for text in texts]
    common = Counter(phrase for found in phrases for phrase in found)
    often = Counter(name for people in names for name in people)
    result: list[str] = []
    for number, (text, found, here) in enumerate(zip(texts, phrases, names, strict=True)):
        people = sorted(here, key=lambda name: (often[name], text.find(name)))
        options = [*(f"The {phrase}" for phrase in sorted(found, key=lambda phrase: common[phrase])), *_groups(people)]
        fitting = (option for option in options if option not in result and _fits(option))
        result.append(next((option for option in fitting if not spoils(number, option)), ""))
    return result


def about(text: str) -> str:
    """A title for a passage that tells of the book and nothing of its story."""
    return f"About the {found.group().lower()}" if (found := _WORK.search(text)) else "About the book"


def slug(text: str, longest: int = 40) -> str:
    """Lower-case words joined by hyphens, "" when the text has no letter of the Latin alphabet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    return "-".join(words)[:longest].strip("-")


def _phrases(text: str) -> list[str]:
    """Two words between an article and what surely ends them: "birthday dinner"."""
    return list(dict.fromkeys(" ".join(words) for words in _PHRASE.findall(text) if _is_noun(*words)))


def _is_noun(first: str, second: str) -> bool:
    """Whether two words are more likely a noun and what goes with it than a noun and its verb: "ship sinks"."""
    return (
        not {re.sub(r"['’]s$", "", word) for word in (first, second)} & (_BREAKS | _VERBS | _DULL)
        and not first.endswith(("s", "men", "people", "children", "ly"))
        and not second.endswith(("s", "ed", "ing", "ly", "ken", "len", "tten", "known", "’", "'"))
        and min(len(first), len(second)) > 2
    )


def _groups(people: Sequence[str]) -> list[str]:
    short = [name for name in people if len(name) <= 24][:4]
    pairs = [f"{one} and {other}" for one, other in combinations(short, 2)]
    return pairs + [f"{one}, {other} and {third}" for one, other, third in combinations(short, 3)]


def _fits(title: str) -> bool:
    return 2 <= len(title.split()) <= 6 and len(title) <= LONGEST and not find_mark(title) and bool(plain_words(title))
