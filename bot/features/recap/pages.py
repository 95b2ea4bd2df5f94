"""A recap cut into pages of a message, and what its buttons carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from re import Match
from typing import Any

from discord import ui

from bot.clicks import turning
from bot.features.recap import words
from bot.naming import own_name
from bot.texts import clip
from bot.translation import _
from knowledge.book import Book, Passage, short_key
from knowledge.spoilers import Level

_CHARS, _BYTES = 2_900, 7_000  # of a page: a short recap is on one
_KEY = "[0-9a-f]{8}"
TURN = (
    rf"norfolk:recap:(?P<book>{_KEY}):(?P<asker>[0-9]{{1,20}}):(?P<length>short|full)"
    rf":(?P<since>{_KEY}|all):(?P<page>[0-9]{{1,3}}):(?:back|on)"
)


@dataclass(frozen=True)
class Wish:
    """What was asked for: of which book, by whom (0 for who sees it alone), in short or not, and after which level."""

    book: str
    asker: int
    short: bool
    since: str = "all"

    @classmethod
    def of(cls, match: Match[str]) -> Wish:
        """What a button says."""
        return cls(match["book"], int(match["asker"]), match["length"] == "short", match["since"])

    def turn(self, page: int, way: str) -> str:
        """The custom_id of a button to a page."""
        length = "short" if self.short else "full"
        return f"norfolk:recap:{self.book}:{self.asker}:{length}:{self.since}:{page}:{way}"

    def after(self, book: Book, level: Level) -> Level | None:
        """The level that was named, unless it isn't within what may be told."""
        known = (one for one in book.levels if one.rank <= level.rank)
        return next((one for one in known if short_key(one.id) == self.since), None)


def wish(book: Book, asker: int, *, short: bool, since: Level | None) -> Wish:
    """What a command asked for."""
    return Wish(short_key(book.slug), asker, short, short_key(since.id) if since else "all")


def pages(told: Sequence[Passage]) -> list[str]:
    """The passages under the parts that they are from, in texts that fit a message."""
    found = [""]
    for where, passages in groupby(told, lambda passage: own_name(passage.where)):
        heading = f"### {where}\n"
        for passage in passages:
            text = clip(passage.text, _CHARS - len(heading), _BYTES - len(heading.encode()))
            longer = f"{found[-1]}{heading or chr(10)}{text}\n"
            if found[-1] and (len(longer) > _CHARS or len(longer.encode()) > _BYTES):
                found.append(f"### {where}\n{text}\n")
            else:
                found[-1] = longer
            heading = ""
    return found


class RecapView(ui.LayoutView):
    """One page. It holds no state: its buttons say what was asked for, and are judged again when clicked."""

    def __init__(self, told: Sequence[Passage], book: Book, level: Level, asked: Wish, page: int) -> None:
        """There must be something told; a page past the last is the last."""
        super().__init__(timeout=None)
        texts = pages(told)
        page = min(page, len(texts) - 1)
        self.add_item(ui.TextDisplay(words.head(book, level, asked.after(book, level))))
        self.add_item(ui.Container(ui.TextDisplay[Any](texts[page].strip())))
        self.add_item(ui.TextDisplay(words.foot(page, len(texts), asked.short)))
        if found := turning(page, len(texts) - 1, (_(words.BACK), _(words.ON)), asked.turn):
            self.add_item(ui.ActionRow(*found))
        self.stop()
