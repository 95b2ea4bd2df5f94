"""The short memory of conversations: in memory only, bounded."""

from __future__ import annotations

from collections import OrderedDict
from copy import copy

from knowledge.judging.followups import Chat

_MOST = 4_000  # a chat is one short turn, so this is a few megabytes at the very most

# A member's talk in a place, and whether it is seen by them alone; or the message of Norfolk's that it had come to.
# What a member asks in private may be answered from further in the book than the channel has read, so it is a talk of
# its own: a public answer must not be able to build on it.
Talk = tuple[int, int, bool] | int


class Chats:
    """Chats as they stood when they were kept, each about a book; the one unused for longest goes when there are too
    many."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._chats: OrderedDict[Talk, tuple[str, Chat]] = OrderedDict()

    def book_of(self, talk: Talk) -> str | None:
        """The slug of the book that a talk was about."""
        return self._chats[talk][0] if talk in self._chats else None

    def of(self, talk: Talk, book: str) -> Chat:
        """A chat to go on with, fresh when none about the book was kept; what is kept changes only by `keep`."""
        if self.book_of(talk) != book:
            return Chat()
        self._chats.move_to_end(talk)
        return copy(self._chats[talk][1])

    def keep(self, talk: Talk, book: str, chat: Chat) -> None:
        """Keep a chat as it stands now."""
        self._chats[talk] = (book, copy(chat))
        self._chats.move_to_end(talk)
        while len(self._chats) > self._most:
            self._chats.popitem(last=False)

    def forget(self, member: int) -> None:
        """Let go of a member's talks, and of the messages that tell their last answers."""
        own = {talk for talk in self._chats if isinstance(talk, tuple) and talk[1] == member}
        turns = [last for talk in own if (last := self._chats[talk][1].last) is not None]
        for talk in [talk for talk, (_, chat) in self._chats.items() if talk in own or chat.last in turns]:
            del self._chats[talk]

    def __contains__(self, talk: Talk) -> bool:
        return talk in self._chats

    def __len__(self) -> int:
        return len(self._chats)
