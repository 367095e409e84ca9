"""Dismissals: what they hide, what ends them, and that they tell nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.dismissal import Dismissal, Dismissals, Scope, append_file, dismiss, from_lines, key_file, make_key, read_file
from linter.draft import Draft, Person
from linter.errors import ConfigError
from linter.finding import Evidence, Finding
from linter.rules import RULES

KEY = b"0123456789abcdef"
CLARA = Person("Clara Voss", "clara@voss.example")
MIKE = Person("Mike Hale", "mike@hale.example")
ANNA = Person("Anna Roth", "anna@roth.example")
TOM = Person("Tom Bay", "tom@bay.example")
SENTENCE = "Mike, I'd like to introduce you to Anna."


def draft_of(body: str, *people: Person) -> Draft:
    return Draft(body, sender=CLARA, to=people)


def finding_of(draft: Draft, sentences: tuple[str, ...] = (SENTENCE,), people: tuple[Person, ...] = (), code: str = "AF101") -> Finding:
    rule = next(rule for rule in RULES if rule.code == code)
    evidence = tuple(Evidence("introduce", draft.body.index(text), draft.body.index(text) + len(text), text) for text in sentences)
    return Finding(code, rule.name, rule.severity, "message", 0.9, evidence, people)


def dismissed(scope: Scope, finding: Finding, draft: Draft, key: bytes = KEY) -> Dismissals:
    return Dismissals(key).add(*dismiss(scope, finding, draft, key))


WORDS = st.lists(
    st.sampled_from(["heat", "pump", "studio", "app", "Leeds", "roof", "meet", "talk", "nächste", "水", "🙂", "Straße"]),
    min_size=1,
    max_size=6,
)
SENTENCES = WORDS.map(lambda words: " ".join(words).capitalize() + ".")
PEOPLE = st.lists(st.sampled_from([MIKE, ANNA, TOM, Person("Ida"), Person("", "x@y.example")]), max_size=4, unique=True)
CONTEXTS = st.tuples(st.sampled_from([rule.code for rule in RULES]), SENTENCES, PEOPLE.map(lambda p: tuple(sorted(p, key=str))))


@given(st.lists(CONTEXTS, min_size=1, max_size=6, unique=True))
def test_dismissing_the_first_finding_hides_the_first_and_only_the_first(contexts: list[tuple[str, str, tuple[Person, ...]]]) -> None:
    draft = Draft("", sender=CLARA)
    findings = []
    for code, sentence, people in contexts:
        finding = finding_of(Draft(sentence), (sentence,), people, code)
        start = len(draft.body)
        findings.append(replace(finding, evidence=(Evidence("introduce", start, start + len(sentence), sentence),)))
        draft = replace(draft, body=f"{draft.body}{sentence}\n\n")
    found = dismissed(Scope.DRAFT, findings[0], draft)
    assert [found.hides(finding, draft) for finding in findings] == [True] + [False] * (len(findings) - 1)


@given(st.sampled_from(Scope), CONTEXTS, st.binary(min_size=16, max_size=64))
def test_another_key_gives_another_digest(scope: Scope, context: tuple[str, str, tuple[Person, ...]], key: bytes) -> None:
    code, sentence, people = context
    draft = draft_of(sentence, MIKE, ANNA)
    finding = finding_of(draft, (sentence,), people, code)
    ours, theirs = dismiss(scope, finding, draft, KEY), dismiss(scope, finding, draft, key)
    assert ours == dismiss(scope, finding, draft, KEY)
    if key != KEY:
        assert {entry.digest for entry in ours}.isdisjoint(entry.digest for entry in theirs)
        assert not Dismissals(KEY, frozenset(theirs)).hides(finding, draft)


@given(st.sampled_from(Scope), st.permutations([MIKE, ANNA, TOM]))
def test_the_order_of_people_does_not_matter(scope: Scope, people: list[Person]) -> None:
    before = draft_of(SENTENCE, MIKE, ANNA, TOM)
    after = draft_of(SENTENCE, *people)
    found = dismissed(scope, finding_of(before, people=(MIKE, ANNA, TOM)), before)
    assert found.hides(finding_of(after, people=tuple(people)), after)


@given(SENTENCES, st.lists(SENTENCES, max_size=4), st.lists(SENTENCES, max_size=4))
def test_moving_the_evidence_and_editing_elsewhere_does_not_matter(evidence: str, above: list[str], below: list[str]) -> None:
    marked = f"Anna: {evidence}"
    before = draft_of(marked, MIKE)
    after = draft_of("\n\n".join([*above, marked, *below]), MIKE)
    found = dismissed(Scope.DRAFT, finding_of(before, (marked,), (MIKE,)), before)
    assert found.hides(finding_of(after, (marked,), (MIKE,)), after)


def test_breaking_the_lines_differently_does_not_matter() -> None:
    long = "Mike, I would very much like to introduce you to my dear old friend Anna from Leeds."
    before, after = draft_of(long), draft_of(long.replace("friend Anna", "friend\nAnna"))
    found = dismissed(Scope.DRAFT, finding_of(before, (long,), (MIKE,)), before)
    assert found.hides(finding_of(after, (after.body,), (MIKE,)), after)


@pytest.mark.parametrize("changed", [SENTENCE.replace("Anna", "Anne"), SENTENCE.replace(".", "?"), f"{SENTENCE[:-1]}, who is great."])
def test_changing_the_evidence_sentence_ends_it(changed: str) -> None:
    before, after = draft_of(SENTENCE), draft_of(changed)
    found = dismissed(Scope.DRAFT, finding_of(before, people=(MIKE,)), before)
    assert not found.hides(finding_of(after, (changed,), (MIKE,)), after)


def test_the_sentence_around_a_number_counts() -> None:
    before, after = draft_of("Call Tom on 07700 900123."), draft_of("Call Eva on 07700 900123.")
    found = dismissed(Scope.DRAFT, finding_of(before, ("07700 900123",), code="AF103"), before)
    assert found.hides(finding_of(before, ("07700 900123",), code="AF103"), before)
    assert not found.hides(finding_of(after, ("07700 900123",), code="AF103"), after)


def test_without_evidence_the_whole_text_is_the_context() -> None:
    before, after = draft_of("Mike, Anna. Anna, Mike."), draft_of("Anna, Mike.")
    found = dismissed(Scope.DRAFT, finding_of(before, ()), before)
    assert found.hides(finding_of(before, ()), before)
    assert not found.hides(finding_of(after, ()), after)


@pytest.mark.parametrize(
    ("scope", "people", "hidden"),
    [
        (Scope.PAIR, (MIKE, ANNA), True),
        (Scope.PAIR, (ANNA, MIKE, CLARA), True),
        (Scope.PAIR, (MIKE, TOM), False),
        (Scope.PAIR, (MIKE, ANNA, TOM), False),
        (Scope.PERSON, (MIKE,), True),
        (Scope.PERSON, (ANNA, MIKE), True),
        (Scope.PERSON, (Person("M. Hale", "MIKE@hale.example"),), True),
        (Scope.PERSON, (MIKE, TOM), False),
        (Scope.PERSON, (TOM,), False),
        (Scope.RULE, (TOM,), True),
        (Scope.DRAFT, (MIKE, ANNA), False),
    ],
)
def test_how_far_a_dismissal_about_mike_and_anna_reaches(scope: Scope, people: tuple[Person, ...], hidden: bool) -> None:
    before, after = draft_of(SENTENCE, MIKE, ANNA), draft_of("Mike, meet Anna.", *people)
    found = dismissed(scope, finding_of(before, people=(MIKE, ANNA)), before)
    other = finding_of(after, ("Mike, meet Anna.",), people)
    assert found.hides(other, after) is hidden
    assert not found.hides(replace(other, code="AF102"), after)


def test_a_group_is_covered_by_all_its_pairs() -> None:
    draft = draft_of(SENTENCE, MIKE, ANNA, TOM)
    found = dismissed(Scope.PAIR, finding_of(draft, people=(MIKE, ANNA, TOM)), draft)
    assert len(found.entries) == 3
    assert found.hides(finding_of(draft, people=(ANNA, TOM)), draft)


def test_the_pair_of_one_side_not_asked_is_with_the_others_on_the_mail() -> None:
    draft, other = draft_of(SENTENCE, MIKE, ANNA), draft_of(SENTENCE, MIKE, TOM)
    found = dismissed(Scope.PAIR, finding_of(draft, people=(MIKE,), code="AF102"), draft)
    assert found.hides(finding_of(draft, people=(MIKE,), code="AF102"), draft)
    assert not found.hides(finding_of(other, people=(MIKE,), code="AF102"), other)


@pytest.mark.parametrize("scope", [Scope.PAIR, Scope.PERSON])
def test_where_nobody_is_concerned_there_is_nothing_to_remember(scope: Scope) -> None:
    draft = draft_of(SENTENCE)
    assert dismiss(scope, finding_of(draft), draft, KEY) == ()
    other = dismissed(scope, finding_of(draft, people=(MIKE, ANNA)), draft)
    assert not other.hides(finding_of(draft), draft)


def test_a_crowd_is_one_context() -> None:
    crowd = tuple(Person("", f"p{number}@list.example") for number in range(5_000))
    draft = draft_of(SENTENCE, *crowd)
    found = dismissed(Scope.PAIR, finding_of(draft, people=crowd), draft)
    assert len(found.entries) == 1
    assert found.hides(finding_of(draft, people=crowd), draft)
    assert not found.hides(finding_of(draft, people=crowd[1:]), draft)


def test_nothing_of_text_or_address_is_stored() -> None:
    draft = draft_of(SENTENCE, MIKE, ANNA)
    lines = "".join(dismissed(scope, finding_of(draft, people=(MIKE, ANNA)), draft).to_lines() for scope in Scope).lower()
    assert not any(word in lines for word in ("mike", "anna", "hale", "roth", "introduce", "clara", "voss"))


def test_a_short_key_is_refused() -> None:
    draft = draft_of(SENTENCE, MIKE)
    with pytest.raises(ValueError, match="at least 16 bytes"):
        dismiss(Scope.RULE, finding_of(draft), draft, b"short")


ENTRIES = st.builds(
    Dismissal, st.sampled_from(Scope), st.text("0123456789abcdef", min_size=32, max_size=32), st.sampled_from(["AF101", "AF103"])
)


@given(st.frozensets(ENTRIES))
def test_round_trip_through_json_lines(entries: frozenset[Dismissal]) -> None:
    found = Dismissals(KEY, entries)
    assert from_lines(found.to_lines().splitlines(), KEY) == found


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "1",
        "{}",
        '{"version":2,"scope":"rule","code":"AF101","digest":"00"}',
        '{"version":1,"scope":"all","code":"AF101","digest":"0"}',
        '{"version":1,"scope":"rule","code":1,"digest":1}',
        "[" * 10_000,
    ],
)
def test_a_damaged_line_is_named(line: str) -> None:
    with pytest.raises(ConfigError, match=r"^file: line 2: not a dismissal"):
        from_lines(["", line], KEY, "file")


def test_a_file_and_its_key(tmp_path: Path) -> None:
    file = tmp_path / "askfirst" / "dismissals.jsonl"
    assert read_file(file) == Dismissals()
    key = make_key(file)
    assert len(key) == 32
    assert make_key(file) == key
    assert key_file(file).stat().st_mode & 0o777 == 0o600
    draft = draft_of(SENTENCE, MIKE, ANNA)
    answers = dismiss(Scope.PERSON, finding_of(draft, people=(MIKE, ANNA)), draft, key)
    append_file(file, answers, read_file(file))
    append_file(file, answers, read_file(file))
    assert read_file(file) == Dismissals(key, frozenset(answers))
    assert len(file.read_text().splitlines()) == 2
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in file.parent.iterdir()) == ["dismissals.jsonl", "dismissals.jsonl.key"]


@pytest.mark.parametrize("key", [None, "", "00ff", "no hex", "ü"])
def test_a_file_without_its_key_is_an_error(tmp_path: Path, key: str | None) -> None:
    file = tmp_path / "d.jsonl"
    file.write_text('{"version":1,"scope":"rule","code":"AF101","digest":"00"}\n')
    if key is not None:
        key_file(file).write_text(key, encoding="utf-8")
    with pytest.raises(ConfigError, match="key"):
        read_file(file)


@pytest.mark.parametrize("key", ["", "ab", "00ff" * 7])
def test_a_short_key_is_an_error_before_there_are_dismissals(tmp_path: Path, key: str) -> None:
    file = tmp_path / "d.jsonl"
    key_file(file).write_text(key)
    for use in (read_file, make_key):
        with pytest.raises(ConfigError, match="too short"):
            use(file)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Is a directory"):
        read_file(tmp_path)
