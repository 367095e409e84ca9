"""How long a check takes, as a ratio to bare spaCy tokenisation in the same run: `python tests/benchmarks/speed.py [MAIL_FOLDER]`.

Drafts of about 110 words from the test part of our corpus, each timed several times, the best time of each kept (the machine's noise only
ever adds), the median over drafts reported. Not a test: times on a shared machine fail nobody.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import perf_counter_ns

import spacy

from linter import Draft, Verdict, check, from_fields
from linter.classify import pipeline
from models.corpus import load, parts
from models.dataset import real_mail, to_draft

ROUNDS = 15


def best(call: Callable[[], object]) -> float:
    """The shortest of several runs, in microseconds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter_ns()
        call()
        times.append(perf_counter_ns() - start)
    return min(times) / 1000


def memory(code: str) -> float:
    """Resident memory of a fresh Python after running `code`, in MiB."""
    script = f"{code}\nimport re\nprint(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    return int(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()[-1]) / 1024


def real_drafts(folder: Path) -> list[Draft]:
    """Newly written real messages of about 110 words, of the measuring part."""
    mails = (fields for _, fields in real_mail(folder, tuning=False) if fields["sent_style"] and 450 < fields["new_chars"] < 800)
    return [from_fields(fields | {"body": fields["body"][: fields["new_chars"]]}) for fields in islice(mails, 0, 6000, 20)]


def main() -> None:
    """Print the table."""
    drafts = [(e, to_draft(e)) for e in parts(load())["test"] if 70 <= len(e.body.split()) <= 160]
    bare = spacy.blank("en")
    pipeline()
    for _, draft in drafts:
        bare(draft.body), check(draft)  # warm both
    everyday = [d for e, d in drafts if e.verdict == Verdict.OTHER and not e.marks]
    traps = [d for e, d in drafts if e.verdict == Verdict.OTHER and e.marks]
    introductions = [d for e, d in drafts if e.verdict in (Verdict.UNANNOUNCED, Verdict.PERMITTED)]
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, spaCy {spacy.__version__}")
    print(f"{'drafts':34}{'n':>5}{'tokenise':>12}{'check':>12}{'ratio':>8}")
    groups = {"everyday drafts of the corpus": everyday, "traps, worded like one": traps, "introduction": introductions}
    if len(sys.argv) > 1:
        groups["real ordinary mail"] = real_drafts(Path(sys.argv[1]))
    for name, group in groups.items():
        plain = statistics.median(best(lambda d=draft: bare(d.body)) for draft in group)
        whole = statistics.median(best(lambda d=draft: check(d)) for draft in group)
        print(f"{name:34}{len(group):>5}{plain:>9.0f} µs{whole:>9.0f} µs{whole / plain:>8.1f}")
    long = introductions[0]
    print("growth with length, time per 1,000 characters:")
    for times in (1, 4, 16, 64, 256):
        body = (long.body + "\n\n") * times
        draft = Draft(body, long.subject, long.sender, long.to, long.cc)
        print(f"  {len(body):>8} characters {best(lambda d=draft: check(d)) / len(body) * 1000:>9.0f} µs")
    spacy_only = memory("import spacy")
    loaded = memory("import spacy\nfrom linter import check, from_fields\ncheck(from_fields({'to': ['A <a@x.example>'], 'body': 'Hello'}))")
    print(f"memory: import spacy {spacy_only:.0f} MiB, linter loaded {loaded:.0f} MiB, {loaded - spacy_only:.0f} MiB more")


if __name__ == "__main__":
    main()
