"""Fonts for pictures: one that a machine has, or else Pillow's own, and texts in letters that it has."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PIL import ImageFont

from knowledge.search.words import fold

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
_FACES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_LACKING = "\U0010fffe"  # no font has it


@lru_cache(maxsize=16)
def lettering(size: int, bold: bool = False) -> Font:
    """A font of that size in pixels; Pillow's own has only the letters of English."""
    try:
        return ImageFont.truetype(_FACES[bold], size)
    except OSError:
        return ImageFont.load_default(size)


def spelt(text: str, font: Font) -> str:
    """The text in letters that the font has: without accents where it lacks them, "?" where nothing else is left."""
    return " ".join("".join(_letter(sign, font) for sign in text).split())


def wrapped(text: str, font: Font, width: float, lines: int) -> list[str]:
    """The spelt text in at most so many lines of that width, cut off with three dots where it is longer."""
    words, found = spelt(text, font).split(), [""]
    for place, word in enumerate(words):
        longer = f"{found[-1]} {word}".strip()
        if font.getlength(longer) <= width or not found[-1]:
            found[-1] = longer
        elif len(found) < lines:
            found.append(word)
        else:
            found[-1] = " ".join([found[-1], *words[place:]])
            break
    return [_cut(line, font, width) for line in found]


def _cut(line: str, font: Font, width: float) -> str:
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(f"{line}...") > width:
        line = line[:-1]
    return f"{line.rstrip()}..."


@lru_cache(maxsize=4096)
def _letter(sign: str, font: Font) -> str:
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in _UNSEEN:
        return ""
    if _has(sign, font):
        return sign
    return "".join(letter if _has(letter, font) else "?" for letter in fold(sign) or "?")


def _has(sign: str, font: Font) -> bool:
    try:
        return bytes(font.getmask(sign)) != bytes(font.getmask(_LACKING))
    except (UnicodeError, ValueError):  # a bitmap font, for Pillow without FreeType
        return False
