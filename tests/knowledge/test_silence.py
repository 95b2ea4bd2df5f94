"""Under `silent`, what is kept and what is unknown look the same, alone and beside a question that is answered."""

from __future__ import annotations

from knowledge.answer import Remark, Status
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.spoilers import Policy, touches

OPEN = ("who is ruth", "what is hailsham", "who wrote the novel")
KEPT = (
    "what does madame say about why she cried",
    "who takes care of tommy until he dies",
    "why do donations end in part three",
)
UNKNOWN = ("what is the name of the bus driver", "how tall is the headmistress", "which car does the milkman drive")


def test_beside_an_answer(librarian: Librarian) -> None:
    level = librarian.book.level("part-two")
    for told in OPEN:
        found = []
        for other in (*KEPT, *UNKNOWN):
            answer = librarian.ask(f"{told}? and {other}?", level, Policy.SILENT)
            found.append((answer.status, answer.told and answer.told[0].passage.id, answer.kept, answer.remark))
            assert not answer.touches
        assert {(status, kept, remark) for status, _, kept, remark in found} == {(Status.SURE, (), Remark.ASK_APART)}
        assert len({passage for _, passage, _, _ in found}) == 1


def test_what_a_second_question_takes_from_the_first(librarian: Librarian) -> None:
    """Whom "he" means is what the first question asks, kept or not."""
    level = librarian.book.level("part-two")
    for policy in (Policy.WITHHOLD, Policy.SILENT):
        for asked in ("who dies last and what is he like", "who survives and how old is she"):
            answer = librarian.ask(asked, level, policy)
            assert not answer.told, (policy, asked)


def test_a_second_question_is_answered_alike(librarian: Librarian) -> None:
    """Whether the first one is kept or unknown: what the second one takes from it is what the member wrote."""
    level = librarian.book.level("part-two")
    kept = ("does Tommy die", "how does Tommy die after his donations")
    unknown = ("what is Tommy's surname", "does Tommy drive a car")
    for second in ("what is his job", "why is he bullied", "what is he like"):
        answers = [librarian.ask(f"{one}? and {second}?", level, Policy.SILENT) for one in (*kept, *unknown)]
        assert len({(answer.remark, tuple(hit.passage.id for hit in answer.told)) for answer in answers}) == 1
        assert answers[0].told
        assert not touches([hit.passage for hit in answers[0].told], level)


def test_in_a_chat(librarian: Librarian) -> None:
    level = librarian.book.level("part-two")
    after = []
    for other in (*KEPT[:2], *UNKNOWN[:2]):
        chat = Chat()
        librarian.ask(OPEN[0], level, Policy.SILENT, chat)
        refused = librarian.ask(other, level, Policy.SILENT, chat)
        assert (refused.status, refused.told, refused.kept, refused.further) == (Status.UNKNOWN, (), (), ())
        after.append(librarian.ask("and where do they grow up?", level, Policy.SILENT, chat))
    assert all(answer == after[0] for answer in after)


def test_small_talk_and_complaints(librarian: Librarian) -> None:
    """What they are taken for doesn't tell which words and names the book has past the level."""
    start = librarian.book.level("start")
    for word in ("clones", "donors", "organs", "Kathy"):
        assert librarian.ask(f"how are you, {word}?", start, Policy.SILENT).remark is Remark.SMALL_TALK
    for word in ("organs", "Ruth", "death", "Hailsham"):
        assert librarian.ask(f"that is wrong, {word}", start, Policy.SILENT).remark is Remark.COMPLAINT
