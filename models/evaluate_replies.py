"""Measure the reading of answers on the test writers: `python -m models.evaluate_replies` writes `reply-metrics.json`.

With `--check` nothing is written; it fails if the figures are not those in the file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from linter.reply import Answer, Reply, read_reply
from models.intervals import wilson
from models.replies import Example, load, parts, same_person

METRICS = Path(__file__).parent / "reply-metrics.json"
_BINS = 5  # of the calibration

Pair = tuple[Example, Reply]


def measure(examples: list[Example]) -> dict[str, Any]:
    """The figures by language, each share with its 95 % interval."""
    pairs = [(example, read_reply(example.draft)) for example in examples]
    languages = sorted({example.language for example in examples})
    return {language: _figures([pair for pair in pairs if pair[0].language == language]) for language in languages} | {
        "calibration_error": _calibration_error(pairs)
    }


def _figures(pairs: list[Pair]) -> dict[str, Any]:
    def share(wanted: Callable[[Pair], bool], among: Callable[[Pair], bool] = lambda _: True) -> dict[str, Any]:
        chosen = [pair for pair in pairs if among(pair)]
        return wilson(sum(wanted(pair) for pair in chosen), len(chosen))

    def is_true(answer: Answer) -> Callable[[Pair], bool]:
        return lambda pair: pair[0].answer is answer

    found_later: Callable[[Pair], bool] = lambda pair: pair[0].answer is Answer.LATER and pair[1].answer is Answer.LATER  # noqa: E731
    return {
        "right": share(_is_right),
        "no_read_as_yes": share(lambda pair: pair[1].answer is Answer.YES, is_true(Answer.NO)),
        "no_or_unclear_read_as_yes": share(
            lambda pair: pair[1].answer is Answer.YES, lambda pair: pair[0].answer in (Answer.NO, Answer.UNCLEAR)
        ),
        **{f"{answer.value}_found": share(_is_right, is_true(answer)) for answer in Answer},
        "wrong_but_unclear": share(lambda pair: not _is_right(pair) and pair[1].answer is Answer.UNCLEAR),
        "date_right": share(lambda pair: _date(pair[1]) == pair[0].date, found_later),
        "redirect_noticed": share(lambda pair: bool(pair[1].redirect), lambda pair: bool(pair[0].redirect)),
        "redirect_named": share(lambda pair: same_person(pair[0].redirect, pair[1].redirect), lambda pair: bool(pair[0].redirect)),
        "redirect_invented": share(lambda pair: bool(pair[1].redirect), lambda pair: not pair[0].redirect),
    }


def _is_right(pair: Pair) -> bool:
    return pair[0].answer is pair[1].answer


def _date(reply: Reply) -> Any:
    return reply.when.date if reply.when else None


def _calibration_error(pairs: list[Pair]) -> float:
    """The mean distance of confidence and share of right answers over bins of confidence (ECE)."""
    bins: list[list[Pair]] = [[] for _ in range(_BINS)]
    for pair in pairs:
        bins[min(int(pair[1].confidence * _BINS), _BINS - 1)].append(pair)
    gaps = [abs(sum(map(_is_right, part)) - sum(reply.confidence for _, reply in part)) for part in bins]
    return round(sum(gaps) / max(len(pairs), 1), 4)


def main(arguments: list[str]) -> int:
    """Measure, and write or compare."""
    figures = measure(parts(load())["test"])
    text = json.dumps(figures, indent=1, sort_keys=True) + "\n"
    if "--check" in arguments:
        return int(text != METRICS.read_text(encoding="utf-8"))
    METRICS.write_text(text, encoding="utf-8")
    for language in ("en", "de"):
        print(
            language,
            *(f"{name} {f['share']} [{f['low']}, {f['high']}] ({f['hits']}/{f['of']})" for name, f in figures[language].items()),
            sep="\n  ",
        )
    print("calibration error", figures["calibration_error"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
