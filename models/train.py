"""Train the shipped pipeline: `python -m models.train --mail FOLDER --pretrained FILE.pt`. One seed, one result."""

from __future__ import annotations

import argparse
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from linter.draft import from_fields
from linter.pipeline import FACTS, LABELS, Floats, Gate, MailLanguage, Reader, ngrams
from models.augment import vary
from models.corpus import load, parts
from models.dataset import Encoded, blank, encode, encode_example, real_facts, real_labels, real_mail
from models.network import Batch, Network, Optimiser, Shape, collate


def masked_loss(logits: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy over what is known; `wanted` below 0 is unknown."""
    known = (wanted >= 0).float() * weight
    loss = functional.binary_cross_entropy_with_logits(logits, wanted.clamp(min=0), reduction="none")
    return (loss * known).sum() / known.sum().clamp(min=1)


def train_network(
    corpus: list[Encoded], ordinary: list[Encoded], pretrained: dict[str, torch.Tensor] | None, seed: int, *,
    epochs: int = 18, ordinary_share: float = 0.7, rate: float = 2e-3, shape: Shape | None = None,
    after: Callable[[int, Network], None] | None = None,
) -> Network:  # fmt: skip
    """Train on the corpus, varied anew in each epoch, and on a fresh draw of ordinary mail."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    shape = shape or Shape()
    network = Network(shape)
    if pretrained is not None:
        network.load_state_dict({k: v for k, v in pretrained.items() if k.split(".")[0] in ("tables", "words")}, strict=False)
    averaged = copy.deepcopy(network)
    givers = [draft for draft in corpus if (draft.labels[:, LABELS.index("consent_both")] == 1).any()]
    drawn = min(int(len(corpus) * ordinary_share), len(ordinary))
    size = 16
    steps = epochs * ((len(corpus) + drawn) // size)
    optimiser = Optimiser(network, (), rate, steps + 2 * epochs)
    step = 0
    fact_weight = torch.tensor([2.0, 1.0, 1.0, 1.0, 0.5])
    for epoch in range(epochs):
        network.train()
        drafts = [vary(draft, ordinary, givers, rng) for draft in corpus]
        drafts += [ordinary[i] for i in rng.choice(len(ordinary), drawn, replace=False)] if drawn else []
        for batch in _batches(drafts, size, shape, rng):
            labels, facts = network(batch)
            loss = masked_loss(facts, batch.facts, fact_weight) + 25 * masked_loss(labels, batch.labels, 1 + 2 * batch.labels.clamp(min=0))
            optimiser.step(loss)
            step += 1
            if step % 8 == 0:
                _average(averaged, network, 0.9)
        if after:
            after(epoch, averaged)
    return averaged.eval()


def _average(averaged: Network, network: Network, decay: float) -> None:
    """Exponential moving average of the weights (Polyak): steadier than the last step."""
    with torch.no_grad():
        for mean, now in zip(averaged.parameters(), network.parameters(), strict=True):
            mean.lerp_(now, 1 - decay)


def _batches(drafts: list[Encoded], size: int, shape: Shape, rng: np.random.Generator) -> Iterator[Batch]:
    """Batches of drafts of like length, in random order."""
    drafts = [shorten(draft) for draft in drafts]
    order = sorted(range(len(drafts)), key=lambda i: len(drafts[i].keys) * (0.8 + 0.4 * rng.random()))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    return (collate([drafts[i] for i in groups[g]], shape) for g in rng.permutation(len(groups)))


def shorten(draft: Encoded, tokens: int = 500) -> Encoded:
    """A draft cut behind `tokens` tokens, at the end of a sentence."""
    if len(draft.keys) <= tokens:
        return draft
    kept = max(int((draft.bounds[:, 1] <= tokens).sum()), 1)
    end = min(int(draft.bounds[kept - 1][1]), tokens * 2)
    return replace(draft, keys=draft.keys[:end], bounds=np.minimum(draft.bounds[:kept], end), labels=draft.labels[:kept])


def to_reader(network: Network) -> Reader:
    """The trained network as the linter runs it."""
    return Reader(network.arrays(), dict(network.config()))


def train_gate(interesting: list[Encoded], ordinary: list[Encoded], traps: list[Encoded]) -> Gate:
    """Logistic regression over hashed word pairs. Traps, corpus drafts that are nothing, weigh little: they may pass.

    Two of three interesting drafts get a piece of ordinary mail behind them, or the gate would learn to tell our writers from others.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(0)
    longer = [np.concatenate([d.words, ordinary[rng.integers(len(ordinary))].words[6 : rng.integers(20, 200)]]) for d in interesting * 2]
    texts = [draft.words for draft in interesting] + longer + [draft.words for draft in traps + ordinary]
    gate = Gate()
    buckets = [ngrams(words, len(gate.weights)) for words in texts]
    ends = np.cumsum([0] + [len(b) for b in buckets])
    values = np.concatenate([np.full(len(b), 1 / np.sqrt(len(b))) for b in buckets])
    table = csr_matrix((values, np.concatenate(buckets), ends), shape=(len(texts), len(gate.weights)))
    positive = 3 * len(interesting)
    wanted = np.array([1] * positive + [0] * (len(traps) + len(ordinary)))
    weight = np.array([0.5] * positive + [0.1] * len(traps) + [0.2] * len(ordinary))
    model = LogisticRegression(C=10.0, max_iter=300).fit(table, wanted, weight)
    return Gate(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def gate_scores(gate: Gate, drafts: list[Encoded]) -> Floats:
    """The gate's probabilities for drafts."""
    sums = [gate.bias + gate.weights[ngrams(d.words, len(gate.weights))].sum() / np.sqrt(max(2 * len(d.words) - 1, 1)) for d in drafts]
    return (1 / (1 + np.exp(-np.array(sums)))).astype(np.float32)


def predict(reader: Reader, drafts: list[Encoded]) -> Floats:
    """The facts' probabilities (drafts, FACTS)."""
    return np.stack([reader.predict(draft.keys, draft.bounds)[1] for draft in drafts])


def calibrate(reader: Reader, dev: list[Encoded]) -> None:
    """Platt scaling of each fact on the development split (Platt 1999), written into the reader's arrays."""
    from sklearn.linear_model import LogisticRegression

    logits = _logit(predict(reader, dev))
    wanted = np.stack([draft.facts for draft in dev])
    for column in range(len(FACTS)):
        known = wanted[:, column] >= 0
        model = LogisticRegression(C=1.0).fit(logits[known, column : column + 1], wanted[known, column])
        reader.arrays["fact_scale"][column] = max(float(model.coef_[0, 0]), 0.05)
        reader.arrays["fact_shift"][column] = float(model.intercept_[0])


def _logit(p: Floats) -> Floats:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return np.log(p / (1 - p)).astype(np.float32)


def unannounced(facts: Floats) -> Floats:
    """The probability `linter.judge` works with: two sides in touch and not both asked."""
    return facts[:, 0] * (1 - facts[:, 1] * facts[:, 2])


def choose_thresholds(gate: Gate, reader: Reader, dev: list[Encoded], ordinary: list[Encoded]) -> dict[str, float]:
    """Let the gate pass nearly all that matters; warn from one half, or higher to warn on at most 1 in 4,000 ordinary mails."""
    interesting = [draft for draft in dev if draft.facts[[0, 3, 4]].max() == 1]
    passed = float(np.quantile(gate_scores(gate, interesting), 0.002))
    limit = min(passed, float(np.quantile(gate_scores(gate, ordinary), 1 - READ_CAREFULLY)))
    read = [draft for draft, score in zip(ordinary, gate_scores(gate, ordinary), strict=True) if score >= limit]
    highest = np.sort(unannounced(predict(reader, read)))[::-1] if read else np.zeros(1)
    warn_ordinary = float(highest[min(len(ordinary) // 4000, len(highest) - 1)])
    return {"gate": round(limit, 4), "gate_miss": 0.01, "warn": round(max(warn_ordinary, 0.5), 4)}


def to_pipeline(gate: Gate, reader: Reader, thresholds: dict[str, float], words: list[str], path: Path) -> None:
    """Save everything as a spaCy pipeline that `spacy.load` reads."""
    about = {"name": "ask_first", "version": "1.0.0", "license": "MIT", "description": "Unannounced introductions in mail drafts"}
    nlp = MailLanguage(meta=about)
    nlp.add_pipe("askfirst_gate")
    nlp.add_pipe("askfirst_reader")
    for name, trained in (("askfirst_gate", gate), ("askfirst_reader", reader)):
        nlp._components[nlp.component_names.index(name)] = (name, trained)
    nlp.meta["askfirst"] = {"thresholds": thresholds}
    nlp.to_disk(path)
    (path / "words.txt").write_text(" ".join(words) + "\n", encoding="utf-8")


READ_CAREFULLY = 0.12  # at least this share of ordinary mail is let through: real introductions are worded unlike our writers'


@dataclass(frozen=True)
class Material:
    """What there is to learn from. `ordinary` and `held_out` are real mail of the tuning part taken for nothing special."""

    train: list[Encoded]
    dev: list[Encoded]
    labelled: list[Encoded]
    ordinary: list[Encoded]
    held_out: list[Encoded]


def gather(mail: Path) -> Material:
    """Encode the corpus and the tuning part of the real mail, with the labels known for some of it."""
    nlp = blank()
    split = parts(load())
    verdicts = real_labels(mail)
    labelled: list[Encoded] = []
    ordinary: list[Encoded] = []
    for _, fields in real_mail(mail, tuning=True):
        draft = from_fields(fields)
        verdict = verdicts.get(fields["id"])
        encoded = encode(draft, nlp, None, real_facts(verdict))
        if len(encoded.bounds) > 1:
            encoded.labels[:, LABELS.index("introduce")] = -1 if verdict else 0
            (labelled if verdict else ordinary).append(encoded)
    order = np.random.default_rng(0).permutation(len(ordinary))
    cut = len(ordinary) - 12_000
    return Material(
        [encode_example(e, nlp) for e in split["train"]], [encode_example(e, nlp) for e in split["dev"]], labelled,
        [ordinary[i] for i in order[:cut]], [ordinary[i] for i in order[cut:]],
    )  # fmt: skip


def run(material: Material, pretrained: dict[str, torch.Tensor] | None, out: Path) -> None:
    """Train, calibrate, choose thresholds, save the pipeline, print what the development split says."""
    corpus = material.train + material.labelled * 4
    network = train_network(corpus, material.ordinary, pretrained, 0)
    reader = to_reader(network)
    calibrate(reader, material.dev)
    interesting = [d for d in corpus if d.facts[[0, 3, 4]].max() == 1]
    traps = [d for d in corpus if d.facts[[0, 3, 4]].max() < 1]
    gate = train_gate(interesting, material.ordinary[:40_000], traps)
    thresholds = choose_thresholds(gate, reader, material.dev, material.held_out)
    passing = float((gate_scores(gate, material.held_out) >= thresholds["gate"]).mean())
    print(f"thresholds {thresholds}; {passing:.1%} of ordinary mail passes the gate")
    common = Counter(word for example in load() for word in example.body.split())
    to_pipeline(gate, reader, thresholds, sorted(word for word, _ in common.most_common(8_000)), out)


def main() -> None:
    """The whole chain after pretraining: encode, train, calibrate, choose thresholds, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mail", type=Path, required=True, help="folder of the real mail; only its tuning part is read")
    parser.add_argument("--pretrained", type=Path, required=True, help="what models.pretrain wrote")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "pipeline")
    options = parser.parse_args()
    torch.use_deterministic_algorithms(mode=True, warn_only=True)
    run(gather(options.mail), torch.load(options.pretrained), options.out)


if __name__ == "__main__":
    main()
