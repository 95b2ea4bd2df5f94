"""What the schedules say. A level's name tells no plot, but under `silent` a place past which it lies hears none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.naming import level_name
from bot.store import Step
from bot.translation import ENGLISH, _, day_and_time, later, n_, speaking
from bot.where import place_name
from knowledge.book import Book, UnknownLevel

# Translators: button, at most 80 characters
POSTPONE = later("A week later")
# Translators: button, at most 80 characters
MEET = later("Make a Discord event")
# Translators: button, at most 80 characters; a page of the schedule before this
EARLIER = later("Earlier")
# Translators: button, at most 80 characters; a page of the schedule after this
LATER = later("Later")
GONE = later("That step isn't on the schedule any more. `/schedule list` shows what is.")
EMPTY = later("Nothing is scheduled here. `/schedule add` lets a level rise by itself.")
NO_ZONE = later("Please pick a time zone from the list of `zone`; I'll remember it for the next time.")
NO_SUCH_ZONE = later("I don't know that time zone. Please pick one from the list of `zone`.")
PAST = later("That moment is over. Please name one that is ahead, within the next two years.")
FAR = later("That is more than two years ahead. Please name a moment within the next two years.")
READ = later("That place has read as far as that already, so there is nothing to schedule.")
FULL = later(
    "There are a hundred steps on this server's schedule, which is the most I keep. `/schedule remove` makes room."
)
MAY_NOT_MEET = later(
    "I may not make events here. A server's administrator can give me *Create Events* or *Manage Events*."
)
NO_REMINDER = later("It is too soon for a reminder on the day before.")
# Translators: where a meeting is, in Discord's event; at most 100 characters
ON_SERVER = later("On this server")
LOST_LEVEL = later("a part that the book no longer has")
LOST_BOOK = later("a book that isn't on my shelf any more")


def stamp(moment: datetime, style: str = "F") -> str:
    """A moment as each reader's Discord shows it in their own zone."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def place(step: Step) -> str:
    return place_name(step.place, step.server)


def named(level: str, book: Book) -> str:
    """A level in words, also one that the book has lost."""
    try:
        return level_name(book.level(level), book)
    except UnknownLevel:
        return _(LOST_LEVEL)


def added(steps: list[Step], book: Book) -> str:
    # Translators: {place} is a channel's mention or “the whole server”; days and parts follow, a line each
    head = _("**On the schedule for {place}**: *{title}* is then open up to:")
    lines = [head.format(place=place(steps[0]), title=book.title)]
    lines += [line(step, book) for step in steps]
    lines.append("")  # else what follows belongs to the last item of the list
    # Translators: {zone} is a time zone, as Europe/London
    hold = _("The times hold in {zone}, also when clocks change there. Nothing lowers a level.")
    lines.append(hold.format(zone=steps[0].zone))
    if steps[0].reminded:
        lines.append(_(NO_REMINDER))
    elif steps[0].remind_in is None:
        lines.append(_("I'll remind you in a direct message the day before; there you can put it off by a week."))
    else:
        remind = _("I'll remind moderators in {channel} the day before.")
        lines.append(remind.format(channel=f"<#{steps[0].remind_in}>"))
    return "\n".join(lines)


def line(step: Step, book: Book | None) -> str:
    what = _(LOST_BOOK) if book is None else named(step.level, book)
    return f"- {stamp(step.due)} ({stamp(step.due, 'R')}): {what}"


def wall(step: Step) -> str:
    """A step's time in its own zone, for a list of choices, where Discord shows no timestamps."""
    return f"{day_and_time(step.wall)} {step.zone}"


def wall_kept(step: Step) -> str:
    """The same for the history, which is kept in English."""
    with speaking(ENGLISH):
        return wall(step)


