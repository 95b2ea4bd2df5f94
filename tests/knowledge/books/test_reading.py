"""Reading a book's folder: what is broken is refused, with the file, the entry and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.book import UnknownLevel
from knowledge.books import saved
from knowledge.books.digest import source_digest
from knowledge.books.errors import BookError
from knowledge.books.examples import read_examples, read_lines
from knowledge.books.reading import LIBRARY, read_book
from tests.knowledge.conftest import SALT_CLOCK, replace

HEAD, PASSAGES = "book.toml", "passages/all.toml"
QUESTIONS, MESSAGES = "questions.txt", "messages.txt"
KEEPER = "Ines keeps the salt clock"
EXTRA_PART = '[[part]]\nid = "start"\nname = "A Part"\n\n[[topic]]'


def test_a_book_is_read_whole() -> None:
    book = read_book(SALT_CLOCK)
    assert (book.slug, book.title, book.author) == ("the-salt-clock", "The Salt Clock", "Nobody Inparticular")
    assert [(level.rank, level.id) for level in book.levels] == [(0, "start"), (1, "part-one"), (2, "part-two")]
    assert book.default_level == book.level("part-one")
    assert len(book.passages) == 8
    examples = read_examples(SALT_CLOCK, book)
    assert (len(examples.messages), len(examples.untold)) == (7, 6)
    assert sum(map(len, examples.questions.values())) == 32
    assert set(examples.questions) <= set(book.by_id)
    wreck = book.by_id["wreck"]
    assert [secret.id for secret in wreck.secrets] == ["part-two", "the-wreck"]
    assert wreck.where == "Part Two"
    assert book.by_id["the-novel"].secrets == ()
    assert book.by_key[wreck.key] is wreck
    assert wreck.id not in wreck.key
    orrel = next(character for character in book.characters if character.id == "orrel")
    assert orrel.names == ("Captain Orrel", "Orrel", "the captain")


def test_an_unknown_level_is_never_a_high_one() -> None:
    with pytest.raises(UnknownLevel, match=r"no level 'part-nine'; its levels are start, part-one, part-two"):
        read_book(SALT_CLOCK).level("part-nine")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (HEAD, "title =", "titel =", "book.toml, the file: unknown key 'titel'; keys are author, "),
        (HEAD, 'title = "The Salt Clock"', "", 'book.toml, the book: title is missing; write title = "..."'),
        (HEAD, 'author = "Nobody Inparticular"', 'author = " "', "book.toml, the book: author is missing"),
        (HEAD, "title = ", "title ", "the-salt-clock/book.toml, line 3: cannot be read: write title = ..."),
        (HEAD, 'l = "part-one"', 'l = "part-six"', "default_level 'part-six'; levels are start, part-one, part-two"),
        (HEAD, 'id = "part-one"', 'id = "Part 1"', "part 'Part 1': an id is lower-case words joined by hyphens"),
        (HEAD, "[[topic]]", EXTRA_PART, "part 'start': this id stands for the start of every book; give"),
        (HEAD, 'id = "part-one"\nname', 'id = "part-one"\nnaem', "part 'part-one': unknown key 'naem'; keys are id"),
        (HEAD, 'name = "Part One"', "", "book.toml, part 'part-one': name is missing"),
        (HEAD, 'd = "the-wreck"', 'd = "the-sister"', "book.toml: two topics have the id 'the-sister'; give one"),
        (HEAD, 'wreck"\npart = "part-two"', 'wreck"\npart = "x"', "topic 'the-wreck': unknown part 'x'; parts are"),
        (HEAD, 'name = "the wreck"', 'wreck = "x"', "topic 'the-wreck': unknown key 'wreck'; keys are id, name, part"),
        (HEAD, 'id = "bram"', 'id = "ines"', "two characters have the id 'ines'"),
        (HEAD, '["Inez"]', '"Inez"', "character 'ines': aliases must be a list of texts, as in aliases = ["),
        (HEAD, '["Inez"]\npart', '["Inez"]\nsex = "f"\npart', "character 'ines': unknown key 'sex'; keys are"),
        (PASSAGES, "[[passage]]", "[[pasage]]", "passages/all.toml, the file: unknown key 'pasage'; keys are passage"),
        (PASSAGES, 'characters = ["ines"]', 'cast = ["ines"]', "passage 'keeper': unknown key 'cast'; keys are"),
        (PASSAGES, f'text = "{KEEPER}', f'text = """{KEEPER}', "passages/all.toml, line 12: "),
        (PASSAGES, 'id = "keeper"', "", 'passages/all.toml, passage number 2: id is missing; write id = "..."'),
        (PASSAGES, 'id = "keeper"', 'id = "the keeper"', "passage 'the keeper': an id is lower-case words"),
        (PASSAGES, 'id = "keeper"', 'id = "boat"', "passage 'boat': two passages have this id; give one another id"),
        (PASSAGES, 'part = "part-one"', 'part = "one"', "passage 'keeper': unknown part 'one'; parts are start, part-"),
        (PASSAGES, '["ines"]', '["inez"]', "passage 'keeper': unknown character 'inez'; characters are bram, ines, "),
        (PASSAGES, '["the-wreck"]', '["wreck"]', "unknown topic 'wreck'; topics are the-sister, the-wreck"),
        (PASSAGES, "characters", 'topics = ["the-wreck"]\ncharacters', "passage 'keeper': topic 'the-wreck' is told"),
        (PASSAGES, KEEPER, "Maud keeps", "'keeper': names 'Maud', whom only 'part-two' reveals; move it there or"),
        (PASSAGES, KEEPER, "MAUD's clock is", "'keeper': names 'Maud', whom only 'part-two' reveals"),
        (PASSAGES, KEEPER, "Maud keeps", "'keeper': names 'Maud'"),
        (PASSAGES, KEEPER, "||Ines||", "'keeper': text has '||' in it; take it out, Discord would read it as a mark"),
        (PASSAGES, KEEPER, "`Ines`", "'keeper': text has '`' in it"),
        (PASSAGES, KEEPER, "@everyone", "'keeper': text has '@everyone' in it"),
        (PASSAGES, KEEPER, "@here", "'keeper': text has '@here' in it"),
        (PASSAGES, KEEPER, "<@&12>", "'keeper': text has '<@' in it"),
        (PASSAGES, KEEPER, "<#12>", "'keeper': text has '<#' in it"),
    ],
)  # fmt: skip
def test_every_mistake_is_named_with_its_mend(copy: Path, file: str, old: str, new: str, said: str) -> None:
    replace(copy / file, old, new)
    with pytest.raises(BookError) as error:
        read_book(copy)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_without_a_book_says_what_a_book_is(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"no book\.toml; a book is a folder with a book\.toml and passages"):
        read_book(tmp_path)


