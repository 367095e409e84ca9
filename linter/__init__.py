"""askfirst: a linter for mail drafts that put two people in touch without asking them first.

>>> from linter import check, from_fields
>>> check(from_fields({"to": ["Mike <mike@hale.example>"], "body": "See you at eight!"})).verdict
<Verdict.OTHER: 'other'>
"""

from linter.check import check
from linter.draft import Draft, Person, from_fields
from linter.finding import Finding, Report, Severity, Verdict
from linter.mime import from_bytes

__all__ = ["Draft", "Finding", "Person", "Report", "Severity", "Verdict", "check", "from_bytes", "from_fields"]