def risen(step: Step, book: Book, *, open_: bool) -> str:
    """The announcement; `open_` when where it is read the level may be named."""
    if step.place == step.server:
        text = (
            # Translators: {level} is a part, as in “Part Two”
            _(
                "*{title}*: from now on **{level}** may be talked about on this server. "
                "Whatever goes further stays a spoiler."
            )
            if open_
            else _(
                "*{title}*: from now on a further part may be talked about on this server. "
                "Whatever goes further stays a spoiler."
            )
        )
    else:
        text = (
            # Translators: {level} is a part, {channel} a channel's mention
            _(
                "*{title}*: from now on **{level}** may be talked about in {channel}. "
                "Whatever goes further stays a spoiler."
            )
            if open_
            else _(
                "*{title}*: from now on a further part may be talked about in {channel}. "
                "Whatever goes further stays a spoiler."
            )
        )
    return text.format(title=book.title, level=named(step.level, book), channel=f"<#{step.place}>")


def reminder(step: Step, book: Book, *, open_: bool) -> str:
    if open_:
        # Translators: {moment} is a day and time, {ago} is as “in 20 hours”, {place} a channel or “the whole server”
        text = _(
            "A reminder for moderators: {moment} ({ago}), **{level}** counts as read in {place} "
            "(*{title}*), and is no spoiler there any more. Not there yet? Put it off, with the steps after it."
        )
    else:
        text = _(
            "A reminder for moderators: {moment} ({ago}), a further part counts as read in {place} "
            "(*{title}*), and is no spoiler there any more. Not there yet? Put it off, with the steps after it."
        )
    return text.format(
        moment=stamp(step.due),
        ago=stamp(step.due, "R"),
        level=named(step.level, book),
        place=place(step),
        title=book.title,
    )


def lost_place(count: int) -> str:
    return n_(
        "A channel with a step on the schedule has been deleted, so I took that off. Nothing else has changed.",
        "A channel with {count} steps on the schedule has been deleted, so I took that off. Nothing else has changed.",
        count,
    ).format(count=count)


def lost_book(step: Step) -> str:
    # Translators: {place} is a channel's mention or “the whole server”
    return _(
        "A step for {place} was due, but its book or its part is gone, so I took it off and left the level as "
        "it was. `/schedule add` lays out a new one."
    ).format(place=place(step))


def moved(steps: Iterable[Step]) -> str:
    first, *others = steps
    if others:
        text = n_(
            "Put off by a week: it is now {moment}, and {count} after it as well. "
            "A Discord event, if there is one, stays as it is.",
            "Put off by a week: it is now {moment}, and {count} after it as well. "
            "A Discord event, if there is one, stays as it is.",
            len(others),
        )
    else:
        text = _("Put off by a week: it is now {moment}. A Discord event, if there is one, stays as it is.")
    return text.format(moment=stamp(first.due), count=len(others))


def moved_before(step: Step) -> str:
    return _("That was put off already: it is now {moment}.").format(moment=stamp(step.due))


def all_of(place: str) -> str:
    """In a list to choose from; Discord shows no mentions there."""
    # Translators: {place} is a channel's name or “the whole server”
    return _("All steps of {place}").format(place=place)


def clock(zone: str, now: datetime) -> str:
    """In a list to choose from."""
    # Translators: {zone} is a time zone, {time} what its clocks show
    return _("{zone} (now {time})").format(zone=zone, time=f"{now:%H:%M}")


def removed(steps: list[Step]) -> str:
    # Translators: {place} is a channel's mention or “the whole server”
    return n_(
        "One step is off the schedule of {place}.", "{count} steps are off the schedule of {place}.", len(steps)
    ).format(count=len(steps), place=place(steps[0]))


def met(url: str) -> str:
    return _("The event is made: {url}").format(url=url)


def meeting(book: Book) -> tuple[str, str]:
    """The name and the description of Discord's event."""
    text = _("We meet and talk about {title} by {author}, as far as the club has read by then.")
    # Translators: the name of an event, at most 100 characters with the title
    name = _("Book club: {title}")
    return name.format(title=book.title)[:100], text.format(title=book.title, author=book.author)[:1000]