def test_a_folder_has_a_plain_name(copy: Path) -> None:
    with pytest.raises(BookError, match="The Salt Clock: rename the folder; use lower-case words joined by hyphens"):
        read_book(copy.rename(copy.parent / "The Salt Clock"))


def test_a_book_needs_passages_and_parts(copy: Path) -> None:
    text = (copy / PASSAGES).read_text()
    (copy / PASSAGES).write_text("")
    with pytest.raises(BookError, match=r"the-salt-clock: no passages; write at least one \[\[passage\]\]"):
        read_book(copy)
    (copy / PASSAGES).write_text(text)
    (copy / HEAD).write_text('title = "T"\nauthor = "A"\ndefault_level = "start"\n')
    with pytest.raises(BookError, match=r"book\.toml: no parts; write one \[\[part\]\] with id and name"):
        read_book(copy)


def test_a_file_of_bytes_is_refused(copy: Path) -> None:
    (copy / PASSAGES).write_bytes(b"\xff\xfe")
    with pytest.raises(BookError, match=r"all\.toml, line 1: not UTF-8"):
        read_book(copy)


def test_passages_that_would_share_a_button_are_refused(copy: Path) -> None:
    """Ids whose keys are the same eight digits; found by trying many."""
    replace(copy / PASSAGES, 'id = "keeper"', 'id = "passage-160618"')
    replace(copy / PASSAGES, 'id = "boat"', 'id = "passage-171643"')
    with pytest.raises(BookError, match="the same passage key as 'passage-160618', by bad luck; rename one"):
        read_book(copy)


