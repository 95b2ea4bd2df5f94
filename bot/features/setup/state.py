"""All that the panel shows of a place, looked up at once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.changes import Changes, Wish, opens
from bot.features.setup.keys import Draft, wish_of
from bot.features.setup.sample import Sample, sample
from bot.shelf import OnShelf, Shelf
from bot.store import Chosen, InEffect, Servers, Setting
from bot.where import Target


@dataclass(frozen=True)
class State:
    """`then` is what would hold with what was picked, None when that changes nothing, and `opens` whether it lets the
    place see more. `spoiler_channel` says that Discord has the channel as one. `notice` stands on top, `undo` is the id
    of a change that can be undone."""

    target: Target
    draft: Draft
    own: Setting
    now: InEffect
    then: InEffect | None
    opens: bool
    chosen: Chosen
    books: list[OnShelf]
    sample: Sample | None
    spoiler_channel: bool = False
    notice: str = ""
    undo: str | None = None


class Lookup:
    """Looks the state of a place up."""

    def __init__(self, changes: Changes, shelf: Shelf, servers: Servers) -> None:
        self.changes, self.shelf, self.servers = changes, shelf, servers

    async def state(self, target: Target, draft: Draft, *, flagged: bool, notice: str, undo: str | None) -> State:
        """Raises NoSuchBook, and Refusal when what was picked is gone."""
        wish = await wish_of(draft, target, self.changes, self.shelf)
        now, then = await self.changes.now(target), await self.changes.would(target, wish)
        same = wish == Wish() or then == now
        found = None if same else await sample(self.shelf, target.server, now, then)
        return State(
            target,
            draft,
            await self.changes.own(target),
            now,
            None if same else then,
            not same and opens(now, then),
            await self.servers.of(target.server),
            await self.shelf.listed(target.server),
            found,
            flagged,
            notice,
            undo,
        )
