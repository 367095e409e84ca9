"""Train the shipped pipeline: `python -m models.train --mail FOLDER`. One seed, one result."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from linter.draft import from_fields
from linter.encoder import Encoder, log_odds
from linter.pipeline import FACTS, LABELS, Floats, Gate, MailLanguage, Reader
from models import e5, quotable, replies
from models.answers import Answered, encode_replies
from models.augment import how_often
from models.careful import from_encoder, from_pretrained, to_encoder
from models.corpus import judged, latest, load, parts
from models.dataset import Encoded, blank, encode, encode_example, real_facts, real_labels, real_mail
from models.finetune import finetune
from models.gate import gate_scores, train_gate
from models.learn import to_reader, train_network
from models.network import go_on
from models.vocabulary import completed, keep, remembering


def predict(reader: Reader, drafts: list[Encoded]) -> Floats:
    """The facts' probabilities (drafts, FACTS) by the quick reader."""
    return np.stack([reader.predict(draft.keys, draft.bounds)[1] for draft in drafts])


def predict_carefully(encoder: Encoder, reader: Reader, drafts: list[Encoded]) -> Floats:
    """The facts' probabilities (drafts, FACTS) by the careful reader, who knows what the quick one thought."""
    return np.stack([encoder.predict(list(d.pieces), quick)[1] for d, quick in zip(drafts, predict(reader, drafts), strict=True)])


def calibrate(arrays: dict[str, Any], stated: Floats, dev: list[Encoded], quick: Floats | None = None) -> None:
    """Platt scaling of each fact on the development split (Platt 1999), written into the arrays of the reader that has `stated` them.

    With the facts by the `quick` reader, the weight of its log odds beside one's own is fitted too (stacking, Wolpert 1992).
    """
    from sklearn.linear_model import LogisticRegression

    columns = [log_odds(stated)] if quick is None else [log_odds(stated), log_odds(quick)]
    wanted = np.stack([draft.facts for draft in dev])
    for fact in range(len(FACTS)):
        known = wanted[:, fact] >= 0
        model = LogisticRegression(C=1.0).fit(np.stack([column[known, fact] for column in columns], axis=1), wanted[known, fact])
        scale = max(float(model.coef_[0, 0]), 0.05)
        arrays["fact_scale"][fact] *= scale  # a reader that goes on has been scaled before
        arrays["fact_shift"][fact] = scale * arrays["fact_shift"][fact] + float(model.intercept_[0])
        if quick is not None:
            arrays["fact_quick"][fact] = max(float(model.coef_[0, 1]), 0.0)


def unannounced(facts: Floats) -> Floats:
    """The probability `linter.judge` works with: two sides in touch and not both asked."""
    return np.asarray(facts[:, 0] * (1 - facts[:, 1] * facts[:, 2]), np.float32)


