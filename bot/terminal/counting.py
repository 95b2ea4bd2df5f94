"""Counts as one says them."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """A number of things: "1 passage", "2 passages"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
