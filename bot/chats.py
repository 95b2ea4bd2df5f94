"""The short memory of conversations: one chat for each place and member, in memory only, bounded."""

from __future__ import annotations

from collections import OrderedDict

from knowledge.judging.followups import Chat

_MOST = 2_000  # a chat is a few short turns, so this is a few megabytes at the very most


class Chats:
    """Chats by place and member; the one unused for longest goes when there are too many.

    What a member asks in private may be answered from further in the book than the channel has read, so it is a
    chat of its own: a public answer must not be able to build on it.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._chats: OrderedDict[tuple[int, int, bool], Chat] = OrderedDict()

    def of(self, place: int, member: int, private: bool) -> Chat:
        """The chat of that member in that place, a fresh one when there is none."""
        key = (place, member, private)
        chat = self._chats.setdefault(key, Chat())
        self._chats.move_to_end(key)
        while len(self._chats) > self._most:
            self._chats.popitem(last=False)
        return chat

    def __len__(self) -> int:
        return len(self._chats)
