"""One book's search index: the vectors and words of its sentences, and those of its examples where it has any.

Examples are own questions, each of a passage, untold ones, of none, and messages. A passage's own sentences count as
its first examples, so that a passage without own questions is at no disadvantage but for what they would add.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from knowledge.book import Book, Examples
from knowledge.books.sentences import sentences
from knowledge.search import postings, products, ridge
from knowledge.search.encoder import Encoded
from knowledge.search.lexicon import lexicon
from knowledge.search.postings import Postings
from knowledge.search.products import Rows
from knowledge.search.ridge import Ridge
from knowledge.spoilers import Secret

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Encode = Callable[[Sequence[str]], Sequence[Encoded]]
Embed = Callable[[Sequence[str]], Floats]  # unit vectors, shape (texts, dimension)

# A question is too little work to be shared out: with one core of two busy, threads that wait for each other cost 8 ms.
faiss.omp_set_num_threads(1)
threadpool_limits(1, user_api="blas")

UNTOLD = -1  # the owner of an untold example
BORROWED = 0.6  # what a sentence takes of the vector of the one before it
MANY = 2_000  # examples from which on they are searched by cells rather than all
# How many lie in a cell on average, and the share of the cells that is looked at: of 11,948 examples the nearest one is
# found for 98 questions of 100, and of the nearest twenty 19.6.
IN_CELL, LOOKED_AT = 48, 1 / 8
ROUNDS = 10  # of making cells; more makes them no better
TERM = 150  # bytes that a term takes in a dictionary, about
_ARRAYS = ("sentence_of", "word_of", "example_owner", "message_extent")
_RIDGES = ("reach", "given")
_POSTINGS = ("in_sentences", "in_passages", "pairs", "with_questions", "in_examples", "in_messages")


@dataclass(frozen=True)
class Index:
    """Arrays over passages (P), their sentences (S), the words of these (W), and examples (E), all in book order."""

    vectors: faiss.Index  # of the sentences, S rows
    questions: faiss.Index  # of own questions and untold ones
    states: Rows  # of the sentences' words that carry meaning, W rows
    sentence_of: Ints  # the first sentence of each passage, shape (P + 1,)
    word_of: Ints  # the first word of each passage in `states`, shape (P + 1,)
    example_owner: Ints  # the passage of each row of `questions`, in book order; UNTOLD, last, for none
    in_sentences: Postings  # stems; weight 1
    in_passages: Postings  # stems; BM25
    pairs: Postings  # pairs of neighbouring stems, stop words in; weight 1
    with_questions: Postings  # stems of passages and their own questions together; BM25
    in_examples: Postings  # of the sentences, then of the rows of `questions`: stems and their pairs; tf-idf
    messages: faiss.Index  # of the example messages
    message_extent: Ints  # which of `extents` each message gives away
    in_messages: Postings  # stems and their pairs; tf-idf
    reach: Ridge  # learnt from own and untold questions: which of the extents answers them, or, last, none
    given: Ridge  # learnt from the messages: which of the extents they give away
    extents: tuple[tuple[str, ...], ...]  # the distinct sets of secrets of passages and messages, by id

    @property
    def passages(self) -> int:
        return len(self.sentence_of) - 1

    @property
    def dimension(self) -> int:
        return int(self.vectors.d)

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory, with what a searcher makes of it."""
        arrays = [*vars(self.states).values(), *(getattr(self, name) for name in _ARRAYS)]
        arrays += [array for name in _RIDGES for array in vars(getattr(self, name)).values()]
        posts: list[Postings] = [getattr(self, name) for name in _POSTINGS]
        arrays += [array for part in posts for array in (part.starts, part.documents, part.weights)]
        made = len(self.states) + self.vectors.ntotal
        rows = sum(each.ntotal for each in (self.vectors, self.questions, self.messages))
        taken: int = (made + 4 * rows) * self.dimension  # at most: many examples are kept in eight bits, too
        return taken + sum(int(array.nbytes) for array in arrays) + sum(TERM * len(part.terms) for part in posts)

    def save(self, folder: Path) -> None:
        """Write the index into a folder that exists; the same index gives the same bytes."""
        for name, rows in (("sentences", self.vectors), ("questions", self.questions), ("messages", self.messages)):
            # faiss.write_index calls a full disk a RuntimeError.
            (folder / f"{name}.faiss").write_bytes(faiss.serialize_index(rows).tobytes())
        arrays: dict[str, Any] = {name: getattr(self, name) for name in _ARRAYS}
        arrays |= {f"states.{key}": array for key, array in vars(self.states).items()}
        terms: dict[str, object] = {"extents": self.extents}
        for name in _POSTINGS:
            part: Postings = getattr(self, name)
            terms[name] = list(part.terms)
            arrays |= {f"{name}.{key}": getattr(part, key) for key in ("starts", "documents", "weights")}
            arrays[f"{name}.count"] = np.array(part.count)
        for name in _RIDGES:
            arrays |= {f"{name}.{key}": getattr(getattr(self, name), key) for key in ("dense", "words", "bias")}
        np.savez(folder / "arrays.npz", **arrays)
        (folder / "terms.json").write_text(json.dumps(terms, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Index:
        """Read what `save` wrote. Raises OSError, ValueError or RuntimeError when it is damaged."""
        terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz") as saved:
            arrays: dict[str, Any] = {name: saved[name] for name in saved.files}
        parts: dict[str, Any] = {
            name: Postings(
                terms={term: row for row, term in enumerate(terms[name])},
                starts=arrays[f"{name}.starts"],
                documents=arrays[f"{name}.documents"],
                weights=arrays[f"{name}.weights"],
                count=int(arrays[f"{name}.count"]),
            )
            for name in _POSTINGS
        }
        parts |= {name: Ridge(*(arrays[f"{name}.{key}"] for key in ("dense", "words", "bias"))) for name in _RIDGES}
        return cls(
            vectors=faiss.read_index(str(folder / "sentences.faiss")),
            questions=faiss.read_index(str(folder / "questions.faiss")),
            messages=faiss.read_index(str(folder / "messages.faiss")),
            extents=tuple(map(tuple, terms["extents"])),
            states=Rows(arrays["states.values"], arrays["states.scales"]),
            **{name: arrays[name] for name in _ARRAYS},
            **parts,
        )


def build(book: Book, examples: Examples, encode: Encode, embed: Embed) -> Index:
    """The index of a book: its sentences are encoded with their words, its examples as a whole."""
    read = lexicon(book.language)
    fold, stems, all_stems = read.fold, read.stems, read.all_stems
    told = [[fold(sentence) for sentence in sentences(passage.text)] for passage in book.passages]
    number = {passage.id: place for place, passage in enumerate(book.passages)}
    asked_of = sorted(examples.questions.items(), key=lambda item: number[item[0]])
    own = [(number[id], fold(text)) for id, texts in asked_of for text in texts]
    own = sorted([*own, *((number[p.id], fold(p.title)) for p in book.passages if p.title)], key=lambda x: x[0])
    asked = own + [(UNTOLD, fold(text)) for text in examples.untold]
    texts = [sentence for passage in told for sentence in passage]
    flat = encode(texts)
    dimension = len(flat[0].vector)
    sentence_of = _starts([len(passage) for passage in told])
    states = [one.states[read.meaningful(one.words)] for one in flat]
    word_starts = _starts([len(each) for each in states])
    by_passage = [all_stems(" ".join(passage)) for passage in told]
    with_own = [stems(" ".join(passage)) for passage in told]
    for owner, text in own:
        with_own[owner] += stems(text)
    plain = [stems(" ".join(passage)) for passage in told]
    spoken = [terms(all_stems(text)) for text in [*texts, *(text for _, text in asked)]]
    owners = [owner for owner, _ in asked]
    posts = [fold(message.text) for message in examples.messages]
    posted = [terms(all_stems(text)) for text in posts]
    given = [_ids(message.secrets) for message in examples.messages]
    extents = list(dict.fromkeys([(), *(_ids(passage.secrets) for passage in book.passages), *given]))
    extent_of = [extents.index(extent) for extent in given]
    in_examples = postings.build(spoken, postings.tfidf)
    in_messages = postings.build(posted, postings.tfidf)
    none = np.zeros((0, dimension), dtype=np.float32)
    asked_vectors = embed([text for _, text in asked]) if asked else none
    posted_vectors = embed(posts) if posts else none
    of_passage = [extents.index(_ids(passage.secrets)) for passage in book.passages]
    reached = np.array([len(extents) if owner == UNTOLD else of_passage[owner] for owner in owners], dtype=np.int64)
    return Index(
        vectors=_rows(np.stack([one.vector for one in flat]), dimension),
        questions=_rows(asked_vectors, dimension),
        states=products.rows(np.concatenate(states)),
        sentence_of=sentence_of,
        word_of=word_starts[sentence_of].astype(np.int32),
        example_owner=np.array(owners, dtype=np.int32),
        in_sentences=postings.build([stems(text) for text in texts], postings.presence),
        in_passages=postings.build(plain, postings.bm25),
        pairs=postings.build([neighbours(found) for found in by_passage], postings.presence),
        with_questions=postings.build(with_own, postings.bm25),
        in_examples=in_examples,
        messages=_rows(posted_vectors, dimension),
        message_extent=np.array(extent_of, dtype=np.int32),
        in_messages=in_messages,
        reach=ridge.learn(asked_vectors, in_examples, len(texts), reached, len(extents) + 1),
        given=ridge.learn(posted_vectors, in_messages, 0, np.array(extent_of, dtype=np.int64), len(extents)),
        extents=tuple(extents),
    )


def neighbours(found: Sequence[str]) -> list[str]:
    """The pairs of neighbouring stems, each as one term."""
    return [f"{one} {two}" for one, two in pairwise(found)]


def terms(stems: Sequence[str]) -> list[str]:
    """What examples are compared by: stems and their pairs, stop words in, as "how long" gives a question away."""
    return [*stems, *neighbours(stems)]


def _ids(secrets: Iterable[Secret]) -> tuple[str, ...]:
    return tuple(secret.id for secret in secrets)


def _rows(vectors: Floats, dimension: int) -> faiss.Index:
    """Vectors to be searched by cosine: all of them, or, where they are many, the cells nearest to what is sought."""
    rows: faiss.Index = faiss.IndexFlatIP(dimension)
    if len(vectors) >= MANY:
        cells = len(vectors) // IN_CELL
        eight_bits = faiss.ScalarQuantizer.QT_8bit_uniform  # finds the same, with a quarter of the memory to read
        by_cell = faiss.IndexIVFScalarQuantizer(rows, dimension, cells, eight_bits, faiss.METRIC_INNER_PRODUCT, False)
        by_cell.cp.niter = ROUNDS
        by_cell.train(vectors)
        by_cell.nprobe = math.ceil(cells * LOOKED_AT)
        rows = by_cell
    if len(vectors):
        rows.add(vectors)
    return rows


def _starts(sizes: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
