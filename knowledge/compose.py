"""From ranked passages to an answer: which of them are told, and what of it a level and a policy let out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge import wording
from knowledge.answer import Answer, Hit, Status
from knowledge.book import Book
from knowledge.lexical import stems
from knowledge.spoilers import Level, Policy, touches

LONGEST = 90  # words in an answer of more than one passage
SECOND = 0.1  # the least share of the first passage's probability at which a second one is told with it
NEXT = 3  # how many passages after the first are looked at for the second
NEW = 0.5  # the least share of a second passage's words that the first must lack
WITHIN = 0.2  # the least share of the first's probability at which one within the level is told in its place
OTHERS = 4  # how many further passages are kept for "another passage"
OTHERS_FLOOR = 0.0001  # the least probability of such a passage


def unknown(question: str, book: Book) -> Answer:
    """What is said when nothing is known; `silent` says the same of what it keeps to itself."""
    return Answer(question, Status.UNKNOWN, wording.unknown(book))


def small_talk(question: str, book: Book) -> Answer:
    return Answer(question, Status.UNKNOWN, wording.small_talk(book))


def compose(question: str, ranked: Sequence[Hit], book: Book, level: Level, policy: Policy) -> Answer:
    """The answer that `ranked` passages, best first, make for readers who finished `level`."""
    within = [hit for hit in ranked if not touches([hit.passage], level)]
    out = ranked if policy is Policy.WARN else within
    chosen = _together(ranked, level)
    past = bool(touches((hit.passage for hit in chosen), level))
    if policy is not Policy.WARN and past and within and within[0].score >= WITHIN * ranked[0].score:
        inner = judge(question, _together(within, level), book, level, policy)
        return _with_warning(inner, chosen, level, policy, _rest(within, inner.passages))
    return judge(question, chosen, book, level, policy, _rest(out, chosen))


def judge(
    question: str, chosen: Sequence[Hit], book: Book, level: Level, policy: Policy, others: tuple[Hit, ...] = ()
) -> Answer:
    """Tell the chosen passages in book order, as far as the level and the policy allow."""
    chosen = tuple(chosen)
    order = {passage.id: number for number, passage in enumerate(book.passages)}
    text = " ".join(hit.passage.text for hit in sorted(chosen, key=lambda hit: order[hit.passage.id]))
    touched = touches((hit.passage for hit in chosen), level)
    if not touched:
        return Answer(question, Status.ANSWERED, text, passages=chosen, others=others, cover_question=False)
    if policy is Policy.WARN:
        warning = wording.warning(touched)
        return Answer(question, Status.ANSWERED, warning, text, warning, touched, chosen, others)
    return _with_warning(unknown(question, book), chosen, level, policy, ())


def _with_warning(inner: Answer, kept: Sequence[Hit], level: Level, policy: Policy, others: tuple[Hit, ...]) -> Answer:
    """`inner`, and under `withhold` a warning of the passages kept back after it."""
    if policy is Policy.SILENT:
        return replace(inner, others=others)
    touched = touches((hit.passage for hit in kept), level)
    warning = wording.withheld(touched, answered=inner.status is Status.ANSWERED)
    shown = f"{inner.shown}\n\n{warning}" if inner.status is Status.ANSWERED else warning
    told = {hit.passage.id for hit in inner.passages}
    request = tuple(hit.passage for hit in kept if hit.passage.id not in told)
    return Answer(inner.question, Status.ANSWERED, shown, None, warning, touched, inner.passages, others, request)


def _together(ranked: Sequence[Hit], level: Level) -> list[Hit]:
    """The first passage, and the next one that is likely, short, and new enough, and touches nothing more."""
    first, *rest = ranked
    touched = set(touches([first.passage], level))
    told = set(stems(first.passage.text))
    room = LONGEST - len(first.passage.text.split())
    for hit in rest[:NEXT]:
        words = stems(hit.passage.text)
        new = sum(word not in told for word in words) >= NEW * len(words)
        likely = hit.score >= SECOND * first.score
        if likely and new and len(hit.passage.text.split()) <= room and touched >= set(touches([hit.passage], level)):
            return [first, hit]
    return [first]


def _rest(ranked: Sequence[Hit], chosen: Sequence[Hit]) -> tuple[Hit, ...]:
    told = {hit.passage.id for hit in chosen}
    return tuple(hit for hit in ranked if hit.passage.id not in told and hit.score >= OTHERS_FLOOR)[:OTHERS]
