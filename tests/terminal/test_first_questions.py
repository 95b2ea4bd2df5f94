"""The questions that a new member asks first, at the default level, through the pipe."""

from __future__ import annotations

from collections.abc import Iterable

from tests.terminal.conftest import Lines

MEETING = ["part-three", "madame-meeting"]

# question -> what a right answer says, and what it touches
OPEN = {
    "who wrote this": ("kazuo ishiguro", []),
    "what's it about, no spoilers please": ("dystopian britain", []),
    "where does the title come from?": ("song", []),
    "who sings the song on the tape": ("judy bridgewater", []),
    "who is ruth again": ("extrovert", []),
    "remind me who tommy is": ("isolated", []),
    "how old is kathy": ("31", []),
    "what's a carer??": ("comfort", []),
    "what's so strange about hailsham": ("medical checks", []),
    "who is madame": ("gallery", []),
    "where do they live after school": ("cottages", []),
    "are ruth and tommy a couple": ("roman", []),
}
COVERED = {
    "why was madame crying??": ("new world", MEETING),
    "does tommy die": ("tommy dies", ["part-three"]),
    "what does it mean to complete": ("die", ["part-three"]),
    "can they get a deferral": ("impossible", MEETING),
    "who is miss emily": ("headmistress", MEETING),
    "how does the book end": ("accepts", ["part-three"]),
    "what was hailsham really for": ("experiment", MEETING),
    "does ruth say sorry for what she did": ("regret", ["part-three"]),
}
REFUSED = ("who is the prime minister", "what colour is tommy's shirt", "thanks!", "how many pages does it have")


def test_open(lines: Lines) -> None:
    for (question, (fact, touched)), answer in zip(OPEN.items(), lines("ask", *_asked(OPEN)), strict=True):
        assert fact in answer["shown"].lower(), question
        assert (answer["touches"], answer["hidden"]) == (touched, None), question


def test_covered(lines: Lines) -> None:
    for (question, (fact, touched)), answer in zip(COVERED.items(), lines("ask", *_asked(COVERED)), strict=True):
        assert fact in str(answer["hidden"]).lower(), question
        assert (answer["touches"], answer["shown"]) == (touched, ""), question
        assert answer["warning"]


def test_refused(lines: Lines) -> None:
    for answer in lines("ask", *_asked(REFUSED)):
        assert answer["status"] != "answered", answer


def _asked(questions: Iterable[str]) -> list[dict[str, str]]:
    return [{"id": question, "question": question} for question in questions]
