"""How graphs are run: by onnxruntime, on the processor."""

from __future__ import annotations

from pathlib import Path

import onnxruntime as ort


def open_session(graph: Path, threads: int = 1) -> ort.InferenceSession:
    """A graph, ready to be run by so many threads a call."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.enable_cpu_mem_arena = False  # questions are short: the arena costs memory and buys nothing
    options.log_severity_level = 3
    return ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
