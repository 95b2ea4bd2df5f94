"""Slips of the pen in TOML and in how files are saved: file, line and mend, never the parser's words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.books.checks import check_book
from knowledge.books.errors import BookError
from knowledge.books.examples import read_examples, read_lines
from knowledge.books.reading import read_book
from tests.knowledge.books.test_reading import HEAD, MESSAGES, PASSAGES, QUESTIONS

START = '[[passage]]\nid = "a"\npart = "part-one"\n'
PARSER = re.compile(r"Expected|Unterminated|Illegal|Invalid|Unclosed|Unescaped|overwrite|declare|column|codec")


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        (START + 'text = "open\n', 4, "a text opens with a quote and isn't closed"),
        (START + 'text = "a line\nand another"\n', 4, "a text opens with a quote and isn't closed"),
        (START + 'text = """open\nfurther\n', 4, "three quotes and isn't closed"),
        (START + 'text = """open\n' + START + 'text = """x"""\n', 4, "three quotes and isn't closed"),
        (START + "text = 'open\n", 4, "a text opens with a quote and isn't closed"),
        (START + "text = “curly”\n", 4, "these quotes are curly"),
        (START + "text = ‘curly’\n", 4, "these quotes are curly"),
        (START + "text = „curly“\n", 4, "these quotes are curly"),
        (START + "text = «curly»\n", 4, "these quotes are curly"),
        (START + "topics = [“curly”]\n", 4, "these quotes are curly"),
        (START + 'text = "half curly”\n', 4, "ends with a curly quote"),
        (START + 'text = "She said "no" to him."\n', 4, "there are quotes inside the text"),
        (START + "title = 'Ines's clock'\n", 4, "an apostrophe ends a text in single quotes"),
        (START + 'topics = ["a" "b"]\n', 4, 'a list is written ["one", "two"]'),
        (START + 'topics = ["a", "b"\ntext = "x"\n', 4, 'a list is written ["one", "two"]'),
        (START + 'topics = ["a",\n"b"\n\n[[passage]]\n', 4, 'a list is written ["one", "two"]'),
        (START + "text = no quotes\n", 4, 'put the text into quotes, as in text = "..."'),
        (START + "title = 1st of all\n", 4, 'put the text into quotes, as in title = "..."'),
        (START + 'text = "x",\n', 4, "take the , at the end of the line out"),
        (START + 'topics = ["x"];\n', 4, "take the ; at the end of the line out"),
        (START + "text = ＂x＂\n", 4, "these quotes are curly"),
        (START + 'text: "x"\n', 4, "with = in the place of the colon"),
        (START + 'text "x"\n', 4, "with = before the value"),
        (START + 'text == "x"\n', 4, "write text = ..., with a single ="),
        (START + 'text := "x"\n', 4, "write text = ..., with a single ="),
        (START + 'text => "x"\n', 4, "write text = ..., with a single ="),
        (START + '- passage:\n  id: "b"\n', 4, "write [[passage]], with two brackets on each side"),
        (START + '[[[passage]]]\nid = "b"\n', 4, "write [[passage]], with two brackets on each side"),
        (START + "text =\n", 4, 'text has no value; write text = "..."'),
        (START + 'id = "b"\n', 4, "id stands twice"),
        (START + 'text = "a \\d"\n', 4, "a backslash has a meaning of its own"),
        (START + "// a comment\n", 4, "a comment begins with #"),
        (START + "just words\n", 4, 'a line is key = "text"'),
        (START + '\u00a0text = "x"\n', 4, "can't be seen"),
        (START + 'text = "\x07"\n', 4, "can't be seen"),
        ('[passage]\nid = "a"\n', 1, "passage must be written as [[passage]], with double brackets"),
        ('\n[passage]\nid = "a"\n[passage]\nid = "b"\n', 2, "write [[passage]], with double brackets"),
        (START + '[passage]\nid = "b"\n', 4, "write [[passage]], with double brackets"),
        ('[passage]\nid = "b"\n' + START, 1, "write [[passage]], with double brackets"),
        ('[[passage]\nid = "b"\n', 1, "write [[passage]], with two brackets on each side"),
        ('[passage]]\nid = "b"\n', 1, "write [[passage]], with double brackets"),
    ],
)
def test_a_slip_in_toml_is_told_by_line_and_mend(copy: Path, text: str, line: int, mend: str) -> None:
    (copy / PASSAGES).write_text(text, encoding="utf-8")
    with pytest.raises(BookError) as error:
        read_book(copy)
    said = str(error.value)
    assert f"passages/all.toml, line {line}: " in said
    assert mend in said
    assert not PARSER.search(said)


@pytest.mark.parametrize("kind", ["part", "topic", "character"])
def test_single_brackets_in_the_head(copy: Path, kind: str) -> None:
    text = (copy / HEAD).read_text()
    once = (
        re.sub(rf"\[\[{kind}\]\](?:(?!\n\[\[).)*", "", text, flags=re.DOTALL)
        + f'\n[{kind}]\nid = "x"\nname = "X"\npart = "start"\n'
    )
    for written in (text.replace(f"[[{kind}]]", f"[{kind}]"), once):
        (copy / HEAD).write_text(written)
        with pytest.raises(BookError, match=rf"book\.toml, line \d+: .*\[\[{kind}\]\], with double brackets"):
            read_book(copy)


