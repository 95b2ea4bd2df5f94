"""`norfolk book review`: a person looks at the passages that an import was unsure of, one by one."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.terminal.book.finding import folder_of
from bot.terminal.counting import counted
from bot.terminal.opening import slurred, standard_input, tidy
from knowledge.book import Book, Passage
from knowledge.books import editing
from knowledge.books.checks import check_book
from knowledge.books.doubts import read_doubts
from knowledge.books.errors import BookError
from knowledge.books.examples import QUESTIONS, UNTOLD, read_examples
from knowledge.books.importing.harmless import harmless
from knowledge.books.reading import read_book
from knowledge.books.similar import confusable
from knowledge.books.writing import append_questions, update_book, write_doubts

PAIRS = 5  # of passages that are easily confused, for which questions are asked
KEYS = "k keep · p PART move · t TEXT write anew · h TITLE head anew · d drop · q quit"


def command(book: Annotated[str, typer.Argument(help="A book's folder, or its slug.")]) -> None:
    """Walk through the doubtful passages of a book: keep, move, write anew or drop each; saved after each.

    Afterwards it asks for a few own questions where passages are easily confused. Without a terminal each line of
    standard input is an answer.
    """
    folder = folder_of(book)
    slurred(standard_input())
    slurred(sys.stdout)
    review = Review(folder, Console(highlight=False, soft_wrap=True))
    if review.passages() and review.questions():
        review.console.print("Done. Next: norfolk book check " + book)


class Review:
    """One review; what is decided is on disk at once."""

    def __init__(self, folder: Path, console: Console) -> None:
        self.folder, self.console = folder, console
        self.book = read_book(folder)

    def passages(self) -> bool:
        """Go through the doubtful passages. Returns whether nobody has quit."""
        doubts = read_doubts(self.folder)
        for doubt in (doubt for doubt in doubts if not doubt.passage):
            self.say(f"The book: {doubt.why}.", "yellow")
        ids = [id for id in dict.fromkeys(doubt.passage for doubt in doubts) if id in self.book.by_id]
        self.say(f"{counted(len(ids), 'passage')} to look at. {KEYS}", "dim")
        for number, id in enumerate(ids, 1):
            reasons = [doubt.why for doubt in doubts if doubt.passage == id]
            if not self.one(f"{number}/{len(ids)}", self.book.by_id[id], reasons):
                return False
        return True

    def one(self, count: str, passage: Passage, reasons: Sequence[str]) -> bool:
        """Show a passage until it is decided upon. Returns whether nobody has quit."""
        while True:
            level = self.book.level(passage.part)
            self.console.print(
                Text.assemble(f"\n[{count}] ", (passage.title or passage.id, "bold"), f" · {level.name}")
            )
            self.console.print(Text(passage.text))
            for why in reasons:
                self.say(f"In doubt: {why}.", "yellow")
            said = self.listen("keep, part, text, head, drop, quit > ")
            key, _, value = (said or "q").strip().partition(" ")
            if (said is None) or key in ("q", "quit"):
                return False
            try:
                changed = self.changed(passage, key, value.strip())
            except BookError as error:
                self.say(str(error), "red")
                continue
            if changed is None:
                self.say(KEYS, "dim")
                continue
            saved = self.save(changed, passage.id)
            if saved and key in ("k", "keep", "d", "drop", "p", "part"):
                return True
            passage = self.book.by_id[passage.id]

    def changed(self, passage: Passage, key: str, value: str) -> Book | None:
        """The book as a key changes it, None for a key that there isn't. Raises BookError for what isn't in order."""
        match key:
            case "k" | "keep":
                return self.book
            case "d" | "drop":
                return editing.drop(self.book, passage.id)
            case "p" | "part":
                return editing.move(self.book, passage.id, self.part(value))
            case "t" | "text":
                if not (text := harmless(tidy(value))):
                    raise BookError("write the new text behind the t, in one line")
                return editing.retell(self.book, passage.id, passage.title, text)
            case "h" | "head":
                return editing.retell(self.book, passage.id, harmless(tidy(value)), passage.text)
        return None

    def part(self, value: str) -> str:
        """The id of a part that was named by its id, its name or its number. Raises BookError."""
        for level in self.book.levels:
            if value.casefold() in (level.id, level.name.casefold(), str(level.rank)):
                return level.id
        raise BookError(f"the parts are {', '.join(f'{level.rank} {level.id}' for level in self.book.levels)}")

    def save(self, book: Book, decided: str) -> bool:
        """Write the change, or say why not when it would stop the book. Returns whether it was written."""
        with tempfile.TemporaryDirectory(prefix="norfolk-") as desk:
            trial = Path(shutil.copytree(self.folder, Path(desk) / self.book.slug))
            update_book(book, trial)
            stops = [finding for finding in check_book(trial) if finding.stops]
        if stops:
            self.say(f"{stops[0].text}; it stays as it was", "red")
            return False
        update_book(book, self.folder)
        self.book = read_book(self.folder)
        write_doubts([doubt for doubt in read_doubts(self.folder) if doubt.passage != decided], self.folder)
        return True

    def questions(self) -> bool:
        """Ask for own questions where passages are easily confused, and for untold ones. Returns False for quitting."""
        examples = read_examples(self.folder, self.book)
        lacking = [passage for passage in self.book.passages if not examples.questions.get(passage.id)]
        for pair in confusable(lacking, PAIRS):
            self.say("\nThese two are easily confused. What would members ask that only one of them answers?", "dim")
            for passage in pair:
                self.console.print(Text.assemble((passage.title or passage.id, "bold"), f": {passage.text}"))
                asked = self.listen("questions, with / between them; nothing to skip; q to quit > ")
                if asked is None or asked.strip() == "q":
                    return False
                if found := [harmless(tidy(text)) for text in asked.split("/") if text.strip()]:
                    append_questions(passage.id, found, self.folder, QUESTIONS)
        if not examples.untold:
            self.say(
                f"\n{UNTOLD} is empty: questions that the book's readers ask and these passages don't answer.", "dim"
            )
        return True

    def listen(self, prompt: str) -> str | None:
        """The next line; None at the end of the input, or when Ctrl-C is pressed."""
        try:
            return input(prompt if sys.stdin.isatty() else "")
        except (EOFError, KeyboardInterrupt):
            return None

    def say(self, text: str, style: str) -> None:
        self.console.print(Text(text, style))
