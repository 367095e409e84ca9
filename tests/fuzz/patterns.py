"""Every regular expression of `linter` and `addon`, timed on growing hostile text: `python -m tests.fuzz.patterns`.

A pattern is known from being compiled while all modules are imported, every function that builds one is called, and drafts,
answers and mails are read. Attacks are made from the pattern itself: for each repetition in it, a text that reaches it and
then goes on and on without letting the whole match.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._constants as op
import re._parser as parser
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from time import process_time
from typing import Any

_ROOT = Path(__file__).parents[2]
_SMALL = (20, 23, 26)  # repetitions at which an exponential pattern shows itself, and still ends
_LARGE = (500, 8_000)  # and a quadratic one
_NOTHING = 0.012  # seconds of the processor: faster than this at 8,000 repetitions is not quadratic
_TWICE = 3.0  # time that twice the text may take, times the time of once: 2 is linear, 4 quadratic
_MANY = 12  # a repetition up to here is bounded
_LETTERS = " a0\n-.<("
# These read sentences of `Scene.told`: `" ".join(text.split())`, so no two blanks in a row (a test holds it).
JOINED = frozenset(
    f"linter.{name}"
    for name in ("clauses", "telling", "perspective", "retelling", "hanging", "standing", "predicate", "turn_de", "turn_en")
)


@dataclass(frozen=True)
class Slow:
    """A pattern whose time grows faster than the text. `how` is `search` or `match`; `ratio` for twice the length."""

    place: str
    pattern: str
    how: str
    attack: str
    ratio: float
    seconds: float


def collected() -> dict[tuple[str | bytes, int], str]:
    """(pattern, flags) to the place in our code that compiled it first."""
    found: dict[tuple[str | bytes, int], str] = {}
    original = re._compile  # type: ignore[attr-defined]

    def listening(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(1)
        while frame and frame.f_globals.get("__name__", "") == "re":
            frame = frame.f_back  # type: ignore[assignment]
        module = frame.f_globals.get("__name__", "") if frame else ""
        if module.split(".")[0] in ("linter", "addon"):
            compiled = original(pattern, flags)
            found.setdefault((compiled.pattern, compiled.flags), f"{module}:{frame.f_lineno}")
        return original(pattern, flags)

    re._compile = listening  # type: ignore[attr-defined]
    try:
        for module in _modules():
            _build(module)
        _use()
    finally:
        re._compile = original  # type: ignore[attr-defined]
    return found


def _modules() -> list[Any]:
    modules = []
    for room in ("linter", "addon"):
        package = importlib.import_module(room)
        names = [info.name for info in pkgutil.walk_packages(package.__path__, f"{room}.")]
        modules += [
            importlib.import_module(n) for n in names if not n.endswith("__main__") and ".migrations" not in n and "gunicorn" not in n
        ]
    return modules


def _build(module: Any) -> None:
    """Call the functions without arguments that build a pattern or tables of them."""
    for value in vars(module).values():
        if isinstance(value, _lru_cache_wrapper) and "Pattern" in str(value.__annotations__.get("return", "")):
            with suppress(TypeError):  # one with arguments is called while we read
                value()
        if isinstance(value, re.Pattern):
            re._compile(value.pattern, value.flags & ~re.UNICODE if isinstance(value.pattern, str) else value.flags)  # type: ignore[attr-defined]


def _use() -> None:
    """Read our own mails and drafts, for the patterns that are built on the way."""
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import TARGETS

    for name, target in TARGETS.items():
        for number, data in enumerate(seeds(name)):
            if number % 8 == 0:
                target(data)


def attacks(pattern: str | bytes, flags: int) -> Iterator[tuple[str, str]]:
    """(beginning, what is repeated) for every repetition without a small bound."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    keep = flags & (re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE)
    pumps = list(_pumps(parser.parse(text, keep), ""))
    found = [("", letter) for letter in _LETTERS]
    for beginning, body in pumps:
        found += [(beginning, body), ("", body), (beginning, " "), (beginning, "a")]
    return iter(dict.fromkeys(found))


