"""What is scheduled, a page at a time, for moderators."""

from __future__ import annotations

from itertools import groupby

from discord import ui

from bot.clicks import turning
from bot.features.schedule import views, words
from bot.shelf import NoSuchBook
from bot.store import Places, Step, Store
from bot.translation import _
from knowledge.book import Book

PAGE = 15  # steps


async def listing(store: Store, places: Places, server: int, which: str, page: int) -> ui.LayoutView:
    """A page of the steps of a server: of all places ("all"), or of those whose ids `which` joins by dashes."""
    chosen = None if which == "all" else [int(place) for place in which.split("-")]
    steps = await store.schedules.waiting(server, chosen)
    steps.sort(key=lambda step: (step.place, step.book, step.due))
    last = max(0, (len(steps) - 1) // PAGE)
    page = min(page, last)
    shown = steps[page * PAGE : (page + 1) * PAGE]
    if not shown:
        return views.told(_(words.EMPTY))
    lines: list[str] = []
    for key, group in groupby(shown, key=lambda step: (step.place, step.book)):
        members = list(group)
        book = await book_of(places, members[0])
        lines += [""] if lines else []  # else it belongs to the last item of the list above
        lines.append(f"**{words.place(members[0])}** · {f'*{book.title}*' if book else key[1]}")
        lines += [words.line(step, book) for step in members]
    labels = (_(words.EARLIER), _(words.LATER))
    return views.told("\n".join(lines), *turning(page, last, labels, lambda to, _way: f"norfolk:plan:{which}:{to}"))


async def book_of(places: Places, step: Step) -> Book | None:
    try:
        return await places.shelf.book(step.book, step.server)
    except NoSuchBook:
        return None
