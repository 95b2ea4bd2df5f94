"""Lists of examples in plain text files, a line each."""

from __future__ import annotations

from pathlib import Path


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text file without blank ones and `#` comments; none if it isn't there."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.strip().startswith("#"))
