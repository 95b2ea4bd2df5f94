"""Encodings, shapes of pages, and what stands around a text."""

from __future__ import annotations

import codecs
import re

import pytest

from knowledge.books.errors import BookError
from knowledge.books.importing.blocks import Block
from knowledge.books.importing.decoding import MOST_BYTES, decode
from knowledge.books.importing.harmless import harmless
from knowledge.books.importing.into_sentences import split
from knowledge.books.importing.leaving_out import leave_out
from knowledge.books.importing.plain import read_plain
from knowledge.books.importing.web_page import read_page
from knowledge.books.marks import find_mark, find_unseen
from tests.knowledge.books.importing.conftest import drafted, texts

TEXT = "Inès lights the lamp – “at last”, says Zoë. The café on Skerrow stays shut."


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
    ],
)
def test_encodings_are_read_rightly(raw: bytes) -> None:
    assert decode(raw, "x.txt") == TEXT


def test_latin_1_and_a_declared_encoding() -> None:
    assert "Inès" in decode("Inès lights the lamp of the island.".encode("latin-1"), "x.txt")
    page = '<html><meta charset="koi8-r"><p>Маяк стоит на острове.</p></html>'
    assert "Маяк" in decode(page.encode("koi8-r"), "x.html")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Маяк стоит на острове, и сёстры хранят его огонь.".encode("cp1251"), "can't tell in which encoding"),
        ("灯台は島に立っている。".encode("shift_jis"), "can't tell in which encoding|no text"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"PK\x03\x04rest", "zip, Word or EPUB"),
        (bytes(range(256)) * 40, "."),
        (b"a" * (MOST_BYTES + 1), "bytes are too many"),
        (b"\xff\xfea", "broken UTF-16|no text"),
    ],
)
def test_other_files_are_refused_in_a_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(BookError, match=said) as caught:
        decode(raw, "x.txt")
    assert str(caught.value).startswith("x.txt: ")


PAGE = """<!DOCTYPE html><html><head><title>Lamps | A blog</title><style>p {{}}</style></head>
<body class="has-sidebar">
<header class="site-header"><a href="/">My blog</a></header><nav><ul><li>Home</li><li>About</li></ul></nav>
<div id="content"><article class="post comments-open"><h1>Lamps</h1><p>Ines lights&nbsp;the
lamp<sup class="reference">[1]</sup> of the <em>old</em> harbour every evening.</p><p>Marit feeds the goat.<br><br>
The goat sleeps in the chapel.</p>{inside}</article>
<div class="sharedaddy"><h3>Share this:</h3><ul><li>Facebook</li></ul></div></div>
<aside class="widget-area">Popular posts</aside>{after}<footer>Copyright</footer>
<script>var x = 'script words';</script></body></html>"""


@pytest.mark.parametrize(
    ("inside", "after"),
    [
        ("", '<div id="comments"><h2>2 thoughts on “Lamps”</h2><ol><li><p>Horrid goat.</p></li></ol></div>'),
        ("", '<section class="comments-area"><p>' + "Horrid goat. " * 200 + "</p></section>"),
        ("", "<h2>Comments</h2><p>Horrid goat.</p><h3>Pat</h3><p>Horrid goat again.</p>"),
        ("<h3>Leave a Reply</h3><p>Horrid goat.</p>", ""),
        ('<div style="display: none">Horrid goat.</div>', '<form><p>Horrid goat.</p><input value="x"></form>'),
        ('<div class="related-posts"><p>Horrid goat.</p></div>', '<div role="navigation">Horrid goat.</div>'),
        ('<div class="navbox"><p>Horrid goat.</p></div>', "<!-- Horrid goat. -->"),
        ("<h2>Frequently Asked Questions</h2><p><b>Is the goat horrid?</b> Horrid goat.</p>", ""),
        ("<h2>How long does it take to read Lamps?</h2><p>Horrid goat.</p>", ""),
        ("<h2>References</h2><ul><li>Horrid goat. Page 3.</li></ul>", ""),
    ],
)
def test_pages_lose_their_furniture(inside: str, after: str) -> None:
    made = drafted(PAGE.format(inside=inside, after=after), "page.html")
    said = texts(made)
    assert made.book.title == "Lamps"
    for words in (
        "Ines lights the lamp of the old harbour every evening.",
        "Marit feeds the goat.",
        "sleeps in the chapel",
    ):
        assert words in said
    assert [piece.text for piece in made.left_out if piece.kind == "footnote marks"] == ["[1]"]
    for words in ("Horrid", "Home", "Facebook", "Popular", "Copyright", "script words", "[1]", "My blog"):
        assert words not in said


