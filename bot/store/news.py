"""Which servers and members had something changed about them, for those who keep what they read of them."""

from __future__ import annotations

from collections.abc import Callable

Follower = Callable[[int | None], None]


class News:
    """Hears of each change in this process and, with PostgreSQL, in the others."""

    def __init__(self) -> None:
        self._followers: list[Follower] = []

    def follow(self, follower: Follower) -> None:
        """Have `follower` called with the id of a server or member after each change; None means all of them."""
        self._followers.append(follower)

    def tell(self, id: int | None) -> None:
        for follower in self._followers:
            follower(id)