def test_the_digest_changes_with_every_file(copy: Path) -> None:
    digests = {source_digest(copy)}
    for file in (HEAD, PASSAGES, MESSAGES, QUESTIONS, "untold.txt"):
        (copy / file).write_text((copy / file).read_text() + "\n# a comment\n")
        digests.add(source_digest(copy))
    assert len(digests) == 6
    assert source_digest(copy) in digests


def test_a_saved_book_is_the_same_book(copy: Path) -> None:
    for folder in (copy, LIBRARY / "never-let-me-go"):
        book = read_book(folder)
        assert saved.load(saved.dump(book)) == book


def test_a_broken_copy_of_the_shipped_book_is_refused(tmp_path: Path) -> None:
    source = LIBRARY / "never-let-me-go"
    copy = tmp_path / source.name
    for file in source.rglob("*.t*"):
        target = copy / file.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    assert read_book(copy) == read_book(source)
    assert source_digest(copy) == source_digest(source)
    replace(copy / "passages/1-part-one.toml", 'text = "', 'text = "Miss Emily runs Hailsham. ')
    with pytest.raises(
        BookError, match=r"passages/1-part-one\.toml, passage '[a-z-]+': names '(Miss )?Emily', whom only"
    ):
        read_book(copy)


def test_lists_skip_blanks_and_comments(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("# head\n\n  who?  \nwhat # is this\n", encoding="utf-8")
    assert read_lines(file) == ("who?", "what # is this")
    assert read_lines(tmp_path / "none.txt") == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (QUESTIONS, "[keeper]", "[keper]", ": no passage has the id 'keper'"),
        (QUESTIONS, "[keeper]", "[keeper", "a heading ends with ]"),
        (MESSAGES, "[part-two, the-sister]", "[part-two, sister]", "unknown topic 'sister'; topics are the-sister"),
        (MESSAGES, "[part-one]", "[one]", "unknown part 'one'; parts are start, part-one, part-two"),
        (MESSAGES, "[part-two, the-sister]", "[part-one, the-sister]", "is told later than 'part-one'"),
    ],
)
def test_a_mistake_in_the_examples_is_named_with_its_line(copy: Path, file: str, old: str, new: str, said: str) -> None:
    replace(copy / file, old, new)
    with pytest.raises(BookError) as error:
        read_examples(copy, read_book(copy))
    assert said in str(error.value)


def test_an_example_above_every_heading_is_a_mistake(copy: Path) -> None:
    (copy / QUESTIONS).write_text("who is it\n[keeper]\n")
    with pytest.raises(BookError, match=r"questions\.txt, line 1: nothing says what this belongs to"):
        read_examples(copy, read_book(copy))


def test_a_byte_order_mark_is_read_over_and_a_backslash_guards(copy: Path) -> None:
    (copy / "untold.txt").write_bytes(b"\xef\xbb\xbf# a comment\n\\[sic] what is it\n")
    assert read_examples(copy, read_book(copy)).untold == ("[sic] what is it",)


def test_untold_questions_that_are_no_text_are_refused(copy: Path) -> None:
    (copy / "untold.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(BookError, match=r"untold\.txt, line 1: not UTF-8"):
        read_examples(copy, read_book(copy))


def test_a_name_that_ends_in_a_full_stop_is_kept_to_its_part(copy: Path) -> None:
    replace(copy / HEAD, 'name = "Maud"', 'name = "Mme. D."')
    replace(copy / PASSAGES, KEEPER, "Mme. D. keeps the salt clock")
    with pytest.raises(BookError, match="names"):
        read_book(copy)
