"""A book as the text of its files: everything of a Book that `reading` reads, in TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable

from knowledge.book import Book, Passage, Prompt, Tie
from knowledge.books.doubts import Doubt
from knowledge.books.languages import ENGLISH


def head_toml(book: Book) -> str:
    """The text of book.toml."""
    language = [] if book.language == ENGLISH else [f"language = {_text(book.language)}"]
    top = [f"title = {_text(book.title)}", f"author = {_text(book.author)}", *language]
    entries = [
        "\n".join([*top, f"default_level = {_text(book.default_level.id)}"]),
        *(f"[[part]]\nid = {_text(level.id)}\nname = {_text(level.name)}" for level in book.levels if level.rank),
    ]
    ids = {level.rank: level.id for level in book.levels}
    for topic in book.topics:
        entries.append(
            f"[[topic]]\nid = {_text(topic.id)}\nname = {_text(topic.name)}\npart = {_text(ids[topic.rank])}"
        )
    for one in book.characters:
        lines = ["[[character]]", f"id = {_text(one.id)}", f"name = {_text(one.name)}"]
        lines += [f"aliases = {_texts(one.aliases)}"] if one.aliases else []
        entries.append("\n".join([*lines, f"part = {_text(one.part)}"]))
    return "\n\n".join([*entries, *map(_tie, book.ties)]) + "\n"


def passages_toml(passages: Iterable[Passage]) -> str:
    """The text of one file of passages."""
    return "\n".join(map(_passage, passages))


def prompts_toml(prompts: Iterable[Prompt]) -> str:
    """The text of prompts.toml."""
    return "\n".join(map(_prompt, prompts))


def doubts_toml(doubts: Iterable[Doubt]) -> str:
    """The text of doubts.toml."""
    begin = "# What an import was unsure of; a review goes through it. Nothing that answers reads it.\n"
    return "\n".join([begin, *map(_doubt, doubts)])


def _tie(tie: Tie) -> str:
    lines = ["[[tie]]", f"between = {_texts((tie.one, tie.other))}", f"label = {_text(tie.label)}"]
    return "\n".join([*lines, f"part = {_text(tie.part)}"])


def _passage(passage: Passage) -> str:
    lines = ["[[passage]]", f"id = {_text(passage.id)}"]
    lines += [f"title = {_text(passage.title)}"] if passage.title else []
    lines.append(f"part = {_text(passage.part)}")
    topics = [secret.id for secret in passage.secrets if secret.topic]
    lines += [f"topics = {_texts(topics)}"] if topics else []
    lines += [f"characters = {_texts(passage.characters)}"] if passage.characters else []
    lines += ["recap = true"] if passage.recap else []
    return "\n".join([*lines, f"text = {_text(passage.text)}", ""])


def _prompt(prompt: Prompt) -> str:
    lines = ["[[prompt]]", f"text = {_text(prompt.text)}", f"part = {_text(prompt.part)}"]
    lines += [f"passage = {_text(prompt.passage)}"] if prompt.passage else []
    return "\n".join([*lines, ""])


def _doubt(doubt: Doubt) -> str:
    lines = ["[[doubt]]"]
    lines += [f"passage = {_text(doubt.passage)}"] if doubt.passage else []
    lines.append(f"why = {_text(doubt.why)}")
    lines += [f"about = {_text(doubt.about)}"] if doubt.about else []
    return "\n".join([*lines, ""])


def _text(value: str) -> str:
    """A TOML text in quotes; JSON's escapes are TOML's, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
