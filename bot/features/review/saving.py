"""What a moderator does with a note: saved, removed, and noted in the history."""

from __future__ import annotations

from bot.annotations import notes_of
from bot.features.review.keeping import Keeping
from bot.features.review.modal import Written
from bot.shelf import Shelf
from bot.store import ClubNote, Store
from knowledge.book import Book, Note
from knowledge.notes.note import MOST, check_note


async def book_of(shelf: Shelf, key: str, server: int) -> Book | None:
    """The book that a button names, without notes; None when the server doesn't have it."""
    found = await shelf.by_key(key, server)
    return found and (await shelf.bare(found.slug, server)).book


async def save(store: Store, server: int, member: int, book: Book, note: int, sent: Written) -> Note | None:
    """Keep a new note, for 0, or change one; what it is now, or None when it is gone. Raises BadNote, TooManyNotes."""
    given = ClubNote(note, sent.text, sent.part or book.levels[-1].id, sent.topics, member)
    found = notes_of(book, [given])[0]  # a topic may be told later than the part that was chosen
    kept = ClubNote(note, check_note(sent.text, found.part, book), found.part, sent.topics, member)
    if not note:
        await store.notes.add(server, book.slug, [kept], MOST)
    elif not await store.notes.change(server, kept):
        return None
    done = "changed" if note else "added"
    await store.history.note(server, server, member, "club note", "", f"{done} on {book.title}")
    return found


async def remove(store: Store, server: int, member: int, note: int, title: str) -> bool:
    """Remove a note; whether there was one."""
    gone = await store.notes.drop(server, note)
    if gone:
        await store.history.note(server, server, member, "club note", f"on {title}", "removed")
    return gone


async def drop_answered(store: Store, keeping: Keeping, shelf: Shelf, server: int, book: Book, question: int) -> None:
    """Delete a question that has its note now, and those alike."""
    for alike in await keeping.alike(server, await shelf.bare(book.slug, server)):
        if question in alike.ids:
            await store.questions.drop(server, alike.ids)
