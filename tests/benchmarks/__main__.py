"""Every benchmark, printed and written to docs/benchmarks.md: `python -m tests.benchmarks [MAIL_FOLDER]`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from string import Template

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the command and the service have it

from tests.benchmarks import commands, drafts, growth, latency, memory, others, service
from tests.benchmarks.timing import ROOT, machine, table

PAGE = ROOT / "docs" / "benchmarks.md"
TEMPLATE = Path(__file__).with_name("benchmarks.md")
BUSY = """
**The machine was busy with other work: only ratios and processor times mean much here.** Wall times, the service and p99 are too long,
by as much as wall exceeds processor time in the table of commands."""


def main() -> None:
    """Run the parts one after the other and write the page."""
    arguments = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    arguments.add_argument("mail", type=Path, nargs="?", help="folder of real mail, to time ordinary mail as well")
    arguments.add_argument("--scale", type=float, default=1.0, help="of the samples: 0.1 for a quick look (default: 1)")
    arguments.add_argument("--out", type=Path, default=PAGE, help="the page (default: docs/benchmarks.md)")
    given = arguments.parse_args()
    begun = time.monotonic()

    def many(number: float) -> int:
        return max(2, round(number * given.scale))

    values = {"machine": machine(), "scale": f"{given.scale:g}", "busy": BUSY if os.getloadavg()[0] > (os.cpu_count() or 1) else ""}
    groups = {f"{language}, {name}": found for (language, name), found in drafts.corpus(many(30)).items()}
    ordinary = [draft for name, found in groups.items() if "other" in name for draft in found]
    introductions = [draft for name, found in groups.items() if "unannounced" in name for draft in found]
    if given.mail:
        ordinary = drafts.real(given.mail, many(300))
        groups["real ordinary mail"] = ordinary
    plain, half = ordinary[0], many(30)
    parts: dict[str, Callable[[], str]] = {
        "commands": lambda: commands.rows(many(5)),
        "latency": lambda: latency.rows(dict(groups)),
        "others": lambda: others.rows(ordinary[:half], introductions[:half]),
        "length": lambda: growth.with_length(plain, introductions[0]),
        "recipients": lambda: growth.with_recipients(plain, introductions[0]),
        "archive": lambda: growth.with_archive(24 * given.scale),
        "service": lambda: service.rows({"ordinary": ordinary, "introductions": introductions}, 10 * given.scale),
        "memory": lambda: memory.rows(many(100_000)),
    }
    for name, part in parts.items():
        values[name] = part()
        print(f"{name}\n\n{values[name]}\n", flush=True)
    values["targets"] = targets(values, list(groups)[-1])
    values["minutes"] = f"{(time.monotonic() - begun) / 60:.0f}"
    given.out.write_text(Template(TEMPLATE.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
    print(f"written: {given.out} ({values['minutes']} minutes)", file=sys.stderr)


def targets(values: dict[str, str], ordinary: str) -> str:
    """The table of what we wanted and what this run saw, out of the other tables; `ordinary` names the group of ordinary mail."""
    commands, service, memory = values["commands"], values["service"], values["memory"]
    last = memory.splitlines()[-1].split("|")[1].strip()
    rows = [
        ("an ordinary draft, times bare tokenisation, median", "2", cell(values["latency"], ordinary, -1)),
        ("an ordinary draft, p99, ms", "5", cell(values["latency"], ordinary, -2)),
        ("`POST /v1/check`, ordinary drafts, 1 client: p50, ms", "3", cell(service, "ordinary | 1 ", 2)),
        ("the same with 8 clients: p50, ms", "3", cell(service, "ordinary | 8 ", 2)),
        ("the same with 8 clients: p99, ms", "15", cell(service, "ordinary | 8 ", 4)),
        ("`askfirst check one.eml`, ms", "1100", cell(commands, "`askfirst check", 1)),
        ("`askfirst --help`, ms", "200", cell(commands, "`askfirst --help", 1)),
        ("memory of a process, MiB", "160", cell(memory, last, 1)),
        ("the same with the model and both readers just loaded, MiB", "the same", cell(memory, "one introduction", 1)),
    ]
    return table(("", "target, at most", "seen"), rows)


def cell(markdown: str, row: str, column: int) -> str:
    """A cell of the first row that begins so."""
    line = next(line for line in markdown.splitlines() if line.startswith(f"| {row}"))
    return [text.strip() for text in line.strip("|").split("|")][column]


if __name__ == "__main__":
    main()
