"""What moderators hand in: a summary, or the zip of a book. Nothing of it is trusted, run or fetched."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from bot.features.books.drafts import FOLDER, NOTES
from bot.shelf import pack_own
from bot.translation import _, number
from knowledge.book import Book
from knowledge.books.archive import beside, is_archive, unpack
from knowledge.books.doubts import read_doubts, settled
from knowledge.books.editing import MOST_PARTS
from knowledge.books.errors import BookError
from knowledge.books.examples import read_examples
from knowledge.books.importing.drafting import Draft, TooManyPassages, draft
from knowledge.books.importing.harmless import harmless
from knowledge.books.reading import read_book
from knowledge.books.writing import rewrite_book, write_book
from knowledge.notes import sharing
from knowledge.notes.note import BadNote

MOST_EXAMPLES = 15_000
MOST_TIES = MOST_PROMPTS = 1_000
LONGEST_TEXT, LONGEST_PROMPT, LONGEST_NAME, LONGEST_ID = 3_000, 1_000, 100, 60
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Limits:
    """How much may be handed in: bytes of a file, and passages of a book."""

    size: int
    passages: int


@dataclass(frozen=True)
class Taken:
    """A book that was handed in, as the zip of its folder."""

    title: str
    source: bytes


def take(data: bytes, name: str, title: str, author: str, limits: Limits) -> Taken:
    """A book from what was handed in; `title` and `author` where they are given. Takes a while: not for the event loop.

    Raises BookError, in a sentence, for what can't be read, is too much, or isn't in order.
    """
    if len(data) > limits.size:
        # Translators: in this and what follows, what is wrong with a file, after “Why (it may name what spoils):”
        raise BookError(_("this is more than {size} KB").format(size=number(limits.size // 1024)))
    with tempfile.TemporaryDirectory(prefix="norfolk-") as desk:
        folder = Path(desk) / FOLDER
        if is_archive(data):
            unpack(data, folder)
        else:
            made = _draft(data, Path(name).name[-80:] or "the text", title, author, limits)
            write_book(made.book, made.doubts, folder)
        book = read_book(folder)
        _hold(book, limits)
        examples = read_examples(folder, book)
        count = sum(map(len, examples.questions.values())) + len(examples.untold) + len(examples.messages)
        if count > MOST_EXAMPLES:
            text = _("this has {count} examples, and a book has at most {most}; take some out")
            raise BookError(text.format(count=number(count), most=number(MOST_EXAMPLES)))
        if notes := _notes(data, book):
            (folder / NOTES).write_text(notes, encoding="utf-8")
        given = replace(book, title=title or book.title, author=author or book.author)
        told = neutral(given)
        doubts = [
            replace(doubt, why=harmless(doubt.why)) for doubt in read_doubts(folder) if not settled(doubt, book, given)
        ]
        rewrite_book(told, doubts, folder)
        return Taken(told.title, pack_own(folder))


def _draft(data: bytes, name: str, title: str, author: str, limits: Limits) -> Draft:
    try:
        made = draft(data, name, title=title, author=author, most_bytes=limits.size, most_passages=limits.passages)
    except TooManyPassages as error:
        raise _too_many(error.count, limits) from error
    _hold(made.book, limits)
    return made


def _too_many(passages: int, limits: Limits) -> BookError:
    text = _("this makes {count} passages, and a book here has at most {most}; hand in a summary, not the whole text")
    return BookError(text.format(count=number(passages), most=number(limits.passages)))


def _notes(data: bytes, book: Book) -> str:
    """The club notes of an exported book, written anew, "" without any. Raises BookError for what can't be one."""
    found = beside(data, NOTES) if is_archive(data) else None
    try:
        notes = sharing.load(found.decode("utf-8", errors="replace"), book) if found else []
    except BadNote as error:
        raise BookError(str(error)) from error
    return sharing.dump(notes) if notes else ""


def neutral(book: Book) -> Book:
    """The book with nothing in what is shown that Discord would read as a mark, and no sign that can't be seen."""
    return replace(
        book,
        title=(harmless(book.title) or _("Untitled"))[:LONGEST_TITLE],
        author=(harmless(book.author) or _("Unknown author"))[:LONGEST_TITLE],
        levels=(book.levels[0], *(replace(level, name=harmless(level.name)) for level in book.levels[1:])),
        topics=tuple(replace(topic, name=harmless(topic.name)) for topic in book.topics),
        characters=tuple(
            replace(one, name=harmless(one.name), aliases=tuple(filter(None, map(harmless, one.aliases))))
            for one in book.characters
        ),
        passages=tuple(replace(one, title=harmless(one.title), text=harmless(one.text)) for one in book.passages),
        ties=tuple(replace(tie, label=harmless(tie.label)) for tie in book.ties),
        prompts=tuple(replace(prompt, text=harmless(prompt.text)) for prompt in book.prompts),
    )


def _hold(book: Book, limits: Limits) -> None:
    """Raise BookError for a book that is larger than what a server may keep, or than what Discord can show."""
    if len(book.passages) > limits.passages:
        raise _too_many(len(book.passages), limits)
    if len(book.levels) - 1 > MOST_PARTS or len(book.topics) > MOST_PARTS:
        text = _("a book here has at most {most} parts and {most} topics; join some of them")
        raise BookError(text.format(most=MOST_PARTS))
    if any(len(passage.text) > LONGEST_TEXT or len(passage.title) > LONGEST_TITLE for passage in book.passages):
        text = _("a passage has more than {most} letters, or its title more than {title}")
        raise BookError(text.format(most=number(LONGEST_TEXT), title=LONGEST_TITLE))
    named = [(one.id, one.name) for one in book.characters]
    named += [(one.id, one.name) for one in book.levels] + [(one.id, one.name) for one in book.topics]
    if any(len(id) > LONGEST_ID or len(name) > LONGEST_NAME for id, name in named):
        text = _("the name of a part, topic or character has more than {most} letters; shorten it")
        raise BookError(text.format(most=LONGEST_NAME))
    if len(book.ties) > MOST_TIES or len(book.prompts) > MOST_PROMPTS:
        text = _("a book here has at most {ties} ties and {prompts} prompts; take some out")
        raise BookError(text.format(ties=number(MOST_TIES), prompts=number(MOST_PROMPTS)))
    if any(len(prompt.text) > LONGEST_PROMPT for prompt in book.prompts) or any(
        len(tie.label) > LONGEST_NAME for tie in book.ties
    ):
        text = _("a prompt has more than {most} letters, or the label of a tie more than {label}; shorten it")
        raise BookError(text.format(most=number(LONGEST_PROMPT), label=LONGEST_NAME))
