"""Looking a book's folder over: all that stops it, and all that is odd, in one go."""

from __future__ import annotations

from pathlib import Path

from knowledge.books.errors import Finding, Findings
from knowledge.books.examples import MESSAGES, QUESTIONS, UNTOLD, collect_examples
from knowledge.books.files import look_at_files
from knowledge.books.oddities import look_at_examples, look_at_passages
from knowledge.books.reading import collect_book, slug_of


def check_book(folder: Path) -> list[Finding]:
    """Everything found in the folder, errors first, else in the order of reading; [] for a book that is in order."""
    findings = Findings(slug_of(folder))
    found = collect_book(folder, findings)
    if found is not None:
        look_at_passages(found.passages, found.book, findings)
        before = len(findings.errors)
        questions, untold, messages = collect_examples(folder, found.book, findings, ids_known=found.complete)
        for name, lines in ((QUESTIONS, questions), (UNTOLD, untold), (MESSAGES, messages)):
            if len(findings.errors) == before and not lines and (folder / name).exists():
                findings.warn(name, "there is no example in it; write one a line, or delete the file")
        look_at_examples(questions, untold, messages, findings)
    if folder.is_dir():
        look_at_files(folder, findings)
    return sorted(findings.found, key=lambda finding: not finding.stops)
