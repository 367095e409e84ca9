"""The command: arguments, exit codes, one line for each error, and nothing heavy imported before it is needed."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.cli import main
from linter.config import Config
from linter.dismissal import Dismissals
from linter.draft import Draft
from linter.errors import InputError, ModelError
from linter.finding import Certainty, Evidence, Finding, Report, Severity, Verdict
from linter.rules import BY_CODE, RULES

ROOT = Path(__file__).parents[2]
AMBUSH = {
    "id": "ambush",
    "from": "Clara <clara@voss.example>",
    "to": ["Mike Hale <mike@hale.example>"],
    "cc": ["Anna Roth <anna@roth.example>"],
    "subject": "Secret",
    "body": "Hi Mike,\n\nmeet Anna, who knows heat pumps.\n\nClara",
}
HANDOUT = {"id": "handout", "from": "clara@voss.example", "to": ["mike@hale.example"], "body": "Call Tom: 07700 900123."}
HARMLESS = {"id": "harmless", "from": "clara@voss.example", "to": ["mike@hale.example"], "body": "See you at eight."}

Run = Callable[..., tuple[int, str, str]]


def judge(draft: Draft, config: Config, dismissals: Dismissals) -> Report:
    """Stands in for the trained pipeline: what a draft is can be told from a word in it."""
    if "unreadable" in draft.body:
        raise InputError("too strange to judge")
    if "no model" in draft.body:
        raise ModelError("the trained pipeline is missing")
    findings = []
    for word, code in (("meet", "AF101"), ("Call", "AF103")):
        if word in draft.body:
            at, rule = draft.body.index(word), BY_CODE[code]
            evidence = (Evidence("introduce", at, at + len(word), word),)
            people = draft.recipients if code == "AF101" else ()
            severity = config.severity.get(code, rule.severity)
            finding = Finding(code, rule.name, severity, f"{rule.name}!", 0.9, evidence, people)
            if severity is not Severity.OFF and not dismissals.hides(finding, draft):
                findings.append(finding)
    verdict = Verdict.UNANNOUNCED if "meet" in draft.body else Verdict.OTHER
    return Report(draft.id, "en", verdict, 0.9, Certainty.LIKELY, draft.recipients if "meet" in draft.body else (), tuple(findings))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an empty folder and home; returns exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "ASKFIRST_ORGANISATION_CONFIG"):
        monkeypatch.delenv(variable, raising=False)

    def command(*arguments: str, stdin: bytes | None = None) -> tuple[int, str, str]:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(list(arguments), judge)
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def drafts(tmp_path: Path) -> Callable[..., str]:
    """Write drafts to a file of JSON lines in the current folder and return its name."""

    def write(*fields: dict[str, Any], name: str = "drafts.jsonl") -> str:
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in fields), encoding="utf-8")
        return name

    return write


def test_harmless_drafts_end_with_0(run: Run, drafts: Callable[..., str]) -> None:
    assert run("check", drafts(HARMLESS)) == (0, "1 draft checked, nothing to warn about\n", "")


def test_a_note_ends_with_0(run: Run, drafts: Callable[..., str]) -> None:
    code, out, _ = run("check", drafts(HANDOUT))
    assert code == 0
    assert "note AF103" in out


def test_a_warning_ends_with_1(run: Run, drafts: Callable[..., str]) -> None:
    code, out, err = run("check", drafts(AMBUSH, HANDOUT, HARMLESS))
    assert (code, err) == (1, "")
    assert "  3:1  “meet”  (introducing act)\n    not asked: Mike Hale <mike@hale.example>, Anna Roth <anna@roth.example>" in out
    assert out.endswith("\n3 drafts checked, 1 warning, 1 note\n")
    assert "Secret" not in out


def test_what_cannot_be_read_ends_with_2_and_the_others_are_done(run: Run, drafts: Callable[..., str]) -> None:
    code, out, err = run("check", "missing.eml", drafts(AMBUSH, {**HARMLESS, "body": "unreadable"}, {"body": 1}))
    assert code == 2
    assert "warning AF101" in out
    assert out.endswith("1 draft checked, 1 warning, 3 could not be read\n")
    lines = err.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("askfirst: missing.eml: ")
    assert lines[1].startswith("askfirst: drafts.jsonl")
    assert lines[1].endswith(": too strange to judge")


def test_a_path_without_mail_is_named(run: Run, drafts: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, out, err = run("check", drafts(HARMLESS), "empty")
    assert (code, out, err) == (0, "1 draft checked, nothing to warn about\n", "askfirst: empty: no mail in it\n")


@pytest.mark.parametrize("path", [["-"], []])
def test_standard_input(run: Run, path: list[str]) -> None:
    code, out, _ = run("check", *path, stdin=json.dumps(AMBUSH).encode())
    assert code == 1
    assert out.startswith("-")


def test_a_mail_on_standard_input(run: Run) -> None:
    mail = b"From: clara@voss.example\r\nTo: mike@hale.example\r\nMessage-ID: <1@voss.example>\r\n\r\nmeet Anna\r\n"
    code, out, _ = run("check", "-", "--format", "jsonl", stdin=mail)
    assert code == 1
    assert json.loads(out)["id"] == "1@voss.example"


def test_no_path_on_a_terminal_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO()))
    assert run("check") == (2, "", "askfirst: name at least one PATH, or - for standard input (see askfirst check --help)\n")


def test_verbose_names_the_harmless_too(run: Run, drafts: Callable[..., str]) -> None:
    assert "harmless\n  nothing to warn about" in run("check", "--verbose", drafts(HARMLESS))[1]


def test_json(run: Run, drafts: Callable[..., str]) -> None:
    name = drafts(AMBUSH, HARMLESS)
    lines = [json.loads(line) for line in run("check", "--format", "jsonl", name, "missing.eml")[1].splitlines()]
    assert [line["id"] for line in lines[:2]] == ["ambush", "harmless"]
    assert lines[2]["error"]
    assert lines[2]["verdict"] is None
    code, out, _ = run("check", "--format", "json", name, "missing.eml")
    assert (code, json.loads(out)) == (2, lines)


def test_sarif(run: Run, drafts: Callable[..., str]) -> None:
    code, out, _ = run("check", "--format", "sarif", drafts(AMBUSH), "missing.eml")
    log = json.loads(out)["runs"][0]
    assert code == 2
    assert [result["ruleId"] for result in log["results"]] == ["AF101"]
    assert len(log["invocations"][0]["toolExecutionNotifications"]) == 1


@pytest.mark.parametrize("scope", ["draft", "pair", "person", "rule"])
def test_what_is_dismissed_is_not_said_again(run: Run, drafts: Callable[..., str], tmp_path: Path, scope: str) -> None:
    name = drafts(AMBUSH)
    code, out, err = run("check", "--dismiss", scope, name)
    assert code == 1
    assert "AF101" in out
    assert err.startswith(f"askfirst: 1 of 1 findings dismissed (scope: {scope}), kept in ")
    assert run("check", name) == (0, "1 draft checked, nothing to warn about\n", "")
    file = tmp_path / "home" / ".local" / "share" / "askfirst" / "dismissals.jsonl"
    stored = file.read_text()
    assert not any(word in stored.lower() for word in ("mike", "anna", "clara", "meet", "pumps"))


def test_dismissals_in_a_file_of_ones_own(run: Run, drafts: Callable[..., str], tmp_path: Path) -> None:
    name = drafts(AMBUSH)
    assert run("check", "--dismissals", "mine.jsonl", name) == (2, "", "askfirst: mine.jsonl: cannot be read: there is no such file\n")
    run("check", "--dismissals", "mine.jsonl", "--dismiss", "draft", name)
    assert run("check", "--dismissals", "mine.jsonl", name)[0] == 0
    assert run("check", name)[0] == 1
    (tmp_path / "mine.jsonl.key").unlink()
    code, _, err = run("check", "--dismissals", "mine.jsonl", name)
    assert code == 2
    assert err.startswith("askfirst: mine.jsonl.key: the key is missing")
    assert err.endswith("; put back a copy of both, or remove mine.jsonl and mine.jsonl.key to begin anew\n")
    Path("mine.jsonl.key").write_text("no key")
    assert "remove mine.jsonl and mine.jsonl.key" in run("check", "--dismissals", "mine.jsonl", name)[2]
    Path("mine.jsonl.key").write_text("00" * 32)
    Path("mine.jsonl").write_text("{}\n")
    err = "askfirst: mine.jsonl: line 1: not a dismissal of version 1; remove this line\n"
    assert run("check", "--dismissals", "mine.jsonl", name) == (2, "", err)


def test_a_short_key_is_named_before_anything_is_dismissed(run: Run, drafts: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl.key").write_text("ab")
    code, out, err = run("check", "--dismissals", "mine.jsonl", "--dismiss", "draft", drafts(AMBUSH))
    assert (code, out) == (2, "")
    assert err.startswith("askfirst: mine.jsonl.key: the key is missing or too short")


def test_nothing_to_dismiss(run: Run, drafts: Callable[..., str], tmp_path: Path) -> None:
    assert run("check", "--dismiss", "rule", drafts(HARMLESS))[::2] == (0, "askfirst: nothing to dismiss\n")
    assert not (tmp_path / "home" / ".local" / "share" / "askfirst").exists()


def test_without_a_home_nothing_is_kept(run: Run, drafts: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("USERPROFILE", raising=False)
    assert run("check", drafts(AMBUSH))[0] == 1
    code, _, err = run("check", "--dismiss", "rule", drafts(AMBUSH))
    assert code == 2
    assert "no home folder" in err


def test_the_configuration_counts(run: Run, drafts: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "askfirst.toml").write_text('severity = {AF101 = "note"}\n')
    (tmp_path / "other.toml").write_text('severity = {AF101 = "off"}\n')
    name = drafts(AMBUSH)
    code, out, _ = run("check", name)
    assert code == 0
    assert "note AF101" in out
    assert "AF101" not in run("check", "--config", "other.toml", name)[1]


def test_show_config_tells_where_a_value_comes_from(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "askfirst.toml").write_text('severity = {AF101 = "note"}\nlanguages = ["de"]\n')
    (tmp_path / "org.toml").write_text('own-domains = ["org.example"]\nlocked = ["own-domains"]\n')
    monkeypatch.setenv("ASKFIRST_ORGANISATION_CONFIG", "org.toml")
    code, out, _ = run("check", "--show-config")
    assert code == 0
    assert f'severity.AF101 = "note"  # {tmp_path}/askfirst.toml\n' in out
    assert 'severity.AF102 = "warning"  # default\n' in out
    assert 'own-domains = ["org.example"]  # org.toml, locked by org.toml\n' in out


@pytest.mark.parametrize("text", ['severity = {AF101 = "of"}', "severity", 'x = "\\u001b[31m"\n'])
def test_a_wrong_configuration_is_one_line(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "askfirst.toml").write_text(text)
    code, out, err = run("check", "x.eml")
    assert (code, out) == (2, "")
    assert err.startswith(f"askfirst: {tmp_path}/askfirst.toml: ")
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_file_that_cannot_be_read_or_written_is_said_so(
    run: Run, drafts: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = drafts(AMBUSH)
    assert run("check", "--config", "nope.toml", name)[2] == "askfirst: nope.toml: cannot be read: No such file or directory\n"
    assert "askfirst: nope.jsonl: cannot be read: " in run("check", "--dismissals", "nope.jsonl", name)[2]
    (tmp_path / "loop").symlink_to("none/folder")
    code, _, err = run("check", "--dismissals", "loop/x.jsonl", "--dismiss", "rule", name)
    assert (code, err.startswith("askfirst: loop/x.jsonl: cannot be written: ")) == (2, True)
    assert run("thunderbird", "--out", "none/x.xpi")[::2] == (2, "askfirst: none/x.xpi: cannot be written: No such file or directory\n")
    monkeypatch.setenv("ASKFIRST_ORGANISATION_CONFIG", "org.toml")
    err = "askfirst: org.toml: cannot be read: No such file or directory (named by ASKFIRST_ORGANISATION_CONFIG)\n"
    assert run("check", name) == (2, "", err)


def test_a_missing_model_is_one_line(run: Run, drafts: Callable[..., str]) -> None:
    assert run("check", drafts({**HARMLESS, "body": "no model"}))[::2] == (2, "askfirst: the trained pipeline is missing\n")


def test_the_catalogue(run: Run) -> None:
    code, out, _ = run("rule")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[: len(RULES)]] == [rule.code for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_in_full(run: Run, rule: Any) -> None:
    code, out, _ = run("rule", rule.code.lower())
    assert (code, out) == run("rule", rule.name)[:2]
    flat = " ".join(out.split())
    assert all(" ".join(text.split()) in flat for text in (rule.what, rule.why, rule.instead, rule.fix, rule.references))
    assert out.count("\nFires\n") == len(rule.fires)
    assert out.count("\nStays silent\n") == len(rule.silent)
    assert f"## {rule.code} {rule.name}" in run("rule", rule.code, "--format", "markdown")[1]


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("AF104", "did you mean AF103?"),
        ("AF999", "did you mean AF301?"),
        ("contact", "did you mean contact-handout?"),
        ("unanounced", "did you mean unannounced-introduction?"),
        ("x", "see askfirst rule"),
    ],
)
def test_an_unknown_rule(run: Run, code: str, meant: str) -> None:
    assert run("rule", code) == (2, "", f"askfirst: {code}: no such rule; {meant}\n")


@pytest.mark.parametrize(
    "arguments", [[], ["chek"], ["check", "--format", "xml"], ["check", "--dismiss", "all"], ["check", "--verb"], ["--nope"]]
)
def test_wrong_usage_is_one_line(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("askfirst: ")
    assert err.count("\n") == 1
    assert "--help)" in err


@pytest.mark.parametrize(
    "arguments",
    [["check", "--nope"], ["ask", "x", "--nope"], ["rule", "a", "b"], ["audit", "x", "--own", "y"], ["manifest", "--url", "http://x"]],
)
def test_wrong_usage_of_a_subcommand_points_to_its_help(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.endswith(f"(see askfirst {arguments[0]} --help)\n")


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["rule", "--help"]])
def test_help(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    assert out.startswith("usage: askfirst")


def test_version(run: Run) -> None:
    code, out, _ = run("--version")
    assert code == 0
    assert len(out.split()) == 2
    assert out.startswith("askfirst ")


@pytest.mark.usefixtures("run")
def test_interruption_is_quiet(capsys: pytest.CaptureFixture[str], drafts: Callable[..., str]) -> None:
    def interrupted(*_: object) -> Report:
        raise KeyboardInterrupt

    assert main(["check", drafts(HARMLESS)], interrupted) == 130
    assert capsys.readouterr() == ("", "")


# The rest runs the program as it is.


def askfirst(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": "/nonexistent", **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "linter", *arguments], capture_output=True, env=environment, timeout=60, check=False, **options
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--help"], 0), (["--version"], 0), (["rule"], 0), (["rule", "AF101"], 0), (["rule", "AF999"], 2), (["check", "--show-config"], 0),
     (["check", "missing.eml"], 2), (["check", "--config", "missing.toml", "x"], 2), (["chek"], 2)],
)  # fmt: skip
def test_light_commands_answer_without_spacy(tmp_path: Path, arguments: list[str], code: int) -> None:
    script = (
        "import sys; from linter.cli import main; code = main(sys.argv[1:]); print({'spacy', 'numpy'} & set(sys.modules)); sys.exit(code)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, env=environment, cwd=tmp_path, timeout=60, check=False
    )
    assert done.returncode == code
    assert done.stdout.endswith(b"set()\n")


def test_a_closed_pipe_ends_quietly() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-u", "-m", "linter", "rule", "--format", "markdown"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_full_disk_is_one_line() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "linter", "rule"], stdout=full, stderr=subprocess.PIPE, env=environment, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (2, b"askfirst: standard output: No space left on device\n")


def test_any_encoding_of_the_terminal_will_do() -> None:
    done = askfirst("rule", "AF101", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\xfc" in done.stdout
    assert b"f\xc3\xbcr" not in done.stdout


def test_the_real_thing(tmp_path: Path) -> None:
    (tmp_path / "drafts.jsonl").write_text("".join(json.dumps(fields) + "\n" for fields in BY_CODE["AF101"].fires))
    done = askfirst("check", "--format", "jsonl", "drafts.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, b"")
    assert {json.loads(line)["findings"][0]["code"] for line in done.stdout.splitlines()} == {"AF101"}
