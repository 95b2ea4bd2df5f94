"""The door of the import: a file in, a draft of a book out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from knowledge.book import Book, Character, Passage
from knowledge.books.doubts import AUTHOR, PARTS, Doubt, about_topic
from knowledge.books.errors import BookError
from knowledge.books.importing.blocks import Block, LeftOut, Page
from knowledge.books.importing.bylines import author_of, without_author
from knowledge.books.importing.decoding import MOST_BYTES, decode
from knowledge.books.importing.harmless import harmless
from knowledge.books.importing.headings import is_heading, read_heading, run_in
from knowledge.books.importing.into_passages import Cut, cut
from knowledge.books.importing.leaving_out import leave_out
from knowledge.books.importing.naming import about, slug, titles
from knowledge.books.importing.people import Person, people
from knowledge.books.importing.placing import UNPLACED, place
from knowledge.books.importing.plain import read_plain
from knowledge.books.importing.pronouns import of_a_person, pronoun
from knowledge.books.importing.structure import MOST, By, Structure, structure_of
from knowledge.books.importing.topics import Topic, topics
from knowledge.books.names import find_name, plain_words
from knowledge.books.passages import passage_key
from knowledge.spoilers import START, Level, Secret

MOST_PASSAGES = 1_500
FEWEST_LETTERS = 20
LOWEST = 6  # the level of a heading than which none is lower
UNKNOWN_AUTHOR = "Unknown author"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_OF_WHAT = re.compile(
    r"\W+(?:(?:plot|book)\s+)?(?:overview|summary|synopsis)(?:\s*(?:&|and)\s*analysis)?$", re.IGNORECASE
)
_PARTED = re.compile(r"\s+[|–—-]\s+|\s*»\s*")  # what stands between the book's title and the site's name
_TAGS = re.compile(r"</(?:p|div|h[1-6]|li|span|body|table)\s*>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Draft:
    """A book as the import proposes it, what of the file isn't in it, and what a person should look at."""

    book: Book
    left_out: tuple[LeftOut, ...]
    doubts: tuple[Doubt, ...]


class TooManyPassages(BookError):
    """A summary makes more passages than a book may have: it makes `count`."""

    def __init__(self, name: str, count: int, most: int) -> None:
        super().__init__(
            f"{name}: this makes {count:,} passages, and a book has at most {most:,}; "
            "import a summary, not the whole text"
        )
        self.count = count


def draft(
    data: bytes,
    name: str,
    *,
    title: str = "",
    author: str = "",
    parts: Sequence[str] = (),
    most_bytes: int = MOST_BYTES,
    most_passages: int = MOST_PASSAGES,
) -> Draft:
    """A book from a summary: plain text, Markdown or HTML, under the name of its file.

    Title, author and parts are read from the text where they aren't given. Raises BookError, in a sentence, for what
    can't be read, has nothing to say or is longer than the limits; TooManyPassages is one.
    """
    page = _read(decode(data, name, most_bytes), name)
    raw, out = leave_out(page.blocks, _PARTED.split(page.tab)[1:])
    blocks = [Block(text, block.level) for block in raw if (text := harmless(block.text))]
    blocks = list(_with_chapters(blocks))
    found = author_of(page, blocks)
    author = harmless(author) or harmless(found) or UNKNOWN_AUTHOR
    page.title = without_author(page.title, found)
    title = harmless(title or _PARTED.split(page.title)[0] or PurePath(name).stem.replace("-", " "))[:200]
    title = _OF_WHAT.sub("", title) or title or "Untitled"
    blocks = [block for n, block in enumerate(blocks) if is_heading(block.text) or not _is_title(block, n, title)]
    if sum(map(str.isalpha, "".join(block.text for block in blocks if not block.level))) < FEWEST_LETTERS:
        raise BookError(
            f"{name}: there is no summary in it; it needs a few sentences that tell what happens in the book"
        )
    names = _names(parts, name)
    blocks = [Block(block.text, 2) if any(_alike(block.text, part) for part in names) else block for block in blocks]
    structure = structure_of(blocks, names)
    lines = place(blocks, structure, title)
    cuts = [replace(found, text=harmless(found.text)) for found in cut(lines)]
    cuts = [found for found in cuts if any(map(str.isalnum, found.text))]
    if len(cuts) > most_passages:
        raise TooManyPassages(name, len(cuts), most_passages)
    persons = people((line.text for line in lines), cuts, title, "" if author == UNKNOWN_AUTHOR else author)
    cuts = _settled(cuts, persons)
    return _drafted(title, author, structure, cuts, persons, [*page.left_out, *out])