def test_a_page_loses_the_name_of_its_site() -> None:
    page = (
        "<head><title>Lamps: Summary | Goat Notes</title></head><body>{}<h1>Lamps</h1>"
        "<p>Ines lights the lamp of the old harbour.</p></body>"
    )
    for head in ("<header><a href='/'>My Goats</a></header>", "<div>Goat Notes</div>"):
        made = drafted(page.format(head), "page.html")
        assert "Goat" not in texts(made)
    inside = "<article><header><p>Marit feeds the goat.</p></header></article>"
    assert "Marit" in texts(drafted(page.format(inside), "page.html"))


def test_pages_of_other_shapes() -> None:
    table = (
        "<table><tr><td>menu</td><td><font>Ines lights the lamp.<br><br>Marit feeds the goat.</font></td></tr></table>"
    )
    assert [block.text for block in read_page(table).blocks][1:] == ["Ines lights the lamp.", "Marit feeds the goat."]
    broken = "<p>Ines lights <b>the lamp.<p>Marit feeds</i> the goat.</div>"
    assert [block.text for block in read_page(broken).blocks] == ["Ines lights the lamp.", "Marit feeds the goat."]
    deep = "<div>" * 3_000 + "<p>Ines lights the lamp.</p>"
    read_page(deep)
    framed = '<div class="comments-wrapper"><h1>Lamps</h1><p>Ines lights the lamp.</p></div>'
    assert "Ines lights the lamp." in [block.text for block in read_page(framed).blocks]


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "3 thoughts on “Lamps”",
        "12 Comments",
        "Your email address will not be published. Required fields are marked *",
        "Share this:",
        "Facebook",
        "Twitter | Reddit",
        "Click to share on Twitter (Opens in new window)",
        "Skip to content",
        "Home | About | Contact",
        "Home | Novels | Log in",
        "Novels · Plays · Search",
        "Home > Novels > The Lamp Keepers",
        "How long does it take to read Lamps? About nine hours at an average speed.",
        "Posted on March 3, 2012 by admin",
        "Previous post: The Goats",
        "Loading...",
        "This text is available under the Creative Commons Attribution-ShareAlike License.",
        "© 2019 My blog. All rights reserved.",
        "From Wikipedia, the free encyclopedia",
        "From LampWiki, the free reader's guide",
        "Powered by WordPress.com",
        "Related Posts",
    ],
)
def test_lines_that_are_furniture(line: str) -> None:
    story = [Block("Ines lights the lamp."), Block("Marit feeds the goat.")]
    kept, out = leave_out([*story, Block(line)])
    assert kept == story
    assert [piece.text for piece in out] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The two men share a room, and like it.",
        "Replies to her letters never come, and she stops writing.",
        "He signs up for the army and is sent to the front.",
        "Next morning the lamp is out.",
        "Home is where Marit wants to be, and she walks all night.",
        "How long does it take to row home? Marit asks, and nobody knows.",
        "Home | Ines lights the lamp. | Log in",
        "«Where is the goat?» asks Marit.",
        "He comments on the weather in 1920 and says nothing else.",
        "They search the island for the goat.",
    ],
)
def test_lines_that_are_the_story(line: str) -> None:
    assert leave_out([Block(line), Block("Marit feeds the goat.")])[1] == []


