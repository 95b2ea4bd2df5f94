"""The door to a book: a question and a level in, a judged answer out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from knowledge.answer import Answer, Hit, Remark, SpoilerCheck, Status
from knowledge.book import Passage
from knowledge.judging import compound
from knowledge.judging.compose import FLOOR, FURTHER, UNKNOWN, answer_of, apart, both, compose, covered_like
from knowledge.judging.confidence import probabilities
from knowledge.judging.followups import Chat, Turn, of_the_answer
from knowledge.judging.giveaways import Giveaways
from knowledge.judging.reader import Reader, Understanding
from knowledge.judging.remarks import asking, remark
from knowledge.judging.verdict import verdict
from knowledge.search.question import clean
from knowledge.spoilers import Level, Policy, touches


class Librarian:
    """Finds the passage that answers, and never returns uncovered text past the level it is given."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.book = reader.book
        self._giveaways = Giveaways(reader)

    def ask(self, question: str, level: Level, policy: Policy, chat: Chat | None = None) -> Answer:
        """Answer a question for readers who finished `level`. Raises BadQuestion for one that can't be searched for."""
        asked = self.reader.readable(clean(question))
        last = chat.last if chat else None
        understood = self.reader.understand(asked, last)
        answer = self.reply(understood, last, level, policy)
        if last is not None:
            answer = self._like_the_talk(answer, asked, last, level, policy)
        if chat is not None and not _forgettable(answer, policy):
            told, further = ([hit.passage for hit in hits] for hits in (answer.told, answer.further))
            chat.remember(understood.text, tuple(told), tuple(further), answer.touches)
        return answer

    def show(self, passages: Sequence[Passage], level: Level, policy: Policy) -> Answer:
        """Judge passages that were found before, for a button that shows them now."""
        return answer_of([Hit(passage, 1.0) for passage in passages], True, self.book, level, policy)

    def check(self, text: str, level: Level) -> SpoilerCheck:
        """What a member's message gives away past the level. Any text is fine."""
        return self._giveaways.check(text, level)

    def answer(self, understood: Understanding, level: Level, policy: Policy) -> Answer:
        """The answer to one question that was understood, for readers who finished `level`."""
        ranked = self.ranked(understood, level)
        stands = verdict(self.reader, understood, ranked[0].passage)
        if stands is Status.UNKNOWN:
            return UNKNOWN
        return compose(ranked, stands is Status.SURE, self.book, level, policy)

    def ranked(self, understood: Understanding, level: Level) -> list[Hit]:
        """The passages that may answer, likeliest first; those on the other side of the level than the answer come
        after the others, and not at all where somebody is named whom readers don't know by that name yet."""
        reader, passages = self.reader, self.book.passages
        chances, beyond = probabilities(understood.scored), reader.beyond(level)
        warn = reader.judging(understood.found).warn.at(reader.richness)
        later = reader.names_somebody_later(understood.text, level) and bool(beyond.any())
        past = later or reader.past_log_odds(understood, level) >= warn
        order = np.lexsort((-chances, beyond != past))
        if later:
            order = order[beyond[order]]
        likely = order[(chances[order] >= FLOOR) | (order == order[0])]
        return [Hit(passages[n], chance) for n, chance in zip(likely.tolist(), chances[likely].tolist(), strict=True)]

    def reply(self, understood: Understanding, last: Turn | None, level: Level, policy: Policy) -> Answer:
        """What to say to a message that was understood, after the turn before: an answer, or a remark."""
        known = level if policy is Policy.SILENT else None
        made = remark(self.reader, understood, known, partial(self._surely, understood, level, policy))
        if made is Remark.COMPLAINT:
            return self._complaint(last, level, policy)
        if made is not None:
            return Answer(Status.UNKNOWN, remark=made)
        read, text = self.reader.read_as(understood.text), understood.text
        parts = compound.parts(text) if read.english else [text]
        answer = self._two(parts, level, policy) if len(parts) == 2 else None
        answer = answer or self.answer(understood, level, policy)
        if answer.status is Status.UNKNOWN and understood.kinds["small-talk"] > 0 and not asking(read, text):
            return Answer(Status.UNKNOWN, remark=Remark.SMALL_TALK)
        return answer

    def _surely(self, understood: Understanding, level: Level, policy: Policy) -> bool:
        """Whether the book surely answers a message by itself; under `silent`, what may be told of it."""
        if policy is Policy.SILENT:
            return self.answer(understood, level, policy).status is Status.SURE
        return understood.alone >= self.reader.judging(understood.found).sure.at(self.reader.richness)

    def _two(self, parts: Sequence[str], level: Level, policy: Policy) -> Answer | None:
        """The answers to both of two questions, or to the one that is surely told; None when neither is.

        Under `silent` what is kept is unknown, and must make no other difference to the other one than that.
        """
        first = self.reader.understand(parts[0])
        one = self.answer(first, level, policy)
        turn = Turn(first.text, tuple(hit.passage for hit in one.told), (), 0.0, one.touches)
        if policy is Policy.SILENT and not one.told and of_the_answer(parts[1], turn, self.book):
            return UNKNOWN
        other = self.answer(self.reader.understand(parts[1], turn), level, policy)
        other = self._like_the_talk(other, parts[1], turn, level, policy)
        sure = [answer for answer in (one, other) if answer.status is Status.SURE]
        if len(sure) == 2:
            return both(one, other, self.book, level)
        return apart(sure[0]) if sure else None

    def _like_the_talk(self, answer: Answer, asked: str, last: Turn, level: Level, policy: Policy) -> Answer:
        """The answer, covered as the turn before it was if it may be of somebody whom that turn hides, or if that turn
        has changed it: whom "who is that again?" names after a covered answer is what the cover hides, though anybody
        may be told of them by themselves."""
        touched = [secret for secret in last.touched if secret.rank > level.rank]
        if not touched or not answer.told:
            return answer
        if of_the_answer(asked, last, self.book):
            return covered_like(answer, touched, policy)
        fresh = self.reply(self.reader.understand(asked), None, level, policy)
        told = {hit.passage.id for hit in answer.told}
        return answer if told <= {hit.passage.id for hit in fresh.told} else covered_like(answer, touched, policy)

    def _complaint(self, last: Turn | None, level: Level, policy: Policy) -> Answer:
        """No plot, but what may be offered in place of the answer before; nothing under `silent`, where an offer would
        tell what was kept from what is unknown."""
        further = last.further if last and policy is not Policy.SILENT else ()
        offered = [p for p in further if policy is Policy.WARN or not touches([p], level)]
        return Answer(Status.UNKNOWN, further=tuple(Hit(p, 0.0) for p in offered[:FURTHER]), remark=Remark.COMPLAINT)


def _forgettable(answer: Answer, policy: Policy) -> bool:
    """Thanks and complaints change no subject; under `silent` the next turn must not tell what was kept from what is
    unknown."""
    refused = answer.status is Status.UNKNOWN
    return refused and (answer.remark is not None or policy is Policy.SILENT)
