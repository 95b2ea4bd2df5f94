"""Building: a second book, what is embedded again, what damage and killed builds leave behind, and that it repeats."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from knowledge.books.errors import BookError
from knowledge.books.examples import read_examples
from knowledge.books.reading import read_book
from knowledge.building import build as building
from knowledge.building.atomic import new_file, new_folder
from knowledge.building.build import StaleBuild, build, damage, is_fresh, load, source_name
from knowledge.building.embedding import Embedder
from knowledge.building.model import encoder_folder
from knowledge.search import index as search_index
from knowledge.search.encoder import Encoder
from knowledge.spoilers import Policy
from tests.knowledge.conftest import SALT_CLOCK, Edit, opened, replace

ROOT = Path(__file__).parents[3]


def single_part(folder: Path) -> None:
    for name in ("untold.txt", "messages.txt"):
        (folder / name).unlink()
    (folder / "book.toml").write_text(
        'title = "The Salt Clock"\nauthor = "N"\ndefault_level = "part-one"\n[[part]]\nid = "part-one"\nname = "All"\n'
    )
    passages = (folder / "passages/all.toml").read_text().replace('"part-two"', '"part-one"').splitlines()
    kept = [line for line in passages if not line.startswith(("topics", "characters"))]
    (folder / "passages/all.toml").write_text("\n".join(kept))


def one_passage(folder: Path) -> None:
    single_part(folder)
    (folder / "questions.txt").unlink()
    text = (folder / "passages/all.toml").read_text()
    (folder / "passages/all.toml").write_text("[[passage]]" + text.split("[[passage]]")[2])


BOOKS: dict[str, Edit] = {
    "as it is": lambda folder: None,
    "no messages": lambda folder: (folder / "messages.txt").unlink(),
    "no untold questions": lambda folder: (folder / "untold.txt").unlink(),
    "no own questions": lambda folder: (folder / "questions.txt").unlink(),
    "passages alone": lambda folder: [path.unlink() for path in folder.glob("*.txt")],
    "a single part, nothing else": single_part,
    "one passage": one_passage,
}


@pytest.mark.parametrize("kind", BOOKS)
def test_a_second_book_is_answered_from(copy: Path, shelf: Path, kind: str) -> None:
    own = read_examples(SALT_CLOCK, read_book(SALT_CLOCK)).questions
    BOOKS[kind](copy)
    librarian = opened(copy, shelf)
    level = librarian.book.levels[-1]
    asked = [(passage, question) for passage in librarian.book.passages for question in own[passage.id]]
    right = sum(
        passage in [hit.passage for hit in librarian.ask(question, level, Policy.WARN).told]
        for passage, question in asked
    )
    assert right >= (0.9 if (copy / "questions.txt").exists() else 0.5) * len(asked)
    assert not librarian.ask("hello there, how are you?", level, Policy.WARN).told
    for level in librarian.book.levels:
        librarian.check("the captain went down with his ship", level)


def test_a_fresh_build_is_left_alone(shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    done: list[str] = []
    build(SALT_CLOCK, shelf, lambda what, *_: done.append(what))
    assert done == []


def test_only_what_changed_is_embedded(copy: Path, shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    replace(copy / "questions.txt", "who is Ines", "who is Ines\nwhat is it that Ines looks after")
    replace(copy / "untold.txt", "how old is Ines", "what is the height of Bram")
    assert build(copy, shelf) == 2
    assert build(SALT_CLOCK, shelf) == 0  # and back: all of it is known


def test_a_changed_book_is_stale(copy: Path, shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    replace(copy / "passages/all.toml", "Ines keeps", "Ines minds")
    with pytest.raises(StaleBuild, match=r"no index of 'the-salt-clock' as it is now in .*; run: norfolk build"):
        load(shelf, copy)
    load(shelf, SALT_CLOCK)


def test_another_encoder_is_stale(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(SALT_CLOCK, shelf)
    assert is_fresh(shelf, SALT_CLOCK)
    monkeypatch.setattr(building, "encoder_id", lambda *_: "0" * 12)
    with pytest.raises(StaleBuild):
        load(shelf, SALT_CLOCK)


def test_nothing_built_is_stale(tmp_path: Path) -> None:
    with pytest.raises(StaleBuild):
        load(tmp_path, SALT_CLOCK)
    assert list(tmp_path.iterdir()) == []


def test_a_build_says_what_it_is_made_of(shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    folder = shelf / SALT_CLOCK.name
    name = (folder / "current").read_text()
    assert sorted(path.name for path in folder.iterdir()) == sorted(["current", name])  # older ones are gone
    manifest = json.loads((folder / name / "manifest.json").read_text())
    assert (manifest["book"], manifest["source"]) == ("the-salt-clock", source_name(SALT_CLOCK))
    assert set(manifest["files"]) == {path.name for path in (folder / name).iterdir()} - {"manifest.json"}


def files_of(shelf: Path) -> list[Path]:
    build(SALT_CLOCK, shelf)
    return sorted((shelf / SALT_CLOCK.name / source_name(SALT_CLOCK)).iterdir())


@pytest.mark.parametrize("harm", ["empty", "half", "missing", "a byte"])
def test_damage_is_seen_and_mended(shelf: Path, harm: str) -> None:
    before = opened(SALT_CLOCK, shelf).ask("who is Ines", read_book(SALT_CLOCK).levels[-1], Policy.WARN)
    for file in files_of(shelf):
        raw = file.read_bytes()
        if harm == "missing":
            file.unlink()
        else:
            half = raw[: len(raw) // 2]
            file.write_bytes({"empty": b"", "half": half, "a byte": half + b"?" + raw[len(half) + 1 :]}[harm])
        if harm != "a byte" or file.name != "manifest.json":
            assert not is_fresh(shelf, SALT_CLOCK) or damage(shelf, SALT_CLOCK) is not None, file.name
            with pytest.raises(StaleBuild, match="run: norfolk build the-salt-clock"):
                load(shelf, SALT_CLOCK)
        build(SALT_CLOCK, shelf)
        assert damage(shelf, SALT_CLOCK) is None
    after = opened(SALT_CLOCK, shelf).ask("who is Ines", read_book(SALT_CLOCK).levels[-1], Policy.WARN)
    assert after == before


def test_a_truncated_cache_of_vectors_is_as_if_it_were_not_there(copy: Path, shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    cache = next(shelf.glob("vectors-*.npz"))
    cache.write_bytes(cache.read_bytes()[:1000])
    replace(copy / "untold.txt", "how old is Ines", "what is the weight of Bram")
    assert build(copy, shelf) > 10


def test_two_builds_on_one_thread_or_many_are_the_same_to_the_byte(shelf: Path, tmp_path: Path) -> None:
    encoder = Encoder(encoder_folder(shelf))
    book = read_book(SALT_CLOCK)
    examples = read_examples(SALT_CLOCK, book)
    for name, threads in (("one", 1), ("four", 4)):
        embedder = Embedder(encoder, None, threads=threads)
        index = search_index.build(book, examples, embedder.encode, embedder.vectors)
        (tmp_path / name).mkdir()
        index.save(tmp_path / name)
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "four" / file.name).read_bytes(), file.name


def test_a_loaded_index_is_the_one_that_was_saved(shelf: Path, tmp_path: Path) -> None:
    build(SALT_CLOCK, shelf)
    load(shelf, SALT_CLOCK).index.save(tmp_path)
    home = shelf / SALT_CLOCK.name / source_name(SALT_CLOCK)
    for file in tmp_path.iterdir():
        assert file.read_bytes() == (home / file.name).read_bytes(), file.name


def test_a_broken_book_leaves_the_old_index(copy: Path, shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    replace(copy / "passages/all.toml", "Ines keeps", "Maud keeps")
    with pytest.raises(BookError):
        build(copy, shelf)
    load(shelf, SALT_CLOCK)


@pytest.mark.parametrize(("step", "drafts"), [("vocabulary", 1), ("new_file", 0)], ids=["writing", "written"])
def test_a_killed_build_leaves_the_old_index_and_its_draft_is_swept(
    copy: Path, shelf: Path, step: str, drafts: int
) -> None:
    """Killed while it writes the new index, and when that is written and not yet the current one."""
    build(SALT_CLOCK, shelf)
    home = shelf / SALT_CLOCK.name
    current = (home / "current").read_text()
    (copy / "untold.txt").write_text("what is the number of the boats\n")
    script = "import os, signal, sys; from pathlib import Path; from knowledge.building import build; "
    script += f"build.{step} = lambda *_: os.kill(os.getpid(), signal.SIGKILL); build.build(*map(Path, sys.argv[1:]))"
    command = [sys.executable, "-c", script, str(copy), str(shelf)]
    killed = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (home / "current").read_text() == current
    load(shelf, SALT_CLOCK)
    assert len(list(home.glob(".*"))) == drafts
    (home / f".{os.getpid()}-0123abcd-current").write_text("half")  # of one killed in between
    build(copy, shelf)
    assert sorted(path.name for path in home.iterdir()) == sorted(["current", (home / "current").read_text()])
    load(shelf, copy)


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for text in ("old", "new"):
        with new_folder(target) as draft:
            (draft / "file").write_text(text)
    with suppress(KeyError), new_folder(target) as draft:
        (draft / "file").write_text("broken")
        raise KeyError
    assert (target / "file").read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for text in ("old", "new"):
        with new_file(target) as draft:
            draft.write_text(text)
    with suppress(KeyError), new_file(target) as draft:
        draft.write_text("broken")
        raise KeyError
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]
