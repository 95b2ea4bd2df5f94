"""What a running bot counts and times, for Prometheus. No id, no name, no word of anybody is in it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from knowledge.answer import Answer, Status

STAGES = ("acknowledge", "settings", "book", "search", "discord")
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """One bot's figures, in a registry of their own, so that several bots of one process don't mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = self._counter("norfolk_answers", "Questions answered, by how the answer stands", "status")
        self._warnings = self._counter("norfolk_warnings", "Answers past the level, by what became of them", "how")
        self._refusals = self._counter("norfolk_refusals", "What was not answered, by why", "why")
        self._failures = self._counter("norfolk_failures", "Errors that members or the log were told of", "kind")
        self._requests = self._counter("norfolk_discord_requests", "Requests to Discord, by its status", "status")
        self._seconds = Histogram(
            "norfolk_seconds", "How long a stage took", ["stage"], buckets=_SECONDS, registry=self.registry
        )
        for counter, values in (
            (self._answers, Status),
            (self._warnings, ("covered", "withheld")),
            (self._refusals, ("unknown", "too-soon", "crowded")),
        ):
            for value in values:
                counter.labels(value)
        for stage in STAGES:
            self._seconds.labels(stage)

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.labels(answer.status).inc()
        if answer.status is Status.UNKNOWN and not answer.kept:
            self.refused(answer.remark or "unknown")
        if answer.covered or answer.kept:
            self._warnings.labels("withheld" if answer.kept else "covered").inc()

    def refused(self, why: str) -> None:
        """Count what got no answer."""
        self._refusals.labels(why).inc()

    def failed(self, error: BaseException | None) -> None:
        """Count an error by its type."""
        self._failures.labels(type(error).__name__).inc()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage of STAGES, whether it succeeds or not."""
        with self._seconds.labels(name).time():
            yield

    def took(self, stage: str, seconds: float) -> None:
        """Note how long a stage took."""
        self._seconds.labels(stage).observe(max(0.0, seconds))

    def gauge(self, name: str, says: str, read: Any) -> None:
        """A figure that is read when it is asked for."""
        Gauge(f"norfolk_{name}", says, registry=self.registry).set_function(read)

    def trace(self) -> aiohttp.TraceConfig:
        """What counts and times every request of an aiohttp session."""
        trace = aiohttp.TraceConfig()

        async def begun(_: Any, context: SimpleNamespace, __: Any) -> None:
            context.begun = time.perf_counter()

        async def ended(_: Any, context: SimpleNamespace, found: aiohttp.TraceRequestEndParams) -> None:
            self._requests.labels(found.response.status).inc()
            self.took("discord", time.perf_counter() - context.begun)

        async def broken(_: Any, context: SimpleNamespace, __: Any) -> None:
            self._requests.labels("none").inc()

        trace.on_request_start.append(begun)
        trace.on_request_end.append(ended)
        trace.on_request_exception.append(broken)
        return trace

    def _counter(self, name: str, says: str, label: str) -> Counter:
        return Counter(name, says, [label], registry=self.registry)
