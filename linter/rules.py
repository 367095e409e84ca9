"""The rules as a table: code, name, severity, five sections of documentation, examples that fire and that do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linter.finding import Severity

_FROM = "Clara Voss <clara@voss.example>"
_MIKE = "Mike Hale <mike@hale.example>"
_ANNA = "Anna Roth <anna@roth.example>"
Fields = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """One rule. `fires` and `silent` are drafts in the fields of `linter.draft.from_fields`."""

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    instead: str
    fix: str
    references: str
    fires: tuple[Fields, ...]
    silent: tuple[Fields, ...]


def _mail(body: str, to: str = _MIKE, cc: str = "", subject: str = "") -> Fields:
    return {"from": _FROM, "to": [to], "cc": [cc] if cc else [], "subject": subject, "body": body}


RULES: tuple[Rule, ...] = (
    Rule(
        "AF101", "unannounced-introduction", Severity.WARNING,
        what="The draft puts two people in touch, and nothing shows that either of them was asked.",
        why="An address is not for handing out. Whoever receives such a mail is ambushed: there is no time to think and no graceful "
        "way to say no, while the other person stands there waiting.",
        instead="Ask each of them privately first: who, why, no pressure. Connect them when both said yes.",
        fix="Instead of this draft, one private question to each person. It is never applied without you.",
        references="docs/policy.md, Verdicts; Consent 1 and 4",
        fires=(
            _mail("Hi Mike,\n\nI'd like to introduce you to Anna, who runs a design studio in Leeds. Anna, Mike is building a "
                  "new booking app and could use your eye. I'll let you two take it from here.\n\nBest,\nClara", cc=_ANNA),
            _mail("Lieber Mike,\n\ndarf ich dir Anna vorstellen? Sie leitet ein Designbüro in Leeds und kennt sich mit Buchungs-Apps "
                  "bestens aus. Anna ist in Kopie, ihr zwei solltet euch unbedingt mal unterhalten.\n\nLiebe Grüße\nClara", cc=_ANNA),
        ),
        silent=(
            _mail("Hi both,\n\nas promised, and now that you have both said yes: Mike, meet Anna; Anna, meet Mike. Anna runs a design "
                  "studio, Mike needs one for his booking app.\n\nBest,\nClara", cc=_ANNA),
            _mail("Hi Mike,\n\nplease send me the invoice for March when you get a chance.\n\nThanks,\nClara"),
        ),
    ),
    Rule(
        "AF102", "one-sided-consent", Severity.WARNING,
        what="The draft puts two people in touch; one asked for it or agreed, but nothing shows that the other did.",
        why="The person who asked is helped, the other one is ambushed just the same. “Mike asked me to introduce him to you” leaves "
        "the reader no way out.",
        instead="Ask the other one privately first; the first one can wait a day.",
        fix="Instead of this draft, a private question to the person not yet asked.",
        references="docs/policy.md, Consent 1 and 3",
        fires=(
            _mail("Hi Anna,\n\nMike asked me to introduce him to you. He is building a booking app and needs a designer; he is in cc."
                  "\n\nBest,\nClara", to=_ANNA, cc=_MIKE),
        ),
        silent=(
            _mail("Hi Mike,\n\nas you asked me for a designer: here is Anna (cc'd), who runs a studio in Leeds and told me yesterday she "
                  "would be glad to talk to you.\n\nBest,\nClara", cc=_ANNA),
        ),
    ),
    Rule(
        "AF103", "contact-handout", Severity.NOTE,
        what="The private address or number of somebody who is not on the mail is handed over, with no sign that they agreed.",
        why="A private number, once passed on, cannot be taken back.",
        instead="Ask the person, or pass the reader's details to them instead.",
        fix="None: rephrase by hand. Offices, hotlines and your own colleagues are never meant.",
        references="docs/policy.md, Findings",
        fires=(
            _mail("Hi Mike,\n\nfor the roof you want my old neighbour Tom Bay. His private mobile is 07700 900123, just call him.\n\n"
                  "Best,\nClara"),
        ),
        silent=(
            _mail("Hi Mike,\n\nfor the roof just call the council's building office, 0113 496 0000.\n\nBest,\nClara"),
        ),
    ),
    Rule(
        "AF201", "ask-exposes-contact", Severity.WARNING,
        what="You ask for permission, but the other person can already be reached from the mail: they stand on To or Cc, or their "
        "address or number is in the text.",
        why="A question that has already handed over the contact is not a question any more.",
        instead="Ask without the other person on the mail and without their contact details.",
        fix="The same question without the other person's address and number, and without them on the mail.",
        references="docs/policy.md, Consent 5; The rewrite 1",
        fires=(
            _mail("Hi Mike,\n\nwould you like me to introduce you to Anna Roth? She runs a design studio in Leeds and could help with your "
                  "booking app; her address is anna@roth.example. No worries at all if not.\n\nBest,\nClara"),
        ),
        silent=(
            _mail("Hi Mike,\n\nwould you like me to introduce you to Anna Roth? She runs a design studio in Leeds and could help with your "
                  "booking app. No worries at all if not.\n\nBest,\nClara"),
        ),
    ),
    Rule(
        "AF202", "ask-without-reason", Severity.NOTE,
        what="You ask for permission without saying who the person is or why the two should meet.",
        why="Nobody can decide about a name alone.",
        instead="Add a sentence: who it is, and what it would be about.",
        fix="None: you know why.",
        references="docs/policy.md, The rewrite 2",
        fires=(_mail("Hi Mike,\n\nmay I introduce you to Anna Roth? Just say no if you'd rather not.\n\nBest,\nClara"),),
        silent=(
            _mail("Hi Mike,\n\nmay I introduce you to Anna Roth? She runs a design studio and could help with your app. Just say no if "
                  "you'd rather not.\n\nBest,\nClara"),
        ),
    ),
    Rule(
        "AF203", "ask-without-way-out", Severity.NOTE,
        what="You ask for permission but leave no easy no.",
        why="A question that expects a yes is pressure.",
        instead="Say that a no is fine and that there is time.",
        fix="A sentence such as “no worries if not, and no hurry”.",
        references="docs/policy.md, The rewrite 2",
        fires=(
            _mail("Hi Mike,\n\ncan I introduce you to Anna Roth? She runs a design studio in Leeds and would be great for your booking "
                  "app.\n\nBest,\nClara"),
        ),
        silent=(
            _mail("Hi Mike,\n\ncan I introduce you to Anna Roth? She runs a design studio in Leeds and would be great for your booking "
                  "app. If it doesn't suit you, no hard feelings, and there is no hurry.\n\nBest,\nClara"),
        ),
    ),
    Rule(
        "AF301", "introduction-without-context", Severity.NOTE,
        what="Both agreed to be introduced, but the mail does not say why the two should talk.",
        why="Both have to write an awkward first mail that you could have spared them.",
        instead="One sentence for each: who it is and what it is about.",
        fix="None: you know why.",
        references="docs/policy.md, After the ask",
        fires=(_mail("Hi both,\n\nyou both said yes, so here you are: Mike, Anna. Anna, Mike.\n\nBest,\nClara", cc=_ANNA),),
        silent=(
            _mail("Hi both,\n\nyou both said yes, so here you are. Mike needs a designer for his booking app. Anna has a studio that does "
                  "just that and could help him.\n\nBest,\nClara", cc=_ANNA),
        ),
    ),
)  # fmt: skip

BY_CODE = {rule.code: rule for rule in RULES}


def find(name: str) -> Rule | None:
    """The rule of a code or a name, in any case; None when there is none."""
    wanted = name.strip().lower()
    return next((rule for rule in RULES if wanted in (rule.code.lower(), rule.name)), None)
