"""What a button carries: the book's key, who asked, and passages' keys. No word of it tells what they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.book import Book, short_key

_KEY = "[0-9a-f]{8}"
_KEYS = rf"(?P<keys>{_KEY}(?:-{_KEY})*)"
MORE = rf"norfolk:more:(?P<book>{_KEY}):(?P<asker>[0-9]{{1,20}}):{_KEYS}"
SHOW = rf"norfolk:show:(?P<book>{_KEY}):{_KEYS}"
NEXT = rf"norfolk:next:(?P<book>{_KEY}):(?P<asker>[0-9]{{1,20}}):(?P<key>{_KEY})"
VOTE = rf"norfolk:vote:(?P<book>{_KEY}):(?P<vote>right|wrong):{_KEYS}"
OLD = rf"norfolk:(?:more|show):{_KEYS}"  # buttons of before November 2026, which name no book
_MOST = 6  # keys that fit into the 100 characters of a custom_id beside the rest


@dataclass(frozen=True)
class Keys:
    """Passages of a book; `asker` is the member whom the answer was given to, 0 where that doesn't matter."""

    book: str
    passages: tuple[str, ...]
    asker: int = 0

    @classmethod
    def of(cls, match: re.Match[str]) -> Keys:
        """What a button's custom_id says, matched by MORE or SHOW."""
        found = match.groupdict()
        return cls(found["book"], tuple(found["keys"].split("-")), int(found.get("asker", 0)))

    def more(self) -> str:
        """The custom_id of a button that shows one of them after the other."""
        return f"norfolk:more:{self.book}:{self.asker}:{'-'.join(self.passages[:_MOST])}"

    def show(self) -> str:
        """The custom_id of a button that shows them all."""
        return f"norfolk:show:{self.book}:{'-'.join(self.passages[:_MOST])}"

    def next(self) -> str:
        """The custom_id of a button that asks the question that the first of them answers."""
        return f"norfolk:next:{self.book}:{self.asker}:{self.passages[0]}"

    def vote(self, vote: str) -> str:
        """The custom_id of a button that says whether they were the right answer."""
        return f"norfolk:vote:{self.book}:{vote}:{'-'.join(self.passages[:_MOST])}"


def keys_of(book: Book, passages: Sequence[str], asker: int = 0) -> Keys:
    """The keys of passages in a book."""
    return Keys(short_key(book.slug), tuple(passages), asker)
