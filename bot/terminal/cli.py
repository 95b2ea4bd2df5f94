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
    "build": ("build", "Build the library, or what of it has changed."),
    "check": ("check", "Does a member's message give something away?"),
    "eval": ("evaluate", "Measure the answers on the question sets."),
}


class Lazy(TyperCommand):
    """A command whose module is imported when it is called, so that `norfolk --help` stays quick."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        module = importlib.import_module(f"bot.terminal.{TERMINAL[str(info_name)][0]}")
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(info_name)(module.command)
        return typer.main.get_command(alone).make_context(info_name, args, parent, **extra)


def _stub() -> None:
    raise AssertionError("Lazy.make_context puts the real command in its place")


@app.command()
def run() -> None:
    """Start the bot on Discord (needs DISCORD_TOKEN)."""
    from bot.run import run as start

    raise typer.Exit(start())


@app.command()
def preview(
    channel: Annotated[str, typer.Option(help="#book-club, #finished-it or #just-started.")] = "#book-club",
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
