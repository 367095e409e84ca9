"""Other linters and spaCy's stock text classifiers on the same drafts in the same run. None of them looks for what we look for."""

from __future__ import annotations

import json
import random
import subprocess
import warnings
from collections.abc import Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example

from linter import Draft, check
from models.corpus import load, parts
from tests.benchmarks.timing import best, table, told

FOLDER = Path(__file__).parent
ROUNDS = 3
STEPS = 40  # of training: enough to have weights, and what they say is not asked
TOK2VEC = {
    "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4, "embed_size": 2000, "window_size": 1,
    "maxout_pieces": 3, "subword_features": True,
}  # fmt: skip
BAG = {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": True, "length": 262144, "ngram_size": 1, "no_output_layer": False}
STOCK: dict[str, dict[str, object]] = {  # as spaCy's documentation of the architectures gives them
    "spacy.TextCatBOW.v3": BAG,
    "spacy.TextCatReduce.v1": {
        "@architectures": "spacy.TextCatReduce.v1", "exclusive_classes": True, "tok2vec": TOK2VEC, "use_reduce_first": False,
        "use_reduce_last": False, "use_reduce_max": True, "use_reduce_mean": True,
    },
    "spacy.TextCatEnsemble.v2": {
        "@architectures": "spacy.TextCatEnsemble.v2",
        "linear_model": BAG,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2", "width": 64, "rows": [2000, 2000, 500, 1000, 500],
                "attrs": ["NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"], "include_static_vectors": False,
            },
            "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 64, "window_size": 1, "maxout_pieces": 3, "depth": 2},
        },
    },
}  # fmt: skip


def rows(ordinary: Sequence[Draft], introductions: Sequence[Draft]) -> str:
    """A table with a line for each program: quantiles over ordinary drafts and over introductions, in milliseconds."""
    drafts = [*ordinary, *introductions]
    bare = spacy.blank("en")
    programs = {"bare tokenisation (spaCy)": lambda draft: bare(draft.body), "**askfirst**": check}
    programs |= {f"{name}, spaCy {spacy.__version__}": _judging(nlp) for name, nlp in _classifiers().items()}
    lint = _proselint()
    if lint:
        programs[f"proselint {version('proselint')}"] = lambda draft: lint(draft.body)
    times: dict[str, list[float]] = {name: [] for name in programs}
    for program in programs.values():
        program(drafts[0])
    for draft in drafts:
        for name, least in zip(programs, best([partial(program, draft) for program in programs.values()], ROUNDS), strict=True):
            times[name].append(least)
    times |= _node([draft.body for draft in drafts])
    found = [
        [name, *told(values[: len(ordinary)]), *told(values[len(ordinary) :])] if values else [name, *["not installed"] * 6]
        for name, values in ({"proselint": []} | times if not lint else times).items()
    ]
    return table(("program", "ordinary p50", "p90", "p99", "introduction p50", "p90", "p99"), found)


def _judging(nlp: Language):  # type: ignore[no-untyped-def]
    return lambda draft: nlp(draft.body)


def _classifiers() -> dict[str, Language]:
    """spaCy's stock configurations, trained for a moment on our corpus."""
    examples = random.Random(3).sample(parts(load())["train"], 400)
    found = {}
    for name, model in STOCK.items():
        nlp = spacy.blank("en")
        pipe = nlp.add_pipe("textcat", config={"model": model})
        for label in ("UNANNOUNCED", "ELSE"):
            pipe.add_label(label)  # type: ignore[attr-defined]
        made = []
        for example in examples:
            unannounced = float(example.verdict == "unannounced_introduction")
            made.append(Example.from_dict(nlp.make_doc(example.body), {"cats": {"UNANNOUNCED": unannounced, "ELSE": 1 - unannounced}}))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            optimizer = nlp.initialize(lambda made=made: made)
            for step in range(STEPS):
                nlp.update(made[step * 10 % 400 :][:10], sgd=optimizer)
        found[name] = nlp
    return found


def _proselint():  # type: ignore[no-untyped-def]
    """Its check of a text, or None where it is not installed."""
    try:
        version("proselint")
    except PackageNotFoundError:
        return None
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    return lambda text: LintFile("draft", text).lint()


def _node(texts: list[str]) -> dict[str, list[float]]:
    """Times by program of those that run in Node.js, which loads each once and times every text; empty lists where not installed."""
    try:
        done = subprocess.run(
            ["node", str(FOLDER / "others.mjs"), str(ROUNDS)],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
    except (OSError, subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return {"write-good, alex, harper.js": []}
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found
