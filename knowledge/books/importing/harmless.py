"""Text as Discord shows it: footnote marks go, and so does all that would be a mark, a link, a mention or unseen."""

from __future__ import annotations

import re
import unicodedata

from knowledge.books.marks import LINK, SCHEME, find_mark, find_unseen

_NOTES = re.compile(
    r"\[\s*(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[a-z]|(?:note|nb|n|lower-alpha)\s*\d{1,3}|citation needed|edit|who\?"
    r"|when\?|which\?|clarification needed|dubious[^\]]{0,20}|page needed|sic)\s*\]"
    r"(?:\((?:#|/|[a-z]{2,10}:)[^)\n]{0,500}\))?"  # where a note's mark is a link
    r"|[\u00b9\u00b2\u00b3\u2070-\u2079]+(?=\W|$)|[↑↩]\ufe0e?",
    re.IGNORECASE,
)
_LINKS = re.compile(
    rf"<?{SCHEME}[^\s<>]*>?|\bwww\.\w[^\s<>]*"
    r"|\b(?:discord(?:app)?\.(?:com/invite|gg|gift|io|li|me|new)|dsc\.gg|invite\.gg)/\S*|<[^\s<>]+@[^\s<>]*>",
    re.IGNORECASE,
)
_MENTIONS = re.compile(r"<(?:@[!&]?|#|/|a?:\w+:|t:|id:)[^<>\n]{0,60}>")
_UNSEEN = {"\u00ad", "\u2060", "\u180e"}


def harmless(text: str) -> str:
    """One line of text that holds no mark; the words stay."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_sign, unicodedata.normalize("NFC", text)))
    text = re.sub(rf"!?{LINK}", r"\1", _NOTES.sub("", text))
    text = _MENTIONS.sub(" ", _LINKS.sub(" ", text))
    text = re.sub(r"[`*|~]{2,}|_{2,}|\|", " ", text).replace("`", "'").replace("*", "").replace("\\", "")
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", "", text)
    text = re.sub(r"@(everyone|here)", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(r"<(?=[@#:/at+\w])", "‹", text)
    text = _trimmed(text)
    for _ in range(50):  # taking one mark out can bring two halves of another together
        mark = find_mark(text)
        if mark is None:
            return text
        text = _trimmed(text.replace(mark, " ", 1))
    return _trimmed(
        re.sub(r"[^\w\s.,;!?'’“”\"()–—]", " ", text.replace("_", " ")).replace("://", " ").replace("www.", "")
    )


def _sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign in ("\u200c", "\u200d"):
        return sign
    return "" if sign in _UNSEEN or find_unseen(sign) or unicodedata.category(sign) == "Cs" else sign


def _trimmed(text: str) -> str:
    """Without what a line can't begin with, and spaces once each."""
    text = re.sub(r"\s+([,.;!?])(?=\s|$)", r"\1", " ".join(text.split()))
    return re.sub(r"^(?:(?:#{1,6}|>{1,3}|-#|[-*+|])(?:\s+|$))+", "", text).strip("*| ")
