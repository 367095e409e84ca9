"""Each is called as the draft itself calls them, to this reader: pet names, titles, families, du; and who is asked to begin."""

import pytest

from linter.finding import Certainty, Report, Side, Verdict
from linter.rewrite import Plan, ask_first
from tests.linter.test_rewrite import draft_of
from tests.linter.test_rewrite_formality import hellos, plan_from


def plan(to: str, cc: str, body: str, language: str = "en") -> Plan:
    return plan_from(draft_of(f"{body}\n\n{'Grüße' if language == 'de' else 'Best'}\nClara\n", to=to, cc=cc), language)


JOHANNA = "Johanna Pell <johanna@pell.example>"
OLUFEMI = "Olufemi Bright <olufemi@brightkilns.example>"
ROTH = "Anna Roth <anna@roth.example>"


@pytest.mark.parametrize(
    ("to", "cc", "body", "to_cc", "to_all", "language"),
    [
        (
            JOHANNA,
            ROTH,
            "Hi Jojo,\n\nAnna in copy builds kilns. Anna, Johanna runs the pottery in Stroud and wants a kiln.",
            "introduce you to Johanna Pell,",
            "Hi Jojo, hi Anna,",
            "en",
        ),
        (
            ROTH,
            OLUFEMI,
            "Hi Anna,\n\nyou wanted a kiln, and Broda Olufemi here builds them. Nobody in Stroud says a word against Broda Olufemi.",
            "write to Anna,",
            "Hi Anna, hi Broda Olufemi,",
            "en",
        ),
        (
            "Ms. Van Buren <vanburen@clay.example>",
            "Mr. Ostrow <ostrow@kiln.example>",
            "Dear Ms. Van Buren and Mr. Ostrow,\n\nMs. Van Buren has clay. Mr. Ostrow has kilns. You both fire on Sundays.",
            "introduce you to Ms. Van Buren,",
            "Dear Ms. Van Buren and Mr. Ostrow,",
            "en",
        ),
        (
            "Bellringer Amos-Pratt <amos@tower.example>",
            ROTH,
            "Hi Anna,\n\nyou wanted somebody for the bell. Here is our bellringer, Mr. Amos-Pratt, who mends bells.",
            "introduce you to",
            "Anna",
            "en",
        ),
        (
            "Damini Rao <damini@rao.example>",
            ROTH,
            "Daminiben, Anna,\n\nAnna builds kilns. Daminiben, Anna wanted to know about glazes, and you make them.",
            "write to you both",
            "Daminiben, Anna,",
            "en",
        ),
        (
            "Dorian Pell <doz@pell.example>",
            ROTH,
            "mate that kiln is done for. anna in copy builds new ones. anna - doz has eighty pots to fire by may",
            "write to Doz,",
            "Hi Doz, hi Anna,",
            "en",
        ),
        (
            "Keptin Alan Pell <alan@pell.example>",
            ROTH,
            "Keptin,\n\nthe kiln is done for. Anna in copy builds new ones. You could ask her about clay. She has some.",
            "write to Keptin Alan Pell,",
            "write to Keptin Pell:",
            "en",
        ),
        (
            "Gerda Kern <kern@station.example>",
            ROTH,
            "Liebe Schwester Gerda,\n\nSie suchen eine Töpferin für die Station. Frau Roth in Kopie töpfert seit Jahren.",
            "mit Schwester Gerda Kern bekannt",
            "Liebe Schwester Gerda, liebe Frau Roth,",
            "de",
        ),
        (
            "Sup. Ole Kern <kern@kirche.example>",
            ROTH,
            "Sehr geehrter Herr Superintendent,\n\nFrau Roth in Kopie baut Öfen. Sie lernte das am Bach. Sie hatten gefragt! Man lobt sie.",
            "bekannt machen",
            "Herrn Sup. Kern schreiben wollen",
            "de",
        ),
        (
            "Dr. med. Ulf Tamm <tamm@klinik.example>",
            ROTH,
            "Sehr geehrter Herr Kollege Tamm,\n\nSie suchen eine Töpferin für die Station. Frau Roth in Kopie töpfert seit Jahren.",
            "Herrn Dr. Tamm gerade schreiben",
            "Herrn Dr. Tamm schreiben wollen",
            "de",
        ),
        (
            "Univ.-Prof. Dr. Edeltraud Kern <kern@moor.example>",
            "Sabine Roth <sabine@roth.example>",
            "Liebe Traudi,\n\nSabine Roth, in Kopie, baut Öfen. Sie hat das am Bach gelernt. Du hast gefragt! Ihr wohnt nebeneinander.",
            "mit dir in Kopie",
            "Traudi schreiben wollen",
            "de",
        ),
        (
            "Hermine Pichler <pichler@gmx.example>",
            ROTH,
            "Sehr geehrte Frau Pichler,\n\nSie suchen Öfen. Frau Töpfermeisterin Roth in Kopie baut Öfen seit zwanzig Jahren.",
            "Sehr geehrte Frau Töpfermeisterin Roth,",
            "sehr geehrte Frau Töpfermeisterin Roth,",
            "de",
        ),
        (
            "Zdzisław Krawczyk <zk@oefen.example>",
            ROTH,
            "Liebe Anna,\n\ndu suchst einen Ofen. In Kopie ist Zdzisław Krawczyk. Er baut in Posen seit Jahren Öfen.",
            "mit Zdzisław Krawczyk bekannt machen",
            "Lieber Zdzisław, liebe Anna,",
            "de",
        ),
        (
            "Töpferhof Au <hallo@toepferhof-au.example>",
            ROTH,
            "Liebe Anna,\n\nin Kopie der Töpferhof Au. Lieber Töpferhof, ihr sucht jemanden für Glasuren, und Anna glasiert seit Jahren.",
            "bekannt machen",
            "Töpferhof, möchtet ihr",
            "de",
        ),
    ],
)
def test_each_is_called_as_the_draft_calls_them(to: str, cc: str, body: str, to_cc: str, to_all: str, language: str) -> None:
    found = plan(to, cc, body, language)
    assert to_cc in found.asks[1].body
    assert to_all in found.connect.body


