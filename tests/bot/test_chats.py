"""The memory of conversations."""

from __future__ import annotations

from bot.chats import Chats
from knowledge.judging.followups import Chat


def said(question: str) -> Chat:
    chat = Chat()
    chat.remember(question, ())
    return chat


def test_chats_are_bounded_and_a_private_one_is_apart() -> None:
    chats = Chats(most=2)
    chats.keep((1, 1, False), "book", said("who is ruth"))
    assert chats.of((1, 1, True), "book").last is None
    chats.keep((2, 1, False), "book", said("who is tommy"))
    assert chats.of((1, 1, False), "book").last is not None  # and is the one used last now
    chats.keep(7, "book", said("who is kathy"))
    assert len(chats) == 2
    assert chats.of((2, 1, False), "book").last is None


def test_a_chat_is_kept_as_it_stood() -> None:
    chats = Chats()
    chats.keep(7, "book", said("who is ruth"))
    later = chats.of(7, "book")
    later.remember("and tommy?", ())
    again = chats.of(7, "book").last
    assert again is not None
    assert again.question == "who is ruth"
