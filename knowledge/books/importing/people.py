"""The characters of a summary: who is mentioned often enough, under which names, and where each is first named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.books.importing.into_passages import Cut
from knowledge.books.importing.mentions import TITLES, Mention, core, mentions
from knowledge.books.names import find_name, is_common, plain_words

MOST = 60  # characters of a book
PERSON = 0.25  # the least score, on average over its mentions, that makes a name a person's
INSIDE = 3  # capitals inside sentences that make a common word a name: "Hope", "Rue"
SMALL = 0.1  # for each of which it may stand so often without one
# Letters of a first name's beginning that is a name by itself, and of what it leaves out: "Prim" of "Primrose".
SHORT = 3


@dataclass(frozen=True)
class Person:
    """Somebody under a name and others, with the part, from 0, where one is first known."""

    name: str
    aliases: tuple[str, ...]
    rank: int

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


def people(sentences: Iterable[str], cuts: Sequence[Cut], title: str, author: str) -> list[Person]:
    """The people that the sentences mention, oftenest first. A name that comes up later than the others of its bearer
    is somebody of its own, so that nothing tells early who bears it."""
    told = " ".join(plain_words(author))
    texts = list(sentences)
    found = [m for m in mentions(texts) if not set(plain_words(m.name)) <= {*plain_words(author)} or not told]
    groups = _groups(found, Counter(word for text in texts for word in re.findall(r"\w+", text) if word.islower()))
    here = _searcher(cuts)
    persons: list[Person] = []
    for forms in groups[:MOST]:
        persons += _bearers(forms, here, title)
    if told and here((author,)) is not None:
        last = author.split()[-1]
        persons.append(Person(author, (last,) if last != author else (), 0))
    seen: set[str] = set()
    unique = []
    for person in persons:
        names = [name for name in person.names if name.casefold() not in seen and plain_words(name)]
        seen |= {name.casefold() for name in names}
        if names:
            unique.append(Person(names[0], tuple(names[1:]), person.rank))
    return [_none_early(person, unique[:MOST]) for person in unique[:MOST]]


def _none_early(person: Person, others: Sequence[Person]) -> Person:
    """The person, not known before anybody whose name stands in one of the person's own: "Tove Holm" and "Holm"."""
    inside = [other.rank for other in others if any(find_name(name, other.names) for name in person.names)]
    return replace(person, rank=max([person.rank, *inside]))


def _groups(found: Sequence[Mention], small: Counter[str]) -> list[list[str]]:
    """The names of each person, commonest first; single names are merged with the one full name that holds them.
    `small` counts the words that stand without a capital."""
    counts = Counter(mention.name for mention in found)
    scores: dict[str, float] = {}
    for mention in found:
        scores[mention.name] = scores.get(mention.name, 0.0) + mention.score
    inside = {mention.name for mention in found if mention.inside or mention.score >= 1}
    capital = Counter(mention.name for mention in found if mention.inside)
    homes = _homes(counts, found)
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(homes[name], []).append(name)
    people = [
        sorted(names, key=lambda name: (-counts[name], -len(name), name))
        for names in groups.values()
        if sum(counts[name] for name in names) >= 2
        and sum(scores[name] for name in names) / sum(counts[name] for name in names) >= PERSON
        and inside & set(names)
        and not all(
            len(name.split()) == 1
            and is_common(name)
            and (capital[name] < INSIDE or small[name.lower()] > SMALL * capital[name])
            for name in names
        )
    ]
    return sorted(people, key=lambda names: -sum(counts[name] for name in names))


