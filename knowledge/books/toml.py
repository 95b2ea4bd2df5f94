"""Reading TOML: a slip in it is told by line and mend, in words for people who have never heard of TOML."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from knowledge.books.errors import Unreadable
from knowledge.books.text_files import read_text

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_KINDS = "part|topic|character|tie|passage|prompt"
_CURLY = "“”„‟«»‘’‚″＂"
_THREE = re.compile(r'"""|\'\'\'')
_OPEN_TEXT = 'a text opens with a quote and isn\'t closed; write "..." on one line, or """...""" over several'
_LIST = (
    'a list is written ["one", "two"]: each item in quotes, a comma between two, a bracket at its end; '
    "an inner quote has a backslash before it"
)
_UNSEEN = "there is a sign here that can't be seen, such as a no-break space; write the line anew"
_SLIPS = (  # what the line looks like, and its mend; the first that fits is told
    (rf"^\s*\[\s*({_KINDS})\s*\]", r"write [[\1]], with double brackets, once for each \1"),
    (rf"^\s*(?:-\s|\[*)\s*({_KINDS})\s*(?::|\]*)\s*(?:#.*)?$", r"write [[\1]], with two brackets on each side"),
    (
        rf"(?:^|=|=\s*\[[^\"]*)\s*[{_CURLY}]",
        'these quotes are curly; begin and end a text with straight ones, as in "..."',
    ),
    (
        rf"=\s*\"[^\"]*[{_CURLY}]\s*(?:#.*)?$",
        'the text ends with a curly quote; write a straight one there, as in "..."',
    ),
    (r"^\s*(?://|;|--|/\*)", "a comment begins with #"),
    (r"^\s*([\w-]+)\s*(?::=|=[=:>])", r"write \1 = ..., with a single ="),
    (r"^\s*([\w-]+)\s*:", r"write \1 = ..., with = in the place of the colon"),
    (r"^\s*([\w-]+)\s*=\s*(?:#.*)?$", r'\1 has no value; write \1 = "..."'),
    (r"^\s*([\w-]+)\s*=\s*[^\s\"'\[{].*", r'put the text into quotes, as in \1 = "..."'),
    (
        r"[\"'\]]\s*([,;])\s*(?:#.*)?$",
        r"take the \1 at the end of the line out",
    ),
    (r"^\s*[\w-]+\s*=\s*'[^']*'[^#\s]", "an apostrophe ends a text in single quotes; put the text into double quotes"),
    (
        r'^\s*[\w-]+\s*=\s*"(?!"")(?:[^"\\]|\\.)*"\s*[^#\s]',
        r'there are quotes inside the text; write a backslash before each inner one (\\"), or make them curly',
    ),
    (r'^\s*[\w-]+\s*=\s*"(?!"")(?:[^"\\]|\\.)*$', _OPEN_TEXT),
    (r"^\s*[\w-]+\s*=\s*'(?!'')[^']*$", _OPEN_TEXT),
    (r"=\s*\[", _LIST),
    (r"^\s*[\w-]+(?:\s+[\w-]+)+\s*=", "a key is one word before the =; take the others out"),
    (r"^\s*([\w-]+)\s+[\"'\[]", r"write \1 = ..., with = before the value"),
)


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds. Raises Unreadable with file, line and mend."""
    name = f"{path.parent.name}/{path.name}"
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, mend = _explain(text, str(error))
        raise Unreadable(name, line, f"cannot be read: {mend}") from error
    except RecursionError as error:
        raise Unreadable(name, None, "cannot be read: there are too many brackets in brackets") from error
    if kind := next((kind for kind in _KINDS.split("|") if isinstance(data.get(kind), dict)), None):
        mend = f"{kind} must be written as [[{kind}]], with double brackets, once for each"
        raise Unreadable(name, _line_of(text, rf"^\s*\[\s*{kind}\s*\]|^\s*{kind}\s*="), mend)
    return data


def _line_of(text: str, pattern: str) -> int:
    """The number of the first line that the pattern fits, 1 when there is none."""
    return next((n for n, line in enumerate(text.split("\n"), 1) if re.search(pattern, line)), 1)


def _explain(text: str, said: str) -> tuple[int, str]:
    """The line where somebody must look, and what to do there."""
    lines = text.split("\n")
    at = _AT.search(said)
    line = int(at.group(1)) if at and at.group(1) else len(text.rstrip().split("\n"))
    if (opened := _open_block(lines, line)) is not None:
        return opened, 'a text opens with three quotes and isn\'t closed; write """ at its end'
    if re.search("[Cc]annot (declare|overwrite|mutate)|twice|[Dd]uplicate", said):
        single = rf"^\s*\[\s*({_KINDS})\s*\]\s*(#.*)?$"
        if kind := next((found.group(1) for row in lines if (found := re.match(single, row))), None):
            return _line_of(text, single), f"write [[{kind}]], with double brackets, once for each {kind}"
        key = re.match(r"\s*([\w-]+)\s*=", lines[line - 1])
        return line, f"{key.group(1) if key else 'this'} stands twice; take one out, or begin a new entry above it"
    if re.search(r"Unescaped '\\'|escape|[Ii]nvalid hex|Illegal character '\\\\'", said):
        return line, "a backslash has a meaning of its own here; write two of them, or leave it out"
    if "array" in said and "declaration" not in said and (begun := _open_list(lines, line)):
        return begun, _LIST
    for pattern, mend in _SLIPS:
        if found := re.search(pattern, lines[line - 1]):
            return line, found.expand(mend) if "\\" in mend else mend
    if "Illegal character" in said or (re.search(r"[^\S ]|[\u200b-\u200f\u2060\u00ad]", lines[line - 1])):
        return line, _UNSEEN
    kinds = "(or part, topic, character, tie, prompt)"
    return line, f'a line is key = "text", key = ["one", "two"], [[passage]] {kinds}, or # a comment'


def _open_block(lines: list[str], line: int) -> int | None:
    """The line in which a text in three quotes opens that is still open, or was closed by the next one's opening."""
    opened, sign = None, ""
    for number, row in enumerate(lines[:line], 1):
        for found in _THREE.finditer(row):
            if opened is None:
                opened, sign = number, found.group()
            elif found.group() == sign:
                begins = re.match(r"\s*[\w-]+\s*=\s*$", row[: found.start()])
                if begins and number == line:
                    return opened
                opened = None
    return opened


def _open_list(lines: list[str], line: int) -> int | None:
    """The line above in which a list opens that isn't closed in it, with nothing but items between."""
    for number in range(line - 1, 0, -1):
        row = lines[number - 1]
        if re.search(r"=\s*\[[^\]]*$", row):
            return number
        if re.match(r"\s*[\w-]+\s*=", row) or "]" in row:
            return None
    return None
