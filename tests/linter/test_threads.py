"""Checking from several threads at once, as a server does."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from linter import check, from_fields
from linter.classify import pipeline

DRAFT = from_fields(
    {
        "from": "Clara Voss <clara@voss.example>",
        "to": ["Mike Hale <mike@hale.example>"],
        "cc": ["Anna Roth <anna@roth.example>"],
        "body": "Hi Mike, meet Anna, who knows all about heat pumps. You two should talk!",
    }
)


def test_one_thread_after_the_other_uses_the_memory_of_the_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp, inside, most = pipeline(), threading.Semaphore(8), []
    zone, free = nlp.memory_zone, inside._value

    @contextmanager
    def watched() -> Iterator[object]:
        with inside, zone() as memory:
            most.append(free - inside._value)
            time.sleep(0.02)
            yield memory

    monkeypatch.setattr(nlp, "memory_zone", watched)
    with ThreadPoolExecutor(6) as pool:
        reports = list(pool.map(check, [DRAFT] * 6))
    assert most == [1] * 6
    assert all(report == reports[0] for report in reports)