def choose_thresholds(gate: Gate, reader: Reader, encoder: Encoder, dev: list[Encoded], ordinary: list[Encoded]) -> dict[str, float]:
    """Gate and quick reader let nearly all pass that matters.

    The linter warns from one half, or higher where that keeps to `FALSE_WARNINGS` on drafts and to 1 in 4,000 on ordinary mail.
    """
    matters = [draft.facts[[0, 3, 4]].max() == 1 for draft in dev]
    interesting = [draft for draft, it in zip(dev, matters, strict=True) if it]
    gate_limit = min(
        float(np.quantile(gate_scores(gate, interesting), 0.002)), float(np.quantile(gate_scores(gate, ordinary), 1 - READ_CAREFULLY))
    )
    skim = float(np.quantile(predict(reader, interesting)[:, [0, 3, 4]].max(axis=1), 0.004))
    read = [draft for draft, score in zip(ordinary, gate_scores(gate, ordinary), strict=True) if score >= gate_limit]
    read = [draft for draft, facts in zip(read, predict(reader, read), strict=True) if facts[[0, 3, 4]].max() >= skim]
    on_mail = np.sort(unannounced(predict_carefully(encoder, reader, read)))[::-1]
    plain = [draft for draft in dev if not (draft.facts[0] == 1 and draft.facts[1] * draft.facts[2] == 0)]
    on_drafts = np.sort(unannounced(predict_carefully(encoder, reader, plain)))[::-1]
    warn = max(0.5, float(on_mail[min(len(ordinary) // 4000, len(on_mail) - 1)]), float(on_drafts[int(len(plain) * FALSE_WARNINGS)]))
    print(f"{len(read) / len(ordinary):.1%} of ordinary mail is read carefully")
    return {"gate": round(gate_limit, 4), "gate_miss": 0.01, "skim": round(skim, 4), "warn": round(warn, 4)}


def to_pipeline(gate: Gate, reader: Reader, encoder: Encoder, thresholds: dict[str, float], words: list[str], path: Path) -> None:
    """Save everything as a spaCy pipeline that `spacy.load` reads."""
    about = {"name": "ask_first", "version": "3.8.0", "license": "MIT", "description": "Unannounced introductions in mail drafts"}
    nlp = MailLanguage(meta=about)
    for name, trained in (("askfirst_gate", gate), ("askfirst_reader", reader), ("askfirst_careful", encoder)):
        nlp.add_pipe(name)
        nlp._components[nlp.component_names.index(name)] = (name, trained)
    nlp.meta["askfirst"] = {"thresholds": thresholds}
    nlp.to_disk(path)
    (path / "words.txt").write_text(" ".join(words) + "\n", encoding="utf-8")


SHIPPED = Path(__file__).parent / "pipeline"
FALSE_WARNINGS = 0.012  # of the development split's drafts that are no unannounced introduction, half of them traps in the same words
READ_CAREFULLY = 0.12  # at least this share of ordinary mail is let through: real introductions are worded unlike our writers'


@dataclass(frozen=True)
class Material:
    """What there is to learn from. `ordinary` and `held_out` are real mail of the tuning part taken for nothing special.

    `known` are drafts that the shipped careful reader has learnt from, `fresh` those that came after. Of `ordinary` only the first `PIECES`
    are cut into pieces for the careful reader.
    """

    known: list[Encoded]
    fresh: list[Encoded]
    dev: list[Encoded]
    labelled: list[Encoded]
    ordinary: list[Encoded]
    held_out: list[Encoded]
    replies: list[Answered]
    vocabulary: str
    rows: list[int]  # of the pretrained encoder's vocabulary

    @property
    def train(self) -> list[Encoded]:
        """All drafts to learn from."""
        return self.known + self.fresh


PIECES = 16_000
HELD_OUT = 12_000


def gather(mail: Path, known: str = "") -> Material:
    """Encode the corpus and the tuning part of the real mail, with the labels known for some of it.

    `known` is the vocabulary to use, if there is one already.
    """
    nlp = blank()
    split = parts(load())
    messages = [fields for _, fields in real_mail(mail, tuning=True)]
    texts = [(example.body, 8) for example in split["train"]] + [(fields["body"][:1500], 1) for fields in messages[::3]]
    vocabulary, rows = (completed(known), []) if known else keep(e5.load(), texts)
    subwords = remembering(vocabulary)
    verdicts = real_labels(mail)
    labelled: list[Encoded] = []
    ordinary: list[Encoded] = []
    for at in np.random.default_rng(0).permutation(len(messages)):
        fields = messages[at]
        verdict = verdicts.get(fields["id"])
        in_pieces = bool(verdict) or len(ordinary) < HELD_OUT + PIECES
        encoded = encode(from_fields(fields), nlp, None, real_facts(verdict), subwords if in_pieces else None)
        if len(encoded.bounds) > 1:
            encoded.labels[:, LABELS.index("introduce")] = -1 if verdict else 0
            (labelled if verdict else ordinary).append(encoded)
    new, signs = latest(), {name: told for name, told in judged().items() if not quotable.is_held_out(name)}
    drafts: dict[bool, list[Encoded]] = {True: [], False: []}
    for example in split["train"]:
        drafts[f"{example.language}-{example.writer}" in new].append(encode_example(example, nlp, subwords, signs.get(example.id, "")))
    return Material(
        drafts[False], drafts[True], [encode_example(e, nlp, subwords) for e in split["dev"]],
        labelled, ordinary[HELD_OUT:], ordinary[:HELD_OUT],
        encode_replies(replies.parts(replies.load())["train"], nlp, subwords), vocabulary, rows,
    )  # fmt: skip


def run(material: Material, earlier: Encoder | None, quick: Reader, out: Path) -> None:
    """Train, calibrate, choose thresholds, save the pipeline.

    With an `earlier` careful reader it alone is trained on; else it begins with the pretrained encoder, and the quick reader goes on too.
    """
    introducing = [draft for draft in material.labelled if draft.facts[[0, 3]].max() == 1]  # rare: seen more often
    real, ordinary = material.labelled + introducing * 2, material.ordinary[:PIECES]
    if earlier is None:
        careful = finetune(from_pretrained(e5.load(), material.rows), material.train + real, ordinary, material.replies, 0)
    else:
        careful = finetune(
            from_encoder(earlier), material.fresh + real, ordinary, material.replies, 0,
            known=material.known, often=how_often(predict_carefully(earlier, quick, material.known), material.known),
            epochs=4, whole=2, rate=1.5e-4, head_rate=7.5e-4,
        )  # fmt: skip
    encoder = to_encoder(careful, material.vocabulary)
    if earlier is None:
        start = go_on(quick.arrays, quick.config)
        quick = to_reader(train_network(material.train + material.labelled * 4, material.ordinary, 0, start=start))
    assemble(material, encoder, quick, out)


def assemble(material: Material, encoder: Encoder, reader: Reader, out: Path) -> None:
    """Calibrate both readers, train the gate, choose thresholds, save the pipeline."""
    calibrate(reader.arrays, predict(reader, material.dev), material.dev)
    calibrate(encoder.packed, predict_carefully(encoder, reader, material.dev), material.dev, predict(reader, material.dev))
    quotable.calibrate(encoder, material.train + material.dev)
    encoder = Encoder(encoder.packed, encoder.config, encoder.vocabulary)
    corpus = material.train + material.labelled * 4
    interesting = [d for d in corpus if d.facts[[0, 3, 4]].max() == 1]
    traps = [d for d in corpus if d.facts[[0, 3, 4]].max() < 1]
    gate = train_gate(interesting, material.ordinary[:40_000], traps)
    thresholds = choose_thresholds(gate, reader, encoder, material.dev, material.held_out)
    passing = float((gate_scores(gate, material.held_out) >= thresholds["gate"]).mean())
    print(f"thresholds {thresholds}; {passing:.1%} of ordinary mail passes the gate")
    common = Counter(word for example in load() for word in example.body.split())
    to_pipeline(gate, reader, encoder, thresholds, sorted(word for word, _ in common.most_common(8_000)), out)


def main() -> None:
    """The whole chain: encode, train, calibrate, choose thresholds, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mail", type=Path, required=True, help="folder of the real mail; only its tuning part is read")
    parser.add_argument("--quick", type=Path, default=SHIPPED / "askfirst_reader", help="folder of the quick reader to go on from")
    parser.add_argument(
        "--careful", type=Path, help="folder of a careful reader to go on from (default: begin with the pretrained encoder)"
    )
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    torch.use_deterministic_algorithms(mode=True, warn_only=True)
    earlier = Encoder().from_disk(options.careful) if options.careful else None
    material = gather(options.mail, earlier.vocabulary if earlier else "")
    if earlier:
        earlier = Encoder(earlier.packed, earlier.config, material.vocabulary)
    run(material, earlier, Reader().from_disk(options.quick), options.out)


if __name__ == "__main__":
    main()
