"""The `norfolk` command: what runs and looks after the bot is here, what asks the library in a file a command."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

app = typer.Typer(
    name="norfolk",
    help="A spoiler-safe discussion bot for book clubs on Discord.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

# name -> the module of bot/terminal/ whose `command` it is, and what --help says of it.
TERMINAL = {
    "ask": ("ask", "Ask one question, or many with --jsonl."),
    "chat": ("chat", "Talk about the book; a key uncovers what is covered."),
    "backup": ("backup", "Copy the database to a file, while the bot runs."),
    "restore": ("restore", "Put what a backup holds into the database."),
    "build": ("build", "Build the library, or what of it has changed."),
    "check": ("check", "Does a member's message give something away?"),
    "eval": ("evaluate", "Measure the answers on the question sets."),
}


# The same for `norfolk book`, in bot/terminal/book/.
BOOK = {
    "import": ("book.importing", "Make a book's folder from a summary: plain text, Markdown, HTML."),
    "review": ("book.review", "Walk through the passages that an import was unsure of."),
    "check": ("book.check", "Validate a book; say what is thin about it."),
    "new": ("book.new", "Make the folder of an empty book."),
    "list": ("book.listing", "List the books of the library."),
    "export": ("book.exporting", "Write a book into one zip, which import takes back."),
}
book = typer.Typer(help="Make, look over and pass on books.", no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(book, name="book")


class Lazy(TyperCommand):
    """A command whose module is imported when it is called, so that `norfolk --help` stays quick."""

    modules = TERMINAL

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        module = importlib.import_module(f"bot.terminal.{self.modules[str(info_name)][0]}")
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(info_name)(module.command)
        return typer.main.get_command(alone).make_context(info_name, args, parent, **extra)


class LazyOfBooks(Lazy):
    """The same in the group `norfolk book`."""

    modules = BOOK


def _stub() -> None:
    raise AssertionError("Lazy.make_context puts the real command in its place")


@app.command()
def run(
    shards: Annotated[str | None, typer.Option("--shards", help="The shards of this process, as in 0-3.")] = None,
    shard_count: Annotated[int | None, typer.Option("--shard-count", min=1, help="How many there are in all.")] = None,
) -> None:
    """Start the bot on Discord (needs DISCORD_TOKEN)."""
    from bot.run import run as start
    from bot.shards import shards_of

    raise typer.Exit(start(shards_of(shards, shard_count)))


@app.command()
def preview(
    channel: Annotated[
        str, typer.Option(help="The first to be shown: #book-club, #finished-it, #just-started or #no-hints.")
    ] = "#book-club",
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
    port: Annotated[int, typer.Option(help="The page's port; 0 takes a free one.")] = 0,
) -> None:
    """Try the whole bot in a local browser page: no token, no Discord."""
    # The simulated Discord makes discord.py warn of voice and intents, which mean nothing here.
    logging.getLogger("discord").setLevel(logging.ERROR)
    from bot.preview import run as start

    start(channel, open_page=open_page, port=port)


@app.command()
def doctor(
    health: Annotated[bool, typer.Option("--health", help="Only: does the running bot still answer Discord?")] = False,
) -> None:
    """Check Python, the model, the index, the database and the token; say what to do about each."""
    if health:
        from bot import heartbeat
        from bot.settings import load_settings

        raise typer.Exit(heartbeat.report(heartbeat.file_in(load_settings().data_dir)))

    from bot.terminal.doctor import examine

    raise typer.Exit(examine())


for _name, (_module, _help) in TERMINAL.items():
    app.command(_name, cls=Lazy, help=_help)(_stub)
for _name, (_module, _help) in BOOK.items():
    book.command(_name, cls=LazyOfBooks, help=_help)(_stub)


def log_from(level: int) -> None:
    """Log to standard error. The handler has the level too, since some libraries set their own to DEBUG."""
    handler = logging.StreamHandler()
    handler.setLevel(level)
    form = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    logging.basicConfig(level=level, handlers=[handler], format=form, force=True)


def main() -> None:
    """Run `norfolk`. An expected error is one sentence on standard error and exit code 2; a closed pipe is just 1."""
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115  # closed: print would take standard output
    log_from(logging.WARNING)
    try:
        if sys.stdout is None:
            raise OSError("standard output is closed; leave out >&-, or write >/dev/null")
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_output()
        sys.exit(1)
    except Exception as error:
        from bot.errors import in_a_sentence

        if (sentence := in_a_sentence(error)) is None:
            raise
        if isinstance(error, OSError) and sys.stdout is not None:
            _let_go_of_output()
        print(f"norfolk: {sentence}", file=sys.stderr)
        sys.exit(2)


def _let_go_of_output() -> None:
    """What nobody takes goes nowhere, or Python would try, and complain, once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
