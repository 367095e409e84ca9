"""What each ingredient brings, on the development split.

`python -m models.ablate --mail FOLDER` writes the ablation into `metrics.json`. The quick reader is trained again and again, on some of the
drafts, briefly and with one seed each: read differences, not levels. What the careful reader brings is in `models.evaluate`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from models.dataset import Encoded, mined_labels
from models.evaluate import METRICS
from models.learn import to_reader, train_network
from models.train import Material, gather, predict, unannounced

EPOCHS = 4
DRAFTS = 6_000  # of the training part, drawn once: with fewer, differences show as well


def score(train: list[Encoded], material: Material, *, plain: bool = False, introductions: Sequence[Encoded] = ()) -> dict[str, float]:
    """Train briefly, judge the development split, ordinary mail, and those real `introductions` that were not trained on."""
    ordinary = material.ordinary if not plain else []
    reader = to_reader(train_network(train + material.labelled, ordinary, 0, epochs=EPOCHS))
    scores = unannounced(predict(reader, material.dev))
    wanted = np.array([draft.facts[0] == 1 and draft.facts[1] * draft.facts[2] == 0 for draft in material.dev])
    limit = float(np.quantile(scores[~wanted], 0.97))
    real = unannounced(predict(reader, material.held_out[:4000]))
    seen = {draft.id for draft in material.labelled}
    unseen = [draft for draft in introductions if draft.id not in seen]
    return {
        "found": round(float((scores[wanted] > limit).mean()), 4),
        "accuracy": round(float(((scores > 0.5) == wanted).mean()), 4),
        "ordinary_per_1000": round(float((real > 0.5).mean() * 1000), 2),
        **({"real_found": int((unannounced(predict(reader, unseen)) > limit).sum()), "real": len(unseen)} if unseen else {}),
    }


def ablation(material: Material) -> list[dict[str, Any]]:
    """The whole recipe, and the recipe without one ingredient at a time."""
    chosen = np.random.default_rng(0).permutation(len(material.train))[:DRAFTS]
    drafts = [material.train[i] for i in chosen]
    rows = [{"without": "nothing", **score(drafts, material)}]
    rows.append({"without": "half of the drafts", **score(drafts[: len(drafts) // 2], material)})
    dev, labelled, ordinary, held_out = (
        [_without_kinds(d) for d in some] for some in (material.dev, material.labelled, material.ordinary, material.held_out)
    )
    blind = replace(material, dev=dev, labelled=labelled, ordinary=ordinary, held_out=held_out)
    rows.append({"without": "concepts and shapes of words", **score([_without_kinds(d) for d in drafts], blind)})
    rows.append({"without": "ordinary mail in training", **score(drafts, material, plain=True)})
    introductions = [draft for draft in material.labelled if draft.facts[0] == 1 and draft.facts[1] * draft.facts[2] == 0]
    mined = set(mined_labels())
    for without, kept in (
        ("labels of our own mining", [draft for draft in material.labelled if draft.id not in mined]),
        ("any label of real mail", []),
    ):
        rows.append({"without": without, **score(drafts, replace(material, labelled=kept), introductions=introductions)})
    return rows


def _without_kinds(draft: Encoded) -> Encoded:
    keys = draft.keys.copy()
    keys[:, 3] = 0
    return replace(draft, keys=keys)


def main() -> None:
    """Run it and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mail", type=Path, required=True)
    options = parser.parse_args()
    measure(gather(options.mail))


def measure(material: Material) -> None:
    """The ablation into `metrics.json`."""
    rows = ablation(material)
    print(*rows, sep="\n")
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    metrics["ablation"] = rows
    METRICS.write_text(json.dumps(metrics, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
