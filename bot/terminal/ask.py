"""`norfolk ask`: one question for people, or many as JSON Lines."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Annotated

import typer

from bot.terminal.jsonl import BadLine, Line, serve
from bot.terminal.opening import LevelOption, Opened, PolicyOption, opened, slurred, tidy
from knowledge.answer import Answer
from knowledge.followups import Chat
from knowledge.question import clean
from knowledge.spoilers import Policy

MOST_CHATS = 10_000  # conversations remembered at once, a few short turns each

# The chat of a conversation; the one unused for longest is forgotten first.
_chat = lru_cache(MOST_CHATS, typed=True)(lambda conversation: Chat())


def command(
    question: Annotated[str | None, typer.Argument(help="What you want to know, in quotes.")] = None,
    level: LevelOption = None,
    policy: PolicyOption = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="Print a covered answer, too.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Answer the lines of standard input.")] = False,
) -> None:
    """Ask one question, or many with --jsonl.

    With --jsonl, each line is {"id", "question", "conversation"?, "level"?, "policy"?}; turns
    of one conversation are one chat. The answer is {"id", "status", "shown", "hidden", "withheld", "touches",
    "warning", "passages"}, or {"id", "error"} for a line that can't be used.
    """
    if jsonl == (question is not None):
        raise typer.BadParameter('give either a question in quotes or --jsonl: norfolk ask "who is the narrator?"')
    if question is None:
        room = opened(level, policy)
        raise typer.Exit(int(not serve(lambda line: _reply(room, line))))
    asked = clean(tidy(question))
    room = opened(level, policy)
    slurred(sys.stdout)
    print(in_words(room, room.librarian.ask(asked, room.level, room.policy), reveal))


def in_words(room: Opened, answer: Answer, reveal: bool) -> str:
    """The answer for a person in a terminal; what is covered or kept back only with `reveal`."""
    if answer.on_request:
        kept = room.librarian.show(answer.on_request, room.level, Policy.WARN)
        text = f"{kept.hidden}\n({kept.where})" if reveal else "Add --reveal to see it; nobody else will."
        return f"{answer.shown}\n{text}"
    if answer.hidden is not None:
        text = answer.hidden if reveal else "The answer is covered: add --reveal to see it."
        return f"{answer.shown}\n{text}{_cited(answer)}"
    return f"{answer.shown}{_cited(answer)}"


def _cited(answer: Answer) -> str:
    return f"\n({answer.where})" if answer.where else ""


def _reply(room: Opened, line: Line) -> dict[str, object]:
    chosen = line.choice("policy")
    if chosen is not None and chosen not in list(Policy):
        raise BadLine(f"unknown policy {chosen!r}; policies are {', '.join(Policy)}")
    policy = room.policy if chosen is None else Policy(chosen)
    level = line.level(room.librarian.book, room.level)
    conversation = line.key("conversation")
    chat = None if conversation is None else _chat(conversation)
    answer = room.librarian.ask(line.text("question"), level, policy, chat)
    return {
        "status": answer.status.value,
        "shown": answer.shown,
        "hidden": answer.hidden,
        "withheld": answer.withheld,
        "touches": [secret.id for secret in answer.touches],
        "warning": answer.warning,
        "passages": [
            {"id": hit.passage.id, "part": hit.passage.part, "score": round(hit.score, 4)} for hit in answer.passages
        ],
    }
