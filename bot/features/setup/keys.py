"""What the panel's buttons and selects carry: the place, and what was picked for it and isn't saved yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.changes import KEEP, Changes, Keep, Wish
from bot.failures import Refusal
from bot.features.setup import words
from bot.shelf import Shelf
from bot.store import Setting
from bot.translation import _
from bot.where import Target
from knowledge.book import short_key
from knowledge.spoilers import Policy

AS_IS, INHERIT = "-", "0"
_KEY = "[0-9a-f]{8}|0|-"
PANEL = (
    rf"norfolk:setup:(?P<act>[a-z]+):(?P<place>[0-9]{{1,20}}):(?P<book>{_KEY}):(?P<level>{_KEY}):(?P<policy>[wks0-])"
)
POLICY_KEYS = {Policy.WARN: "w", Policy.WITHHOLD: "k", Policy.SILENT: "s"}


@dataclass(frozen=True)
class Draft:
    """What was picked for a place: keys of a book, a level and a policy, `0` as inherited, `-` as it is."""

    place: int
    book: str = AS_IS
    level: str = AS_IS
    policy: str = AS_IS

    @classmethod
    def of(cls, match: re.Match[str]) -> Draft:
        return cls(int(match["place"]), match["book"], match["level"], match["policy"])

    def id(self, act: str) -> str:
        """The custom_id of what does `act` with it."""
        return f"norfolk:setup:{act}:{self.place}:{self.book}:{self.level}:{self.policy}"

    def picked(self, what: str, key: str) -> Draft:
        """With another book, level or policy; another book has levels of its own."""
        if what == "book":
            return replace(self, book=key, level=AS_IS)
        return replace(self, level=key) if what == "level" else replace(self, policy=key)


def policy_picked(draft: Draft, own: Setting) -> str:
    """The key of the policy that a draft would have set for a place: what is set there, unless another was picked."""
    if draft.policy != AS_IS:
        return draft.policy
    return INHERIT if own.policy is None else POLICY_KEYS[Policy(own.policy)]


async def wish_of(draft: Draft, target: Target, changes: Changes, shelf: Shelf) -> Wish:
    """What a draft would have set. Raises Refusal when a book or level of it is gone."""
    book: str | Keep | None = KEEP if draft.book == AS_IS else None
    if draft.book not in (AS_IS, INHERIT):
        slugs = {short_key(listed.slug): listed.slug for listed in await shelf.listed(target.server)}
        if (book := slugs.get(draft.book)) is None:
            raise Refusal(_(words.NO_BOOK))
    level: str | Keep | None = KEEP if draft.level == AS_IS else None
    if draft.level not in (AS_IS, INHERIT):
        read = (await changes.would(target, Wish(book=book))).book
        level = next((each.id for each in read.levels if short_key(each.id) == draft.level), None)
        if level is None:
            raise Refusal(_(words.NO_LEVEL))
    policies: dict[str, str | Keep | None] = {key: policy.value for policy, key in POLICY_KEYS.items()}
    return Wish(book, level, {**policies, AS_IS: KEEP, INHERIT: None}[draft.policy])
