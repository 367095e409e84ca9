"""`python tests/load/run.py`: how many composing people the service holds, on loopback: gunicorn, PostgreSQL, a Gmail emulator.

One table in Markdown: for each number of people, p50 and p99 in milliseconds, failures and throughput. Needs `pip install '.[dev,load]'`
and what the end-to-end tests need.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "addon"))

from processes import Gunicorn  # noqa: E402
from servers import gmail_emulator, new_database, postgresql  # noqa: E402
from signing import Signer  # noqa: E402


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[100, 500, 1000])
    parser.add_argument("--seconds", type=int, default=75, help="of each run")
    parser.add_argument("--compress", type=float, default=24, help="how many times faster than life; 24: half an hour in 75 seconds")
    parser.add_argument("--processes", type=int, default=2, help="gunicorn processes, of two workers each")
    options = parser.parse_args()
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{options.processes} gunicorn of 2 workers, {options.seconds} s, {options.compress:g} times faster than life")
    print(
        "| people | request | number | failures | p50 ms | p99 ms | per second | load |\n| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    for people in options.people:
        found = measured(people, options.seconds, options.compress, options.processes)
        for name, row in found["figures"].items():
            values = (row["requests"], row["failures"], f"{row['p50'] or 0:.0f}", f"{row['p99'] or 0:.0f}", f"{row['rate']:.1f}")
            print(f"| {people} | {name} | " + " | ".join(map(str, values)) + f" | {os.getloadavg()[0]:.0f} |", flush=True)
        for error in found["errors"]:
            print(f"    {error['occurrences']} x {error['name']}: {error['error']}", file=sys.stderr)


def measured(people: int, seconds: int, compress: float, processes: int) -> Any:
    """What locust has seen of so many people."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "gmail").mkdir()
        mailboxes = {f"ya29.clara{number}": f"clara{number}@voss.example" for number in range(people)}
        gmail = stack.enter_context(gmail_emulator(folder / "gmail", mailboxes))
        database, signer = new_database(stack.enter_context(postgresql()), "load"), Signer()
        services = [Gunicorn(folder / f"service{number}", database, gmail, signer) for number in range(processes)]
        for service in services:
            service.start()
            stack.callback(service.stop)
        key, report, given = folder / "key.pem", folder / "report.json", folder / "given.json"
        key.write_bytes(signer.pem)
        fields = {"backends": [s.url for s in services], "gmail": gmail, "key": str(key), "compress": compress, "report": str(report)}
        given.write_text(json.dumps(fields))
        command = [sys.executable, "-m", "locust", "-f", str(HERE / "locustfile.py"), "--headless", "-u", str(people), "-r", str(people)]
        environment = {
            **os.environ,
            "ASKFIRST_LOAD": str(given),
            "PYTHONPATH": os.pathsep.join(str(p) for p in (HERE, HERE.parent / "addon")),
        }
        quiet = ["-t", f"{seconds}s", "--stop-timeout", "30", "--only-summary", "--exit-code-on-error", "0"]
        subprocess.run([*command, *quiet], env=environment, check=True, capture_output=True, timeout=seconds + 600)
        return json.loads(report.read_text())


if __name__ == "__main__":
    main()