def _pumps(nodes: Any, before: str) -> Iterator[tuple[str, str]]:
    for kind, value in nodes:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, inside = value
            if most > _MANY:
                yield before, _sample(inside) or " "
            yield from _pumps(inside, before)
        elif kind is op.SUBPATTERN:
            yield from _pumps(value[3], before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _pumps(branch, before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _pumps(value[1], before)
        elif kind is op.ATOMIC_GROUP:
            yield from _pumps(value, before)
        before += _sample([(kind, value)])


def _sample(nodes: Any) -> str:
    """A text that the nodes match, nearly always."""
    made = ""
    for kind, value in nodes:
        if kind is op.LITERAL:
            made += chr(value)
        elif kind is op.NOT_LITERAL or kind is op.ANY:
            made += "a" if value != ord("a") else "b"
        elif kind is op.IN:
            made += _member(value)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            made += _sample(value[2]) * value[0]
        elif kind is op.SUBPATTERN:
            made += _sample(value[3])
        elif kind is op.BRANCH:
            made += _sample(value[1][0])
        elif kind is op.ATOMIC_GROUP:
            made += _sample(value)
    return made


def _member(value: Any) -> str:
    names = {op.CATEGORY_SPACE: " ", op.CATEGORY_DIGIT: "0", op.CATEGORY_WORD: "a"}
    if value[0][0] is op.NEGATE:
        return next(c for c in "a 0-\n" if not any(k is op.LITERAL and v == ord(c) for k, v in value[1:]))
    kind, inside = value[0]
    return chr(inside) if kind is op.LITERAL else chr(inside[0]) if kind is op.RANGE else names.get(inside, "a")


def _use_of(place: str) -> str:
    """How a pattern is used: `match` where our code does nothing else with it on this line or with the name it has, else `search`."""
    module, _, line = place.rpartition(":")
    source = _sources().get(module, "")
    inline = set(re.findall(r"\bre\.(\w+)\(", source.split("\n")[int(line) - 1])) if source and int(line) else set()
    if inline and inline <= {"match", "fullmatch"}:
        return "match"
    names = [
        node.name if isinstance(node, ast.FunctionDef) else node.targets[0].id
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.FunctionDef) or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)))
        and node.lineno <= int(line) <= (node.end_lineno or 0)
    ]
    used = {
        how
        for name in names
        for text in (_sources().values() if name[0] != "_" else [source])
        for how in re.findall(rf"\b{name}(?:\([\w.]*\))?\.(\w+)\(", text)
    }
    return "match" if used and used <= {"match", "fullmatch"} else "search"


@cache
def _sources() -> dict[str, str]:
    files = [path for room in ("linter", "addon") for path in (_ROOT / room).rglob("*.py")]
    return {".".join(path.relative_to(_ROOT).with_suffix("").parts): path.read_text("utf-8") for path in files}


def slow(place: str, pattern: str | bytes, flags: int) -> Slow | None:
    """The first attack that makes a pattern slow: searching for it or, where it is only matched at one place, matching it.

    `place` is MODULE:LINE where it was compiled.
    """
    compiled = re.compile(pattern, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    how = _use_of(place)
    for start, what in attacks(pattern, flags):
        if place.partition(":")[0] in JOINED and not what.strip():
            continue
        if (ratio := _ratio(compiled, how, start, what)) is not None:
            return Slow(place, str(pattern), how, f"{start[:30]!r} + {what!r} * n", *ratio)
    return None


def _ratio(compiled: re.Pattern[Any], how: str, start: str, what: str) -> tuple[float, float] | None:
    for times in (*_SMALL, *_LARGE):
        if (spent := _time(compiled, how, start, what, times)) > _NOTHING:
            if times in _SMALL:
                return float("inf"), spent
            twice = _time(compiled, how, start, what, 2 * times)
            for _ in range(3):  # not by accident: a busy machine slows down one of the two
                if twice / spent <= _TWICE:
                    break
                spent = min(spent, _time(compiled, how, start, what, times))
                twice = min(twice, _time(compiled, how, start, what, 2 * times))
            return (round(twice / spent, 1), round(twice, 3)) if twice / spent > _TWICE else None
    return None


def _time(compiled: re.Pattern[Any], how: str, start: str, what: str, times: int) -> float:
    text = f"{start}{what * times}\x00"
    hostile: Any = text.encode("latin-1", "replace") if isinstance(compiled.pattern, bytes) else text
    begun = process_time()
    if how == "match":
        compiled.match(hostile)
    else:
        for _ in compiled.finditer(hostile):
            pass
    return process_time() - begun


def audit() -> Iterator[tuple[str, Slow | None]]:
    """Each pattern's place, and how it is slow."""
    for (pattern, flags), place in collected().items():
        yield place, slow(place, pattern, flags)


def main() -> int:
    """Tell of every slow pattern; 1 when there is one."""
    number, bad = 0, 0
    for _, one in audit():
        number += 1
        if one:
            bad += 1
            print(f"{one.place}  {one.how}  x{one.ratio} ({one.seconds} s)  {one.attack}\n    {one.pattern[:200]}", flush=True)
    print(f"{number} patterns, {bad} slow")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
