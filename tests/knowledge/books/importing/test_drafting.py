"""A summary goes in as it was found, and a book that is in order comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.books.doubts import read_doubts
from knowledge.books.errors import BookError
from knowledge.books.importing.drafting import UNKNOWN_AUTHOR, draft
from knowledge.books.importing.naming import about, titles
from knowledge.books.reading import read_book
from knowledge.books.writing import write_book
from tests.knowledge.books.importing.conftest import LIGHTHOUSE, drafted, in_order, telling, texts


def test_a_whole_summary_is_in_order(tmp_path: Path) -> None:
    made = drafted(LIGHTHOUSE)
    assert in_order(made, tmp_path / "lamp") == []
    book = read_book(tmp_path / "lamp")
    assert (book.title, book.author) == ("The Lamp Keepers", "Gwen Tallis")
    assert [level.id for level in book.levels] == ["start", "part-one", "part-two", "part-three"]
    assert book.default_level.id == "start"
    assert read_doubts(tmp_path / "lamp") == list(made.doubts)


def test_the_readers_stay_out() -> None:
    made = drafted(LIGHTHOUSE)
    for word in ("goat!", "Pat", "Reply", "email", "thoughts", "[1]"):
        assert word not in texts(made)
    assert "Loved the goat!" in [piece.text for piece in made.left_out]


def test_what_is_said_of_the_book_reveals_nothing() -> None:
    assert [passage.part for passage in telling(drafted(LIGHTHOUSE), "Coast Prize")] == ["start"]


def test_a_late_name_is_known_late() -> None:
    parts = {character.name: character.part for character in drafted(LIGHTHOUSE).book.characters}
    assert parts["Captain Orrin"] == "part-three"
    assert parts["Ines"] == "part-one"


def test_what_is_left_open_and_explained_becomes_a_topic() -> None:
    made = drafted(LIGHTHOUSE)
    (topic,) = made.book.topics
    assert topic.rank == 3
    assert "Ines" in topic.name or "late" in topic.name
    telling_it = [p.id for p in made.book.passages if topic in p.secrets]
    assert telling_it
    assert any(topic.name in doubt.why for doubt in made.doubts)


def test_titles_have_two_to_six_words_of_the_passage() -> None:
    found = [passage for passage in drafted(LIGHTHOUSE).book.passages if passage.title]
    assert len(found) > 2
    for passage in found:
        assert 2 <= len(passage.title.split()) <= 6
        for word in passage.title.split():
            assert word in ("and", "The", "About", "the", "book") or word.strip(".").lower() in passage.text.lower()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("At the birthday dinner, the goat sings.", "The birthday dinner"),
        ("They build a stone house, and a ship sinks.", "The stone house"),
        ("Harker, a young English solicitor, travels to the castle.", ""),
        ("The friends put their diaries together.", ""),
        ("The old keeper rows home, and the men run to a jewel stolen from the sea.", ""),
        ("He drives a stake through her heart.", ""),
        ("He crawls down the wall head first.", ""),
        ("He reads the list that the boy wrote in a book.", ""),
        ("The father likes the boy best of all.", ""),
        ("He writes, because an artist can't do without it.", ""),
    ],
)
def test_a_title_is_plain_or_there_is_none(text: str, title: str) -> None:
    assert titles([text], [[]]) == [title]


def test_what_tells_of_the_book_alone_says_so() -> None:
    assert [passage.title for passage in drafted(LIGHTHOUSE).book.passages][:2] == [
        "About the novel",
        "About the novel",
    ]
    assert about("It won the Coast Prize in 1932.") == "About the book"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ines meets Marit.", ""),
        ("Ines sells Marit's goat.", "Marit's goat"),
        ("Ines feeds Marit’s quick, loud goat.", ""),
        ("Orrin comes. Ines talks to Marit about the goat.", "Marit and the goat"),
        ("Ines has a pair of boots.", ""),
        ("Ines is tired. The goat sleeps.", ""),
        ("Ines steers the small boat with Marit's oar.", "The small boat"),
        ("Ines is sent for a short while to the harbour.", "Ines and the harbour"),
        ("Ines feeds the goat while Orrin sleeps.", "Ines and the goat"),
    ],
)
def test_names_are_no_title_without_what_they_are_about(text: str, title: str) -> None:
    assert titles([text], [["Ines", "Marit", "Orrin"]]) == [title]


def test_a_word_that_many_passages_have_makes_no_title() -> None:
    assert titles(["Ines sells the goat."] * 3, [["Ines"]] * 3) == ["", "", ""]
    assert titles(["Ines sells the goat."] * 2, [["Ines"]] * 2) == ["Ines and the goat", ""]


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "Hi.", "1234 5678 90 12 34", "Leave a Reply\n\nlovely book, truly lovely"]
)
def test_nothing_to_say_is_a_sentence(text: str) -> None:
    with pytest.raises(BookError, match=r"summary\.txt: there is no summary"):
        drafted(text)


def test_a_whole_novel_is_refused() -> None:
    with pytest.raises(BookError, match="import a summary, not the whole text"):
        drafted("Anna walked along the long road to the harbour and counted every lamp on the way. " * 20_000)


def test_title_and_author_are_guessed_or_given() -> None:
    text = "Ines leaves the island and takes the goat with her to the mainland."
    assert drafted(text, "the-lamp-keepers.txt").book.title == "the lamp keepers"
    assert drafted(text).book.author == UNKNOWN_AUTHOR
    made = drafted(text, title="Lamps", author="G. Tallis")
    assert (made.book.title, made.book.author, made.book.slug) == ("Lamps", "G. Tallis", "lamps")


def test_other_scripts_have_ids(tmp_path: Path) -> None:
    text = "二人の姉妹は島で灯台を守っている。ある日、嵐が来る。姉は本土へ去り、妹は島に残る。最後に灯は消える。" * 5
    made = draft(text.encode(), "灯台.txt", title="灯台守", parts=("第一部", "第二部"))
    in_order(made, tmp_path / "lamp")
    assert [level.id for level in made.book.levels] == ["start", "part-1", "part-2"]
    assert {passage.part for passage in made.book.passages} == {"part-2"}


PAGE = "<html><head>{}</head><body><h1>Lamps</h1>{}<p>Ines leaves the island and takes the goat with her.</p></html>"


@pytest.mark.parametrize(
    ("head", "line", "author"),
    [
        ("", '<p class="byline">by Gwen Tallis</p>', "Gwen Tallis"),
        ("", "<p>By J.R. O'Tallis</p>", "J.R. O'Tallis"),
        ("<title>Lamps by Émile de la Tour: Plot Summary | Notes</title>", "", "Émile de la Tour"),
        ('<meta name="author" content="Gwen Tallis">', "", "Gwen Tallis"),
        ('<title>Lamps by Gwen Tallis</title><meta name="author" content="Pat Blogger">', "", "Gwen Tallis"),
        ('<meta name="author" content="Pat Blogger">', "<p>Lamps is a novel by Gwen Tallis.</p>", "Gwen Tallis"),
        ("", "<p>Lamps is a children's novel by Gwen Mary Tallis, first published in 1931.</p>", "Gwen Mary Tallis"),
        ("", "<p>Lamps is a novel by the Welsh writer Gwen Mary Tallis.</p>", "Gwen Mary Tallis"),
        ('<meta name="author" content="ReadingRoom Notes">', "<p>by admin</p>", UNKNOWN_AUTHOR),
        ("<title>Stand by Me</title>", "<p>Ines sails by Cape Horn.</p>", UNKNOWN_AUTHOR),
        ("", "<p>By Monday Ines is gone.</p><p>Posted by Pat Blogger</p>", UNKNOWN_AUTHOR),
    ],
)
def test_the_author_in_a_byline_or_in_the_head(head: str, line: str, author: str) -> None:
    made = drafted(PAGE.format(head, line), "page.html")
    assert (made.book.title, made.book.author) == ("Lamps", author)
    assert "By J" not in texts(made)


@pytest.mark.parametrize(
    "line", ["*by Gwen Tallis*", "**By Gwen Tallis**", "__A novel by Gwen Tallis__", "Author: Gwen Tallis"]
)
def test_the_author_in_a_line_of_plain_text(line: str) -> None:
    made = drafted(f"# Lamps\n\n{line}\n\nInes leaves the island and takes the goat with her.", "lamps.md")
    assert made.book.author == "Gwen Tallis"


def test_the_author_in_a_title() -> None:
    made = drafted("# Lamps by Gwen Tallis – Summary\n\nInes leaves the island and takes the goat with her.", "x.md")
    assert (made.book.title, made.book.author) == ("Lamps", "Gwen Tallis")
    made = drafted("---\ntitle: Lamps\nauthor: Gwen Tallis\n---\n\nInes leaves the island with her goat.", "x.md")
    assert (made.book.title, made.book.author) == ("Lamps", "Gwen Tallis")


@pytest.mark.parametrize(
    ("last", "nobody"),
    [
        ("A ship comes in. Tomorrow he leaves.", True),  # no Tom
        ("A ship brings Tom’s goat. Tomorrow he leaves.", False),
        ("A ship brings the Brandts. Tomorrow he leaves.", False),
    ],
)
def test_a_name_inside_a_word_names_nobody(last: str, nobody: bool) -> None:
    first = "Brandt loves Tom, and Tom loves Brandt. Brandt talks to Tom of Tom and Brandt."
    text = f"Part One\n\n{first}\n\nPart Two\n\n{last}"
    made = drafted(text, title="Lamps")
    assert {"Tom", "Brandt"} <= {character.name for character in made.book.characters}
    assert any(doubt.why == "it says “he”, and names nobody" for doubt in made.doubts) is nobody


def test_a_draft_has_the_keys_that_are_read_back(tmp_path: Path) -> None:
    made = drafted(LIGHTHOUSE, title="Lamps")
    write_book(made.book, (), tmp_path / made.book.slug)
    assert read_book(tmp_path / made.book.slug) == made.book
