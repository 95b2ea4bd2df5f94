"""The JSON Lines of `norfolk ask` and `norfolk check`: the contract, bad lines, and the pipe."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.terminal.check import in_words
from knowledge.answer import SpoilerCheck
from knowledge.books.reading import LIBRARY, read_book
from tests.bot.passages import own_questions
from tests.terminal.conftest import Lines, Norfolk

SPOILER = "why was madame crying"
FIELDS = ["id", "status", "shown", "hidden", "withheld", "touches", "warning", "passages", "remark"]
GOOD = {"id": "good", "question": "who is tommy"}


def test_fields_of_an_answer(lines: Lines) -> None:
    open_one, covered, unknown = lines(
        "ask",
        {"id": 7, "question": "who sings the song on the tape"},
        {"id": "é", "question": SPOILER},
        {"id": 8, "question": "what is the capital of peru"},
    )
    assert list(open_one) == FIELDS
    assert (open_one["id"], open_one["status"], open_one["hidden"], open_one["warning"]) == (7, "answered", None, None)
    assert "Judy Bridgewater" in open_one["shown"]
    assert set(open_one["passages"][0]) == {"id", "part", "title", "score"}
    assert 0 < open_one["passages"][0]["score"] <= 1
    assert covered["id"] == "é"
    assert covered["shown"] == ""
    assert "Part Three" in covered["warning"]
    assert "cruel" in covered["hidden"]
    assert covered["touches"] == ["part-three", "madame-meeting"]
    assert covered["withheld"] is False
    assert {hit["title"] for hit in covered["passages"]} == {None}
    assert open_one["passages"][0]["title"]
    [revealed] = lines("ask", {"id": 9, "question": SPOILER}, options=("--reveal",))
    assert [{**hit, "title": None} for hit in revealed["passages"]] == covered["passages"]
    assert all(hit["title"] for hit in revealed["passages"])
    assert (unknown["status"], unknown["hidden"], unknown["touches"], unknown["passages"]) == ("unknown", None, [], [])


@pytest.mark.parametrize("policy", ["withhold", "silent"])
def test_closed_policies_keep_everything_back(lines: Lines, policy: str) -> None:
    book = read_book(LIBRARY / "never-let-me-go")
    asked = [
        {"id": f"{passage.id} {level.id}", "question": own_questions(passage)[0], "policy": policy, "level": level.id}
        for passage in book.passages
        for level in book.levels
    ]
    for question, answer in zip(asked, lines("ask", *asked), strict=True):
        level = book.level(question["level"])
        past = [passage for passage in book.passages if book.level(passage.part).rank > level.rank]
        assert answer["id"] == question["id"]
        assert answer["hidden"] is None
        assert not {hit["id"] for hit in answer["passages"]} & {passage.id for passage in past}
        assert not [passage.id for passage in past if passage.text in json.dumps(answer, ensure_ascii=False)]
        assert answer["withheld"] == (policy == "withhold" and bool(answer["touches"]))


def test_a_line_overrules_the_options(lines: Lines) -> None:
    answers = lines(
        "ask",
        {"id": 1, "question": SPOILER},
        {"id": 2, "question": SPOILER, "level": "part-two", "policy": None},
        {"id": 3, "question": SPOILER, "level": "part-two", "policy": "withhold"},
        options=("--level", "part-three", "--policy", "silent"),
    )
    assert [(answer["status"], answer["withheld"]) for answer in answers] == [
        ("answered", False),
        ("unknown", False),
        ("answered", True),
    ]


def test_turns_of_a_conversation_are_one_chat(lines: Lines) -> None:
    asked = [
        {"id": 1, "question": "who is ruth", "conversation": "a"},
        {"id": 2, "question": "who is tommy", "conversation": 5},
        {"id": 3, "question": "what happens to her?", "conversation": "a"},
        {"id": 4, "question": "what happens to him?", "conversation": 5},
    ]
    answers = lines("ask", *asked, options=("--level", "part-three"))
    assert "Ruth" in answers[2]["shown"]
    assert "Tommy" in answers[3]["shown"]


@pytest.mark.parametrize(
    ("line", "id", "error"),
    [
        (b"{", None, "line 2: not JSON"),
        (b'{"id": 1, "question": "who is ruth"', None, "not JSON"),
        (b"[1]", None, "a list, not an object"),
        (b'"text"', None, "a text, not an object"),
        (b"null", None, "null, not an object"),
        (b"[" * 100_000, None, "not JSON"),
        (b'{"id": ' + b"9" * 5_000 + b"}", None, "not JSON"),
        (b'{"id": NaN, "question": "who is ruth"}', None, "NaN"),
        (b'{"question": "who is ruth"}', None, "id is missing"),
        (b'{"id": null, "question": "who is ruth"}', None, "id is missing"),
        (b'{"id": true, "question": "who is ruth"}', None, "id is true"),
        (b'{"id": [1], "question": "who is ruth"}', None, "id is a list"),
        (b'{"id": 1}', 1, "question is missing"),
        (b'{"id": 1, "question": 5}', 1, "question is a number"),
        (b'{"id": 1, "question": ""}', 1, "empty"),
        (b'{"id": 1, "question": "?"}', 1, "no word"),
        (b'{"id": 1, "question": "' + b"who " * 200 + b'"}', 1, "up to 500"),
        (b'{"id": "x", "question": "who is ruth", "level": "part-9"}', "x", "its levels are start, part-one"),
        (b'{"id": "x", "question": "who is ruth", "level": 2}', "x", "level is a number"),
        (b'{"id": "x", "question": "who is ruth", "policy": "loud"}', "x", "policies are warn, withhold, silent"),
        (b'{"id": "x", "question": "who is ruth", "policy": ["warn"]}', "x", "policy is a list"),
        (b'{"id": "x", "question": "who is ruth", "conversation": {}}', "x", "conversation is an object"),
        (b'{"id": "x", "question": "wh\xff"}', None, "line 2: not UTF-8"),
        (json.dumps(GOOD).encode("utf-16"), None, "not UTF-8"),
        (b'{"id": "x", "question": "' + b"a" * (3 << 20) + b'"}', None, "longer than"),
    ],
)
def test_a_bad_line_gets_an_error_and_the_rest_go_on(lines: Lines, line: bytes, id: Any, error: str) -> None:
    first, bad, *_, last = lines("ask", GOOD, line, GOOD)
    assert first == last
    assert set(bad) == {"id", "error"}
    assert bad["id"] == id
    assert error in bad["error"]


def test_what_is_no_mistake(lines: Lines) -> None:
    plain = json.dumps(GOOD).encode()
    answers = lines(
        "ask",
        b"\xef\xbb\xbf" + plain + b"\r",
        b"",
        b" \t\r",
        b"\xef\xbb\xbf" + plain,
        {**GOOD, "note": "a key of somebody else's"},
        b'{"id": "good", "question": "who is tommy \\ud83d"}',
        '{"id": "good", "question": "who is\u2028tommy"}'.encode(),
    )
    assert len(answers) == 5
    assert {answer["shown"] for answer in answers} == {answers[0]["shown"]}
    assert lines("ask", {"id": "\ud800", "question": "who is tommy"})[0]["id"] == "\ud800"
    assert lines("ask") == []


def test_each_answer_is_written_before_the_next_line_is_read(environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=environment
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in range(3):
            running.stdin.write(json.dumps({**GOOD, "id": number}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number


def test_a_closed_pipe_ends_it_quietly(environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, **pipes) as running:
        assert running.stdout is not None
        running.stdout.close()
        running.stdout = None
        _, said = running.communicate(json.dumps(GOOD).encode() + b"\n", timeout=60)
    assert said == b""


def test_a_fault_of_ours_is_logged_and_the_rest_go_on(environment: dict[str, str]) -> None:
    script = (
        "from bot.terminal.jsonl import serve; import sys\n"
        "from bot.terminal.contracts import CheckReply, CheckRequest\n"
        "def handle(line): return CheckReply(touches=[], score=1 / len(line.text), sentence='')\n"
        "sys.exit(not serve(CheckRequest, handle))"
    )
    asked = b'{"id": 1, "text": ""}\n{"id": 2, "text": "ab"}'
    done = subprocess.run(
        [sys.executable, "-c", script], input=asked, env=environment, capture_output=True, check=False
    )
    first, second = map(json.loads, done.stdout.splitlines())
    assert set(first) == {"id", "error"}
    assert second == {"id": 2, "touches": [], "score": 0.5, "sentence": ""}
    assert b"ZeroDivisionError" in done.stderr
    assert done.returncode == 1


def test_a_closed_standard_input_gets_a_sentence(environment: dict[str, str], tmp_path: Path) -> None:
    command = f"exec {sys.executable} -m bot ask --jsonl <&-"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"norfolk: standard input is closed")


def test_a_build_that_is_needed_first_stays_off_standard_output(
    norfolk: Norfolk, environment: dict[str, str], tmp_path: Path
) -> None:
    # Without its index, but with the vectors, so that the build is short.
    unfinished = tmp_path / "unfinished"
    shutil.copytree(environment["NORFOLK_BUILD_DIR"], unfinished, ignore=shutil.ignore_patterns("never-let-me-go"))
    asked = json.dumps(GOOD).encode()
    done = norfolk("ask", "--jsonl", stdin=asked, NORFOLK_BUILD_DIR=str(unfinished))
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good"]
    assert b"Indexing the book" in done.stderr
    again = norfolk("build", "never-let-me-go", NORFOLK_BUILD_DIR=str(unfinished))
    assert again.stdout.decode() == f"never-let-me-go: fresh already, in {unfinished}\n"


def test_check_lines(lines: Lines) -> None:
    answers = lines(
        "check",
        {"id": 1, "text": "I loved the boarding school chapters"},
        {"id": 2, "text": "", "level": "start"},
        {"id": 3},
        {"id": 4, "text": "hello", "level": "part-9"},
    )
    assert [list(answer) for answer in answers] == [["id", "touches", "score", "sentence"]] * 2 + [["id", "error"]] * 2
    assert answers[0]["touches"] == answers[1]["touches"] == []
    assert all(0 <= answer["score"] <= 1 for answer in answers[:2])
    assert "text is missing" in answers[2]["error"]
    assert "its levels are" in answers[3]["error"]


@pytest.mark.parametrize(("score", "said"), [(0.88, "may give something away"), (0.12, "gives nothing away")])
def test_a_check_never_calls_what_is_likely_harmless(score: float, said: str) -> None:
    assert said in in_words(SpoilerCheck((), score), "readers at the start")


def test_check_for_people(norfolk: Norfolk) -> None:
    said = norfolk("check", "I loved the boarding school chapters").stdout.decode()
    assert said.startswith("This gives nothing away to readers who have finished Part Two")
    assert norfolk("check").returncode == 2
    empty = norfolk("check", " ")
    assert (empty.returncode, empty.stdout) == (2, b"")
    assert b"the message is empty" in empty.stderr
