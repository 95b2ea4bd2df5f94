"""Several processes: which shards each runs, and the files that deploy them, held against published schemas."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import compose_spec
import kubernetes_validate
import pytest
import yaml

from bot.settings import Settings
from bot.shards import BadShards, ShardedBot, Shards, shards_of
from knowledge.catalogue import Catalogue

DEPLOY = Path(__file__).parents[2] / "deploy"
KUBERNETES: list[dict[str, Any]] = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))


def test_the_shards_that_are_asked_for() -> None:
    assert shards_of(None, None) is None
    assert shards_of("0-3", 16) == Shards((0, 1, 2, 3), 16)
    assert shards_of("5", 16) == Shards((5,), 16)
    assert shards_of(None, 2) == Shards((0, 1), 2)
    for ids, count in (("0-3", None), ("4-3", 16), ("0-16", 16), ("a", 3), ("-1", 3)):
        with pytest.raises(BadShards, match="--shard"):
            shards_of(ids, count)


async def test_a_sharded_bot_is_the_same_bot(catalogue: Catalogue, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    bot = ShardedBot(settings, catalogue, shard_ids=[4, 5], shard_count=8)
    assert (bot.shard_ids, bot.shard_count) == ([4, 5], 8)
    assert bot.desk.shelf is bot.shelf


def test_kubernetes_takes_what_is_deployed() -> None:
    for thing in KUBERNETES:
        kubernetes_validate.validate(thing, "1.32", strict=True)
    wrong = KUBERNETES[-1] | {"spec": KUBERNETES[-1]["spec"] | {"replicas": "four"}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.32", strict=True)


def test_the_ordinal_picks_the_shards_so_that_each_runs_once(tmp_path: Path) -> None:
    spec = KUBERNETES[-1]["spec"]
    container = spec["template"]["spec"]["containers"][0]
    fixed = {entry["name"]: entry["value"] for entry in container["env"] if "value" in entry}
    echo = tmp_path / "start"
    echo.write_text('#!/bin/sh\necho "$3 $5"\n')
    echo.chmod(0o755)
    running: list[int] = []
    for ordinal in range(spec["replicas"]):
        environment = {**fixed, "ORDINAL": str(ordinal), "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run([*container["command"], *container["args"]], env=environment, capture_output=True)
        ids, count = done.stdout.decode().split()
        running += (shards_of(ids, int(count)) or Shards((), 0)).ids
    assert running == list(range(int(fixed["SHARD_COUNT"])))


def test_compose_takes_what_is_deployed() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    compose_spec.PyCompose.from_yaml(yaml.safe_dump(yaml.safe_load(text)))  # with its anchors put in
    services = yaml.safe_load(text)["services"]
    running: list[int] = []
    for name, service in services.items():
        if name.startswith("norfolk"):
            _, _, ids, _, count = service["command"]
            running += (shards_of(ids, int(count)) or Shards((), 0)).ids
    assert running == list(range(8))
