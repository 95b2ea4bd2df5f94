"""What the controls of a draft carry: what to do, the draft, and the passage or part. No word of the book."""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTROL = r"norfolk:book:(?P<action>[a-z-]{1,20}):(?P<draft>[0-9a-f]{16}):(?P<key>[0-9a-f]{8})"
REMOVAL = r"norfolk:unshelve:(?P<answer>yes|no):(?P<key>[0-9a-f]{8})"
NOTHING = "0" * 8


@dataclass(frozen=True)
class Control:
    """A button, a select or a modal of a draft; `key` names a passage, a part or a topic."""

    action: str
    draft: str
    key: str = NOTHING

    @classmethod
    def of(cls, custom_id: str) -> Control | None:
        """What a custom_id says; None for one that is no draft's."""
        found = re.fullmatch(CONTROL, custom_id)
        return cls(**found.groupdict()) if found else None

    def __str__(self) -> str:
        return f"norfolk:book:{self.action}:{self.draft}:{self.key}"
