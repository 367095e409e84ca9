"""Write the measured figures into the model card and the README, and draw their plots: `python -m models.card`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from models.evaluate import METRICS
from models.evaluate_replies import METRICS as REPLY_METRICS

CARD = Path(__file__).parent / "README.md"
ROOT = Path(__file__).parent.parent
PLOTS = ROOT / "docs" / "plots"
_NAMES = {"en": "English", "de": "German"}


def percent(value: dict[str, Any]) -> str:
    """A share with its interval, as people read it."""
    if value["share"] is None:
        return "–"
    return f"{value['hits'] / value['of']:.1%} [{value['low']:.1%}, {value['high']:.1%}] ({value['hits']}/{value['of']})"


def table(rows: list[list[str]]) -> str:
    """A Markdown table; the first row is its head."""
    head, *body = rows
    return "\n".join(["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *body]])


def main_table(metrics: dict[str, Any]) -> str:
    """The figures the issue tracker asks for, per language, beside the baselines."""
    codes = sorted(metrics["test"], reverse=True)
    wanted = [
        ("unannounced introductions found", "found", "≥ 97 %"),
        ("warnings on permitted, requests and other", "false_warnings", "≤ 1 %"),
        ("right side named, one-sided cases found", "right_side_named", "≥ 95 %"),
        ("verdict right, of four", "verdict_right", ""),
    ]
    rows = [["", *(_NAMES[code] for code in codes), "target"]]
    rows += [[title, *(percent(metrics["test"][code][key]) for code in codes), target] for title, key, target in wanted]
    for name, figures in {"quick reading alone": metrics["quick"], **metrics["baselines"]}.items():
        rows.append([f"{name}: found", *(percent(figures[code]["found"]) for code in codes), ""])
        rows.append([f"{name}: false warnings", *(percent(figures[code]["false_warnings"]) for code in codes), ""])
    return table(rows)


def rule_table(metrics: dict[str, Any]) -> str:
    """Precision and recall of each rule."""
    rows = [["rule", "language", "precision", "recall"]]
    for code, figures in sorted(metrics["test"].items(), reverse=True):
        rows += [[rule, _NAMES[code], percent(value["precision"]), percent(value["recall"])] for rule, value in figures["rules"].items()]
    return table(rows)


def real_table(metrics: dict[str, Any]) -> str:
    """Warnings on real mail, per file."""
    measuring = metrics["real"].get("measuring")
    if not measuring:
        return "Not measured yet."
    rows = [["file", "messages", "warnings", *measuring["total"]["sent"].keys() - {"linter"}]]
    names = rows[0][3:]
    for kind, row in sorted(measuring["files"].items()):
        rows.append([kind, str(row["messages"]), str(len(row["warned"])), *(str(row["baselines"][name]) for name in names)])
    for kind, total in measuring["total"].items():
        linter = total["linter"]
        rows.append([f"**all {kind}**", str(linter["of"]), percent(linter), *(percent(total[name]) for name in names)])
    return table(rows)


def trade_off_table(metrics: dict[str, Any]) -> str:
    """What other limits would give on the test drafts."""
    codes = sorted(metrics["trade_off"], reverse=True)
    rows = [["false warnings allowed", *(f"{_NAMES[code]}: found" for code in codes)]]
    for points in zip(*(metrics["trade_off"][code] for code in codes), strict=True):
        rows.append([f"{points[0]['false_warnings']:.0%}", *(f"{point['found']:.1%} (from {point['limit']:.2f})" for point in points)])
    return table(rows)


def ablation_table(metrics: dict[str, Any]) -> str:
    """What is lost without each ingredient."""
    rows = [["without", "found at 3 % false warnings", "right of all", "ordinary mails of 1,000 above 0.5", "real ones found unseen"]]
    for r in metrics["ablation"]:
        unseen = f"{r['real_found']} of {r['real']}" if "real" in r else "–"
        rows.append([r["without"], f"{r['found']:.1%}", f"{r['accuracy']:.1%}", str(r["ordinary_per_1000"]), unseen])
    return table(rows)


def reply_table(metrics: dict[str, Any]) -> str:
    """How well answers are read, per language."""
    wanted = [
        ("right, of four answers", "right", "≥ 95 %"),
        ("true no's read as yes", "no_read_as_yes", "≤ 0.5 %"),
        ("true no's and unclears read as yes", "no_or_unclear_read_as_yes", ""),
        *((f"{answer} found", f"{answer}_found", "") for answer in ("yes", "no", "later", "unclear")),
        ("wrong, and said to be unclear", "wrong_but_unclear", ""),
        ("date of a later right", "date_right", ""),
        ("redirection named", "redirect_named", ""),
        ("redirection seen where there is none", "redirect_invented", ""),
    ]
    rows = [["", *_NAMES.values(), "target"]]
    rows += [[title, *(percent(metrics[code][key]) for code in _NAMES), target] for title, key, target in wanted]
    return table(rows)


def fill(path: Path, name: str, text: str) -> None:
    """Put text between the marks of that name in a Markdown file."""
    content = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", re.S)
    if not pattern.search(content):
        raise ValueError(f"{path.name} has no place for {name}")
    path.write_text(pattern.sub(lambda match: match[1] + text + match[2], content), encoding="utf-8")


def draw(metrics: dict[str, Any]) -> None:
    """The reliability and the learning curve as SVG."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "askfirst"  # the same figures give the same file
    from matplotlib import pyplot

    PLOTS.mkdir(parents=True, exist_ok=True)
    figure, axes = pyplot.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="0.8")
    axes.plot([b["stated"] for b in metrics["reliability"]], [b["right"] for b in metrics["reliability"]], marker="o", color="#1a5fb4")
    axes.set(xlabel="stated confidence of the verdict", ylabel="share that is right", xlim=(0.4, 1.01), ylim=(0.4, 1.01))
    figure.tight_layout()
    figure.savefig(PLOTS / "reliability.svg", metadata={"Date": None})
    figure, axes = pyplot.subplots(figsize=(6, 4))
    curve = metrics["learning_curve"]
    for code, colour in (("en", "#1a5fb4"), ("de", "#c64600")):
        for share, style in (("3%", "-"), ("1%", "--")):
            label = f"{_NAMES[code]}, at {share} false warnings"
            points = [point[code][share] for point in curve]
            axes.plot([point["drafts"] for point in curve], points, style, marker="o", label=label, color=colour)
    axes.set(xlabel="drafts in the training part", ylabel="introductions found, development split")
    axes.legend()
    figure.tight_layout()
    figure.savefig(PLOTS / "learning-curve.svg", metadata={"Date": None})


def main() -> None:
    """Fill the tables and draw the plots."""
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    fill(ROOT / "README.md", "figures", main_table(metrics))
    fill(CARD, "figures", main_table(metrics))
    fill(CARD, "rules", rule_table(metrics))
    fill(CARD, "real", real_table(metrics))
    fill(CARD, "trade-off", trade_off_table(metrics))
    fill(CARD, "ablation", ablation_table(metrics))
    fill(CARD, "replies", reply_table(json.loads(REPLY_METRICS.read_text(encoding="utf-8"))))
    draw(metrics)


if __name__ == "__main__":
    main()
