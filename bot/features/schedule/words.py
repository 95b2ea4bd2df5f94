"""What the schedules say. A level's name tells no plot, but under `silent` a place past which it lies hears none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.store import Step
from bot.texts import level_name
from knowledge.book import Book, UnknownLevel

POSTPONE, MEET, ALL = "A week later", "Make a Discord event", "All steps of "
GONE = "That step isn't on the schedule any more. `/schedule list` shows what is."
EMPTY = "Nothing is scheduled here. `/schedule add` lets a level rise by itself."
NO_ZONE = "Please pick a time zone from the list of `zone`; I'll remember it for the next time."
NO_SUCH_ZONE = "I don't know that time zone. Please pick one from the list of `zone`."
PAST = "That moment is over. Please name one that is ahead, within the next two years."
READ = "That place has read as far as that already, so there is nothing to schedule."
FULL = "There are a hundred steps on this server's schedule, which is the most I keep. `/schedule remove` makes room."
MAY_NOT_MEET = "I may not make events here. A server's administrator can give me *Create Events* and *Manage Events*."
NO_REMINDER = "It is too soon for a reminder on the day before."


def stamp(moment: datetime, style: str = "F") -> str:
    """A moment as each reader's Discord shows it in their own zone."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def place(step: Step) -> str:
    return "the whole server" if step.place == step.server else f"<#{step.place}>"


def named(level: str, book: Book) -> str:
    """A level in words, also one that the book has lost."""
    try:
        return level_name(book.level(level), book)
    except UnknownLevel:
        return "a part that the book no longer has"


def added(steps: list[Step], book: Book) -> str:
    lines = [f"**On the schedule for {place(steps[0])}**: *{book.title}* is then open up to"]
    lines += [line(step, book) for step in steps]
    lines.append("")  # else what follows belongs to the last item of the list
    lines.append(f"The times hold in {steps[0].zone}, also when clocks change there. Nothing lowers a level.")
    if steps[0].reminded:
        lines.append(NO_REMINDER)
    elif steps[0].remind_in is None:
        lines.append("I'll remind you in a direct message the day before; there you can put it off by a week.")
    else:
        lines.append(f"I'll remind moderators in <#{steps[0].remind_in}> the day before.")
    return "\n".join(lines)


def line(step: Step, book: Book | None) -> str:
    what = "a book that isn't on my shelf any more" if book is None else named(step.level, book)
    return f"- {stamp(step.due)} ({stamp(step.due, 'R')}): {what}"


def wall(step: Step) -> str:
    """A step's time in its own zone, for a list of choices, where Discord shows no timestamps."""
    return f"{step.wall:%a} {step.wall.day} {step.wall:%b %Y, %H:%M} {step.zone}"


def risen(step: Step, book: Book, *, open_: bool) -> str:
    """The announcement; `open_` when where it is read the level may be named."""
    level = f"**{named(step.level, book)}**" if open_ else "a further part"
    where = "on this server" if step.place == step.server else f"in <#{step.place}>"
    return f"*{book.title}*: from now on {level} may be talked about {where}. Whatever goes further stays a spoiler."


def reminder(step: Step, book: Book, *, open_: bool) -> str:
    level = f"**{named(step.level, book)}** counts" if open_ else "a further part counts"
    return (
        f"A reminder for moderators: {stamp(step.due)} ({stamp(step.due, 'R')}), {level} as read in {place(step)} "
        f"(*{book.title}*), and is no spoiler there any more. Not there yet? Put it off, with the steps after it."
    )


def lost_place(count: int) -> str:
    steps = "a step" if count == 1 else f"{count} steps"
    return f"A channel with {steps} on the schedule has been deleted, so I took that off. Nothing else has changed."


def lost_book(step: Step) -> str:
    return (
        f"A step for {place(step)} was due, but its book or its part is gone, so I took it off and left the level as "
        "it was. `/schedule add` lays out a new one."
    )


def moved(steps: Iterable[Step]) -> str:
    first, *others = steps
    after = f", and {len(others)} after it as well" if others else ""
    return f"Put off by a week: it is now {stamp(first.due)}{after}. A Discord event, if there is one, stays as it is."


def moved_before(step: Step) -> str:
    return f"That was put off already: it is now {stamp(step.due)}."


def met(url: str) -> str:
    return f"The event is made: {url}"


def meeting(book: Book) -> tuple[str, str]:
    """The name and the description of Discord's event."""
    text = f"We meet and talk about {book.title} by {book.author}, as far as the club has read by then."
    return f"Book club: {book.title}"[:100], text[:1000]
