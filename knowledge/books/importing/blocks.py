"""What a file is read into: headings and paragraphs in order, and what was left out of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Block:
    """A paragraph, or a heading of that level: 1 is the page's title, 0 no heading."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class LeftOut:
    """A piece of the file that is no part of the book's summary, and what it was taken for."""

    kind: str
    text: str


@dataclass
class Page:
    """A file as it was read: what it calls itself and its author ("" when it doesn't), its blocks, and what its reader
    left out."""

    title: str = ""
    tab: str = ""  # what a browser's tab shows, often with the name of the site
    author: str = ""
    blocks: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
