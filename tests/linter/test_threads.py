"""Checking from several threads at once, as a server does."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from linter import check, from_fields
from linter.classify import pipeline
from linter.reply import read_reply

DRAFT = from_fields(
    {
        "from": "Clara Voss <clara@voss.example>",
        "to": ["Mike Hale <mike@hale.example>"],
        "cc": ["Anna Roth <anna@roth.example>"],
        "body": "Hi Mike, meet Anna, who knows all about heat pumps. You two should talk!",
    }
)
ANSWER = from_fields({"body": "Hi Clara,\n\nyes, go ahead!\n\nAnna"})


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
        answers = [pool.submit(read_reply, ANSWER) for _ in range(6)]
        reports = list(pool.map(check, [DRAFT] * 6))
    assert most == [1] * 12
    assert {answer.result().answer for answer in answers} == {"yes"}
    assert all(report == reports[0] for report in reports)


def test_the_words_of_an_answer_leave_memory_with_the_call() -> None:
    read_reply(ANSWER)
    known = len(pipeline().vocab.strings)
    read_reply(from_fields({"body": "Yes, the Quorvanthe and the Ziblomax shall be there."}))
    assert len(pipeline().vocab.strings) == known
