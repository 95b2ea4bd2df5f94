"""In which language a member's question is: by its small words, which no language shares with all others."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.books.languages import ENGLISH, LANGUAGES
from knowledge.search.lexicon import Lexicon, across, bare, lexicon, unspaced
from knowledge.search.words import words

# Small words of other languages that are words of English, too, names, or what members type in chats: they say nothing.
_ALSO_ENGLISH = frozenset(
    """
    a ai al also am an as at au bin bis c car ci comment con d de den der des dich die dies dir dos du e el en era
    eras es est et eu fait fur gab gar hat he her hier hin i im in ins is j ja juste kann la las le les lo los m ma
    mal man me mein mi mine n na no nos nun ob on os par pas per plus pour que s sa se sea sein si sin sind so solo
    some son sou sur t ta tan te tem ten ter toi ton tout tu um un uns us va vai von vor vos war was weg will y ya
    yo zu
    """.split()  # noqa: SIM905 - a list of words reads better
)


def read_as(text: str, book: str) -> Lexicon:
    """How to read a text about a book in that language. It counts as the book's unless more of its small words are
    another language's than the book's; those that are both count for neither."""
    guess = _guess(text, book)
    return lexicon(book) if guess == book else across(guess, book)


@lru_cache(maxsize=256)
def _guess(text: str, book: str) -> str:
    if unspaced(text):
        return "ja" if re.search("[\u3040-\u30ff]", text) or book != "ja" else book
    if book != "es" and ("\u00bf" in text or "\u00a1" in text):
        return "es"
    # Single letters stand between the dots of "R.u.t.h", too.
    found = {bare(word) for word in words(text) if len(word) > 1 or not word.isascii()}
    lead = {
        code: len(found & _telling(code, book)) - len(found & (lexicon(book).stop - lexicon(code).stop))
        for code in LANGUAGES
        if code not in (book, "ja")
    }
    best = max(lead, key=lead.__getitem__)
    return best if lead[best] > 0 else book


@lru_cache
def _telling(code: str, book: str) -> frozenset[str]:
    """The small words by which a language shows in questions about a book in another."""
    shared = _ALSO_ENGLISH if book == ENGLISH else frozenset()
    return lexicon(code).stop - lexicon(book).stop - shared
