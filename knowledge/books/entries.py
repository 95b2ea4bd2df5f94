"""One table of a book's TOML, read key by key: what is wrong with a value is noted, and a stand-in is read on with.

The stand-ins never leave this package: a book with an error in it isn't handed out.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from knowledge.books.errors import Findings
from knowledge.books.marks import find_mark, find_unseen

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Entry:
    """A table with the place that its findings name: file and entry."""

    findings: Findings
    file: str
    what: str
    data: dict[str, Any]

    def error(self, text: str) -> None:
        self.findings.error(f"{self.file}, {self.what}", text)

    def warn(self, text: str) -> None:
        self.findings.warn(f"{self.file}, {self.what}", text)

    def only(self, keys: Iterable[str], misplaced: Mapping[str, str] = MappingProxyType({})) -> None:
        """Note the keys that aren't among `keys`; `misplaced` says where one belongs that is known elsewhere."""
        for key in sorted(set(self.data) - set(keys)):
            hint = f"; {misplaced[key]}" if key in misplaced else nearest(key, keys)
            self.error(f"unknown key {key!r}; keys are {', '.join(sorted(keys))}{hint}")

    def text(self, key: str, marks: bool = True) -> str:
        """The text of a key in one line; "" when there is none."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            self.error(f'{key} must be a text in quotes, as in {key} = "..."')
            return ""
        if value is None or not value.strip():
            self.error(f'{key} is missing; write {key} = "..."')
            return ""
        if marks and (mark := find_mark(value) or find_mark(" ".join(value.split()))):
            self.error(f"{key} has {mark!r} in it; take it out, Discord would read it as a mark")
        if sign := find_unseen(value):
            self.warn(f"{key} has a sign in it that can't be seen ({sign}); write the words around it anew")
        return " ".join(value.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, none when there is no such key."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.error(f'{key} must be a list of texts, as in {key} = ["one", "two"]')
            return ()
        return tuple(dict.fromkeys(" ".join(item.split()) for item in value))

    def yes(self, key: str) -> bool:
        """Whether a key is true; it is false when there is no such key."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.error(f"{key} must be true or false, without quotes, as in {key} = true")
        return value is True

    def one_of(self, key: str, known: Iterable[str], kind: str) -> str:
        """The text of a key that must be one of the known ids; else the last of them, as a stand-in."""
        value = self.text(key, marks=False)
        known = list(known)
        if value and value not in known:
            self.error(f"unknown {key} {value!r}; {kind}s are {', '.join(known)}{nearest(value, known)}")
        return value if value in known else known[-1]


def entries(
    findings: Findings,
    file: str,
    data: dict[str, Any],
    kind: str,
    keys: Iterable[str],
    misplaced: Mapping[str, str] = MappingProxyType({}),
) -> list[Entry]:
    """The tables of a kind, `[[kind]]`, each named by its id or its number; an id is needed where it is a key."""
    tables = data.get(kind, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        findings.error(file, f"{kind} must be written as [[{kind}]], with double brackets, once for each")
        return []
    found = []
    keys = set(keys)
    for number, table in enumerate(tables, 1):
        id = table.get("id")
        named = isinstance(id, str) and id.strip()
        entry = Entry(findings, file, f"{kind} {id!r}" if named else f"{kind} number {number}", table)
        entry.only(keys, misplaced)
        if named and not SLUG.fullmatch(str(id)):
            entry.error("an id is lower-case words joined by hyphens")
        elif not named and "id" in keys:
            entry.text("id")
        found.append(entry)
    return found


def unique(findings: Findings, file: str, ids: Iterable[str], kind: str) -> None:
    """Note the ids that stand twice."""
    seen: set[str] = set()
    for id in filter(None, ids):
        if id in seen:
            findings.error(file, f"two {kind}s have the id {id!r}; give one of them another id")
        seen.add(id)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at what was meant, "" when nothing is alike."""
    alike = difflib.get_close_matches(word.lower(), list(known), 1, 0.75)
    return f"; did you mean {alike[0]!r}?" if alike else ""