def _homes(counts: Counter[str], found: Sequence[Mention]) -> dict[str, str]:
    """For each name the fullest one of its bearer: "Tito" -> "Tito Melema"; itself when several bear it."""
    beside: dict[int, set[str]] = {}
    for mention in found:
        beside.setdefault(mention.sentence, set()).add(mention.name)
    full = [name for name in counts if len(core(name)) > 1 and not _titled(name)]
    titled: dict[str, set[str]] = {}
    for name in counts:
        if _titled(name):
            titled.setdefault(core(name)[-1], set()).add(name)
    homes = {}
    for name in counts:
        words = core(name)
        bearers = {whole for whole in full if words[0] in (core(whole)[0], core(whole)[-1]) and whole != name}
        if len(words) > 1 and not _titled(name):
            homes[name] = next(
                (whole for whole in full if len(core(whole)) > len(words) and set(words) < set(core(whole))), name
            )
        elif len(bearers) == 1 and len(titled.get(words[-1], ())) <= 1 and not _wed(name):
            homes[name] = bearers.pop()
        elif (
            not bearers
            and len(titled.get(words[-1], ())) == 1
            and len(words) == 1
            and not _wed(next(iter(titled[words[-1]])))
        ):
            homes[name] = next(iter(titled[words[-1]]))
        elif not bearers and len(words) == 1 and len(longer := [one for one in full if _begins(name, one)]) == 1:
            together = any({name, longer[0]} <= names for names in beside.values())  # two people, then
            homes[name] = name if together else longer[0]
        else:
            homes[name] = name
    return {name: homes.get(home, home) for name, home in homes.items()}


def _begins(name: str, whole: str) -> bool:
    """Whether a name is a shortened first name of the whole one: "Prim" of "Primrose Everdeen"."""
    first = core(whole)[0]
    return len(name) >= SHORT and len(first) >= len(name) + SHORT and first.startswith(name)


def _wed(name: str) -> bool:
    """Whether the name may be that of somebody's wife, who shares it with others."""
    return name.replace(".", " ").lower().split()[0] in ("mrs", "mme", "lady", "madame")


def _titled(name: str) -> bool:
    words = name.replace(".", " ").lower().split()
    return len(words) > 1 and words[0] in TITLES


def _bearers(forms: Sequence[str], here: Callable[[Sequence[str]], int | None], title: str) -> list[Person]:
    """One person for the forms, or one more for each that is first known later than the first."""
    cover = {form for form in forms if find_name(title, [form])}
    ranks = {form: 0 if form in cover else rank for form in forms if (rank := here((form,))) is not None}
    if not ranks:
        return []
    first = min(ranks.values())
    known = [form for form in ranks if ranks[form] == first]
    words = {word for form in known for word in core(form)}
    early = [
        form
        for form in ranks
        if form in known
        or {word for word in core(form) if len(word) > 1} <= words
        or any(_begins(form, whole) for whole in known)
    ]
    early.sort(key=lambda form: ranks[form])
    shorter = [word for form in early for word in _shorter(form, forms)]
    bearers = [Person(early[0], tuple(dict.fromkeys([*early[1:], *shorter])), first)]
    return bearers + [Person(form, (), ranks[form]) for form in ranks if form not in early]


def _shorter(form: str, forms: Sequence[str]) -> list[str]:
    """The first word of a full name, by which people ask for its bearer, unless a title or another form says it."""
    words = core(form)
    taken = {*forms}
    return [
        word
        for word in words[:1]
        if len(words) > 1 and not _titled(form) and len(word) > 2 and word not in taken and not is_common(word)
    ]


def _searcher(cuts: Sequence[Cut]) -> Callable[[Sequence[str]], int | None]:
    """A function that says in which part names are first known: 0 when only what reveals nothing has them, None when
    nothing has. What stands before the plot doesn't count where the plot names them too."""
    plain = [" ".join(plain_words(cut.text)) for cut in cuts]

    def first(names: Sequence[str]) -> int | None:
        stumps = [words[0][: max(3, len(words[0]) - 2)] for name in names if (words := plain_words(name))]
        hits = [
            cut.rank
            for cut, text in zip(cuts, plain, strict=True)
            if any(stump in text for stump in stumps) and (found := find_name(cut.text, names)) and not found.common
        ]
        return min((rank for rank in hits if rank), default=min(hits, default=None))

    return first
