"""Drafts of invented summaries, and a place to write them."""

from __future__ import annotations

from pathlib import Path

from knowledge.book import Passage
from knowledge.books.checks import check_book
from knowledge.books.importing.drafting import Draft, draft
from knowledge.books.writing import write_book

LIGHTHOUSE = """The Lamp Keepers

The Lamp Keepers (1931) is a novel by the Welsh author Gwen Tallis. It won the Coast Prize in 1932.[1]

The novel is divided into three parts.

Ines and Marit grow up by the sea, and only one of them grows old.

The first part is set on the island of Skerrow, where the sisters Ines and Marit Holm look after the lamp.
Mr. Brandt, the inspector, visits them twice a year. Nobody knows why the lamp burns blue on Sundays. Ines
wonders about the blue flame.

In the second part Ines leaves for the mainland, and Marit stays behind with the goat. She writes
letters that Ines never gets.

The third part begins with a storm. Marit drowns. Ines learns that the blue flame was a signal, because Mr. Brandt was
smuggling salt. She meets Captain Orrin, who tells her the truth. In the end Captain Orrin lights the lamp for her.


3 thoughts on “The Lamp Keepers”

1. Loved the goat!

Pat S

Leave a Reply

Your email address will not be published.
"""


def drafted(text: str | bytes, name: str = "summary.txt", title: str = "", author: str = "") -> Draft:
    """The draft of a text."""
    return draft(text if isinstance(text, bytes) else text.encode(), name, title=title, author=author)


def texts(made: Draft, part: str | None = None) -> str:
    """All that the passages of a part say, or all passages."""
    return "\n".join(passage.text for passage in made.book.passages if part in (None, passage.part))


def telling(made: Draft, words: str) -> list[Passage]:
    """The passages that have the words."""
    return [passage for passage in made.book.passages if words in passage.text]


def in_order(made: Draft, folder: Path) -> list[str]:
    """What the validator finds in the written draft; nothing of it stops the book."""
    write_book(made.book, made.doubts, folder)
    findings = check_book(folder)
    assert [str(finding) for finding in findings if finding.stops] == []
    return [str(finding) for finding in findings]
