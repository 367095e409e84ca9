"""Reports: calm text, one JSON form, SARIF by its rules, and nothing that could steer a terminal."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.draft import Draft, Person
from linter.finding import Certainty, Evidence, Finding, Report, Severity, Verdict, from_json, to_json
from linter.pipeline import MARKS
from linter.report import Result, Tally, as_json, as_jsonl, as_text, dump, json_of, position, visible
from linter.rules import BY_CODE, RULES
from linter.sarif import as_sarif

MIKE = Person("Mike Hale", "mike@hale.example")
ANNA = Person("Anna Roth", "anna@roth.example")
BODY = "Hi Mike,\n\nI'd like to introduce you to Anna.\nI hope you don't mind.\n"
INTRODUCES, PRESUMES = "I'd like to introduce you to Anna.", "I hope you don't mind."


def piece(text: str, kind: str = "introduce", body: str = BODY) -> Evidence:
    start = body.index(text)
    return Evidence(kind, start, start + len(text), text)


def finding_of(code: str, *evidence: Evidence, message: str = "Nobody seems to have been asked.", confidence: float = 0.97) -> Finding:
    rule = BY_CODE[code]
    return Finding(code, rule.name, rule.severity, message, confidence, evidence, (MIKE, ANNA))


def result_of(*findings: Finding, body: str = BODY, source: str = "mails/a.eml", identifier: str = "<a@x>", unjudged: int = 0) -> Result:
    verdict = Verdict.UNANNOUNCED if findings else Verdict.OTHER
    report = Report(identifier, "en", verdict, 0.97, Certainty.SURE, (MIKE, ANNA) if findings else (), findings, unjudged=unjudged)
    return Result(source, identifier, Draft(body, "Secret subject", to=(MIKE, ANNA), id=identifier), report)


WARNED = result_of(finding_of("AF101", piece(INTRODUCES), piece(INTRODUCES, "describe"), piece(PRESUMES, "presume")))
NOTED = result_of(finding_of("AF103", confidence=0.85), identifier="", source="b.jsonl:3")
QUIET = result_of(source="c.eml")
BROKEN = Result("d.eml", "", error="not a mail")


def text_of(*results: Result, verbose: bool = False) -> str:
    return "".join(as_text(results, verbose))


def test_a_block_says_what_where_who_and_how_sure() -> None:
    assert (
        text_of(WARNED)
        == """\
mails/a.eml  <a@x>
  warning AF101: Nobody seems to have been asked.
    3:1  “I'd like to introduce you to Anna.”  (introducing act, says who somebody is)
    4:1  “I hope you don't mind.”  (politeness instead of consent)
    not asked: Mike Hale <mike@hale.example>, Anna Roth <anna@roth.example>
    how sure: sure; more: askfirst rule AF101

