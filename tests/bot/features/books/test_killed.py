"""Two servers publish, edit, take back and remove at once, killed at random: nothing published is lost, nor half."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from knowledge.catalogue import Catalogue
from tests.bot.features.books.publisher import SERVERS, opened


async def test_nothing_published_is_lost_when_killed(tmp_path: Path, catalogue: Catalogue) -> None:
    build = tmp_path / "build"
    build.mkdir()
    catalogue.open("never-let-me-go")
    for encoder in catalogue.build_dir.glob("encoder-*"):
        (build / encoder.name).symlink_to(encoder)
    published: dict[tuple[int, str, int], str] = {}
    removed: set[str] = set()
    for seed, seconds in enumerate((2.0, 3.3, 4.1)):
        said = (tmp_path / "said").open("w+")
        command = [sys.executable, "-m", "tests.bot.features.books.publisher", str(tmp_path), str(build), str(seed)]
        with subprocess.Popen(command, stdout=said) as process:  # noqa: ASYNC220
            while not os.fstat(said.fileno()).st_size and process.poll() is None:
                time.sleep(0.1)  # noqa: ASYNC251 - it is still starting
            time.sleep(seconds)  # noqa: ASYNC251
            assert process.poll() is None
            process.kill()
        said.seek(0)
        for line in said.read().splitlines():
            if len(words := line.split()) == 5:
                what, server, slug, version, marker = words
                if what == "removing":
                    removed.add(slug)
                else:
                    published[int(server), slug, int(version)] = marker
        store, shelf = opened(tmp_path, build)
        await store.open()
        for (server, slug, version), marker in published.items():
            if slug in removed:
                continue
            newest = await store.books.current(server, slug)
            assert newest is not None
            source = await store.books.source(server, slug, version)
            assert source is not None or newest.version >= version + 20
            assert await store.books.current(3 - server, slug) is None
            assert marker
        for server in SERVERS:
            for edition in await store.books.listed(server):
                book = (await shelf.open(edition.slug, server)).book
                markers = {mark for one in book.passages for mark in re.findall(r"Mark\d+", one.text)}
                assert len(markers) == 1
                assert len(book.passages) == 2
                told = published.get((server, edition.slug, edition.version))
                assert told is None or markers == {told}
        await store.close()
    assert published
