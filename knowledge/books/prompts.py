"""Reading prompts.toml: open questions for a discussion, each with the part that it takes for granted."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from knowledge.book import Passage, Prompt, short_key
from knowledge.books.early_names import look_for_names
from knowledge.books.entries import Entry, entries, nearest
from knowledge.books.errors import Findings, Unreadable
from knowledge.books.head import Head
from knowledge.books.toml import read_toml

PROMPTS = "prompts.toml"
_KEYS = {"text", "part", "passage"}
_ABOVE = MappingProxyType(dict.fromkeys(_KEYS, "write [[prompt]] above it"))


def read_prompts(folder: Path, head: Head, passages: dict[str, Passage], findings: Findings) -> tuple[Prompt, ...]:
    """The prompts of the book in the order of its parts, none where there is no file.

    `passages` are those of the book by id; none are known when they couldn't all be read.
    """
    if not (folder / PROMPTS).exists():
        return ()
    try:
        data = read_toml(folder / PROMPTS)
    except Unreadable as error:
        findings.unreadable(PROMPTS, error)
        return ()
    Entry(findings, PROMPTS, "the file", data).only({"prompt"}, _ABOVE)
    tables = entries(findings, PROMPTS, data, "prompt", _KEYS)
    found = [_prompt(entry, head, passages) for entry in tables]
    if not data:
        findings.warn(PROMPTS, "there is nothing in it; write a [[prompt]] into it, or delete it")
    seen: set[str] = set()
    for number, prompt in enumerate(found, 1):
        if prompt.text and prompt.text.casefold() in seen:
            findings.error(
                f"{PROMPTS}, prompt number {number}", "the same text stands above already; delete one of them"
            )
        seen.add(prompt.text.casefold())
    return tuple(sorted(found, key=lambda prompt: head.ranks[prompt.part]))


def prompt_key(owner: str, text: str) -> str:
    """Eight hex digits that name a prompt of a book, or of all books, for as long as its text stays."""
    return short_key(f"{owner}/{text}")


def _prompt(entry: Entry, head: Head, passages: dict[str, Passage]) -> Prompt:
    part, text = entry.one_of("part", head.ranks, "part"), entry.text("text")
    id = entry.text("passage", marks=False) if entry.data.get("passage", "") != "" else ""
    look_for_names(entry, {"": text}, part, head)
    if id and passages and id not in passages:
        entry.error(f"no passage has the id {id!r}{nearest(id, passages) or '; write one that is in passages/*.toml'}")
    elif id in passages and head.ranks[passages[id].part] > head.ranks[part]:
        entry.error(f"is for {part!r}, but its passage {id!r} reveals {passages[id].part!r}; write the later part")
    return Prompt(text, part, id, prompt_key(entry.findings.slug, text))
