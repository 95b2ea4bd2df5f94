"""`norfolk ask`: one question for people, or many as JSON Lines."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Annotated

import typer

from bot.features.asking import words
from bot.terminal.contracts import AskReply, AskRequest, Told, schema
from bot.terminal.jsonl import serve
from bot.terminal.opening import BookOption, LevelOption, Opened, PolicyOption, opened, slurred, tidy
from knowledge.answer import Answer, Status
from knowledge.judging.followups import Chat
from knowledge.search.question import clean
from knowledge.spoilers import Policy

MOST_CHATS = 10_000  # conversations remembered at once, a few short turns each

# The chat of a conversation; the one unused for longest is forgotten first.
_chat = lru_cache(MOST_CHATS, typed=True)(lambda conversation: Chat())


def command(
    question: Annotated[str | None, typer.Argument(help="What you want to know, in quotes.")] = None,
    level: LevelOption = None,
    policy: PolicyOption = None,
    book: BookOption = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Print a covered answer, too; with --jsonl, its titles.")
    ] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Answer the lines of standard input.")] = False,
    show_schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schema of --jsonl's lines.")] = False,
) -> None:
    """Ask one question, or many with --jsonl.

    With --jsonl, each line is {"id", "question", "conversation"?, "level"?, "policy"?}; turns
    of one conversation are one chat. The answer is {"id", "status", "shown", "hidden", "withheld", "touches",
    "warning", "passages", "remark"}, or {"id", "error"} for a line that can't be used. The
    title of a passage is null where its text is hidden, unless --reveal is given.
    """
    if show_schema:
        print(schema(AskRequest, AskReply))
        return
    if jsonl == (question is not None):
        raise typer.BadParameter('give either a question in quotes or --jsonl: norfolk ask "who is the narrator?"')
    if question is None:
        room = opened(level, policy, book)
        raise typer.Exit(int(not serve(AskRequest, lambda line: _reply(room, line, reveal))))
    asked = clean(tidy(question))
    room = opened(level, policy, book)
    slurred(sys.stdout)
    print(in_words(room, room.librarian.ask(asked, room.level, room.policy), reveal))


def in_words(room: Opened, answer: Answer, reveal: bool) -> str:
    """The answer for a person in a terminal; what is covered or kept back only with `reveal`."""
    if answer.status is Status.UNKNOWN:
        return words.refusal(answer, room.librarian.book)
    warning = words.warning(answer)
    if answer.covered:
        told = _passages(answer) if reveal else "The answer is covered: add --reveal to see it."
        return "\n".join([*words.remarks(answer), str(warning), told])
    lines = [*words.remarks(answer), _passages(answer)] if answer.told else []
    if warning:
        kept = room.librarian.show(answer.kept, room.level, Policy.WARN)
        lines += [warning, _passages(kept) if reveal else "Add --reveal to see it; nobody else will."]
    return "\n".join(lines)


def _passages(answer: Answer) -> str:
    return f"{answer.text}\n({' and '.join(answer.where)})"


def _reply(room: Opened, line: AskRequest, reveal: bool) -> AskReply:
    """The answer to a line; what is covered has no title without `reveal`."""
    book = room.librarian.book
    level = room.level if line.level is None else book.level(line.level)
    chat = None if line.conversation is None else _chat(line.conversation)
    answer = room.librarian.ask(tidy(line.question), level, line.policy or room.policy, chat)
    text = answer.text
    shown = words.refusal(answer, book) if answer.status is Status.UNKNOWN else "" if answer.covered else text
    return AskReply(
        status=answer.status,
        shown=shown,
        hidden=text if answer.covered else None,
        withheld=bool(answer.kept),
        touches=[secret.id for secret in answer.touches],
        warning=words.warning(answer),
        passages=[
            Told(
                id=hit.passage.id,
                part=hit.passage.part,
                title=None if answer.covered and not reveal else hit.passage.title,
                score=round(hit.score, 4),
            )
            for hit in answer.told
        ],
        remark=answer.remark,
    )