def test_plain_text_as_editors_break_it() -> None:
    broken = (
        "Ines lights the lamp of the harbour every evening, and Marit, her\n"
        "sister, feeds the goat that sleeps in the chapel\nbehind the house.\n\n"
        "A ship goes by."
    )
    assert [block.text for block in read_plain(broken).blocks] == [
        broken.split("\n\n")[0].replace("\n", " "),
        "A ship goes by.",
    ]
    markdown = (
        "---\ntitle: Lamps\n---\n\nPlot\n----\n\n* Ines lights the [lamp](http://x.y).\n* Marit *feeds* the goat.\n"
    )
    page = read_plain(markdown)
    assert page.title == "Lamps"
    assert page.blocks == [Block("Plot", 2), Block("Ines lights the lamp."), Block("Marit *feeds* the goat.")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Brandt meets Dr. Holm on St. Anne's Day. They talk.", 2),
        ("J. R. Holm reads. Ines H. sleeps.", 2),
        ("“Is it you?” asks Ines. “Yes!” Marit laughs.", 3),
        ("It costs 3.50 crowns... and more. No. 4 is free.", 2),
        ("No end", 1),
        ("灯台は島に立つ。嵐が来る。", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    found = split(text)
    assert len(found) == count
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_a_sentence_without_an_end_is_cut() -> None:
    found = split("lamp " * 1_000)
    assert max(map(len, found)) <= 500
    assert " ".join(found).split() == ["lamp"] * 1_000


@pytest.mark.parametrize(
    "text",
    [
        "**Ines** lights *the* lamp||secretly|| at `night`",
        "# Ines > lights",
        "> - Ines lights the lamp",
        "see https://example.org/x?y and www.example.org or discord.gg/abc, dsc.gg/abc",
        "@everyone and @here, <@123>, <#4>, <@&5>, <:goat:6>, <t:7>, </ask:8>",
        "[lamp](x) and [[lamp]](y) \\*x\\* __x__ _x_ ~~x~~",
        "a\u202eb\u200bc\u2066d \ufeffe \x00f",
        "|*|*|*_*_||`",
        "*" * 99,
    ],
)
def test_marks_become_harmless(text: str) -> None:
    clean = harmless(text)
    assert find_mark(clean) is None
    assert find_unseen(clean) is None
    assert not re.search(r"https?|discord\.gg|@everyone", clean)


def test_footnotes_that_are_links_go_and_links_leave_their_words() -> None:
    assert harmless("The key[1](https://a.example/x). [a](#note) [lamp](https://b.example)") == "The key. lamp"
    found = (
        "Ines finds the key.[1](https://a.example/x) She opens the [door](https://b.example) [2](#cite) and goes in."
    )
    made = drafted(found)
    assert "Ines finds the key." in texts(made)
    assert "She opens the door and goes in." in texts(made)


def test_harmless_keeps_words() -> None:
    assert harmless("Zoë’s “café” – naïve, isn't it? [12][a][citation needed]") == "Zoë’s “café” – naïve, isn't it?"


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("Spoiler warning! This page gives away the whole plot, including the ending.", True),
        ("SPOILER ALERT", True),
        ("Warning: this review contains major spoilers!", True),
        ("This summary contains spoilers for all of the novel.", True),
        ("Spoiler warning: the whole plot is told below!", True),
        ("Spoiler alert! Don't read on if you haven't finished the book.", True),
        ("Please note: the following plot summary contains spoilers.", True),
        ("Contains spoilers!", True),
        ("Spoiler: Ines goes under in the storm.", False),
        ("Spoiler warning: Ines goes under in the storm.", False),
        ("A warning comes with the ship, and Ines spoils the lamp.", False),
    ],
)
def test_a_spoiler_warning_is_furniture(line: str, out: bool) -> None:
    made = drafted(f"# Lamps\n\n{line}\n\nInes lights the lamp of the old harbour every evening.", "lamps.md")
    assert (line in texts(made)) is not out
    assert [piece.kind for piece in made.left_out] == ["a spoiler warning"] * out