1 draft checked, 1 warning
"""
    )


def test_a_draft_with_nothing_to_say_prints_nothing_unless_asked() -> None:
    assert text_of(QUIET) == "1 draft checked, nothing to warn about\n"
    assert text_of(QUIET, verbose=True).startswith("c.eml  <a@x>\n  nothing to warn about (no introduction, sure)\n")


def test_the_summary_counts() -> None:
    assert text_of(WARNED, NOTED, QUIET, BROKEN).endswith("\n3 drafts checked, 1 warning, 1 note, 1 could not be read\n")
    assert text_of() == "0 drafts checked\n"


def test_the_subject_is_never_shown() -> None:
    assert "Secret" not in text_of(WARNED, QUIET, verbose=True)


def test_text_that_was_not_judged_is_mentioned() -> None:
    assert "the last 12,345 characters were beyond the limit and not read" in text_of(result_of(unjudged=12_345), verbose=True)
    assert "the last character was beyond the limit and not read" in text_of(result_of(unjudged=1), verbose=True)


def test_a_long_sentence_is_cut() -> None:
    body = "word " * 1_000
    block = text_of(result_of(finding_of("AF101", Evidence("introduce", 0, len(body), body)), body=body))
    assert max(len(line) for line in block.splitlines()) < 260
    assert "…”" in block


def test_an_unknown_kind_is_shown_as_it_is() -> None:
    assert "(brand new)" in text_of(result_of(finding_of("AF101", piece(INTRODUCES, "brand_new"))))


@pytest.mark.parametrize(
    ("results", "code"), [((), 0), ((QUIET,), 0), ((NOTED,), 0), ((WARNED, NOTED), 1), ((WARNED, BROKEN), 2), ((BROKEN,), 2)]
)
def test_exit_codes(results: tuple[Result, ...], code: int) -> None:
    tally = Tally()
    for result in results:
        tally.add(result)
    assert tally.exit_code == code


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\x00\x7f\x9bb", "a␀␡<U+009B>b"),
        ("\u202eevil\u2066", "<U+202E>evil<U+2066>"),
        ("two\r\n lines\there", "two lines here"),
        ("a\u2028b\u0085c\x1dd", "a<U+2028>b<U+0085>c␝d"),
        ("\ud800", "<U+D800>"),
        ("水 Straße 👩\u200d🚀 ไทย", "水 Straße 👩\u200d🚀 ไทย"),
    ],
)
def test_control_characters_are_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=40) | st.sampled_from(
    ["\x1b]0;x\x07", "\u202e", "\ud83d", "\x9b31m"]
)


@given(ANY, ANY, ANY, ANY)
def test_nothing_that_steers_a_terminal_reaches_any_output(body: str, name: str, source: str, message: str) -> None:
    body = f"{body}x"
    person = Person(name, "a@b.example")
    finding = Finding(
        "AF101", "unannounced-introduction", Severity.WARNING, message, 0.9, (Evidence(name or "x", 0, len(body), body),), (person,)
    )
    report = Report(name, "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, (person,), (finding,))
    results = [Result(source, name, Draft(body), report), Result(source, name, error=message)]
    for output in (text_of(*results, verbose=True), "".join(as_jsonl(results)), "".join(as_json(results)), as_sarif(results, "1")):
        output.encode("utf-8")
        assert not [c for c in output if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
        assert not [c for c in output if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")]
    lines = "".join(as_jsonl(results)).splitlines()
    assert [json.loads(line) for line in lines] == json.loads("".join(as_json(results)))
    assert from_json(json.loads(lines[0])) == report


def test_json_lines_are_the_contract() -> None:
    first, second = [json.loads(line) for line in as_jsonl([WARNED, BROKEN])]
    assert WARNED.report is not None
    assert first == json.loads(json.dumps(to_json(WARNED.report, "mails/a.eml")))
    assert second["error"] == "not a mail"
    assert second["source"] == "d.eml"
    assert list(first) != []
    assert set(first) == set(second)


def test_json_keeps_the_writers_letters() -> None:
    assert dump({"a": "Grüße 水"}) == '{"a": "Grüße 水"}'
    assert dump("\ud800\u2028\x9b") == '"\\ud800\\u2028\\u009b"'


def test_the_id_of_the_item_counts_before_that_of_the_report() -> None:
    assert json_of(Result("s", "line 3", WARNED.draft, WARNED.report))["id"] == "line 3"
    assert json_of(Result("s", "", WARNED.draft, WARNED.report))["id"] == "<a@x>"


def test_json_of_nothing_is_an_empty_array() -> None:
    assert json.loads("".join(as_json([]))) == []


def test_jsonl_streams() -> None:
    taken = []

    def source() -> Any:
        for result in (WARNED, QUIET):
            taken.append(result.source)
            yield result

    lines = as_jsonl(source())
    next(lines)
    assert taken == ["mails/a.eml"]


@pytest.mark.parametrize(("offset", "expected"), [(0, (1, 1)), (8, (1, 9)), (9, (2, 1)), (10, (3, 1)), (12, (3, 3))])
def test_positions_count_from_one(offset: int, expected: tuple[int, int]) -> None:
    assert position(BODY, offset) == expected


def sarif_of(*results: Result) -> dict[str, Any]:
    log = json.loads(as_sarif(results, "1.2.3"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert len(log["runs"]) == 1
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_describes_every_rule() -> None:
    driver = sarif_of()["tool"]["driver"]
    assert driver["name"] == "askfirst"
    assert driver["version"] == "1.2.3"
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    for rule in driver["rules"]:
        assert rule["name"].isalnum()
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
        assert rule["help"]["markdown"]


def test_sarif_results_point_into_the_text() -> None:
    run = sarif_of(WARNED, NOTED, QUIET)
    first, second = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert (first["ruleId"], first["level"], second["ruleId"], second["level"]) == ("AF101", "warning", "AF103", "note")
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["partialFingerprints"]["askfirstContext/v1"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == BODY[region["charOffset"] : region["charOffset"] + region["charLength"]] == INTRODUCES
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (3, 1, 3, 35)
    assert [location["id"] for location in first["relatedLocations"]] == [1, 2]
    assert first["locations"][0]["logicalLocations"][0]["name"] == "<a@x>"
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.jsonl"


def test_sarif_reports_what_could_not_be_read() -> None:
    assert sarif_of(QUIET)["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    invocation = sarif_of(BROKEN)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "not a mail"


@pytest.mark.parametrize(
    ("source", "uri"),
    [("a b/ü.eml", "a%20b/%C3%BC.eml"), ("/x/a.eml", "file:///x/a.eml"), ("c:d.eml", "c%3Ad.eml"), ("m.mbox:12", "m.mbox"), ("-", "-"),
     ("bad\udcff.eml", "bad%FF.eml")],
)  # fmt: skip
def test_sarif_sources_are_uris(source: str, uri: str) -> None:
    location = sarif_of(result_of(finding_of("AF101"), source=source))["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_fingerprint_moves_with_the_sentence() -> None:
    def fingerprint(body: str) -> str:
        run = sarif_of(result_of(finding_of("AF101", piece(INTRODUCES, body=body)), body=body))
        return str(run["results"][0]["partialFingerprints"])

    assert fingerprint(BODY) == fingerprint(f"Something above.\n\n{BODY}")
    assert fingerprint(BODY) != fingerprint(f"Anna, {INTRODUCES}")


def test_every_label_of_the_reader_has_words() -> None:
    for label in (*MARKS, "quoted_agreement"):
        assert f"({label.replace('_', ' ')})" not in text_of(result_of(finding_of("AF101", piece(INTRODUCES, label)))) or label == "reason"
