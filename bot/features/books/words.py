"""What Norfolk says about clubs' books, to moderators. Names that may spoil are said under a cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

import discord

from bot.naming import member
from bot.shelf import OnShelf
from bot.store import BookDraft, Edition
from bot.translation import _, date_of, later, n_, number

GONE = later("That draft isn't here any more: it was published or thrown away. `/book list` shows what there is.")
CHANGED = later("Somebody has changed the draft meanwhile. Please look at it once more, then publish it.")
NOT_OWN = later("That is no book of this server. Please pick one from the list.")
NO_VERSION = later("That version isn't kept any more. Please pick one from the list.")
NO_OLDER = later("A draft has no older versions. Only a published book can go back to one.")
RENEWED = later("The draft is made anew from the file.")
THROWN_AWAY = later("The draft is thrown away.")
# Translators: button, at most 80 characters
REMOVE = later("Remove it for good")
# Translators: button, at most 80 characters
KEEP = later("Keep it")
# Translators: of a book that was not removed
KEPT = later("It stays.")
BUILDING = later("Building the book…")
NOTHING_DOUBTFUL = later("Nothing is in doubt any more.")
NO_PASSAGE = later("That passage isn't in the draft any more.")
NO_SUCH_PART = later("That part or topic isn't in the draft any more.")
MANY_DRAFTS = later(
    "There are {most} drafts here already. Please publish or throw away one of them first: `/book list`."
)
MANY_BOOKS = later("This server has {most} books already. Please remove one first: `/book remove`.")
MANY_NOTES = later(
    "With the club notes that it brings there would be more than {most}, so I have left them out. `/review notes` "
    "shows those that there are."
)
# Translators: in place of the part that a passage reveals; at most 90 characters
SPOILS_NOTHING = later("Spoils nothing (the start)")

# Translators: the title of a window, at most 45 characters
FROM_SUMMARY = later("A book from a summary")
# Translators: the title of a window, at most 45 characters
THE_PASSAGE = later("The passage")
# Translators: the title of a window, at most 45 characters
THE_BOOK = later("The book")
# Translators: the title of a window, and a button; at most 45 characters
TRY = later("Try a question")
# Translators: the title of a window, at most 45 characters
ANOTHER_NAME = later("Another name")
# Translators: the title of a window, at most 45 characters
NEW_PART = later("A new part")
# Translators: the title of a window, at most 45 characters
NEW_TOPIC = later("A new topic")
# Translators: of a field, at most 45 characters
SUMMARY = later("The summary")
# Translators: of a field that goes on with the summary, at most 45 characters
GOES_ON = later("… goes on")
# Translators: of a field that goes on with the summary, at most 45 characters
AND_ON = later("… and on")
# Translators: of a field, at most 45 characters
BOOK_TITLE = later("Title of the book")
# Translators: of a field, at most 45 characters
AUTHOR = later("Author")
# Translators: of a field, at most 45 characters
TITLE = later("Title")
# Translators: of a field, at most 45 characters
TEXT = later("Text")
# Translators: of a field, at most 45 characters
NAME = later("Name")
# Translators: of a field, at most 45 characters
QUESTION = later("Question")
# Translators: of a field, at most 45 characters
READ_UP_TO = later("Read up to")

# Translators: button, at most 80 characters; a passage before this
PREVIOUS = later("Previous")
# Translators: button, at most 80 characters; this passage is in order
RIGHT = later("Looks right")
# Translators: button, at most 80 characters; a passage after this
NEXT = later("Next")
# Translators: button, at most 80 characters
EDIT = later("Edit title and text")
# Translators: button, at most 80 characters; take this passage out of the book
DROP = later("Drop")
# Translators: button, at most 80 characters
PARTS = later("Parts and topics")
# Translators: button, at most 80 characters
PUBLISH = later("Publish")
# Translators: button, at most 80 characters
AWAY = later("Throw away")
# Translators: button, at most 80 characters
RENAME = later("Rename")
# Translators: button, at most 80 characters; a part moves nearer to the beginning
UP = later("Move earlier")
# Translators: button, at most 80 characters; a part moves nearer to the end
DOWN = later("Move later")
# Translators: button, at most 80 characters
TAKE_OUT = later("Remove")
# Translators: button, at most 80 characters
ADD_PART = later("Add a part")
# Translators: button, at most 80 characters
ADD_TOPIC = later("Add a topic")
# Translators: button, at most 80 characters
HEAD = later("Title and author")
# Translators: button, at most 80 characters
BACK = later("Back to the passages")

# Translators: of a list, at most 100 characters
CHOOSE = later("Choose a part or a topic")
# Translators: of a list, at most 100 characters; how far a channel that never said has read
DEFAULT = later("What a new place has read")
# Translators: of a list, at most 100 characters; of this passage
REVEALED = later("The part that it reveals")
# Translators: of a list, at most 100 characters; of this passage
ITS_TOPICS = later("Its topics")
# Translators: of a list, at most 100 characters
GO_TO = later("Go to a passage")
# Translators: below an entry of a list, at most 100 characters
A_PART = later("part")
# Translators: below an entry of a list, at most 100 characters
A_TOPIC = later("topic")
# Translators: below an entry of a list: of a passage that somebody should look at; at most 100 characters
IN_DOUBT = later("in doubt")
# Translators: before a list of what somebody should look at
DOUBTS = later("In doubt:")
# Translators: before a list of what somebody should look at
ALL_DOUBTS = later("About the whole draft:")
# Translators: before a list of what somebody should look at; *Parts and topics* is the button
DOUBTS_THERE = later("About the whole draft, until *Parts and topics* settles it:")


def parts_of(title: str, parts: Sequence[tuple[int, str, int]], topics: Sequence[tuple[str, str]]) -> str:
    """The parts with their numbers, names and counts of passages, and the topics with the parts that tell them."""
    lines = [_("**Parts of *{title}*, in order**").format(title=escaped(title))]
    for rank, name, count in parts:
        passages = n_("{count} passage", "{count} passages", count).format(count=number(count))
        lines.append(f"{rank}. {name} ({passages})")
    if topics:
        lines.append(_("**Topics**, which warnings name to everybody"))
        # Translators: {topic} of a book is first told in {part}
        line = _("{topic}, told in {part}")
        lines += [f"- {line.format(topic=topic, part=part)}" for topic, part in topics]
    return "\n".join(lines)


def at_passage(at: int, count: int, doubtful: int) -> str:
    # Translators: which passage of a draft is shown
    text = _("Passage {number} of {count}")
    if doubtful:
        # Translators: which passage of a draft is shown; {look} is as in “5 to look at”, of all its passages
        text = _("Passage {number} of {count}, {look}")
    return text.format(number=number(at), count=number(count), look=_to_look_at(doubtful))


def too_large(size: int, most: int) -> str:
    return _(
        "The file has {size} KB, and I take at most {most}. "
        "A summary of the plot is enough: please leave out pictures and the rest."
    ).format(size=number(size // 1024 + 1), most=number(most // 1024))


def refused(why: str) -> str:
    """A mistake in a book, in a sentence. What it names may spoil, so it lies under a cover."""
    # Translators: keep the bars and the spaces beside them: {why} is covered by them
    return _("I can't take that. Why (it may name what spoils): || {why} ||").format(why=_to_cover(why))


def _to_cover(why: str) -> str:
    """A mistake in a book without what would open the cover that it is put under."""
    return escaped(re.sub(r"[|`*\\<>]", "", why).strip()[:1_500])


def draft_of(title: str, author: str, passages: int, parts: int, doubtful: int, notes: int) -> str:
    text = _(
        "**Draft: {title}** by {author}\n{passages}, {parts}, {look}. Only moderators of this server can see it."
    ).format(
        title=escaped(title),
        author=escaped(author),
        passages=n_("{count} passage", "{count} passages", passages).format(count=number(passages)),
        parts=n_("{count} part", "{count} parts", parts).format(count=number(parts)),
        # Translators: {look}, when nobody needs to look at any passage
        look=_to_look_at(doubtful) if doubtful else _("nothing in doubt"),
    )
    # Translators: {count} notes that a draft brings; *Publish* is the button
    brings = n_(
        "It brings {count} club note, which *Publish* takes up.",
        "It brings {count} club notes, which *Publish* takes up.",
        notes,
    )
    return f"{text} {brings.format(count=number(notes))}" if notes else text


def _to_look_at(doubtful: int) -> str:
    # Translators: {look}, how many passages of a draft somebody should look at
    return n_("{count} to look at", "{count} to look at", doubtful).format(count=number(doubtful))


def published(edition: Edition) -> str:
    if edition.version > 1:
        text = _("*{title}* is published, version {version}. Everybody gets its answers from now on.")
    else:
        text = _("*{title}* is published, version {version}. `/book use` has the server or a channel read it.")
    return text.format(title=escaped(edition.title), version=edition.version)


def brought(count: int) -> str:
    return n_(
        "The {count} club note that came with it is in `/review notes`.",
        "The {count} club notes that came with it are in `/review notes`.",
        count,
    ).format(count=number(count))


def back(title: str, older: int, edition: Edition) -> str:
    text = _("*{title}* is as it was in version {older}; this is its version {version} now.")
    return text.format(title=escaped(title), older=older, version=edition.version)


def in_use(title: str, place: str, level: str) -> str:
    # Translators: {place} is a channel's mention or “the whole server”
    return _(
        "*{title}* is read in {place} from now on, and I take it that you have read up to {level}. "
        "`/spoilers level` changes that."
    ).format(title=escaped(title), place=place, level=level)


def ask_to_remove(title: str, versions: int) -> str:
    return n_(
        "Remove *{title}* with its {count} version, and what is set for it here? "
        "It can't be brought back; `/book export` gives you a copy first.",
        "Remove *{title}* with its {count} versions, and what is set for it here? "
        "It can't be brought back; `/book export` gives you a copy first.",
        versions,
    ).format(title=escaped(title), count=number(versions))


def ask_to_throw_away(title: str) -> str:
    return _("Throw away the draft of *{title}*? It can't be brought back.").format(title=escaped(title))


def removed(title: str) -> str:
    return _("*{title}* is removed, and so is what was set for it here.").format(title=escaped(title))


def listing(
    own: Iterable[Edition], drafts: Iterable[BookDraft], shelf: Iterable[OnShelf], broken: Iterable[str]
) -> str:
    """The books that may be read here; `broken` are sentences for whoever runs Norfolk, who may be a reader, too."""
    # Translators: {day} is a date, {member} a mention
    line = _("*{title}* by {author}, version {version}, published {day} by {member}")
    books = [
        "- "
        + line.format(
            title=escaped(book.title),
            author=escaped(book.author),
            version=book.version,
            day=_when(book.published_at),
            member=member(book.published_by),
        )
        for book in own
    ]
    lines = [_("**This server's own books**"), *(books or [_("- none yet; `/book add` makes one")])]
    # Translators: {title} of a draft, {member} is the mention of who made it
    line = _("{title}, by {member}")
    begun = [f"- {line.format(title=escaped(draft.title), member=member(draft.member))}" for draft in drafts]
    lines += [_("**Drafts**, which `/book edit` opens"), *begun] if begun else []
    line = _("*{title}* by {author}")
    library = [
        f"- {line.format(title=escaped(book.title), author=escaped(book.author))}" for book in shelf if not book.own
    ]
    lines += [_("**Books for every server**"), *library] if library else []
    mend = [f"- || {_to_cover(why)} ||" for why in broken]
    lines += [_("**Broken, and not opened** (only you who run me see this)"), *mend] if mend else []
    return _cut(lines)


def a_draft(title: str) -> str:
    """In a list to choose from."""
    return _("Draft: {title}").format(title=title)


def a_version(edition: Edition) -> str:
    """In a list to choose from."""
    # Translators: {day} is as in “26 November 2026”
    text = _("Version {version}, of {day}")
    return text.format(version=edition.version, day=date_of(edition.published_at))


def progress(what: str, done: int, total: int) -> str:
    """How far a build is; `what` is known to the builder alone, and told where it says how long it will take."""
    share = f" {round(100 * done / total)}%" if total > 1 else ""
    return f"{_(BUILDING)} ({_(_STEPS.get(what, what))}{share})"


_STEPS = {
    # Translators: a step of building a book, told in brackets
    "embedding": later("embedding"),
    # Translators: a step of building a book, told in brackets
    "exporting the encoder": later("exporting the encoder"),
}


def escaped(text: str) -> str:
    return discord.utils.escape_markdown(text)


def _cut(lines: list[str]) -> str:
    """The lines that a message has room for."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > 1_900:
            return "\n".join([*kept, _("- … and more")])
        kept.append(line)
    return "\n".join(kept)


def _when(moment: datetime) -> str:
    return discord.utils.format_dt(moment, "d")