def _read(text: str, name: str) -> Page:
    page = name.lower().endswith((".html", ".htm", ".xhtml"))
    if page or _HTML.match(text) or len(_TAGS.findall(text[:20_000])) >= 5:
        from knowledge.books.importing.web_page import read_page  # whoever imports plain text needs no parser

        found = read_page(text)
    else:
        found = read_plain(text)
    found.blocks = [Block(block.text, block.level or (2 if is_heading(block.text) else 0)) for block in found.blocks]
    return found


def _with_chapters(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, those apart that begin with the heading of their chapter, where no heading names a place."""
    named = any(block.level and read_heading(block.text) for block in blocks)
    found = [None if named or block.level else run_in(block.text) for block in blocks]
    for block, split in zip(blocks, found, strict=True):
        if split and len(found) - found.count(None) > 1:
            yield Block(split[0], LOWEST)
            yield Block(split[1])
        else:
            yield block


def _is_title(block: Block, number: int, title: str) -> bool:
    """Whether a block is the book's title over its text, or the end of the page's title."""
    return _alike(block.text, title) or (number < 3 and len(block.text) > 5 and title.endswith(block.text))


def _alike(one: str, other: str) -> bool:
    return plain_words(one) == plain_words(other) != []


def _names(parts: Sequence[str], name: str) -> list[str]:
    names = [found for part in parts if (found := harmless(part))]
    if len(names) > MOST:
        raise BookError(f"{name}: {len(names)} parts are too many; name at most {MOST}")
    if len({found.casefold() for found in names}) < len(names):
        raise BookError(f"{name}: two parts have the same name; give each its own")
    return names


def _settled(cuts: Sequence[Cut], persons: Sequence[Person]) -> list[Cut]:
    """The passages, those moved to a later part that name somebody whom only that part makes known."""
    moved = []
    for found in cuts:
        later = [person for person in persons if person.rank > found.rank]
        named = {
            person: hit.name for person in later if (hit := find_name(found.text, person.names)) and not hit.common
        }
        if named:
            rank = max(person.rank for person in named)
            why = f"it names {', '.join(named.values())}, whom only a later part makes known"
            found = replace(found, rank=rank, doubts=(*found.doubts, why))
        moved.append(found)
    return sorted(moved, key=lambda found: (found.rank, found.order))


def _drafted(
    title: str,
    author: str,
    structure: Structure,
    cuts: Sequence[Cut],
    persons: Sequence[Person],
    out: Sequence[LeftOut],
) -> Draft:
    ids = _unique([slug(name) for name in structure.names], "part", {START})
    levels = (Level(0, START, "the start"), *(Level(n, id, structure.names[n - 1]) for n, id in enumerate(ids, 1)))
    proposed = topics(cuts, persons)
    topic_ids = _unique([slug(topic.name) for topic in proposed], "topic", {START, *ids})
    secrets = [Secret(topic.rank, True, id, topic.name) for topic, id in zip(proposed, topic_ids, strict=True)]
    person_ids = _unique([slug(person.name) for person in persons], "character", set())
    who = [
        {n: name for n, person in enumerate(persons) if (name := _named_as(found, person))} for found in cuts
    ]  # as each passage calls them, which a title must not go beyond

    def spoils(number: int, title: str) -> bool:
        return any(person.rank > cuts[number].rank and find_name(title, person.names) for person in persons)

    headings = titles([found.text for found in cuts], [list(here.values()) for here in who], spoils)
    headings = [heading if found.rank else about(found.text) for heading, found in zip(headings, cuts, strict=True)]
    passage_ids = _unique([slug(heading) for heading in headings], "passage", set())
    home = slug(title) or "book"
    passages = tuple(
        Passage(
            id=id,
            title=heading,
            text=found.text,
            part=levels[found.rank].id,
            secrets=tuple(_secrets(number, levels[found.rank], proposed, secrets)),
            characters=tuple(person_ids[n] for n in here),
            key=passage_key(home, id),
        )
        for number, (id, heading, found, here) in enumerate(zip(passage_ids, headings, cuts, who, strict=True))
    )
    book = Book(
        slug=home,
        title=title,
        author=author,
        default_level=levels[0],
        levels=levels,
        topics=tuple(secrets),
        characters=tuple(
            Character(id, person.name, person.aliases, levels[person.rank].id)
            for id, person in zip(person_ids, persons, strict=True)
        ),
        passages=passages,
    )
    return Draft(book, tuple(out), tuple(_doubts(book, structure, cuts, proposed)))


def _secrets(number: int, level: Level, proposed: Sequence[Topic], secrets: Sequence[Secret]) -> Iterator[Secret]:
    if level.rank:
        yield Secret(level.rank, False, level.id, level.name)
    for topic, secret in zip(proposed, secrets, strict=True):
        if number in topic.cuts and secret.rank <= level.rank:
            yield secret


def _named_as(found: Cut, person: Person) -> str:
    """The name by which a passage calls a person that is known by then, "" when it doesn't."""
    hit = find_name(found.text, person.names) if person.rank <= found.rank else None
    return hit.name if hit and not hit.common else ""


def _unique(names: Sequence[str], kind: str, taken: set[str]) -> list[str]:
    """The names as ids, no two alike: a number stands behind the second, and a kind before one that has no word."""
    found: list[str] = []
    used = set(taken)
    for number, name in enumerate(names, 1):
        id, again = name or f"{kind}-{number}", 2
        while id in used:
            id, again = f"{name or kind}-{again}", again + 1
        used.add(id)
        found.append(id)
    return found


def _doubts(book: Book, structure: Structure, cuts: Sequence[Cut], proposed: Sequence[Topic]) -> Iterator[Doubt]:
    if book.author == UNKNOWN_AUTHOR:
        yield Doubt("", "the author isn't known; give the name", AUTHOR)
    if structure.by is By.POSITION:
        yield Doubt("", "the text says nothing of parts, so its plot was cut into three equal ones", PARTS)
    if structure.by is By.NOTHING:
        yield Doubt("", "the text doesn't say where the parts begin, so all of it counts as the last one", PARTS)
    for secret in book.topics:
        why = f"the topic “{secret.name}” is a guess; give it a better name, or take it out"
        yield Doubt("", why, about_topic(secret.id))
    names = _names_of(book)
    for number, (passage, found) in enumerate(zip(book.passages, cuts, strict=True)):
        reasons = [why for why in found.doubts if structure.by is not By.NOTHING or why != UNPLACED]
        if structure.by is By.POSITION and _at_an_edge(cuts, number):
            reasons.append("a part begins or ends here, by nothing but the length of the text")
        if found.rank and (said := _nobodys(found.text, names)):
            reasons.append(f"it says “{said}”, and names nobody")
        for why in dict.fromkeys(reasons):
            yield Doubt(passage.id, why)


def _names_of(book: Book) -> re.Pattern[str]:
    """What finds a name of the book's people as the summary writes it, or their family's: "Al", "the Brandts"."""
    names = "|".join(re.escape(name) for character in book.characters for name in character.names)
    return re.compile(rf"(?<!\w)(?:{names})(?:e?s)?(?!\w)" if names else r"(?!)")


def _nobodys(text: str, names: re.Pattern[str]) -> str:
    """The pronoun of a passage that names nobody, "" for none. One that begins it has its doubt already."""
    return "" if pronoun(text) or names.search(text) else of_a_person(text)


def _at_an_edge(cuts: Sequence[Cut], number: int) -> bool:
    here = cuts[number].rank
    return any(
        cuts[n].rank != here and min(cuts[n].rank, here) > 0 for n in (number - 1, number + 1) if 0 <= n < len(cuts)
    )
