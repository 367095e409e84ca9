"""What a sentence says of somebody is quoted though it also excuses, presses, or gives a house number: only that part is cut."""

import pytest

from linter.fit import is_fit
from linter.language import language as load
from linter.quoting import as_written
from linter.reading import scene_of
from tests.linter.test_rewrite import draft_of, plan_of, report_of

HARBOUR = "Du suchst jemanden für das Hafenbecken."
LOFT = "You are looking for somebody to look at the loft."


def quotable(text: str, language: str) -> str:
    """What of a text may be quoted."""
    draft = draft_of(f"{'Hi' if language == 'en' else 'Hallo'} Mike,\n\n{text}\n\nClara\n")
    scene = scene_of(draft, report_of(draft, language=language).sides, load(language))
    return as_written(scene, [n for n in range(len(scene.told)) if is_fit(scene, n)])


@pytest.mark.parametrize(
    ("language", "text", "stays", "goes"),
    [
        ("en", f"{LOFT} Anna mends roofs, slate mostly (excuse the cheek, Anna, I know).", "Anna mends roofs, slate mostly.", "cheek"),
        ("en", f"{LOFT} Anna has slated two chapels (three, if one believes her, be warned).", "Anna has slated two chapels.", "warned"),
        ("en", f"{LOFT} Anna, whom I have not asked at all, mends roofs for a living.", "Anna mends roofs for a living.", "asked at all"),
        ("en", f"{LOFT} Anna mends roofs in slate and has no idea yet that I write.", "Anna mends roofs in slate.", "no idea"),
        ("en", f"{LOFT} Anna, forgive the short cut: you mend roofs in slate.", "Anna, you mend roofs in slate.", "short cut"),
        ("de", f"{HARBOUR} Anna baut Stege aus Lärche (entschuldige, Anna, ich weiß).", "Anna baut Stege aus Lärche.", "entschuldige"),
        (
            "de",
            f"{HARBOUR} Anna, der ich diese Zeilen ungefragt schicke, baut seit Jahren Stege.",
            "Anna baut seit Jahren Stege.",
            "ungefragt",
        ),
        ("de", f"{HARBOUR} Die da oben ist die Anna, zwanzig Stege in Lärche.", "Die ist die Anna, zwanzig Stege", "oben"),
        ("de", f"{HARBOUR} Anna baut seit Jahren Stege und weiß noch nichts von ihrem Glück.", "Anna baut seit Jahren Stege.", "Glück"),
    ],
)
def test_only_the_part_that_excuses_is_cut(language: str, text: str, stays: str, goes: str) -> None:
    said = quotable(text, language)
    assert stays in said
    assert goes not in said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ghana was the surprise of the year, and Anna has three mills there."),
        ("en", "Since you were saying the club wants a roof for the pitch, I felt you two must speak. Anna roofs pitches."),
        ("en", "Anna won't stop asking for your honey, she bakes with it."),
        ("de", "Anna baut Häuser aus Klinker, und dein Ofen ist aus Klinker."),
        ("de", "Anna weiß nicht, wohin mit ihren Quitten, und du presst Saft."),
        ("de", "Weil du den Steg neu willst, erlaube ich mir, dir Anna vorzustellen. Sie baut Stege aus Lärche."),
        ("de", "Anna macht Führungen, die mich jedes Mal überraschen, und du suchst eine Führerin."),
    ],
)
def test_what_only_looks_like_an_excuse_is_quoted(language: str, text: str) -> None:
    assert quotable(text, language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Anna is a nurse. I should have asked her first, forgive me."),
        ("en", "Anna is a nurse. I have not asked her, and you are a patient man."),
        ("de", "Anna ist Hebamme. Ich hoffe, du kannst ihr helfen."),
    ],
)
def test_an_excuse_leaves_no_half_sentence(language: str, text: str) -> None:
    said = quotable(text, language)
    assert not any(part in said for part in ("should have asked", "have not asked", "patient", "du kannst ihr helfen"))


@pytest.mark.parametrize(
    ("language", "text", "stays"),
    [
        ("en", "Anna mends roofs and gutters. Anna, these are my neighbours at number 12.", "these are my neighbours."),
        ("en", "Mike, this is Anna from number 7, the girl with the ladder.", "this is Anna, the girl with the ladder."),
        ("de", "Anna wohnt an der Birkenallee 3 und flickt seit Jahren Dächer.", "Anna … flickt seit Jahren Dächer."),
    ],
)
def test_of_a_house_number_the_rest_stays(language: str, text: str, stays: str) -> None:
    said = quotable(text, language).replace("\ue3fe", "…")
    assert stays in said
    assert not any(number in said for number in ("12", "7", "Birkenallee"))


def test_the_rest_of_an_excuse_is_quoted_to_both_and_in_the_connecting_mail() -> None:
    text = "Anna mends roofs, mostly slate (out of the blue, Anna, I know). Hers on the corn exchange has stood four winters."
    plan = plan_of(f"Hi Mike,\n\n{LOFT} {text}\n\nClara\n")
    for mail in (*plan.asks, plan.connect):
        assert "Anna mends roofs, mostly slate. Hers" in mail.body
