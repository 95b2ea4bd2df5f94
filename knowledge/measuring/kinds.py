"""Questions and messages of the kinds that trip a reader up: chatter around them, namesakes, two in one, odd signs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.answer import Remark, Status
from knowledge.building.labelled import read_jsonl
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.measuring.evaluation import Post, Row, hidden_in, question_of, share
from knowledge.spoilers import Policy


def by_kind(librarian: Librarian, folder: Path, name: str) -> Iterator[Row]:
    """Rows for `kinds-`, `complaints-`, `opinions-` and `signs-<name>.jsonl`, for `giveaways-` and `talk-<name>.txt`.

    A question that is told nowhere is right when it isn't told as sure.
    """
    level = librarian.book.default_level
    found: dict[str, list[bool]] = {}
    for data in read_jsonl(folder / f"kinds-{name}.jsonl"):
        question = question_of(data)
        answer = librarian.ask(question.text, level, Policy.WARN)
        right = question.right(answer) if question.answerable else answer.status is not Status.SURE
        found.setdefault(f"{data['kind']}: right", []).append(right)
    for data in read_jsonl(folder / f"complaints-{name}.jsonl"):
        chat = Chat()
        for turn in data["turns"]:
            answer = librarian.ask(turn["question"], level, Policy.WARN, chat)
        found.setdefault("complaints that bring no plot", []).append(not answer.told and not answer.kept)
    for data in read_jsonl(folder / f"opinions-{name}.jsonl"):
        if data["book"] == librarian.book.slug:
            alone = librarian.ask(data["text"], level, Policy.WARN).remark is Remark.SMALL_TALK
            opinion = data["kind"] == "opinion"
            found.setdefault("opinions left alone" if opinion else "requests heard", []).append(alone is opinion)
    for data in read_jsonl(folder / f"signs-{name}.jsonl"):
        post = Post(data["text"], None if data["part"] == "start" else data["part"])
        telling = post.reaches(librarian.book, level)
        alarm = bool(librarian.check(post.text, level).touches)
        kind = f"{data['kind']}: {'giveaways caught' if telling else 'harmless left alone'}"
        found.setdefault(kind, []).append(alarm is telling)
    talk, telling_ones = (_texts(folder / f"{part}-{name}.txt") for part in ("talk", "giveaways"))
    found["talk left alone"] = [not librarian.check(text, level).touches for text in talk]
    buried = [hidden_in(talk[number % len(talk)], text) for number, text in enumerate(telling_ones)]
    found["giveaways inside it caught"] = [bool(librarian.check(text, level).touches) for text in buried]
    for kind, cases in sorted(found.items()):
        yield share(kind, cases, None)


def _texts(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
