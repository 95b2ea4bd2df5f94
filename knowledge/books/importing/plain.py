"""Plain text and Markdown to blocks. Lines that an editor broke are joined, lines that stand for themselves aren't."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from knowledge.books.importing.blocks import Block, Page
from knowledge.books.importing.headings import is_heading, read_heading

SHORT = 45  # letters; a piece of which most lines are shorter is a list, a menu or verse
BROKEN = 110  # letters; longer lines than these no editor breaks
_ENDS = re.compile(r"[.!?…:。！？][\"'”’»)\]]*\s*$")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{3,})\s*$")
_RULE = re.compile(r"\s{0,3}(?:[-*_=~#]\s*){3,}$")
_ITEM = re.compile(r"\s{0,8}(?:[-*+•·‣–]|\(?\d{1,3}[.)])\s+")
_QUOTE = re.compile(r"\s{0,3}>+\s?")
# Bounded, as whatever is searched for from each sign on: else a megabyte of brackets takes hours.
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\n]{0,500}\)|!?\[([^\]\n]{1,500})\]\[[^\]\n]{0,500}\]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-z][^<>\n]{0,200}>", re.IGNORECASE)
# Bold or italic words that begin a line are read like any others: "**Chapter 3**", "*by Gwen Tallis*".
_EMPHASIS = re.compile(
    r"^([^\S\n]*(?:(?:#{1,6}|[-*+])[^\S\n]+)?)(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]{1,300})(?<=\S)\2(?!\w)", re.MULTILINE
)
_FRONT = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FENCE = re.compile(r"^[^\S\n]*(?:```|~~~).*$", re.MULTILINE)


def read_plain(text: str) -> Page:
    """The text's title, if it begins with one, and its blocks."""
    title = author = ""
    if front := _FRONT.match(text):
        title, author = (_entry(front.group(1), key) for key in ("title", "author"))
        text = text[front.end() :]
    commented, end, after = text.rpartition("-->")  # behind the last end of one, no comment needs to be looked for
    text = _FENCE.sub("", _COMMENT.sub("", commented + end) + after)
    text = _EMPHASIS.sub(r"\1\3", _LINK.sub(_unlinked, text))
    blocks = list(_blocks(_TAG.sub(" ", text).replace("\f", "\n\n").replace("\u2029", "\n\n").split("\n")))
    if not blocks or is_heading(blocks[0].text) or (blocks[0].level and read_heading(blocks[0].text)):
        return Page(title=title, author=author, blocks=blocks)
    if blocks[0].level == 1:
        title = title or blocks[0].text
    elif not blocks[0].level and _is_title(blocks):
        title = title or blocks[0].text
        blocks[0] = Block(blocks[0].text, 1)
    return Page(title=title, author=author, blocks=blocks)


def _unlinked(link: re.Match[str]) -> str:
    """The words of a link; a mere number is a footnote's mark, and stays one: "[1]"."""
    words = link.group(1) or link.group(2) or ""
    return f"[{words}]" if re.fullmatch(r"\d{1,3}", words) else words


def _entry(front: str, key: str) -> str:
    """What a file's own head says of itself under a key, "" for nothing."""
    named = re.search(rf"^{key}:\s*[\"']?(.*?)[\"']?\s*$", front, re.MULTILINE)
    return named.group(1) if named else ""


def _is_title(blocks: list[Block]) -> bool:
    return len(blocks) > 1 and len(blocks[0].text.split()) <= 10 and not re.search(r"[.!?;,]$", blocks[0].text)


def _blocks(lines: list[str]) -> Iterator[Block]:
    piece: list[str] = []
    for number, line in enumerate(lines):
        marked = _HEADING.match(line)
        if marked or is_heading(line):
            yield from _piece(piece)
            piece = []
            yield Block(" ".join((marked.group(2) if marked else line).split()), len(marked.group(1)) if marked else 2)
        elif (under := _UNDERLINE.match(line)) and len(piece) == 1 and len(piece[0]) < BROKEN:
            yield Block(" ".join(piece[0].split()), 1 if "=" in under.group(1) else 2)
            piece = []
        elif not line.strip() or _RULE.match(line):
            yield from _piece(piece)
            piece = []
        else:
            bullet = _ITEM.match(line)
            if bullet and (piece or number == 0 or not lines[number - 1].strip() or _ITEM.match(lines[number - 1])):
                yield from _piece(piece)
                piece = []
            piece.append(_QUOTE.sub("", line))
    yield from _piece(piece)


def _piece(lines: list[str]) -> Iterator[Block]:
    """The paragraphs of lines with no blank one between them."""
    lengths = [len(line) for line in lines]
    if len(lines) > 1 and median(lengths) < SHORT:
        texts = lines
    elif len(lines) > 1 and max(lengths) > BROKEN:
        texts = []
        for line in lines:  # a line of any length goes on in the next one where no sentence ends
            goes_on = texts and not _ENDS.search(texts[-1])
            texts = [*texts[:-1], f"{texts[-1]} {line}"] if goes_on else [*texts, line]
    else:
        texts = [" ".join(lines)] if lines else []
    for text in texts:
        if plain := " ".join(_unlisted(text).split()):
            yield Block(plain)


def _unlisted(text: str) -> str:
    bullet = _ITEM.match(text)
    return text[bullet.end() :] if bullet else text
