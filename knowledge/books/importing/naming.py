"""Headings and ids for passages, made of a passage's own words; no heading is better than a clumsy one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from knowledge.books.importing.into_sentences import split
from knowledge.books.marks import find_mark
from knowledge.books.names import plain_words

LONGEST = 60  # letters
RARE = 2  # passages that have a word which sets one apart; a neighbour repeats its sentence
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
    day year time way name life matter role event
    """.split()  # noqa: SIM905 - a list of words reads better
)
_NEVER_LAST = frozenset(
    """
    arose begun blew bought broke brought built caught chose dead drawn drew driven drove fell felt fled flew forgot
    fought full given grew heard hidden hung kept laid led lost meant met overcome ran rode sat sent shook slept sold
    spent spoke stole stood struck swam threw told tore understood woke won wore wrote arrive begin believe break hear
    liquefy settle cannot ought should nobody himself herself themselves itself never once twice soon too later earlier
    instead rather below ahead aside nearby nearer best alight asleep hungry ready silent
    """.split()  # noqa: SIM905 - a list of words reads better
)  # what tells of the noun before it, or of nothing: "the letter meant", "the sacks full"
_NEXT = frozenset(
    """
    a an the his her its their he she it they him them all any some each every many most such both few one two three
    """.split()  # noqa: SIM905 - a list of words reads better
)  # what only a verb stands in front of: "the friends put their diaries"
_WORK = re.compile(r"\b(?:novel|novella|book|play)\b", re.IGNORECASE)
_END = rf"(?:[.,;:!?)]|\s(?:{'|'.join(sorted((_BREAKS | _VERBS) - _NEXT))})\b)"
# One word: no "quick" of "her quick, loud goat", no "pair" of "a pair of goats", and no "short" of "a short while".
_SINGLE = rf"\s(?!(?:short|long|little|good)\swhile\b)([^\W\d_A-Z][\w'’-]*)(?!,|\s(?:and|or|but|of|to|that)\b){_END}"
_OWNED = re.compile(_SINGLE)
_THING = re.compile(rf"\b(?:[Tt]he|[Aa]n?){_SINGLE}")
_PHRASE = re.compile(rf"\b(?:[Tt]he|[Aa]n?)\s+([^\W\d_A-Z][\w'’-]*)\s([^\W\d_A-Z][\w'’-]*){_END}")


def titles(
    texts: Sequence[str],
    names: Sequence[Sequence[str]],
    spoils: Callable[[int, str], bool] = lambda number, title: False,
) -> list[str]:
    """A title of two to six words for each passage, "" where its words make no plain one; `names` are those in each
    passage, and `spoils` says whether a title tells more than the passage of that number may.

    None is names alone: whoever is named needn't be what a passage tells of, and titles are searched like questions.
    """
    phrases = [_phrases(text) for text in texts]
    common = Counter(phrase for found in phrases for phrase in found)
    often = Counter(word for text in texts for word in {*plain_words(text)})
    result: list[str] = []
    for number, (text, found, here) in enumerate(zip(texts, phrases, names, strict=True)):
        things = {title: often[word] for title, word in _things(text, here) if often[word] <= RARE}
        options = [*sorted(found, key=lambda phrase: common[phrase]), *sorted(things, key=lambda title: things[title])]
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
    """Two words between an article and what surely ends them: "The birthday dinner"."""
    return list(dict.fromkeys(f"The {' '.join(words)}" for words in _PHRASE.findall(text) if _is_noun(*words)))


def _things(text: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a sentence tells of somebody of those names, and its last word: "Marit's goat", "Marit and the goat"."""
    for sentence in split(text):
        owners = [found for name in names for found in re.finditer(rf"\b{re.escape(name)}\b", sentence)]
        for owner in owners:
            thing = _OWNED.match(sentence, owner.end() + 2)
            if sentence[owner.end() : owner.end() + 2] in ("'s", "’s") and thing and _is_noun(thing[1]):
                yield f"{owner.group()}'s {thing[1]}", plain_words(thing[1])[-1]
        for thing in _THING.finditer(sentence):
            before = [owner for owner in owners if owner.end() <= thing.start()]
            if before and _is_noun(thing[1]):
                name = max(before, key=re.Match.end).group()
                yield f"{name} and the {thing[1]}", plain_words(thing[1])[-1]


def _is_noun(*words: str) -> bool:
    """Whether words are more likely a noun and what goes with it than a noun and its verb: "ship sinks"."""
    return (
        not {re.sub(r"['’]s$", "", word) for word in words} & (_BREAKS | _VERBS | _DULL)
        and not any(word.endswith(("s", "men", "people", "children", "ly")) for word in words[:-1])
        and words[-1] not in _NEVER_LAST
        and not words[-1].endswith(("n't", "n’t", "s", "ed", "ing", "ly", "ken", "len", "tten", "known", "’", "'"))
        and min(map(len, words)) > 2
    )


def _fits(title: str) -> bool:
    return 2 <= len(title.split()) <= 6 and len(title) <= LONGEST and not find_mark(title) and bool(plain_words(title))
