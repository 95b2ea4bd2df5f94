"""Gather every sentence that the bot says, and bring the translators' catalogs up to date: python -m scripts.messages.

What is gone from the bot goes from the catalogs; what is new stands there without a translation.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.translation import CATALOGS, ENGLISH, LANGUAGES
from knowledge.notes import note
from knowledge.retelling.prompts import GENERAL
from knowledge.search import question

ROOT = Path(__file__).parent.parent
TEMPLATE = CATALOGS / "messages.pot"
KEYWORDS = {"_": None, "later": None, "n_": (1, 2)}
COMMENTS = "Translators:"
# Sentences that stand where they are raised, and what translators are told of them.
RAISED = {"knowledge/search/question.py": question.Bad, "knowledge/notes/note.py": note.Bad}
OF_RAISED = {
    question.Bad.LONG: "{length} is more than {most}, which is 500",
    note.Bad.UNSEEN: "{sign} is the number of a letter, such as U+200B",
}
DESCRIPTION = 100  # characters that Discord takes to describe a command or an option, or as a choice


def gathered() -> Catalog:
    """All sentences, with where they are and what translators are told of them."""
    found = Catalog(project="Norfolk", version="1", copyright_holder="The Norfolk authors", fuzzy=False)
    for name, line, message, comments, context in extract_from_dir(
        ROOT / "bot", [("**.py", "python")], keywords=KEYWORDS, comment_tags=[COMMENTS], strip_comment_tags=True
    ):
        short = isinstance(message, str) and len(message) <= DESCRIPTION and "{" not in message
        if short and name.endswith(("cog.py", "commands.py")):
            comments = [*comments, f"of a command or an option, at most {DESCRIPTION} characters"]
        found.add(message, None, [(f"bot/{name}", line)], auto_comments=comments, context=context)
    for where, kinds in RAISED.items():
        for kind in kinds:
            if kind is not note.Bad.FILE:  # it has no words of its own
                found.add(kind.value, None, [(where, 1)], auto_comments=[*filter(None, [OF_RAISED.get(kind)])])
    for number, row in enumerate(GENERAL.read_text(encoding="utf-8").splitlines(), 1):
        if row and not row.startswith(("#", "[")):
            where = GENERAL.relative_to(ROOT).as_posix()
            found.add(row, None, [(where, number)], auto_comments=["a question for a discussion, of any book"])
    return found


def path_of(language: str) -> Path:
    return CATALOGS / language / "LC_MESSAGES" / "norfolk.po"


def update() -> None:
    template = gathered()
    write(template, TEMPLATE)
    for language in LANGUAGES.keys() - {ENGLISH}:
        path = path_of(language)
        if path.is_file():
            with path.open("rb") as file:
                catalog = read_po(file, locale=language)
        else:
            catalog = Catalog(language, fuzzy=False)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalog.obsolete.clear()
        write(catalog, path)


def write(catalog: Catalog, path: Path) -> None:
    """Without dates and line numbers: a catalog changes when a sentence does."""
    written = io.BytesIO()
    catalog.header_comment = (
        f"# Norfolk: {catalog.locale_identifier or 'what is to be translated'}. See docs/translating.md."
    )
    write_po(written, catalog, width=100, include_lineno=False, sort_by_file=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line for line in lines if not line.startswith(_HEADERS)), encoding="utf-8")


_HEADERS = tuple(
    f'"{name}: '
    for name in (
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
        "Project-Id-Version",
    )
)


if __name__ == "__main__":
    update()
