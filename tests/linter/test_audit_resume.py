"""An audit that is stopped at any point, on any engine, gives in the end what an uninterrupted one gives."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from audit_archive import ANNA, MIKE, OWNER, Run, judge, mail, mbox, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.audit.chunks import Chunk
from linter.audit.command import circumstances
from linter.audit.engine import Engine, one_process, processes
from linter.audit.state import FILE, State
from linter.cli import main
from linter.config import Config
from linter.dismissal import key_file
from linter.errors import AskfirstError, ConfigError
from linter.finding import Severity

TEXTS = ("AMBUSH", "MAY I?", "See you.", "BOTH AGREED", "Hallo", "UNREADABLE")
MAILS = 24


def interrupted(after: int) -> Engine:
    """An engine during which somebody presses Ctrl-C once it has done some chunks."""

    def run(task: Callable[[Chunk], Any], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, Any]]:
        for number, result in enumerate(one_process(task, chunks)):
            if number == after:
                raise KeyboardInterrupt
            yield result

    return run


def shuffled(task: Callable[[Chunk], Any], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, Any]]:
    """An engine whose results come in another order, some of them twice."""
    results = list(one_process(task, chunks))
    yield from reversed(results + results[::2])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file is a chunk of its own."""
    folder = tmp_path_factory.mktemp("archive")
    for number in range(MAILS):
        reply = mail(100 + number, "Hi!", MIKE, OWNER, number + 2, In_Reply_To=f"<{number}@voss.example>")
        sent = mail(number, TEXTS[number % len(TEXTS)], to=f"{MIKE}, {ANNA}" if number % 2 else ANNA, days=number * 9)
        write(folder / f"{number:02d}.mbox", mbox(reply, sent))
    return folder


@pytest.fixture(scope="module")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    return Run(tmp_path_factory.mktemp("whole"), archive, own=("clara@voss.example",), names=True).everything


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(stops=st.lists(st.integers(0, MAILS), max_size=4), lost=st.integers(0, 400))
def test_stopped_at_any_points_and_cut_off_anywhere(
    tmp_path: Path, archive: Path, whole: tuple[object, ...], stops: list[int], lost: int
) -> None:
    folder = tmp_path / "out"
    shutil.rmtree(folder, ignore_errors=True)
    for stop in stops:
        with contextlib.suppress(KeyboardInterrupt):
            Run(folder, archive, engine=interrupted(stop), own=("clara@voss.example",))
        state = folder / FILE
        os.truncate(state, max(0, state.stat().st_size - lost))
    assert Run(folder, archive, own=("clara@voss.example",), names=True).everything == whole


def test_what_is_done_is_not_judged_again(tmp_path: Path, archive: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        Run(tmp_path, archive, engine=interrupted(20), own=("clara@voss.example",))
    seen: list[str] = []

    def counting(task: Callable[[Chunk], Any], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, Any]]:
        for chunk, part in one_process(task, chunks):
            seen.append(chunk.key)
            yield chunk, part

    run = Run(tmp_path, archive, engine=counting, own=("clara@voss.example",))
    assert len(seen) == MAILS - 20
    assert run.told[0] == "going on where the last run stopped (20 chunks are done)"


def test_mail_that_came_meanwhile_is_judged_and_mail_that_is_gone_is_not_counted(tmp_path: Path, archive: Path) -> None:
    own = shutil.copytree(archive, tmp_path / "archive")
    with pytest.raises(KeyboardInterrupt):
        Run(tmp_path / "out", own, engine=interrupted(10), own=("clara@voss.example",))
    (own / "03.mbox").unlink()
    with (own / "04.mbox").open("ab") as file:
        file.write(mbox(mail(500, "AMBUSH")))
    fresh = Run(tmp_path / "fresh", own, own=("clara@voss.example",)).everything
    assert Run(tmp_path / "out", own, own=("clara@voss.example",)).everything == fresh


