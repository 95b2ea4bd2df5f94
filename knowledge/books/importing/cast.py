"""Lists of characters: the lines that say of somebody no more than what a reader sees on meeting them."""

from __future__ import annotations

import re

_ROLES = "|".join(
    """
    man woman boy girl child lady gentleman nobleman noblewoman officer soldier sailor landowner farmer peasant shepherd
    teacher schoolmaster schoolteacher governess tutor student pupil schoolboy schoolgirl doctor physician surgeon nurse
    lawyer solicitor clerk banker merchant shopkeeper innkeeper baker blacksmith carpenter tailor miller servant maid
    housemaid chambermaid housekeeper cook butler footman coachman gardener gamekeeper groom priest clergyman vicar
    curate rector neighbour neighbor schoolfriend artist painter writer poet journalist actor actress singer musician
    pianist librarian bookseller scientist professor engineer fisherman policeman policewoman constable inspector
    """.split()  # noqa: SIM905 - a list of words reads better
)
_MANNERS = "|".join(
    """
    old young elderly little tall short middle-aged rich wealthy poor retired married unmarried shy proud kind kindly
    gentle cheerful lonely sour crusty stern strict lively quiet clever handsome beautiful pretty friendly local village
    country head
    """.split()  # noqa: SIM905 - a list of words reads better
)
_HOMES = "house|household|family|village|town|city|moor|manor|estate|farm|school|parish|church|court|guards?|army|navy"
_LINE = re.compile(
    r"(?P<name>(?:[^\W\d_a-z][\w'’-]*\.?\s+){0,3}[^\W\d_a-z][\w'’-]*)(?:\s*[,:]|\s+[–—-])\s+"
    rf"(?:[Aa]n?|[Tt]he)\s+(?:(?:{_MANNERS}|[A-Z][a-z]+(?:an|ish|ese|ch)),?\s+(?:and\s+)?){{0,3}}(?:{_ROLES})"
    rf"(?:\s+(?:(?:of|from|in|at)\s+(?P<home>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)?)|(?:of|from|in|at)\s+(?:the|an?)\s+(?:{_HOMES})))?\.?"
)


def introduced(line: str) -> tuple[str, str] | None:
    """Whom a line of such a list names, and the place that it says they are of, "" for none: "Ben, an old gardener",
    "Ida: a maid of Skerrow". None where it says more, which may be told late: a tie, a fate, what somebody does."""
    found = _LINE.fullmatch(line.strip())
    return (found["name"], found["home"] or "") if found else None
