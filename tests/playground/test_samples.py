"""The sample mailbox shows every rule, and what is rightly left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mailboxes import CLARA, Clock

from addon.playground.mailbox_message import read
from addon.playground.mailbox_store import Store
from addon.playground.samples import LANGUAGES, Sample, samples
from addon.playground.seed import language_of, seed, untouched
from linter import check, from_bytes
from linter.reply import Answer, read_reply
from linter.rules import RULES

DRAFTS = [sample for language in LANGUAGES for sample in samples(language).drafts]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "mail.sqlite", Clock())
    yield store
    store.close()


@pytest.mark.parametrize("sample", DRAFTS, ids=lambda sample: f"{sample.language}-{sample.id}")
def test_askfirst_says_what_the_sample_is_there_to_show(sample: Sample) -> None:
    report = check(from_bytes(sample.message().as_bytes()))
    said = [finding.code for finding in report.findings]
    assert said == [sample.expect] if sample.expect.startswith("AF") else (said, str(report.verdict)) == ([], sample.expect)
    assert report.language == sample.language


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_drafts_cover_every_rule_and_every_verdict_without_one(language: str) -> None:
    drafts = samples(language).drafts
    assert len(drafts) == 12
    assert {sample.expect for sample in drafts} == {rule.code for rule in RULES} | {"permitted_introduction", "permission_request", "other"}
    assert all(sample.about for sample in drafts)
    assert [sample.id for sample in drafts] == [sample.id for sample in samples("en").drafts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Answer))
def test_the_sample_answers_are_read_as_they_are_meant(language: str, kind: Answer) -> None:
    text = samples(language).answers[str(kind)].format(connector="Clara", me="Anna")
    message = Sample("answer", "Re: A question", text, CLARA, "Anna Roth <anna@roth.example>").message()
    assert read_reply(from_bytes(message.as_bytes())).answer is kind


@pytest.mark.parametrize("language", [*LANGUAGES, "fr"])
def test_seeding_gives_the_mailbox_of_a_language_and_notices_what_comes_after(store: Store, language: str) -> None:
    seed(store, language)
    assert language_of(store) == (language if language in LANGUAGES else "en")
    assert [identifier for identifier, _ in store.drafts(CLARA)] == [f"r-{sample.id}" for sample in samples(language).drafts]
    assert untouched(store)
    reply = next(row for row in store.messages(CLARA) if row.message_id.startswith("<moving-to-bcc."))
    assert len(store.messages(CLARA, thread=reply.thread)) == 2
    store.remove(reply.id)
    assert untouched(store)
    store.add(CLARA, read(b"Subject: new\r\n\r\nnew\r\n"), ("DRAFT",))
    assert not untouched(store)
    seed(store, language)
    assert untouched(store)