@pytest.mark.parametrize("file", [HEAD, PASSAGES, QUESTIONS, MESSAGES, "untold.txt"])
def test_every_file_is_read_with_a_byte_order_mark_and_any_ends_of_lines(copy: Path, file: str) -> None:
    book = read_book(copy)
    examples = read_examples(copy, book)
    raw = (copy / file).read_bytes()
    for changed in (raw, raw.replace(b"\n", b"\r\n"), raw.replace(b"\n", b"\r")):
        (copy / file).write_bytes(b"\xef\xbb\xbf" + changed)
        assert read_book(copy) == book
        assert read_examples(copy, book) == examples


@pytest.mark.parametrize("file", [HEAD, PASSAGES, QUESTIONS, MESSAGES, "untold.txt"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])
def test_every_file_in_another_encoding_is_told_by_line_and_mend(copy: Path, file: str, encoding: str) -> None:
    text = "# one\n# two é\n" + (copy / file).read_text()
    (copy / file).write_bytes(text.encode(encoding))
    line = 1 if encoding.startswith("utf") else 2
    found = [str(finding) for finding in check_book(copy) if finding.stops]
    assert any(
        f"{file}, line {line}: not UTF-8" in finding and "save the file as UTF-8" in finding for finding in found
    )


def test_a_line_stays_a_line(tmp_path: Path) -> None:
    """What only Python calls an end of line, such as U+2028, doesn't cut an example in two."""
    file = tmp_path / "list.txt"
    file.write_text("who\u2028is it\n\x85what\n", encoding="utf-8")
    assert read_lines(file) == ("who is it", "what")


@pytest.mark.parametrize("value", ["1", "true", "1984-01-01", '["x"]', '{ x = "y" }', "1.5"])
@pytest.mark.parametrize("key", ["part", "text", "title"])
def test_a_value_that_is_no_text_is_not_called_missing(copy: Path, key: str, value: str) -> None:
    entry = {"part": '"part-one"', "text": '"Ines."', "title": '"Ines"'} | {key: value}
    rows = "".join(f"{name} = {written}\n" for name, written in entry.items())
    (copy / PASSAGES).write_text(f'[[passage]]\nid = "a"\n{rows}')
    with pytest.raises(BookError, match=rf"passage 'a': {key} must be a text in quotes, as in {key} = "):
        read_book(copy)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "part-two"', 'id = "part-one"', "book.toml: two parts have the id 'part-one'; give one of them another"),
        ('id = "the-wreck"', 'id = "part-one"', "topic 'part-one': a part has this id too; give the topic another"),
        (
            'id = "part-two"\nname',
            'id = "part-two"\nauthor = "x"\nname',
            "unknown key 'author'; keys are id, name; move it",
        ),
        ('title = "The', 'text = "x"\ntitle = "The', "the file: unknown key 'text'; "),
        ('id = "part-one"', "id = 1", "part number 1: id must be a text in quotes"),
    ],
)
def test_the_blame_falls_on_the_right_entry(copy: Path, old: str, new: str, said: str) -> None:
    text = (copy / HEAD).read_text()
    assert old in text
    (copy / HEAD).write_text(text.replace(old, new, 1))
    with pytest.raises(BookError) as error:
        read_book(copy)
    assert said in str(error.value)


def test_keys_above_the_first_passage_and_questions_in_it(copy: Path) -> None:
    (copy / PASSAGES).write_text('text = "x"\n' + START + 'questions = ["x"]\ntext = "y"\n')
    found = [str(finding) for finding in check_book(copy)]
    assert any(
        "the file: unknown key 'text'" in finding and "write [[passage]] above it" in finding for finding in found
    )
    assert any("unknown key 'questions'" in finding and "stand in questions.txt" in finding for finding in found)


@pytest.mark.parametrize("id", ["", 'id = "part-two"\n', 'id = "start"\n'])
def test_an_id_of_a_part_that_is_wrong_is_not_blamed_on_all_that_name_the_part(copy: Path, id: str) -> None:
    text = (copy / HEAD).read_text()
    (copy / HEAD).write_text(text.replace('id = "part-one"\n', id, 1))
    assert len([finding for finding in check_book(copy) if finding.stops]) == 1


@pytest.mark.parametrize("raw", [b'[[passage]]\ntext = "', "é".encode("latin-1")])
def test_a_passage_file_that_cannot_be_read_is_not_blamed_on_the_questions(copy: Path, raw: bytes) -> None:
    (copy / PASSAGES).write_bytes(raw)
    (copy / "passages/b.toml").write_text('[[passage]]\nid = "b"\npart = "part-one"\ntext = "B."\n')
    assert [finding.place for finding in check_book(copy) if finding.stops] == [
        f"the-salt-clock/passages/all.toml, line {2 if raw[0] == 91 else 1}"
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\\[sic] what", "[sic] what"),
        ("\\# 1 of what", "# 1 of what"),
        ("\\\\[so", "\\[so"),
        ("\\o/ at last", "\\o/ at last"),
        ("[sic] what", "[sic] what"),
    ],
)
def test_a_backslash_guards_only_what_needs_it(tmp_path: Path, written: str, read: str) -> None:
    (tmp_path / "list.txt").write_text(f"{written}\n")
    assert read_lines(tmp_path / "list.txt") == (read,)
