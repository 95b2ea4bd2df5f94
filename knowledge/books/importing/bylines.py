"""Who wrote the book, as a page says it: in a sentence, in its titles, in a line of its own, or in its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.books.importing.blocks import Block, Page

LONGEST = 200  # letters of a line that names the author
_WORD = r"(?:(?:[A-ZÀ-ÞŁŚŠŻŽ]\.)+|[A-ZÀ-ÞŁŚŠŻŽ][^\W\d_]*(?:['’-][^\W\d_]+)*)"
_NAME = rf"(?P<name>{_WORD}(?:\s(?:de|du|da|di|van|von|der|den|la|le|{_WORD})){{0,3}}\s{_WORD}(?<!\.))"
_SENTENCE = re.compile(
    r"\b(?:novel|book|novella|story|play|tale|romance|written)\s+by\s+(?:the\s+)?(?:(?:[A-Z]?[a-z]+\s+)?(?:novelist|author|writer|playwright)\s+)?"
    r"((?:[A-Z](?:\.|[^\W\d_'’]+)[ -]){1,3}[A-Z][^\W\d_]+)"
)
_LINE = re.compile(rf"(?:(?:(?:[Aa]n?\s+)?(?:novel|book|novella|play)\s+|written\s+)?[Bb]y:?|[Aa]uthor:)\s+{_NAME}$")
_TITLE = re.compile(rf"(?P<title>.*\S)\s+[Bb]y\s+{_NAME}(?=\s*(?:$|[|:(–—»-]))")
_ALONE = re.compile(rf"{_NAME}$")
_STAFF = re.compile(r"\b(?:staff|team|editors?|admin\w*|notes|guides?|blog|press|books?|media|study|summar\w+)\b", re.I)


def author_of(page: Page, blocks: Sequence[Block]) -> str:
    """The author whom the page names, "" for none; `blocks` are those of its text. A sentence of the text says it most
    surely, then "... by" in a title, then a line of its own, then what stands in the page's head."""
    sentences = (found[1] for block in blocks[:12] if (found := _SENTENCE.search(block.text[:2000])))
    titles = [
        page.title[:LONGEST],
        page.tab[:LONGEST],
        *(block.text[:LONGEST] for block in page.blocks[:12] if block.level == 1),
    ]
    lines = (block.text for block in page.blocks[:12] if len(block.text) <= LONGEST)
    named = [
        *(_TITLE.match(title) for title in titles),
        *(_LINE.match(line.strip()) for line in lines),
        _ALONE.match(page.author.strip()[:LONGEST]),
    ]
    return next(sentences, "") or next((f["name"] for f in named if f and not _STAFF.search(f["name"])), "")


def without_author(title: str, author: str) -> str:
    """A title without the "by ..." behind it, where that names the author."""
    found = _TITLE.match(title[:LONGEST])
    return found["title"] if found and found["name"] == author else title