def test_another_model_or_owner_begins_anew(tmp_path: Path, archive: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        Run(tmp_path, archive, engine=interrupted(10), own=("clara@voss.example",))
    run = Run(tmp_path, archive, circumstances="other", own=("mike@hale.example",))
    assert run.json["sent"] == MAILS
    assert run.told == []


@pytest.mark.parametrize(
    "config",
    [
        Config(severity={"AF101": Severity.NOTE}),
        Config(own_domains=frozenset({"voss.example"})),
        Config(never_warn=frozenset({"anna@roth.example"})),
        Config(languages=("de",)),
        Config(thorough=False),
    ],
)
def test_another_configuration_begins_anew(config: Config) -> None:
    assert circumstances((), config) != circumstances((), Config())
    assert circumstances((), config) == circumstances((), replace(config))


def test_order_and_repetition_do_not_matter(tmp_path: Path, archive: Path, whole: tuple[object, ...]) -> None:
    assert Run(tmp_path, archive, engine=shuffled, own=("clara@voss.example",), names=True).everything == whole


def test_an_engine_that_loses_a_chunk_is_found_out(tmp_path: Path, archive: Path) -> None:
    def loses(task: Callable[[Chunk], Any], chunks: Iterator[Chunk], /) -> Iterator[tuple[Chunk, Any]]:
        next(chunks)
        yield from one_process(task, chunks)

    with pytest.raises(AskfirstError, match="1 chunks were not judged"):
        Run(tmp_path, archive, engine=loses, own=("clara@voss.example",))


def test_a_damaged_key_is_an_error(tmp_path: Path) -> None:
    State(tmp_path / FILE, "")
    key_file(tmp_path / FILE).write_text("zz")
    with pytest.raises(ConfigError, match="damaged"):
        State(tmp_path / FILE, "")


def test_the_state_is_for_its_owner_only(tmp_path: Path, archive: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        Run(tmp_path, archive, engine=interrupted(1))
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_several_processes_give_what_one_gives(tmp_path: Path, archive: Path, whole: tuple[object, ...]) -> None:
    assert Run(tmp_path, archive, engine=processes(2), own=("clara@voss.example",), names=True).everything == whole


def die(draft: Any, config: Any, dismissals: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_dies_is_an_error_and_the_next_run_goes_on(tmp_path: Path, archive: Path, whole: tuple[object, ...]) -> None:
    with pytest.raises(AskfirstError, match="run the same command again"):
        Run(tmp_path, archive, engine=processes(2), own=("clara@voss.example",), judge=die)
    assert Run(tmp_path, archive, own=("clara@voss.example",), names=True).everything == whole


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.mark.parametrize(("texts", "code"), [(["See you."], 0), (["MAY I?"], 0), (["AMBUSH"], 1), (["AMBUSH", "UNREADABLE"], 2)])
def test_exit_codes(here: Path, capsys: pytest.CaptureFixture[str], texts: list[str], code: int) -> None:
    write(here / "a.mbox", mbox(*(mail(number, text) for number, text in enumerate(texts))))
    assert main(["audit", "a.mbox", "--jobs", "1"], judge) == code
    written = capsys.readouterr()
    assert sorted(path.name for path in (here / "askfirst-audit").iterdir()) == ["introductions.csv", "report.html", "report.json"]
    assert written.out.startswith(f"{len(texts) - (code == 2)} messages read")
    assert written.out.endswith("report: askfirst-audit/report.html\n")
    assert "%|" not in written.err  # a bar is for a terminal
    assert ("a.mbox:" in written.err) == (code == 2)


@pytest.mark.parametrize(
    "arguments",
    [["audit"], ["audit", "a", "--own", "Clara"], ["audit", "a", "--jobs", "0"], ["audit", "a", "--jobs", "2", "--cluster", "x"]],
)
def test_wrong_usage_is_one_line(here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments, judge) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_flood_of_errors_is_summed_up(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here / "a.jsonl", b"{\n" * 100 + json.dumps({"to": ["mike@hale.example"], "body": "See you."}).encode())
    assert main(["audit", "a.jsonl", "--jobs", "1"], judge) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21
    assert told[-1] == "askfirst: … and 80 more, counted in the report"


@pytest.mark.parametrize(
    ("path", "code", "reason"), [("nope.mbox", 2, "nothing could be read, so no report is written"), ("empty", 0, "empty: no mail in it")]
)
def test_no_report_where_nothing_was_read(here: Path, capsys: pytest.CaptureFixture[str], path: str, code: int, reason: str) -> None:
    (here / "empty").mkdir()
    assert main(["audit", path, "--jobs", "1", "--out", "new"], judge) == code
    written = capsys.readouterr()
    assert (written.out, written.err.splitlines()[-1]) == ("", f"askfirst: {reason}")
    assert not (here / "new").exists()
    write(here / "a.mbox", mbox(mail(1, "AMBUSH")))
    assert main(["audit", "a.mbox", "--jobs", "1", "--out", "new"], judge) == 1
    before = {file.name: file.read_bytes() for file in (here / "new").iterdir()}
    assert main(["audit", path, "--jobs", "1", "--out", "new"], judge) == code
    assert {file.name: file.read_bytes() for file in (here / "new").iterdir()} == before


SLOW = """
import sys, time
sys.path.insert(0, sys.argv.pop(1))
from audit_archive import judge
from linter.cli import main
from linter.config import Config
def slow(*arguments):
    time.sleep(0.2)
    return judge(*arguments)
sys.exit(main(["audit", *sys.argv[1:]], slow))
"""


def test_ctrl_c_stops_and_the_same_command_goes_on(here: Path, archive: Path) -> None:
    command = [sys.executable, "-c", SLOW, str(Path(__file__).parent), str(archive), "--jobs", "1", "--own", "clara@voss.example"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    state, end = here / "askfirst-audit" / FILE, time.monotonic() + 60
    while not (state.exists() and state.read_bytes().count(b"\n") > 2):
        assert running.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "the same command goes on where it was" in told
    assert "Traceback" not in told
    assert main(["audit", str(archive), "--jobs", "1", "--own", "clara@voss.example"], judge) == 2
    assert json.loads((here / "askfirst-audit" / "report.json").read_text())["read"] == 2 * MAILS - MAILS // len(TEXTS)