def test_a_family_is_greeted_as_one() -> None:
    couple = "Lina Kern <lina@kern.example>, Amara Kern <amara@kern.example>"
    body = (
        "Liebe Frau Roth, liebe Familie Kern,\n\nFrau Roth brennt Töpfe. Die Kerns haben Platz für einen Ofen, und Sie wohnen Wand an Wand."
    )
    draft = draft_of(f"{body}\n\nIhre Clara Voss\n", to="Anna Roth <anna@roth.example>", cc=couple)
    roth, lina, amara = draft.recipients
    sides = (Side((roth,), False), Side((lina, amara), False))
    found = ask_first(draft, Report("d1", "de", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides))
    assert hellos(found) == ["Liebe Frau Roth,", "Liebe Familie Kern,", "Liebe Frau Roth, liebe Familie Kern,"]


def test_a_joke_of_a_title_is_no_distance() -> None:
    body = "Hochverehrter Herr Brennmeister,\n\nAnna, der Mike ist unser Töpfer. Mike, die Anna baut Öfen. Redet einmal miteinander."
    found = plan("Mike Hale <mike@hale.example>", ROTH, body, "de")
    assert hellos(found)[0] == "Hochverehrter Herr Brennmeister,"
    assert "Darf ich dich" in found.asks[0].subject
    assert "Darf ich dich" in found.asks[1].subject
    assert "mit Mike Hale bekannt" in found.asks[1].body


def test_a_name_and_what_is_said_of_it_is_no_greeting() -> None:
    found = plan("Mike Hale <mike@hale.example>", ROTH, "Mike digs and carries. Anna builds kilns and needs clay.")
    assert hellos(found) == ["Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,"]


@pytest.mark.parametrize(
    ("body", "mover", "language"),
    [
        ("Hi Mike,\n\nyou wanted a kiln, Anna in copy builds them. Anna, Mike never rings first.", "Anna", "en"),
        ("Hi Mike,\n\nyou wanted a kiln, Anna in copy builds them. Anna, I think you should write first.", "Anna", "en"),
        ("Hi Mike,\n\nyou wanted a kiln, Anna in copy builds them. Anna never fired a pot before she was forty.", "Mike", "en"),
        ("Lieber Mike,\n\ndu suchst einen Ofen, Anna in Kopie baut welche. Anna, der Mike meldet sich nie von selbst.", "Anna", "de"),
        ("Lieber Mike,\n\ndu suchst einen Ofen, Anna in Kopie baut welche. Anna, mach du den Anfang.", "Anna", "de"),
        ("Lieber Mike,\n\ndu suchst einen Ofen, Anna in Kopie baut welche. Sie hat nicht als Erste hier gebrannt.", "Mike", "de"),
    ],
)
def test_who_is_said_not_to_begin_is_not_asked_to(body: str, mover: str, language: str) -> None:
    found = plan("Mike Hale <mike@hale.example>", ROTH, body, language)
    assert f"{mover}, {'möchtest' if language == 'de' else 'would'}" in found.connect.body


def test_all_residents_are_not_asked_to_suggest_a_time() -> None:
    body = "Dear all,\n\nthe bins are full. Anna in copy makes compost on terraces. Whoever wants to may ask her."
    found = plan("Millrace residents <all-owners@millrace.example>", ROTH, body)
    assert "Anna, would you" in found.connect.body
