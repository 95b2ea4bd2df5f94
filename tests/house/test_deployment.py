"""What is deployed, and what the documents show of it, held against the code."""

from __future__ import annotations

import configparser
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.settings import Settings, load_settings
from bot.terminal.cli import BOOK, TERMINAL, app

ROOT = Path(__file__).parents[2]
SETTINGS = {"DISCORD_TOKEN" if name == "discord_token" else f"NORFOLK_{name.upper()}" for name in Settings.model_fields}
FOLDERS = {"NORFOLK_DATA_DIR", "NORFOLK_BUILD_DIR", "NORFOLK_BOOKS_DIR"}
COMPOSED = ("compose.yaml", "deploy/compose.yaml")
UNIT = ROOT / "deploy" / "norfolk.service"
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def services(file: str) -> list[dict[str, Any]]:
    """The services of a compose file that are Norfolk."""
    named = yaml.safe_load((ROOT / file).read_text())["services"].items()
    return [service for name, service in named if name.startswith("norfolk")]


def passed_on(file: str) -> dict[str, str]:
    """The environment of the container."""
    found: dict[str, str] = services(file)[0]["environment"]
    return found


def written(service: dict[str, Any]) -> list[str]:
    """The folders that a service may write to."""
    volumes = [volume.split(":") for volume in service["volumes"]]
    return [mount.partition(":")[0] for mount in service["tmpfs"]] + [each[1] for each in volumes if "ro" not in each]


def test_the_example_names_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)) == SETTINGS


@pytest.mark.parametrize("file", COMPOSED)
def test_compose_passes_every_setting_on(file: str) -> None:
    found = passed_on(file)
    assert set(found) == SETTINGS
    for name, value in found.items():
        if name == "NORFOLK_DATABASE_URL" and value.startswith("postgresql:"):
            continue  # the one that the file itself brings up
        assert value.startswith("/") if name in FOLDERS else value.startswith(f"${{{name}:")
    image = (ROOT / "Dockerfile").read_text()
    assert all(f"{name}={found[name]}" in image for name in FOLDERS)


def test_what_is_made_at_run_time_lies_where_it_can_be_written() -> None:
    """Clubs' books are unpacked in the data folder and built in the build folder, whatever else can't be written."""
    made = ("NORFOLK_DATA_DIR", "NORFOLK_BUILD_DIR")
    homes = [(service["environment"], written(service)) for file in COMPOSED for service in services(file)]
    pod = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text()))[-1]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    mounts = [mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")]
    homes.append(({entry["name"]: entry.get("value") for entry in container["env"]}, mounts))
    assert len(homes) == 4
    for environment, folders in homes:
        for name in made:
            assert any(Path(environment[name]).is_relative_to(folder) for folder in folders), (name, folders)


def test_what_compose_leaves_empty_has_its_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in passed_on("compose.yaml").items():
        monkeypatch.setenv(name, value if name in FOLDERS else "")
    settings = load_settings()
    assert settings.discord_token is None
    assert settings.database == Path("/data/norfolk.db")
    assert (settings.book, settings.default_level, settings.default_policy) == ("never-let-me-go", None, "warn")


def test_docker_is_given_what_it_copies_and_no_more() -> None:
    lines = re.findall(r"^COPY (?!--from)(.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    copied = {path for line in lines for path in line.split()[:-1] if not path.startswith("--")}
    assert set(re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)) == copied


def test_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split()) - {"help"}
    assert set(re.findall(r'echo "make (\w+)', text)) == targets


def test_the_unit_waits_for_the_network_and_restarts() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT)
    assert unit["Unit"]["Wants"] == unit["Unit"]["After"] == "network-online.target"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    service = unit["Service"]
    assert service["Restart"] == "always"
    assert 24 * 3600 / int(service["RestartSec"]) < 1000
    assert service["ExecStart"].endswith("/.venv/bin/norfolk run")
    given = {entry.partition("=")[0] for entry in service["Environment"].split()}
    assert given == FOLDERS - {"NORFOLK_BOOKS_DIR"} | {"MALLOC_ARENA_MAX"}
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if (tool := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not installed")
    here = tmp_path / "norfolk.service"  # it looks whether the program is there
    here.write_text(re.sub(r"(?<=ExecStart=)\S+", "/bin/true", UNIT.read_text()))
    done = subprocess.run([tool, "verify", str(here)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def options(command: str, rest: str) -> set[str]:
    """The options of a command, as they are typed; of the next word's, where the command is a group."""
    found = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]
    modules = TERMINAL
    if command == "book":
        modules, command = BOOK, rest.split()[0] if rest.split() else ""
    if command in modules:
        alone = typer.Typer(add_completion=False)
        alone.command()(importlib.import_module(f"bot.terminal.{modules[command][0]}").command)
        found = typer.main.get_command(alone)
    return {name for option in found.params for name in (*option.opts, *option.secondary_opts)} | {"--help"}


def in_blocks(text: str) -> list[str]:
    """The lines of shell blocks, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line.partition(" #")[0] for block in blocks for line in block.splitlines()]


def shown(text: str) -> list[str]:
    """What is shown as code: the lines of blocks, and what stands in back-ticks."""
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return in_blocks(text) + [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", rest)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_documents_show_exist(document: Path) -> None:
    for line in shown(document.read_text(encoding="utf-8")):
        # Elsewhere the word is the name of an image, of a service or of a folder.
        for name, rest in re.findall(r"(?:^|&& |=\S+ |bin/|--rm |exec norfolk )norfolk ([a-z]+)([^&|;]*)", line):
            assert set(re.findall(r"(?<=\s)--[a-z-]+", rest)) <= options(name, rest), line


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_says_how_its_commands_are_found(document: Path) -> None:
    """`norfolk` and `python -m` are nowhere but in .venv/bin: a document that shows them shows that first."""
    text = document.read_text(encoding="utf-8")
    activated = text.find(". .venv/bin/activate")
    ours = re.compile(r"(\w+=\S+ )*(norfolk \w|python -m)")
    if any(ours.match(line) for line in shown(text)):
        assert activated >= 0
    first = next((line for line in in_blocks(text) if ours.match(line)), None)
    assert first is None or activated < re.search(rf"^{re.escape(first)}", text, re.MULTILINE).start()  # type: ignore[union-attr]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_modules_and_files_that_documents_name_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for module in re.findall(r"python -m ([\w.]+)", text):
        assert importlib.util.find_spec(module), module
    for target in re.findall(r"\]\(([^)#]+)\)", re.sub(r"`[^`]*`", "", text)):
        if not target.startswith("https:"):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_is_made_is_a_target(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for line in shown(document.read_text(encoding="utf-8")):
        for goal in re.findall(r"(?:^|&& )make (?:\w+=(?:\"[^\"]*\"|\S+) )*([a-z]+)", line):
            assert goal in targets, line


def test_nothing_names_a_folder_of_one_machine() -> None:
    here = [str(ROOT), str(Path.home())] if Path.home() != Path("/") else [str(ROOT)]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode or not (names := [name for name in os.fsdecode(listed.stdout).split("\0") if name]):
        pytest.skip("not a git checkout")
    for name in names:
        path = ROOT / name
        if path.suffix in (".md", ".py", ".toml", ".yaml", ".service", ".example", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [place for place in here if re.search(rf"{re.escape(place)}\b", text)], name
