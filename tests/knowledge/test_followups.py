"""What a question means in its chat, and how long a chat remembers."""

from __future__ import annotations

import pytest

from knowledge.answer import Status
from knowledge.book import Book
from knowledge.followups import JOINED, LASTS, TURNS, Chat, Need, read
from knowledge.librarian import Librarian
from knowledge.names import named
from knowledge.spoilers import Policy, touches


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def chat_about(book: Book, *questions: str, shown: str | None = None, clock: Clock | None = None) -> Chat:
    """A chat in which these were asked; the last answer showed that passage."""
    chat = Chat(clock or Clock())
    for question in questions:
        passages = (book.by_id[shown],) if shown and question == questions[-1] else ()
        chat.remember(question, named(question, book), passages)
    return chat


@pytest.mark.parametrize(
    ("before", "shown", "question", "meant"),
    [
        ("who is Ines", None, "how does she reach the mainland", "how does Ines reach the mainland"),
        ("who is Bram", None, "what is his boat like in the reeds", "what is Bram boat like in the reeds"),
        ("who is Bram", "boat", "does she row with Bram", "does she row with Bram"),  # nobody was told of as "she"
        ("what is the bribe for", "bribe", "does she take the money", "does Ines take the money"),
        ("does Orrel know Bram", None, "do they row away", "do Captain Orrel and Bram row away"),
        ("does Orrel drown", None, "and Bram?", "does Bram drown"),
        ("does Orrel drown", None, "what about Ines", "does Ines drown"),
        ("does the captain drown", None, "Bram?", "does Bram drown"),
    ],
)
def test_pronouns_and_ellipsis(salt_clock: Book, before: str, shown: str | None, question: str, meant: str) -> None:
    assert read(question, chat_about(salt_clock, before, shown=shown), salt_clock).text == meant


@pytest.mark.parametrize("question", ["why?", "and then?", "how so"])
def test_a_question_that_says_nothing_itself_joins_the_last(salt_clock: Book, question: str) -> None:
    reading = read(question, chat_about(salt_clock, "does Orrel drown?"), salt_clock)
    assert reading.need is Need.ALL
    assert reading.joined.startswith("does Orrel drown, ")


@pytest.mark.parametrize(
    "question",
    [
        "who is Bram",
        "what does Bram hide in the reeds",
        "which taxes does the collector raise from the ships on Wend island",
        "what kind of novel has Nobody Inparticular written, roughly speaking",
        "Does Maud ask her sister Ines to come",
    ],
)
def test_a_fresh_question_stays_as_it_is(salt_clock: Book, question: str) -> None:
    reading = read(question, chat_about(salt_clock, "does Orrel drown", shown="wreck"), salt_clock)
    assert reading.text == question
    assert reading.need is Need.NONE


@pytest.mark.parametrize("question", ["why?", "and Bram?", "does she row", "who is Bram"])
def test_without_a_chat_everything_is_fresh(salt_clock: Book, question: str) -> None:
    for chat in (None, Chat()):
        reading = read(question, chat, salt_clock)
        assert (reading.text, reading.need) == (question, Need.NONE)


def test_ten_minutes_later_nothing_is_remembered(salt_clock: Book) -> None:
    clock = Clock()
    chat = chat_about(salt_clock, "does Orrel drown", clock=clock)
    clock.now = LASTS
    assert read("and Bram?", chat, salt_clock).text == "does Bram drown"
    clock.now = LASTS + 1
    assert chat.turns == ()
    assert read("and Bram?", chat, salt_clock).text == "and Bram?"
    assert LASTS == 600


def test_only_the_last_turns_are_remembered(salt_clock: Book) -> None:
    chat = chat_about(salt_clock, *(f"question {number}" for number in range(50)))
    assert [turn.question for turn in chat.turns] == [f"question {49 - number}" for number in range(TURNS)]


def test_a_chat_of_whys_does_not_grow(salt_clock: Book) -> None:
    chat = chat_about(salt_clock, "does Orrel drown")
    for _ in range(100):
        chat.remember(read("why?", chat, salt_clock).joined, (), ())
    assert len(chat.turns[0].question.split()) <= JOINED


@pytest.mark.parametrize("policy", Policy)
def test_a_chat_remembers_only_what_was_let_out(librarian: Librarian, policy: Policy) -> None:
    level, chat = librarian.book.level("part-one"), Chat()
    for passage in librarian.book.passages[::9]:
        before = chat.turns
        answer = librarian.ask(passage.questions[0], level, policy, chat)
        if policy is Policy.SILENT and answer.status is Status.UNKNOWN:
            assert chat.turns == before  # the next turn must not tell what was kept from what is unknown
            continue
        assert chat.turns[0].shown == tuple(hit.passage for hit in answer.passages)
        assert policy is Policy.WARN or not touches(chat.turns[0].shown, level)


def test_a_name_alone_asks_who_that_is(salt_clock: Book) -> None:
    assert read("bram??", None, salt_clock).text == "who is Bram"


def test_follow_ups_at_the_door(librarian: Librarian) -> None:
    whole, chat = librarian.book.levels[-1], Chat()
    first = librarian.ask("does Ruth die", whole, Policy.WARN, chat)
    second = librarian.ask("and Tommy?", whole, Policy.WARN, chat)
    direct = librarian.ask("does Tommy die", whole, Policy.WARN)
    assert second.passages[0].passage == direct.passages[0].passage
    assert "Ruth" in first.shown
    assert second.question == "and Tommy?"  # what is shown again is what the member typed
    fresh = librarian.ask("who wrote the book", whole, Policy.WARN, chat)
    assert "Ishiguro" in fresh.shown
