"""What is said of a character. Only the name is shown, since an alias may be known later than the name."""

from __future__ import annotations

from bot.translation import _, joined, later
from knowledge.book import Book
from knowledge.retelling.who import Companion, Portrait

_COMPANY = 10

UNKNOWN = later(
    "I know nobody by that name, as far as has been read. Please pick a name from the list that appears while you type."
)


def head(portrait: Portrait, book: Book) -> str:
    return f"### {portrait.character.name}\n-# *{book.title}*"


def latest(text: str) -> str:
    # Translators: before the latest that is told of a character
    return _("**And last:** {text}").format(text=text)


def parts(portrait: Portrait) -> str:
    """Where they appear so far; "" where the book says nothing of it."""
    names = joined(part.name for part in portrait.parts)
    # Translators: {parts} in which a character appears
    return _("**Appears in:** {parts}").format(parts=names) if names else ""


def company(portrait: Portrait) -> str:
    """With whom, closest first; "" for nobody."""
    named = joined(_companion(companion) for companion in portrait.company[:_COMPANY])
    # Translators: {characters} with whom a character appears
    return _("**With:** {characters}").format(characters=named) if named else ""


def silent(portrait: Portrait) -> str:
    """When the name alone is known."""
    return _("So far I know only the name of {character}.").format(character=portrait.character.name)


def _companion(companion: Companion) -> str:
    labels = "; ".join(companion.labels)
    return f"{companion.character.name} ({labels})" if labels else companion.character.name
