"""What all tests share: the shipped book, built once and kept between runs; and what the last lines of a run count."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian
from tests.postgres import MISSING, programs


@pytest.fixture(scope="session")
def library(pytestconfig: pytest.Config) -> Path:
    """The folder of the build that the `librarian` fixture answers from."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("library")


@pytest.fixture(scope="session")
def catalogue(library: Path) -> Catalogue:
    """The books that ship; their builds stay in pytest's cache folder and are made anew only when a book changed."""
    return Catalogue(library)


@pytest.fixture(scope="session")
def librarian(catalogue: Catalogue) -> Librarian:
    """The real librarian of *Never Let Me Go*."""
    return catalogue.open("never-let-me-go")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests of the store ran on each database, and at how many calls Discord failed, by how."""
    passed = [report for report in terminalreporter.stats.get("passed", []) if report.when == "call"]
    stores = (re.match(r"tests/bot/store/.*\[.*?(sqlite|postgresql)", report.nodeid) for report in passed)
    ran = Counter(store[1] for store in stores if store is not None)
    if ran:
        other = f"{ran['postgresql']} on PostgreSQL" if programs() is not None else f"none on PostgreSQL: {MISSING}"
        terminalreporter.write_line(f"tests of the store that passed: {ran['sqlite']} on SQLite, {other}")
    failed = Counter(how for report in passed for name, how in report.user_properties if name == "Discord failed")
    if failed:
        told = ", ".join(f"{how} {count} times" for how, count in failed.items())
        terminalreporter.write_line(f"Discord failed at each call in turn: {told}")
