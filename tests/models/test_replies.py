import datetime
import json
from collections import Counter
from pathlib import Path

import pytest

from linter.reply import Answer
from models.evaluate_replies import METRICS, measure
from models.replies import FOLDER, load, parts, read

SENT = "sent: 2026-11-12T09:00:00+01:00\n\n"


def corpus(tmp_path: Path, text: str, head: str = SENT) -> Path:
    path = tmp_path / "en-test.txt"
    path.write_text(head + text, encoding="utf-8")
    return path


def test_a_reply_is_read(tmp_path: Path) -> None:
    path = corpus(tmp_path, "=== later: in January = 2027-01-01 > Petra\nAsk Petra,\n\nor me in January.\n\n=== no\nNo.\n")
    first, second = read(path)
    assert (first.id, first.language, first.writer, first.answer) == ("en-test-1", "en", "test", Answer.LATER)
    assert (first.when, first.date, first.redirect) == ("in January", datetime.date(2027, 1, 1), "Petra")
    assert first.draft.body == "Ask Petra,\n\nor me in January.\n"
    assert first.draft.sent is not None
    assert first.draft.sent.utcoffset() == datetime.timedelta(hours=1)
    assert (second.answer, second.when, second.date, second.redirect) == (Answer.NO, "", None, "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("=== perhaps\nHm.\n", "not 'ANSWER"),
        ("=== yes\n\n", "no text"),
        ("=== later\nNot now.\n", "a later has a time"),
        ("=== yes: soon\nYes, soon.\n", "a later has a time"),
        ("=== later: in May = 2020-05-01\nIn May.\n", "has passed"),
        ("=== later: in June\nIn May.\n", "not in the text"),
        ("=== no > Petra\nNo.\n", "not in the text"),
    ],
)
def test_a_broken_reply_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        list(read(corpus(tmp_path, text)))
    assert "en-test.txt: reply 1" in str(caught.value)


@pytest.mark.parametrize("head", ["", "sent: soon\n\n", "sent: 2026-11-12T09:00:00\n\n"])
def test_a_file_says_when_it_was_sent(tmp_path: Path, head: str) -> None:
    with pytest.raises(ValueError, match=r"en-test\.txt"):
        list(read(corpus(tmp_path, "=== yes\nYes.\n", head)))


def test_the_corpus_is_as_large_as_we_say() -> None:
    examples = load(FOLDER)
    for language in ("en", "de"):
        found = [example for example in examples if example.language == language]
        assert len(found) >= 650
        assert all(count >= 100 for count in Counter(example.answer for example in found).values())
        assert sum(example.language == language for example in parts(examples)["test"]) >= 150


def test_no_writer_stands_in_two_parts() -> None:
    split = parts(load(FOLDER))
    writers = {part: {(e.language, e.writer) for e in examples} for part, examples in split.items()}
    assert not writers["train"] & (writers["dev"] | writers["test"])
    assert not writers["dev"] & writers["test"]


def test_figures_are_those_of_the_shipped_weights() -> None:
    assert measure(parts(load(FOLDER))["test"]) == json.loads(METRICS.read_text(encoding="utf-8"))
