"""Whatever is imported, the end is a book in order, or a sentence."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.books.errors import BookError
from knowledge.books.importing.drafting import draft
from knowledge.books.writing import write_book
from tests.knowledge.books.importing.conftest import LIGHTHOUSE

COUNT = 320
WORDS = [
    "Ines",
    "Marit",
    "Brandt",
    "Will",
    "Hope",
    "Grace",
    "lamp",
    "goat",
    "island",
    "dies",
    "reveals",
    "because",
    "the",
    "a",
    "in",
    "of",
    "and",
    "however",
    "she",
    "he",
    "they",
    "years",
    "later",
    "Part",
    "Two",
    "Chapter",
    "12",
    "unknown",
    "mysterious",
    "learns",
    "that",
    "Dr.",
    "Mr.",
    "O’Neill",
    "d'Artagnan",
    "Zoë",
    "Ødegård",
    "灯台",
    "Маяк",
    "المنارة",
    "φάρος",
    "🐐",
]
SIGNS = [
    "||",
    "**",
    "_",
    "`",
    "@everyone",
    "<@1>",
    "https://x.y/z",
    "discord.gg/abc",
    "\u202e",
    "\u200b",
    "[1]",
    '"',
    "\\",
    "'''",
    '"""',
    "\x07",
    "\u2028",
    "#",
    ">",
    "-",
]
LINES = [
    "Leave a Reply",
    "Part One",
    "Chapter IV",
    "Comments",
    "Plot",
    "Analysis",
    "See also",
    "- ",
    "> ",
    "# ",
    "===",
    "Act II",
    "3.",
    "|a|b|",
]
SCRIPTS = [
    "灯台は島に立っている。嵐が来る。",
    "Маяк стоит на острове. Буря идёт. ",
    "المنارة على الجزيرة. تأتي العاصفة؟ ",
    "दीपस्तंभ द्वीप पर है। तूफान आता है। ",
    "ฉันรักทะเล ",
    "ΟΦάρος στο νησί. ",
]
CODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "cp1252",
    "cp1251",
    "koi8-r",
    "shift_jis",
    "mac-roman",
]
TAGS = [
    "p",
    "div",
    "h1",
    "h2",
    "li",
    "td",
    "span",
    "blockquote",
    "article",
    "aside",
    "nav",
    "pre",
    "br",
    "table",
    "form",
    "details",
]


def odd_files() -> Iterator[tuple[str, bytes]]:
    """COUNT files of many shapes, always the same ones."""
    for number in range(COUNT):
        chance = random.Random(number)
        kind = number % 8
        text = prose(chance, chance.choice([0, 1, 3, 30, 200]))
        name = chance.choice(["a.txt", "a.md", "a.html", "Ünï ☂.txt", "a", "-.htm"])
        if kind == 0:
            text = chance.choice(["\n", "\n\n", "\r\n", " ", "\f"]).join(
                chance.choice([prose(chance, 2), *LINES]) for _ in range(40)
            )
        elif kind == 1:
            text = page(chance)
        elif kind == 2:
            text = chance.choice(SCRIPTS) * chance.choice([1, 20, 400])
        elif kind == 3:
            text = "".join(chance.choice([*SIGNS, *WORDS, " ", "\n"]) for _ in range(chance.choice([5, 400])))
        elif kind == 4:
            text = chance.choice(["x", "word ", "Name Name. ", "A. ", "?", "\n", "Chapter 1\n", "<p>"]) * chance.choice(
                [1, 50, 5_000]
            )
        if kind == 5:
            yield name, chance.randbytes(chance.choice([0, 1, 100, 5_000]))
            continue
        if kind == 6:
            yield name, text.encode()[: chance.randrange(200)] + bytes([chance.randrange(256)]) + text.encode()
            continue
        yield name, text.encode(chance.choice(CODINGS), "replace")


def prose(chance: random.Random, count: int) -> str:
    return " ".join(
        " ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 25))) + chance.choice(".!?… ")
        for _ in range(count)
    )


def page(chance: random.Random) -> str:
    pieces = ["<!doctype html><html><body>"] if chance.random() < 0.7 else []
    for _ in range(chance.randrange(60)):
        tag = chance.choice(TAGS)
        named = chance.choice(
            ["", ' class="comments"', ' id="content"', ' style="display:none"', " hidden", ' class="x y"']
        )
        pieces += [f"<{tag}{named}>", prose(chance, chance.randrange(4)), *([f"</{chance.choice([tag, tag, 'b'])}>"])]
    return "".join(pieces)


def ending(data: bytes, name: str, folder: Path) -> str:
    """The sentence by which a file is refused, "" for one that becomes a book in order."""
    try:
        made = draft(data, name)
    except BookError as error:
        return str(error)
    write_book(made.book, made.doubts, folder)  # raises for whatever would stop the book
    return ""


def test_every_odd_file_ends_in_a_book_or_a_sentence(tmp_path: Path) -> None:
    endings = [ending(data, name, tmp_path / f"book-{n}") for n, (name, data) in enumerate(odd_files())]
    refused = [said for said in endings if said]
    names = [name for (name, _), said in zip(odd_files(), endings, strict=True) if said]
    assert len(endings) == COUNT
    assert len(refused) < COUNT * 2 / 3
    for name, said in zip(names, refused, strict=True):
        assert said.startswith(f"{name}: ")
        assert "\n" not in said


@pytest.mark.parametrize(
    "piece", ["A goat. ", "x", "Ines feeds the goat of the island every day. ", "<p>Ines sleeps.</p>\n"]
)
def test_a_megabyte(piece: str, tmp_path: Path) -> None:
    said = ending((piece * (1_000_000 // len(piece))).encode(), "a.txt", tmp_path / "book")
    assert not said or said.startswith("a.txt: ")


@pytest.mark.parametrize("sign", ["\n", "<!-- ", "[", "[](", " \n", "a.", "."])
def test_a_long_file_of_one_sign_takes_no_long_time(sign: str) -> None:
    """What takes the square of the length takes minutes here."""
    begun = time.process_time()
    draft(f"{sign * 200_000}\n\n{LIGHTHOUSE}".encode(), "x.md")  # what stands below its comments isn't read
    assert time.process_time() - begun < 20
