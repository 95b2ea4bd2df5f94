"""Every sentence and label of the bot's goes through the catalogs: none is written where nobody translates it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[3] / "bot"
# Rooms that speak to whoever runs Norfolk, in English, or to nobody.
ENGLISH = {
    "terminal", "store", "preview.py", "settings.py", "logs.py", "metrics.py", "monitor.py", "health.py", "run.py",
    "shards.py", "errors.py", "library.py", "leaving.py", "heartbeat.py", "traces.py", "pool.py",
}  # fmt: skip
MARKS = {"_", "n_", "later"}
# Calls whose texts no member reads: logs, patterns, formats, and what the history keeps in English.
UNSEEN = {
    "debug", "info", "warning", "error", "log", "TypeVar", "compile", "fullmatch", "sub", "strftime", "note", "_note",
    "answered", "sentence", "tell",
}  # fmt: skip
ALLOWED = {
    # Kept in the history in English; bot/features/setup/past.py says it in other languages.
    "one that the book has no more", "level in {}", "off: the channel is gone", "questions kept", "discussion prompts",
    "back to version {}", "{}: {}, version {}",
    # The name of a file, in errors of books, which are English.
    "the text",
    # What an error of asking too soon says to the log.
    "again in {} s",
    # What a builder calls its step; beside it stands the sentence.
    "exporting the encoder",
    # Put in the place of other languages' names, for a parser that knows English.
    "january february march april may june july august september october november december",
    "monday tuesday wednesday thursday friday saturday sunday",
}  # fmt: skip
FORMATS = {"translation.py"}  # of days
_SENTENCE = re.compile(r"[A-Za-z]{2,} +[A-Za-z{]|^[A-Z][a-z]+[a-z.!?:…]*$")


def modules() -> list[Path]:
    found = [path for path in BOT.rglob("*.py") if path.relative_to(BOT).parts[0] not in ENGLISH | FORMATS]
    assert len(found) > 60
    return found


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def texts(node: ast.AST, inside: tuple[ast.AST, ...] = ()) -> Iterator[tuple[str, int, tuple[ast.AST, ...]]]:
    """Every string of a module with its line and all that it stands in; the parts of an f-string are one."""
    if isinstance(node, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values]
        yield "".join(parts), node.lineno, inside
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from texts(part.value, (*inside, node))
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, node.lineno, inside
    for child in ast.iter_child_nodes(node):
        yield from texts(child, (*inside, node))


def is_read(text: str, inside: tuple[ast.AST, ...]) -> bool:
    """Whether a string looks like something for people, and stands where people will read it."""
    if not _SENTENCE.search(text.replace("norfolk:", "")) or isinstance(inside[-1], ast.Expr):  # a docstring
        return False
    if any(isinstance(node, ast.FunctionDef) and node.name == "_show_gauges" for node in inside):  # Prometheus'
        return False
    if text in ALLOWED or "(?P<" in text:
        return False
    calls = {name_of(node) for node in inside if isinstance(node, ast.Call)}
    return not calls & (MARKS | UNSEEN)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(BOT)))
def test_no_sentence_is_outside_the_catalogs(path: Path) -> None:
    found = [f"{line}: {text!r}" for text, line, inside in texts(ast.parse(path.read_text())) if is_read(text, inside)]
    assert not found


def marked(tree: ast.Module) -> set[str]:
    """The constants of a module that hold what is to be looked up."""
    found = set()
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        if any(isinstance(part, ast.Call) and name_of(part) == "later" for part in ast.walk(node.value)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


LOOKED_UP = MARKS | {"describe", "choices", "locale_str", "ContextMenu", "NoSuchBook"}


def loads(node: ast.AST, names: set[str], inside: tuple[ast.AST, ...] = ()) -> Iterator[str]:
    """Where such constants are read and not looked up. One may be compared with, gone through, or held by another."""
    own = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names
    other = isinstance(node, ast.Attribute) and f"{ast.unparse(node.value)}.{node.attr}" in names
    if own or other:
        calls = {name_of(one) for one in inside if isinstance(one, ast.Call)}
        through = any(isinstance(one, ast.Compare | ast.comprehension) for one in inside)
        through |= any(isinstance(one, ast.For) and node in ast.walk(one.iter) for one in inside)
        held = isinstance(inside[1], ast.Assign | ast.AnnAssign)  # inside[0] is the module
        if not (calls & LOOKED_UP or through or held):
            yield f"{ast.unparse(node)}, line {getattr(node, 'lineno', '?')}"
    for child in ast.iter_child_nodes(node):
        yield from loads(child, names, (*inside, node))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(BOT)))
def test_what_is_marked_is_looked_up_where_it_is_shown(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = marked(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot."):
            source = BOT.parent / (node.module or "").replace(".", "/")
            if source.with_suffix(".py").is_file():
                there = marked(ast.parse(source.with_suffix(".py").read_text()))
                names |= {alias.asname or alias.name for alias in node.names if alias.name in there}
            for alias in node.names:
                if (source / f"{alias.name}.py").is_file():
                    there = marked(ast.parse((source / f"{alias.name}.py").read_text()))
                    names |= {f"{alias.asname or alias.name}.{name}" for name in there}
    assert not list(loads(tree, names))
