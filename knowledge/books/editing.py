"""Changes to a book as a reviewer makes them: each takes a book and gives a new one that is in order.

Where a change leaves open what a passage reveals, it reveals the later part; ties and prompts follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from knowledge.book import Book, Character, Passage
from knowledge.books.errors import BookError
from knowledge.books.following import follow, surely_names
from knowledge.books.importing.naming import slug
from knowledge.books.names import find_name
from knowledge.spoilers import Level, Secret

MOST_PARTS = 24


def move(book: Book, id: str, part: str) -> Book:
    """The passage in another part. Whom it names is known there; the topics of later parts are taken from it."""
    passage, level = book.by_id[id], book.level(part)
    named = {one.id for one in book.characters if one.id in passage.characters or _names(passage, one)}
    characters = tuple(
        replace(one, part=part) if one.id in named and book.level(one.part).rank > level.rank else one
        for one in book.characters
    )
    topics = [secret for secret in passage.secrets if secret.topic and secret.rank <= level.rank]
    return _with(replace(book, characters=characters), _placed(book, passage, level.rank, topics))


def mark(book: Book, id: str, topics: Iterable[str]) -> Book:
    """The passage with these topics; one that is told in a later part moves it there."""
    chosen = set(topics)
    passage = book.by_id[id]
    secrets = [topic for topic in book.topics if topic.id in chosen]
    rank = max([book.level(passage.part).rank, *(secret.rank for secret in secrets)])
    return _with(book, _placed(book, passage, rank, secrets))


def retell(book: Book, id: str, title: str, text: str) -> Book:
    """The passage with another title and text; naming somebody whom only a later part makes known moves it there.

    Whom it is about follows the text, but those whom a person listed although no text named them stay. Raises BookError
    without a text.
    """
    if not any(map(str.isalnum, text)):
        raise BookError("a passage needs a text; drop it if there is nothing to say")
    before = book.by_id[id]
    passage = replace(before, title=title, text=text)
    named = [one for one in book.characters if _names(passage, one)]
    rank = max([book.level(passage.part).rank, *(book.level(one.part).rank for one in named)])
    told = replace(passage, characters=_about(book, before, passage))
    return _with(book, _placed(book, told, rank, [secret for secret in passage.secrets if secret.topic]))


def _about(book: Book, before: Passage, after: Passage) -> tuple[str, ...]:
    """The ids of those whom a passage lists once it is told anew: as they were listed, then those newly named."""
    if after.text == before.text:
        return before.characters
    told = {one.id for one in book.characters if _names(before, one)}
    named = [one.id for one in book.characters if _names(after, one)]
    if not before.characters:
        return tuple(named)
    perhaps = {one.id for one in book.characters if find_name(f"{after.title}\n{after.text}", one.names)}
    kept = [id for id in before.characters if id in perhaps or id not in told]
    return (*kept, *(id for id in named if id not in told and id not in kept))


def drop(book: Book, id: str) -> Book:
    """The book without the passage. Raises BookError for the only one."""
    if len(book.passages) == 1:
        raise BookError("a book needs one passage at least; write this one anew instead")
    return follow(replace(book, passages=tuple(passage for passage in book.passages if passage.id != id)))


def rename(book: Book, id: str, name: str) -> Book:
    """The part or topic under another name; its id stays. Raises BookError for a name that another has."""
    _free(book, name, id)
    topics = tuple(replace(topic, name=name) if topic.id == id else topic for topic in book.topics)
    parts = [(level.id, name if level.id == id else level.name) for level in book.levels[1:]]
    return _arranged(replace(book, topics=topics), parts)


def add_part(book: Book, name: str) -> Book:
    """The book with one more part at its end, which is then the whole book. Raises BookError."""
    if len(book.levels) > MOST_PARTS:
        raise BookError(f"a book has at most {MOST_PARTS} parts")
    _free(book, name, "")
    return _arranged(book, [*_parts(book), (_new_id(book, name, "part"), name)])


def add_topic(book: Book, name: str) -> Book:
    """The book with one more topic, told in its last part. Raises BookError."""
    if len(book.topics) >= MOST_PARTS:
        raise BookError(f"a book has at most {MOST_PARTS} topics")
    _free(book, name, "")
    topic = Secret(book.levels[-1].rank, True, _new_id(book, name, "topic"), name)
    return replace(book, topics=(*book.topics, topic))


def shift(book: Book, id: str, by: int) -> Book:
    """The part, or what tells the topic, one earlier (-1) or later (1); as it was where there is no further.

    A passage goes along with its part, and stays no earlier than its topics and those whom it names.
    """
    parts = _parts(book)
    at = next((n for n, (part, _) in enumerate(parts) if part == id), None)
    if at is None:
        last = len(parts)
        topics = tuple(
            replace(topic, rank=min(max(topic.rank + by, 1), last)) if topic.id == id else topic
            for topic in book.topics
        )
        return _arranged(replace(book, topics=topics), parts)
    to = min(max(at + by, 0), len(parts) - 1)
    parts.insert(to, parts.pop(at))
    return _arranged(book, parts)


def remove(book: Book, id: str) -> Book:
    """The book without a topic or a part, whose passages go to the next part, or from the last one to the one before.

    Raises BookError for the only part.
    """
    parts = _parts(book)
    at = next((n for n, (part, _) in enumerate(parts) if part == id), None)
    if at is None:
        passages = tuple(
            replace(passage, secrets=tuple(secret for secret in passage.secrets if secret.id != id or not secret.topic))
            for passage in book.passages
        )
        return replace(book, passages=passages, topics=tuple(topic for topic in book.topics if topic.id != id))
    if len(parts) == 1:
        raise BookError("a book needs one part at least; give this one another name instead")
    heir = parts[at + 1][0] if at + 1 < len(parts) else parts[at - 1][0]
    left = [part for part in parts if part[0] != id]
    default = book.default_level
    if default.id == id:  # what a new server has read must not grow by it
        default = book.levels[at]
    return _arranged(replace(book, default_level=default), left, {id: heir})


def _arranged(book: Book, parts: Sequence[tuple[str, str]], heirs: dict[str, str] | None = None) -> Book:
    """The book with these parts, ids and names in order; `heirs` says where things go from a part that is gone."""
    levels = (book.levels[0], *(Level(rank, id, name) for rank, (id, name) in enumerate(parts, 1)))
    by_id = {level.id: level for level in levels}
    old = {level.rank: level.id for level in book.levels}

    def level_of(id: str) -> Level:
        return by_id[(heirs or {}).get(id, id)]

    moved = replace(
        book,
        levels=levels,
        default_level=level_of(book.default_level.id),
        topics=tuple(replace(topic, rank=level_of(old[topic.rank]).rank) for topic in book.topics),
        characters=tuple(replace(one, part=level_of(one.part).id) for one in book.characters),
        ties=tuple(replace(tie, part=level_of(tie.part).id) for tie in book.ties),
        prompts=tuple(replace(prompt, part=level_of(prompt.part).id) for prompt in book.prompts),
    )
    topics = {topic.id: topic for topic in moved.topics}

    def placed(passage: Passage) -> Passage:
        secrets = [topics[secret.id] for secret in passage.secrets if secret.topic]
        named = [
            by_id[one.part].rank for one in moved.characters if one.id in passage.characters or _names(passage, one)
        ]
        rank = max([level_of(passage.part).rank, *(secret.rank for secret in secrets), *named])
        return _placed(moved, passage, rank, secrets)

    return _in_order(replace(moved, passages=tuple(map(placed, book.passages))))


def _placed(book: Book, passage: Passage, rank: int, topics: Sequence[Secret]) -> Passage:
    level = book.levels[rank]
    part = [Secret(rank, False, level.id, level.name)] if rank else []
    return replace(passage, part=level.id, secrets=(*part, *topics))


def _with(book: Book, passage: Passage) -> Book:
    """The book with a passage that it has as it is now."""
    return _in_order(replace(book, passages=tuple(passage if p.id == passage.id else p for p in book.passages)))


def _in_order(book: Book) -> Book:
    rank: Callable[[Passage], int] = lambda passage: book.level(passage.part).rank  # noqa: E731
    return follow(replace(book, passages=tuple(sorted(book.passages, key=rank))))


def _names(passage: Passage, character: Character) -> bool:
    """Whether the passage surely names somebody."""
    return surely_names(passage.text, character) or surely_names(passage.title, character)


def _parts(book: Book) -> list[tuple[str, str]]:
    return [(level.id, level.name) for level in book.levels[1:]]


def _free(book: Book, name: str, own: str) -> None:
    if not any(map(str.isalnum, name)):
        raise BookError("a name needs a letter or a digit in it")
    named = [*((one.id, one.name) for one in book.levels), *((one.id, one.name) for one in book.topics)]
    others = [given.casefold() for id, given in named if id != own]
    if name.casefold() in others:
        raise BookError("another part or topic has that name; choose another one")


def _new_id(book: Book, name: str, kind: str) -> str:
    taken = {*(level.id for level in book.levels), *(topic.id for topic in book.topics)}
    first = slug(name) or kind
    return next(id for n in range(1, 1_000) if (id := first if n == 1 else f"{first}-{n}") not in taken)
