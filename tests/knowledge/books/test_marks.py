"""What Discord reads as a mark is refused; what only looks like one isn't."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.books.checks import check_book
from knowledge.books.errors import BookError
from knowledge.books.marks import find_mark
from knowledge.books.reading import read_book
from tests.knowledge.books.test_reading import HEAD, KEEPER, PASSAGES
from tests.knowledge.conftest import replace

AT_THE_START = ["# Ines", "## Ines", "### Ines", "-# Ines", "> Ines", ">>> Ines", "- Ines", "* Ines", "+ Ines"]
INSIDE = [
    "*Ines*", "**Ines**", "***Ines***", "_Ines_", "__Ines__", "~~Ines~~", "`Ines`", "```Ines", "||Ines||", "I*ne*s",
    "_Ines keeps_", "[Ines](b)", "[Ines](https://a.b)", "[Ines](<https://a.b>)", "https://a.b/c", "HTTP://a.b",
    "ftp://a.b", "1http://a.b", "\u00e9http://a.b", "[[Ines](b)", "[Ines [Maud](b)",
    "discord://a", "www.example.org", "discord.gg/abc", "Discord.GG/abc", "discord.com/invite/abc",
    "discordapp.com/invite/a",
    "discord.new/abc", "discord.gift/abc", "dsc.gg/abc", "@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>",
    "</ask:1>",
    "<:salt:1>", "<a:salt:1>", "<t:1:R>", "<id:customize>", "<a@b.org>", "<+123456>", "Ines \\*", "Ines |", "Ines*",
]  # fmt: skip
HARMLESS = [
    "#1 of the keepers", "3 > 2", "Ines - the keeper", "well-kept", "5 * 3 salt", "snake_case_words", "the keeper_",
    "I <3 it",
    "Ines (the keeper) [sic]", "[sic] (so it says)", "discord.gg is a host", "a discord among them", "@noon",
    "here and now",
    "1984. A year", "1. The keeper", "C# and #salt", "everyone here", "AT&T, \u2013 \u2014 \u2026",
    "~ten grains", "a | b",
]  # fmt: skip


@pytest.mark.parametrize("text", [*AT_THE_START, *INSIDE])
@pytest.mark.parametrize("key", ["text", "title"])
def test_marks_are_refused_in_texts_and_titles(copy: Path, text: str, key: str) -> None:
    written = json.dumps(text, ensure_ascii=False)
    if key == "text":
        file = (copy / PASSAGES).read_text().replace('text = "Ines keeps', f"text = {written[:-1]} keeps", 1)
        if text[-1] in "|*":
            file = file.replace(f"{written[:-1]} keeps", f"{written} #", 1)
    else:
        file = (
            (copy / PASSAGES).read_text().replace('id = "keeper"\ntitle = ""', f'id = "keeper"\ntitle = {written}', 1)
        )
    (copy / PASSAGES).write_text(file)
    with pytest.raises(BookError, match=rf"'keeper': {key} has .* in it; take it out, Discord would read it as a mark"):
        read_book(copy)


def test_a_mark_at_the_start_of_an_inner_line_is_refused(copy: Path) -> None:
    replace(copy / PASSAGES, f'text = "{KEEPER}', f'text = """{KEEPER}.\n# So there."""\n# "')
    with pytest.raises(BookError, match="text has '#' in it"):
        read_book(copy)


@pytest.mark.parametrize(
    "old", ['title = "The Salt Clock"', 'author = "Nobody', 'name = "Part One"', 'name = "the wreck"', 'name = "Ines"']
)
def test_marks_are_refused_in_every_name_that_is_shown(copy: Path, old: str) -> None:
    replace(copy / HEAD, old, old.replace('"', '"[x](y) ', 1))
    with pytest.raises(BookError, match=r"has '\[x\]\(y\)' in it"):
        read_book(copy)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_mark_is_left_alone(text: str) -> None:
    assert find_mark(text) is None


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u2060", "\u202e"])
def test_signs_that_nobody_sees_are_warned_of(copy: Path, sign: str) -> None:
    replace(copy / PASSAGES, KEEPER, f"Ines ke{sign}eps the salt clock")
    read_book(copy)
    assert any(f"can't be seen (U+{ord(sign):04X})" in str(finding) for finding in check_book(copy))
