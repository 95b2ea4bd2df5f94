"""A book as a build leaves it, so that a process that only answers parses none of the files that people edit."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from knowledge.book import Book, Character, Passage, Prompt, Tie
from knowledge.books.languages import ENGLISH
from knowledge.spoilers import Level, Secret


def dump(book: Book) -> str:
    """The book as JSON; the same book gives the same text."""
    data = asdict(book)
    if book.language == ENGLISH:  # said only where it isn't so
        del data["language"]
    return json.dumps(data, ensure_ascii=False, indent=1)


def load(text: str) -> Book:
    """The book of a text that `dump` made. Raises ValueError, TypeError or KeyError for any other."""
    data = json.loads(text)
    return Book(
        **{key: data[key] for key in ("slug", "title", "author")},
        default_level=Level(**data["default_level"]),
        levels=tuple(Level(**level) for level in data["levels"]),
        topics=tuple(Secret(**topic) for topic in data["topics"]),
        characters=tuple(Character(**_tuples(character)) for character in data["characters"]),
        passages=tuple(
            Passage(**_tuples(passage | {"secrets": [Secret(**secret) for secret in passage["secrets"]]}))
            for passage in data["passages"]
        ),
        ties=tuple(Tie(**tie) for tie in data["ties"]),
        prompts=tuple(Prompt(**prompt) for prompt in data["prompts"]),
        suggestions=_tuples(data["suggestions"]),
        language=data.get("language", ENGLISH),
    )


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
