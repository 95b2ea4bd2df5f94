"""Words in which a question may be repeated in public."""

from __future__ import annotations

from knowledge.book import Book
from knowledge.lexical import stems
from knowledge.spoilers import Level, touches

# Words that ask but don't say about what.
ASKING = """
    a about after again all also and any are as at back be before both but by can certain come dear detail
    details did do does either else ever exactly explain first for from go going great grounds happen happened
    happens he her hers him his hmm how huh i if in is it its just kind last later like long me mean meaning
    means more much neither next nice no now of off oh ok okay on one ones or order other out part please real
    really reason right say sec second see she simpler since so some spoil such sure tell that the their them
    then there these they third this those time to too true up us was way we well were what what's whats when
    where which who whom whose why with work would wow year yes you your
"""


def words_within(book: Book, level: Level) -> set[str]:
    """The stems of the words that passages within the level use, and of those that only ask."""
    within = [passage.text for passage in book.passages if not touches([passage], level)]
    return {stem for text in (*within, *ASKING.split()) for stem in stems(text)}
