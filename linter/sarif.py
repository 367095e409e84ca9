"""Reports as SARIF 2.1.0 (OASIS, 2020), the format code-scanning services read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from linter.dismissal import digest, draft_context
from linter.draft import Draft
from linter.finding import Certainty, Evidence, Finding, Severity
from linter.report import Result, dump, position
from linter.rules import RULES, Rule

_LINE = re.compile(r":\d+$")  # where a mail begins in a file of several; a URI names the file only
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_INDEX = {rule.code: index for index, rule in enumerate(RULES)}
# No secret: a fingerprint has to be the same on every machine, and the log shows the sentence anyway.
_FINGERPRINT_KEY = b"askfirst/sarif/1"


def as_sarif(results: Iterable[Result], version: str) -> str:
    """One log with one run: a result for each finding, a notification for each message that could not be read.

    Regions count lines, columns and characters of the mail's text, not of the file that carries it.
    """
    found: list[dict[str, Any]] = []
    notifications: list[dict[str, Any]] = []
    for result in results:
        if result.report is None:
            notifications.append({"level": "error", "message": {"text": result.error}, "locations": [_location(result, None)]})
        else:
            found += [_result(result, finding) for finding in result.report.findings if finding.severity is not Severity.OFF]
    driver = {"name": "askfirst", "version": version, "rules": [_rule(rule) for rule in RULES]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}],
        "results": found,
    }
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    sections = {"Why": rule.why, "Instead": rule.instead, "Fix": rule.fix, "References": rule.references}
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {
            "text": "\n".join(f"{title}: {text}" for title, text in sections.items()),
            "markdown": "\n\n".join(f"**{title}.** {text}" for title, text in sections.items()),
        },
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(result: Result, finding: Finding) -> dict[str, Any]:
    first, *others = finding.evidence or (None,)
    data: dict[str, Any] = {
        "ruleId": finding.code,
        "level": str(finding.severity),
        "message": {"text": finding.message},
        "locations": [_location(result, first)],
        "partialFingerprints": {"askfirstContext/v1": _fingerprint(finding, result.draft)},
        "properties": {"confidence": round(finding.confidence, 4), "certainty": str(Certainty.of(finding.confidence))},
    }
    if finding.code in _INDEX:
        data["ruleIndex"] = _INDEX[finding.code]
    if others:
        data["relatedLocations"] = [{"id": number, **_location(result, piece)} for number, piece in enumerate(others, 1)]
    return data


def _location(result: Result, piece: Evidence | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(result.source)}}
    if piece is not None:
        physical["region"] = _region(piece, result.draft)
    identifier = result.id or (result.report.id if result.report else "")
    return {"physicalLocation": physical} | ({"logicalLocations": [{"name": identifier, "kind": "message"}]} if identifier else {})


def _region(piece: Evidence, draft: Draft | None) -> dict[str, Any]:
    region: dict[str, Any] = {"charOffset": piece.start, "charLength": piece.end - piece.start, "snippet": {"text": piece.text}}
    if draft is None:
        return region
    line, column = position(draft.body, piece.start)
    last, behind = position(draft.body, piece.end)
    return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": behind} | region


def _fingerprint(finding: Finding, draft: Draft | None) -> str:
    context = draft_context(finding, draft) if draft else tuple(piece.text for piece in finding.evidence)
    return digest("sarif", finding.code, context, _FINGERPRINT_KEY)


def _uri(source: str) -> str:
    path = _LINE.sub("", source).replace(os.sep, "/")
    try:
        encoded = os.fsencode(path)
    except UnicodeEncodeError:  # a surrogate that no file name brought along
        encoded = path.encode("utf-8", "replace")
    return ("file://" if path.startswith("/") else "") + quote(encoded)
