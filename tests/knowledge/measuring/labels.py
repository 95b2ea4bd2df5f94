"""Labelled questions, as the lines of a question set have them."""

from __future__ import annotations

from typing import Any


def question(text: str, part: str | None, *facts: list[str], followup: bool = False) -> dict[str, Any]:
    return {"question": text, "answerable": part is not None, "facts": facts, "part": part, "followup": followup}
