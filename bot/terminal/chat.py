"""`norfolk chat`: a conversation about the book in the terminal."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass, field

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.features.asking import words
from bot.terminal.opening import BookOption, LevelOption, Opened, PolicyOption, opened, slurred, standard_input, tidy
from knowledge.answer import Answer, Status
from knowledge.book import UnknownLevel
from knowledge.judging.followups import Chat
from knowledge.search.question import BadQuestion
from knowledge.spoilers import Level, Policy

KEYS = "r uncovers an answer · /level and /policy show or change what holds · /quit leaves"


def command(level: LevelOption = None, policy: PolicyOption = None, book: BookOption = None) -> None:
    """Talk about the book; a key uncovers what is covered.

    Without a terminal each line of standard input is a turn.
    """
    room = opened(level, policy, book)
    terminal = standard_input().isatty()
    slurred(sys.stdin)
    slurred(sys.stdout)
    # What goes into a pipe is not broken into lines.
    talk = Talk(room, room.level, room.policy, Console(highlight=False, soft_wrap=not sys.stdout.isatty()))
    if terminal:
        with suppress(ImportError):
            import readline  # noqa: F401  # gives input() its editing keys and history where there is one
    talk.greet()
    # A line of only "r" is the key; a question is never one letter.
    while talk.open and (said := talk.listen()) is not None:
        talk.turn(said)


@dataclass
class Talk:
    """One conversation, what holds in it now, and the last answer that has something to uncover."""

    room: Opened
    level: Level
    policy: Policy
    console: Console
    chat: Chat = field(default_factory=Chat)
    last: Answer | None = None
    open: bool = True

    def greet(self) -> None:
        book = self.room.librarian.book
        self.console.print(Text.assemble(("Norfolk", "bold"), f" on {book.title}. Ask me anything about the story."))
        self.console.print(Text(KEYS, "dim"))

    def listen(self) -> str | None:
        """The next line; None at the end of the input, or when Ctrl-C is pressed."""
        try:
            if sys.stdin.isatty():
                return input(f"\n{self.level.name}, {self.policy} > ")
            return input()
        except (EOFError, KeyboardInterrupt):
            return None

    def turn(self, said: str) -> None:
        """Answer a question, or do what a key or a command says."""
        said = tidy(said).removeprefix("\ufeff").strip()
        if said.startswith("/"):
            self.obey(*said[1:].split(maxsplit=1))
        elif said.lower() == "r":
            self.uncover()
        elif said:
            self.answer(said)

    def answer(self, question: str) -> None:
        try:
            answer = self.room.librarian.ask(question, self.level, self.policy, self.chat)
        except BadQuestion as error:
            self.console.print(Text(str(error), "yellow"))
            return
        self.last = answer if answer.touches else None
        if answer.status is Status.UNKNOWN:
            self.show(words.refusal(answer, self.room.librarian.book), "")
            return
        said = words.remarks(answer) + ([] if answer.covered or not answer.told else [answer.text])
        where = "" if answer.covered else " and ".join(answer.where)
        if not answer.touches:
            self.show("\n".join(said), where, colour="green" if answer.status is Status.SURE else "blue")
            return
        key = "Press r and Enter to uncover the answer" if answer.covered else "Press r and Enter to see it, you alone"
        self.show("\n".join([*said, str(words.warning(answer))]), where, Text(f"{key}.", "dim"), "yellow")

    def uncover(self) -> None:
        """Show what the last answer covers or keeps back, unless the chat has become silent since."""
        if self.last is None or self.policy is Policy.SILENT:
            self.console.print(Text("There is nothing to uncover.", "dim"))
            return
        answer = self.last
        if answer.kept:
            answer = self.room.librarian.show(answer.kept, self.level, Policy.WARN)
        self.show(answer.text, " and ".join(answer.where), colour="red")

    def show(self, text: str, where: str, hint: Text | None = None, colour: str = "green") -> None:
        body = Text.assemble(text, *(("\n", hint) if hint else ()))
        if self.console.is_terminal:
            self.console.print(Panel(body, subtitle=Text(where) if where else None, border_style=colour))
        else:
            self.console.print(Text.assemble(body, f"\n({where})" if where else ""))

    def obey(self, name: str = "", value: str = "") -> None:
        """Do what a /command says."""
        book = self.room.librarian.book
        match name:
            case "level":
                try:
                    self.level = book.level(value) if value else self.level
                except UnknownLevel as error:
                    self.console.print(Text(str(error), "yellow"))
                    return
                names = ", ".join(level.id for level in book.levels)
                self.console.print(Text(f"Level: {self.level.name} ({names})", "dim"))
            case "policy":
                if value and value not in list(Policy):
                    self.console.print(Text(f"There is no policy {value!r}: {', '.join(Policy)}.", "yellow"))
                    return
                self.policy = Policy(value) if value else self.policy
                self.console.print(Text(f"Policy: {self.policy} ({', '.join(Policy)})", "dim"))
            case "quit":
                self.open = False
            case _:
                self.console.print(Text(KEYS, "dim"))
