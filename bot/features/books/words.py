"""What Norfolk says about clubs' books, to moderators. Names that may spoil are said under a cover."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

import discord

from bot.shelf import OnShelf
from bot.store import BookDraft, Edition
from bot.texts import member
from knowledge.notes.note import MOST

GONE = "That draft isn't here any more: it was published or thrown away. `/book list` shows what there is."
CHANGED = "Somebody has changed the draft meanwhile. Please look at it once more, then publish it."
NOT_OWN = "That is no book of this server. Please pick one from the list."
NO_VERSION = "That version isn't kept any more. Please pick one from the list."
THROWN_AWAY = "The draft is thrown away."
REMOVE, KEEP = "Remove it for good", "Keep it"
KEPT = "It stays."
BUILDING = "Building the book…"
NOTHING_DOUBTFUL = "Nothing is in doubt any more."
NO_PASSAGE = "That passage isn't in the draft any more."
NO_SUCH_PART = "That part or topic isn't in the draft any more."
MANY_DRAFTS = "There are {most} drafts here already. Please publish or throw away one of them first: `/book list`."
MANY_BOOKS = "This server has {most} books already. Please remove one first: `/book remove`."
MANY_NOTES = (
    f" With the club notes that it brings there would be more than {MOST}, so I have left them out. `/review notes` "
    "shows those that there are."
)
SPOILS_NOTHING = "Spoils nothing (the start)"


def too_large(size: int, most: int) -> str:
    return (
        f"The file has {size // 1024 + 1:,} KB, and I take at most {most // 1024:,}. "
        "A summary of the plot is enough: please leave out pictures and the rest."
    )


def refused(why: str) -> str:
    """A mistake in a book, in a sentence. What it names may spoil, so it lies under a cover."""
    plain = re.sub(r"[|`*\\<>]", "", why).strip()[:1_500]
    return f"I can't take that. Why (it may name what spoils): || {discord.utils.escape_markdown(plain)} ||"


def draft_of(title: str, author: str, passages: int, parts: int, doubtful: int, notes: int) -> str:
    look = f"{doubtful} to look at" if doubtful else "nothing in doubt"
    brings = f" It brings {_count(notes, 'club note')}, which *Publish* takes up." if notes else ""
    return (
        f"**Draft: {escaped(title)}** by {escaped(author)}\n"
        f"{_count(passages, 'passage')}, {_count(parts, 'part')}, {look}. "
        f"Only moderators of this server can see it.{brings}"
    )


def published(edition: Edition) -> str:
    again = " Everybody gets its answers from now on." if edition.version > 1 else ""
    then = "" if edition.version > 1 else " `/book use` has the server or a channel read it."
    return f"*{escaped(edition.title)}* is published, version {edition.version}.{again}{then}"


def brought(count: int) -> str:
    return f" The {_count(count, 'club note')} that came with it {'is' if count == 1 else 'are'} in `/review notes`."


def back(title: str, older: int, edition: Edition) -> str:
    return f"*{escaped(title)}* is as it was in version {older}; this is its version {edition.version} now."


def in_use(title: str, place: str, level: str) -> str:
    return (
        f"*{escaped(title)}* is read in {place} from now on, and I take it that you have read up to {level}. "
        "`/spoilers level` changes that."
    )


def ask_to_remove(title: str, versions: int) -> str:
    return (
        f"Remove *{escaped(title)}* with its {_count(versions, 'version')}, and what is set for it here? "
        "It can't be brought back; `/book export` gives you a copy first."
    )


def removed(title: str) -> str:
    return f"*{escaped(title)}* is removed, and so is what was set for it here."


def listing(
    own: Iterable[Edition], drafts: Iterable[BookDraft], shelf: Iterable[OnShelf], broken: Iterable[str]
) -> str:
    """The books that may be read here; `broken` are sentences for whoever runs Norfolk."""
    books = [
        f"- *{escaped(book.title)}* by {escaped(book.author)}, version {book.version}, "
        f"published {_when(book.published_at)} by {member(book.published_by)}"
        for book in own
    ]
    lines = ["**This server's own books**", *(books or ["- none yet; `/book add` makes one"])]
    begun = [f"- {escaped(draft.title)}, by {member(draft.member)}" for draft in drafts]
    lines += ["**Drafts**, which `/book edit` opens", *begun] if begun else []
    library = [f"- *{escaped(book.title)}* by {escaped(book.author)}" for book in shelf if not book.own]
    lines += ["**Books for every server**", *library] if library else []
    mend = [f"- {escaped(text)}" for text in broken]
    lines += ["**Broken, and not opened** (only you who run me see this)", *mend] if mend else []
    return _cut(lines)


def progress(what: str, done: int, total: int) -> str:
    share = f" {round(100 * done / total)}%" if total > 1 else ""
    return f"{BUILDING} ({what}{share})"


def escaped(text: str) -> str:
    return discord.utils.escape_markdown(text)


def _cut(lines: list[str]) -> str:
    """The lines that a message has room for."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > 1_900:
            return "\n".join([*kept, "- … and more"])
        kept.append(line)
    return "\n".join(kept)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _when(moment: datetime) -> str:
    return discord.utils.format_dt(moment, "d")
