"""What a chat remembers, and how a question is read in its light."""

from __future__ import annotations

import pytest

from knowledge.answer import Status
from knowledge.book import Book
from knowledge.catalogue import Catalogue
from knowledge.judging.followups import BARE, LASTS, RICH, AskingOn, Chat, Turn, asking_on, carried, of_another
from knowledge.librarian import Librarian
from knowledge.spoilers import Policy, touches
from tests.bot.passages import own_questions


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_question_is_read_after_what_came_before_it(salt_clock: Book) -> None:
    boat, bribe = salt_clock.by_id["boat"], salt_clock.by_id["bribe"]
    turn = Turn("what does Bram hide?!", (boat, bribe), (), 0)
    assert turn.before("why?") == ("what does Bram hide, why?", f"{boat.text} why?")
    assert Turn("who is Maud", (), (), 0).before("why?") == ("who is Maud, why?", "why?")


@pytest.mark.parametrize("book", [BARE, RICH, asking_on(0.5)])
def test_a_question_that_is_no_follow_up_stands_by_itself(book: AskingOn) -> None:
    assert book.shares(0) == (1, 0, 0)
    assert not book.losses(0, 2, 5).any()
    assert [sum(book.shares(chance)) for chance in (0.1, 0.5, 1)] == pytest.approx([1, 1, 1])
    assert book.shares(1)[0] < book.shares(0.5)[0] < 1


def test_who_asks_on_wants_something_else_and_rather_what_comes_later() -> None:
    assert asking_on(0) == BARE
    assert asking_on(1) == RICH
    earlier, *_, told, later = BARE.losses(1, 2, 4)
    assert told > earlier > later == 0
    assert BARE.losses(0.5, 2, 4).tolist() == [earlier / 2, earlier / 2, told / 2, 0]
    assert RICH.losses(1, 2, 4).tolist() == [0, 0, RICH.repeated, 0]


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("who is Ines", "and Bram?", "who is Bram"),
        ("does the captain drown", "what about ines then", "does Ines drown"),
        ("what is Orrel's ship", "bram??", "what is Bram's ship"),
        ("who is Ines", "no i meant bram", "who is Bram"),
        ("who is Ines", "and Ines?", None),
        ("who is Ines", "does Bram drown", None),
        ("does Ines row with Bram", "and the captain?", None),  # in whose place?
        ("who is Ines", "and then?", None),
        ("what is a clock", "and Bram?", None),
    ],
)
def test_a_question_asked_of_another(salt_clock: Book, before: str, question: str, meant: str | None) -> None:
    assert of_another(question, Turn(before, (), (), 0), salt_clock) == meant


def test_nobody_is_called_by_a_name_that_tells_more(catalogue: Catalogue) -> None:
    """Whom Mr. Wickham marries is told late: "Mrs. Wickham" must not become "Lydia Wickham" in a follow-up."""
    librarian = catalogue.open("pride-and-prejudice")
    book, level = librarian.book, librarian.book.level("volume-one")
    assert carried("how old is she", Turn("is Mrs. Wickham rich", (), (), 0), book) == "how old is Mrs. Wickham"
    assert of_another("and Mrs. Wickham?", Turn("how old is Mary", (), (), 0), book) == "how old is Mrs. Wickham"
    for before, question in (
        ("does Mrs. Wickham have a dog", "how old is she"),
        ("how old is Mary", "and Mrs. Wickham?"),
    ):
        for policy in Policy:
            chat = Chat()
            librarian.ask(before, level, policy, chat)
            answer = librarian.ask(question, level, policy, chat)
            assert answer.covered or "Lydia" not in answer.text, (policy, before, question)


@pytest.mark.parametrize("question", ["why?", "and then?", "what happens to her after that", "the reason?"])
def test_a_follow_up_is_known(librarian: Librarian, question: str) -> None:
    assert librarian.reader.understand(question).kinds["follow-up"] > 0


@pytest.mark.parametrize("question", ["who is Tommy", "why did madame cry", "tell me about hailsham"])
def test_a_fresh_question_is_known(librarian: Librarian, question: str) -> None:
    assert librarian.reader.understand(question).kinds["follow-up"] < 0


def test_ten_minutes_later_nothing_is_remembered() -> None:
    clock = Clock()
    chat = Chat(clock)
    chat.remember("does Orrel drown", ())
    clock.now = LASTS
    assert chat.last is not None
    clock.now = LASTS + 1
    assert chat.last is None
    assert LASTS == 600


def test_a_chat_remembers_one_turn_and_what_was_shown_last(salt_clock: Book) -> None:
    chat, clock = Chat(clock := Clock()), clock
    boat = salt_clock.by_id["boat"]
    chat.remember("where is the boat", (boat,))
    for number in range(50):
        clock.now += 1
        chat.remember(f"question {number}", ())
    assert chat.last == Turn("question 49", (boat,), (), 50)
    clock.now += LASTS + 1
    chat.remember("who is Maud", ())
    assert chat.last == Turn("who is Maud", (), (), clock.now)  # what is forgotten stays forgotten


