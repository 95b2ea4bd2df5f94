"""Names that slip out early: whoever only a later part reveals mustn't be named in what an earlier one may show."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.books.entries import Entry
from knowledge.books.head import Head
from knowledge.books.names import find_name


def look_for_names(entry: Entry, texts: Mapping[str, str], part: str, head: Head) -> None:
    """Note the names in the entry's texts that only a part after `part` reveals; the keys say where a text stands.

    Such a name is an error; one that may be an ordinary word there, a warning.
    """
    for character in head.characters:
        if head.ranks[character.part] <= head.ranks[part]:
            continue
        found = {where: name for where, text in texts.items() if (name := find_name(text, character.names))}
        certain = [(where, name) for where, name in found.items() if not name.common]
        if certain:
            where, name = certain[0]
            entry.error(
                f"names {name.name!r}{where}, whom only {character.part!r} reveals; move it there or leave the name out"
            )
        elif found:
            name = next(iter(found.values()))
            entry.warn(
                f"has the word {name.name!r}, which is also a name that only {character.part!r} reveals; "
                "if it is the name here, leave it out"
            )
