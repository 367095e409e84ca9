"""Checking a draft for a person: the linter, with what this person has set, dismissed and been told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from addon.compose import Source
from addon.errors import StoreDown
from addon.introductions import Introduction
from addon.visit import Visit
from linter.check import check
from linter.config import Config
from linter.dismissal import Dismissals
from linter.finding import Report, Severity
from linter.judge import no_ledger
from linter.rules import RULES

OWN_DOMAINS = "own-domains"
QUIET = "quiet"  # the codes of rules that are switched off
_MAX_DOMAINS = 20
_DOMAIN = re.compile(r"(?<![\w.-])(?:[\w.+-]{1,64}@)?((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})(?![\w@-])")


@dataclass(frozen=True)
class Checked:
    """A draft and what is said about it. `remembers` is false when the ledger could not be asked."""

    source: Source
    report: Report
    introduction: Introduction | None = None
    remembers: bool = True


def checked(visit: Visit, source: Source) -> Checked:
    """Check a draft. Raises ModelError. Without the ledger, the draft is checked all the same."""
    try:
        config = config_of(visit)
        dismissals = visit.store.dismissals(visit.user)
        ledger = visit.store.consents(visit.user, visit.today)
        introduction = visit.store.of_draft(visit.user, source.key)
    except StoreDown:
        return Checked(source, check(source.draft), remembers=False)
    return Checked(source, check(source.draft, config, dismissals, ledger), introduction)


def unforgiven(visit: Visit, source: Source) -> Report:
    """The report on a draft as if nobody had answered and nothing been dismissed: what the rewrite starts from."""
    return check(source.draft, Config(own_domains=config_of(visit).own_domains), Dismissals(), no_ledger)


def config_of(visit: Visit) -> Config:
    """What the person has set. Raises StoreDown."""
    preferences = visit.store.preferences(visit.user)
    quiet = set(preferences.get(QUIET, "").split())
    return Config(
        severity={rule.code: Severity.OFF for rule in RULES if rule.code in quiet},
        own_domains=frozenset(preferences.get(OWN_DOMAINS, "").split()),
    )


def domains(text: str) -> list[str]:
    """The mail domains in what somebody typed."""
    return sorted(set(_DOMAIN.findall(text.lower())))[:_MAX_DOMAINS]