@pytest.mark.parametrize("policy", Policy)
def test_a_chat_remembers_only_what_was_let_out(librarian: Librarian, policy: Policy) -> None:
    level, chat = librarian.book.level("part-one"), Chat()
    for passage in librarian.book.passages[::9]:
        before = chat.last
        answer = librarian.ask(own_questions(passage)[0], level, policy, chat)
        if policy is Policy.SILENT and answer.status is Status.UNKNOWN:
            assert chat.last == before  # the next turn must not tell what was kept from what is unknown
            continue
        assert chat.last is not None
        assert chat.last.shown == tuple(hit.passage for hit in answer.told) or (
            not answer.told and before is not None and chat.last.shown == before.shown
        )
        assert policy is Policy.WARN or not touches(chat.last.shown, level)


@pytest.mark.parametrize(
    ("before", "question", "direct"),
    [
        ("does Ruth die", "and Tommy?", "does Tommy die"),
        ("who is ruth", "and madame?", "who is Madame"),
        ("who is tommy", "what happens to him in the end", "does tommy die"),
        ("what's the title about", "who sings it", "who sings the song"),
        ("why was madame crying", "who is tommy", "who is tommy"),
        ("who is ruth", "who wrote the book", "who wrote the book"),
        ("who is ruth", "who is ruth", "who is ruth"),
    ],
)
def test_follow_ups_at_the_door(librarian: Librarian, before: str, question: str, direct: str) -> None:
    whole, chat = librarian.book.levels[-1], Chat()
    librarian.ask(before, whole, Policy.WARN, chat)
    answer = librarian.ask(question, whole, Policy.WARN, chat)
    wanted = librarian.ask(direct, whole, Policy.WARN).told[0].passage
    assert wanted in [hit.passage for hit in answer.told]


@pytest.mark.parametrize("policy", [Policy.WARN, Policy.WITHHOLD])
@pytest.mark.parametrize("question", ["who is he", "who's that again?", "what's she like", "and why", "where is that"])
def test_what_a_hidden_answer_makes_of_a_question_is_hidden(
    librarian: Librarian, question: str, policy: Policy
) -> None:
    """Whom "who is that again?" names in the open after a covered answer is what the cover hides."""
    for level in librarian.book.levels[:-1]:
        fresh = {hit.passage.id for hit in librarian.ask(question, level, policy).told}
        for passage in librarian.book.passages[::7]:
            chat = Chat()
            before = librarian.ask(own_questions(passage)[0], level, policy, chat)
            answer = librarian.ask(question, level, policy, chat)
            if before.touches and not answer.covered:
                assert {hit.passage.id for hit in answer.told} <= fresh


@pytest.mark.parametrize("policy", [Policy.WARN, Policy.WITHHOLD])
@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("who survives", "how old is she"),
        ("who is alive at the end", "whats her job"),
        ("who dies last", "what is he like"),
        ("who explains why she cried", "what's her name"),
    ],
)
def test_who_is_asked_on_of_a_hidden_answer_is_hidden(
    librarian: Librarian, before: str, question: str, policy: Policy
) -> None:
    level, chat = librarian.book.default_level, Chat()
    assert librarian.ask(before, level, policy, chat).touches
    answer = librarian.ask(question, level, policy, chat)
    assert answer.covered or not answer.told


def test_who_is_named_in_the_question_is_hidden_by_no_answer(librarian: Librarian) -> None:
    level, chat = librarian.book.default_level, Chat()
    assert librarian.ask("does tommy die", level, Policy.WARN, chat).touches
    answer = librarian.ask("what is he like", level, Policy.WARN, chat)
    assert answer.told
    assert not answer.touches


def test_a_chat_remembers_what_it_hid_until_something_is_shown(salt_clock: Book) -> None:
    chat, boat, wreck = Chat(), salt_clock.by_id["boat"], salt_clock.by_id["wreck"]
    chat.remember("who drowns", (), (), wreck.secrets)
    chat.remember("and then", ())
    assert chat.last is not None
    assert chat.last.touched == wreck.secrets
    chat.remember("where is the boat", (boat,))
    assert chat.last is not None
    assert chat.last.touched == ()


def test_thanks_and_small_talk_get_no_passage(librarian: Librarian) -> None:
    whole, chat = librarian.book.levels[-1], Chat()
    librarian.ask("who is ruth", whole, Policy.WARN, chat)
    for said in ("thanks!", "thx", "thank you so much", "good bot", "oh no"):
        assert librarian.ask(said, whole, Policy.WARN, chat).status is Status.UNKNOWN


@pytest.mark.parametrize("question", ["is it true", "yes or no", "more", "why not", "and then?"])
def test_silent_refuses_in_the_same_words_after_any_chat(librarian: Librarian, question: str) -> None:
    """Else the words would tell what is kept from what is unknown."""
    for level in librarian.book.levels[:-1]:
        said = set()
        for before in ("", "who is ruth", "who is madame", "does tommy die", "asdf qwer"):
            chat = Chat()
            if before:
                librarian.ask(before, level, Policy.WARN, chat)
            answer = librarian.ask(question, level, Policy.SILENT, chat)
            if answer.status is Status.UNKNOWN:
                said.add((answer.remark, answer.further))
        assert len(said) <= 1


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("who is Maud", "how old is she", "how old is Maud"),
        ("who is Maud", "does she like Bram", "does she like Bram"),
        ("who is Maud", "why", "why"),
        ("do Maud and Bram marry", "what happens to them", "what happens to them"),
    ],
)
def test_a_pronoun_stands_for_the_one_whom_the_last_question_named(
    salt_clock: Book, before: str, question: str, meant: str
) -> None:
    assert carried(question, Turn(before, (), (), 0), salt_clock) == meant
