"""What Discord reads as a mark, a mention or a link in a text that should be shown as it is.

Numbered lists aren't among them: "1. The journey" looks as it is written.
"""

from __future__ import annotations

import re
import unicodedata

# [a](b), and what a link begins with, which stands in every longer b, too. Neither looks at the same signs again and
# again, of which there may be a megabyte.
LINK = r"\[([^\[\]\n]*)\]\([^)\n]{0,500}\)"
SCHEME = r"(?<![a-z0-9+.-])[a-z0-9+.-]+://"
# At the start of a line: headings, quotes, lists, small print.
_LINE = re.compile(r"^[ \t]*(?:#{1,3}|>>>|>|-#|[-*+])(?=[ \t]|$)", re.MULTILINE)
_INSIDE = re.compile(
    r"\|\||`|\*\*|__|~~"
    r"|\*(?=\S)[^*]*\*"  # *x*
    r"|(?<![^\W_])_(?=\S)[^_]*_(?![^\W_])"  # _x_, not snake_case_words
    rf"|{LINK}"
    rf"|{SCHEME}|\bwww\.(?=\w)"
    r"|\b(?:discord(?:app)?\.(?:com/invite|gg|gift|io|li|me|new)|dsc\.gg|invite\.gg)/"
    r"|@everyone|@here"
    r"|<(?:[@#:/at+]|\w+:|[^\s<>]+@)"  # mentions, emoji, commands, times, mail, telephone
    r"|\\(?=[^\w\s])",  # an escape
    re.IGNORECASE,
)
_ENDS = re.compile(r"^[|*]|[|*]$")  # would join with the marks of a cover or of a heading


def find_mark(text: str) -> str | None:
    """The first thing in the text that Discord would not show as it is, None if there is none."""
    for pattern in (_LINE, _INSIDE, _ENDS):
        if found := pattern.search(text.strip()):
            return found.group().strip()
    return None


def find_unseen(text: str) -> str | None:
    """The first sign that nobody can see, as "U+200B"; the joiners of emoji and of some scripts aren't counted."""
    for sign in text:
        if unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cn") and sign not in "\n\t\u200c\u200d":
            return f"U+{ord(sign):04X}"
    return None
