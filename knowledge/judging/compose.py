"""From ranked passages to an answer: which of them are told, and what of it a level and a policy let out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from knowledge.answer import Answer, Hit, Remark, Status
from knowledge.book import Book
from knowledge.search.lexicon import lexicon
from knowledge.spoilers import Level, Policy, Secret, touches

LONGEST = 90  # words in an answer of more than one passage
DOUBT, LONGER = 0.8, 160  # the probability of the first passage under which a second one may make the answer longer
SECOND = 0.05  # the least share of the first passage's probability at which a second one is told with it
NEXT = 3  # how many passages after the first are looked at for the second
NEW = 0.5  # the least share of a second passage's words that the first must lack
WITHIN = 0.2  # the least share of the first's probability at which one within the level is told in its place
FURTHER = 3  # how many further passages are kept for "another passage"
FLOOR = 1e-6  # the least probability of a passage that is spoken of at all

UNKNOWN = Answer(Status.UNKNOWN)


def compose(ranked: Sequence[Hit], sure: bool, book: Book, level: Level, policy: Policy) -> Answer:
    """The answer that `ranked` passages, best first, make for readers who finished `level`.

    Where nobody is sure, the best passage stands alone. Beside an answer that is hidden nothing is offered that would
    stand in the open: it would be taken for what is hidden.
    """
    chosen = _together(ranked, book, level) if sure else [ranked[0]]
    if policy is Policy.WARN:
        found = answer_of(chosen, sure, book, level, policy)
        offered = (hit for hit in ranked if touches([hit.passage], level)) if found.touches else ranked
        return replace(found, further=_rest(offered, chosen))
    within = [hit for hit in ranked if not touches([hit.passage], level)]
    past = bool(touches((hit.passage for hit in chosen), level))
    if past and within and within[0].score >= WITHIN * ranked[0].score:
        inner = [within[0]]  # in another's place, and so as unsure as any that is merely near
        told = answer_of(inner, False, book, level, policy)
        missing = [hit for hit in chosen if touches([hit.passage], level)]
        found = _keeping(told, missing, level) if policy is Policy.WITHHOLD else told
        return replace(found, further=_rest(within, inner))
    found = answer_of(chosen, sure, book, level, policy)
    return replace(found, further=_rest(within, chosen)) if found.told else found


def answer_of(chosen: Sequence[Hit], sure: bool, book: Book, level: Level, policy: Policy) -> Answer:
    """What the level and the policy allow of passages that were chosen to be told together, in book order."""
    order = book.order
    told = tuple(sorted(chosen, key=lambda hit: order[hit.passage.id]))
    touched = touches((hit.passage for hit in told), level)
    status = Status.SURE if sure else Status.UNSURE
    if not touched or policy is Policy.WARN:
        return Answer(status, told, touches=touched)
    if policy is Policy.SILENT:
        return UNKNOWN
    return Answer(status, kept=tuple(hit.passage for hit in told), touches=touched)


def both(one: Answer, other: Answer, book: Book, level: Level) -> Answer:
    """The answers to two questions that were asked in one, as one answer in book order; of each only its likeliest
    passage where all of them are long. Beside what is covered nothing is offered in the open, as for one question."""
    order = book.order
    hits = (*one.told, *other.told)
    if sum(len(hit.passage.text.split()) for hit in hits) > LONGER:
        hits = tuple(max(told, key=lambda hit: hit.score) for told in (one.told, other.told) if told)
    told = {hit.passage.id: hit for hit in hits}
    kept = {passage.id: passage for passage in (*one.kept, *other.kept) if passage.id not in told}
    sure = Status.UNSURE not in (one.status, other.status)
    touched = touches([*(hit.passage for hit in told.values()), *kept.values()], level)
    further = [hit for hit in (*one.further, *other.further) if hit.passage.id not in told]
    if touched and not kept:  # all of it is covered
        further = [hit for hit in further if touches([hit.passage], level)]
    return Answer(
        Status.SURE if sure else Status.UNSURE,
        tuple(sorted(told.values(), key=lambda hit: order[hit.passage.id])),
        tuple(sorted(kept.values(), key=lambda passage: order[passage.id])),
        touched,
        tuple(further[:FURTHER]),
    )


def covered_like(answer: Answer, touched: Iterable[Secret], policy: Policy) -> Answer:
    """The answer as if it touched these secrets, too: all of it covered, kept back, or unknown."""
    if policy is Policy.SILENT:
        return UNKNOWN
    touching = tuple(sorted({*answer.touches, *touched}))
    if policy is Policy.WARN:
        return replace(answer, touches=touching, further=())
    kept = (*(hit.passage for hit in answer.told), *answer.kept)
    return replace(answer, told=(), kept=kept, touches=touching, further=())


def apart(answer: Answer) -> Answer:
    """The answer to one of two questions, saying that the other be asked by itself."""
    return replace(answer, remark=Remark.ASK_APART)


def _keeping(told: Answer, kept: Sequence[Hit], level: Level) -> Answer:
    """What is told, and beside it what `withhold` keeps back."""
    passages = tuple(hit.passage for hit in kept)
    return replace(told, kept=passages, touches=touches(passages, level))


def _together(ranked: Sequence[Hit], book: Book, level: Level) -> list[Hit]:
    """The first passage, and the next one that is likely, short, and new enough, and reveals nothing more."""
    first, *rest = ranked
    touched = touches([first.passage], level)
    told = set(_stems(first.passage.text, book.language))
    room = (LONGER if first.score < DOUBT else LONGEST) - len(first.passage.text.split())
    for hit in rest[:NEXT]:
        words = _stems(hit.passage.text, book.language)
        new = sum(word not in told for word in words) >= NEW * len(words)
        likely = hit.score >= SECOND * first.score
        short = len(hit.passage.text.split()) <= room
        if likely and new and short and _reveals_no_more(touches([hit.passage], level), touched):
            return [first, hit]
    return [first]


def _reveals_no_more(touched: Sequence[Secret], than: Sequence[Secret]) -> bool:
    """Whether somebody to whom the one may be told may be told the other: an earlier part, but no further topic."""
    furthest = max((secret.rank for secret in than), default=0)
    return all(secret in than or (not secret.topic and secret.rank <= furthest) for secret in touched)


@lru_cache(4096)
def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(lexicon(language).stems(text))


def _rest(ranked: Iterable[Hit], chosen: Sequence[Hit]) -> tuple[Hit, ...]:
    told = {hit.passage.id for hit in chosen}
    rest = (hit for hit in ranked if hit.passage.id not in told)
    return tuple(islice(rest, FURTHER))
