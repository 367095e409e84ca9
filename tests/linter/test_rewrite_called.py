"""What people and groups are called: titles that stand for no name, pet names, couples, clubs, and kin."""

import pytest

from linter import from_fields
from linter.draft import Person
from linter.finding import Certainty, Report, Side, Verdict
from linter.rewrite import Plan, ask_first
from tests.linter.test_rewrite import CLARA, MIKE, draft_of, plan_of
from tests.linter.test_rewrite_formality import OFEN, hellos

KILN = "Anna in copy builds kilns from clay and has mended half of the ones in the valley."
ANNA = "Anna Roth <anna@roth-kilns.example>"


def told_of(name: str, hello: str, more: str = "", language: str = "en") -> tuple[str, str, str]:
    """What is said of whom a draft greets: the line that tells whom it was written to, the ask to the other, the connecting mail."""
    plan = plan_of(f"{hello}\n\n{KILN} {more}\n\nBest\nClara\n", to=name, cc=ANNA, language=language)
    return plan.asks[1].body.split("Here is what I was about to ")[-1].split("\n")[0], plan.asks[1].body, plan.connect.body


@pytest.mark.parametrize(
    ("name", "hello", "called"),
    [
        ("Tannie Sanet <sanet@plaas.example>", "Tannie Sanet,", "Tannie Sanet"),
        ("Provost Ekwensi-Hale <provost@ekwensi.example>", "Dear Provost Ekwensi-Hale,", "Provost Ekwensi-Hale"),
        ("Arch. Teresa Quiroga <tquiroga@planos.example>", "Dear Arch. Quiroga,", "Arch. Quiroga"),
        ("Chen Xiu Ling <xiuling@loom.example>", "Hi Xiu Ling,", "Xiu Ling"),
        ("Bosun Deirdre Quill <dquill@harbour.example>", "Dear Bosun Quill,", "Bosun Quill"),
    ],
)
def test_a_title_is_not_cut_from_its_name(name: str, hello: str, called: str) -> None:
    line, _, connect = told_of(name, hello)
    assert line.startswith(f"write to {called}, with you") or line.startswith(f"write to {called} under")
    assert f"\n{called}, would you" in connect


def test_a_title_of_the_header_stays_with_who_is_not_greeted() -> None:
    text = "Hi Mike,\n\nAdv. Farida Noor in copy builds kilns from clay and has mended half of the ones in the valley.\n\nBest\nClara\n"
    plan = plan_of(text, cc="Adv. Farida Noor <farida@noor.example>")
    assert "with Adv. Farida Noor on copy" in plan.asks[0].body
    assert all("Adv," not in hello and "Adv." in hello for hello in hellos(plan)[1:])


@pytest.mark.parametrize("name", ["Capt. E. Marlow", "Prof. E. Marlow"])
def test_a_position_that_the_name_has_in_short_is_not_said_again(name: str) -> None:
    office = {"Capt.": "Captain", "Prof.": "Professor"}[name.split()[0]]
    assert f", the {office}" not in told_of(f"{name} <em@sloop.example>", f"Dear {office},")[1]


def test_a_position_in_english_has_no_capital() -> None:
    assert "Jo Marlow, the coach, but" in told_of("Jo Marlow <jo@sloop.example>", "Coach,")[1]


@pytest.mark.parametrize("header", ['"Unit 7 (Beatrice)"', '"Unit 7 (Beatrice Lund)"'])
def test_a_number_of_a_door_is_no_surname(header: str) -> None:
    body = told_of(f"{header} <beatrice.l@post.example>", "Beatrice,")[1]
    assert "Beatrice 7" not in body
    assert "introduce you to Beatrice" in body


@pytest.mark.parametrize(
    ("header", "hello", "called"),
    [
        ("Barry Lund <barry.lund@post.example>", "Baz,", "Baz"),
        ("Kofi Lund <kofi.lund@post.example>", "KL,", "KL"),
        ("Odessa Lund <odessa.lund@post.example>", "Hi Odie,", "Odie"),
    ],
)
def test_a_clipped_name_of_the_greeting_is_kept(header: str, hello: str, called: str) -> None:
    line, _, connect = told_of(header, hello)
    assert f"to {called}" in line
    assert f"\n{called}, would you" in connect


def test_a_word_of_kinship_in_a_greeting_is_nobodys_clipped_name() -> None:
    text = f"Hallo Mama, hallo Frau Lund,\n\n{OFEN}\n\nClara\n"
    plan = plan_of(text, language="de", to="Marta Lund <marta@lund.example>", cc="Ursel Voss <u.voss@web.example>")
    assert "Mama" not in hellos(plan)[0]


def test_a_pet_name_that_the_text_calls_out_is_the_greeting() -> None:
    text = "Dear Mrs Hale,\n\nplease meet Ntombizodwa Cele. She builds kilns. Zod, Mrs Hale has clay.\n\nKind regards\nClara\n"
    plan = plan_of(text, to="Mrs Ida Hale <ida@hale.example>", cc="Zodwa Cele <zod@kilns.example>")
    assert hellos(plan)[1] == "Dear Zod,"


def test_an_initial_is_no_name_to_greet_by() -> None:
    plan = plan_of("Hi Mike,\n\nP. Lund in copy builds kilns from clay.\n\nBest\nClara\n", cc="P. Lund <plund@kilns.example>")
    assert hellos(plan)[1] == "Hi P. Lund,"


@pytest.mark.parametrize(
    ("header", "hello", "called"),
    [
        ("Dilys and Enid Crewe <cider@post.example>", "Hiya Dilys and Enid,", "Dilys and Enid"),
        ("Mr and Mrs Pell-Hughes <pellhughes@post.example>", "Dear Mr and Mrs Pell-Hughes,", "Mr and Mrs Pell-Hughes"),
        ("Mr & Mrs Quill <quills@post.example>", "Dear Mr & Mrs Quill,", "Mr & Mrs Quill"),
        ("Rhona and Angus Quill <quills@post.example>", "Dear Mr and Mrs Quill,", "Mr and Mrs Quill"),
        ("The Vandermeers <ida.vandermeer@post.example>", "Dear Ida and Joop,", "the Vandermeers"),
    ],
)
def test_a_couple_of_one_address_stays_two(header: str, hello: str, called: str) -> None:
    line, body, connect = told_of(header, hello)
    assert f"write to {called}" in line
    assert "the two of you" not in body
    assert "Mr Rhona" not in body
    assert f"{called[0].upper()}{called[1:]}, would you" in connect
    assert hello in connect


def halves(hello: str, names: tuple[str, str], first: int = 1) -> Plan:
    """A draft to two of whom the report names one, and to Mike."""
    one, two = (f"{name} <{name.split()[0].lower()}{n}@pell.example>" for n, name in enumerate(names))
    draft = draft_of(
        f"{hello}\n\nyou are after a kiln, and Mike in copy builds kilns from clay.\n\nBest\nClara\n", to=f"{one}, {two}", cc=MIKE
    )
    greeted, mike = draft.recipients[first], draft.recipients[2]
    sides = (Side((greeted,), False), Side((mike,), False))
    return ask_first(draft, Report("d1", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, (greeted, mike), sides=sides))


def test_both_whom_a_greeting_joins_are_asked() -> None:
    plan = halves("Hi Jo and Ned,", ("Josephine Gill", "Ned Pell"))
    assert [person.name for person in plan.asks[0].to] == ["Josephine Gill", "Ned Pell"]
    assert hellos(plan)[0] == "Hi Jo and Ned,"
    assert "Jo and Ned, would you" in plan.connect.body


def test_mr_and_mrs_are_both_asked_and_have_their_titles() -> None:
    plan = halves("Dear Mr and Mrs Pell,", ("Martin Pell", "Carol Pell"), 0)
    assert len(plan.asks[0].to) == 2
    assert "introduce you to Mr Martin Pell and Mrs Carol Pell," in plan.asks[1].body


def test_who_only_stands_on_the_mail_is_not_asked() -> None:
    plan = halves("Hi Ned,", ("Josephine Gill", "Ned Pell"))
    assert [person.name for person in plan.asks[0].to] == ["Ned Pell"]


@pytest.mark.parametrize(
    ("header", "hello", "called", "is_are"),
    [
        ("Tarka Paddlers <crew@tarkapaddlers.example>", "Ladies,", "the Tarka Paddlers", "are"),
        ("Sedge Lane <everyone@sedgelane.example>", "Evening all,", "the Sedge Lane", "is"),
        ("Corve Trustees <trustees@corvehall.example>", "Dear fellow trustees,", "Corve Trustees", ""),
    ],
)
def test_a_club_is_called_by_its_whole_name(header: str, hello: str, called: str, is_are: str) -> None:
    line, body, _ = told_of(header, hello)
    assert line.startswith((f"write to {called}", "write to you all"))
    assert f"introduce you to {called}" in body
    assert not is_are or "the two of you" not in body
    assert not is_are or f"[who {called} {is_are}" in body


def test_a_name_that_says_only_that_it_is_a_group_does_not_take_the_next_step() -> None:
    _, _, connect = told_of("Members <members@cider.example>", "Dear all,")
    assert "Anna, would you" in connect


def test_who_writes_from_a_practice_is_no_group() -> None:
    text = "Liebe Frau Hale,\n\nin Kopie ist Piroska Varga. Frau Varga baut Öfen aus Ton.\n\nHerzliche Grüße\nClara Voss\n"
    plan = plan_of(text, language="de", to="Ida Hale <ida@hale.example>", cc="Piroska Varga <praxis@ofenbau-varga.example>")
    assert "Frau Piroska Varga" in plan.asks[0].subject


@pytest.mark.parametrize("name", ["Cosmea Voß <voss@kilns.example>", "Cosmea Haberl <host@inn-haberl.example>"])
def test_the_family_name_of_an_address_shows_which_is_the_first(name: str) -> None:
    plan = plan_of(f"Hi Mike,\n\n{name.split(' <')[0]} in copy builds kilns from clay.\n\nBest\nClara\n", cc=name)
    assert hellos(plan)[1] == "Hi Cosmea,"


def test_a_list_is_called_a_list() -> None:
    assert "the Seedswap list" in told_of("seedswap <seedswap@lists.garden.example>", "Hi all,")[1]


def test_kin_are_the_writers_to_others() -> None:
    line, body, connect = told_of("Mom <jan.voss@post.example>", "Mom,")
    assert line.startswith("write to my mom")
    assert "introduce you to my mom" in body
    assert "\nMom, would you" in connect


def test_a_first_name_that_is_a_word_of_kinship_is_a_name() -> None:
    assert "my nan" not in told_of("Nan Whitlow <nan@books.example>", "Hello Nan,")[1]


def test_a_name_of_two_words_without_an_address_is_called() -> None:
    text = "Lou Ann, meet the Ostlers at 22. They build kilns. Ostlers at 22, Lou Ann has clay.\n\nClara\n"
    draft = from_fields({"id": "d1", "from": CLARA, "body": text})
    sides = (Side((Person("Lou Ann Priddy"),), False), Side((Person("the Ostlers at 22"),), False))
    plan = ask_first(draft, Report("d1", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, (), sides=sides))
    assert "the ostlers at 22?" in plan.asks[0].subject.lower()
    assert "write to The," not in plan.asks[0].body
    assert not any(hello.endswith("The,") for hello in hellos(plan))


def test_the_reader_stands_first_where_both_are_named() -> None:
    text = f"Dear Mike,\n\n{KILN} Anna, Mike keeps bees.\n\nBest\nClara\n"
    plan = plan_of(text, to=f"{MIKE}, {ANNA}", cc="")
    assert "Mike and you" not in plan.asks[1].body


def test_a_reader_is_not_told_who_they_are() -> None:
    text = (
        "Hi Mike,\n\nabout the kiln: Anna (cc'd) runs a small workshop for kilns. Anna, Mike is the man with the geese I told you about."
        "\n\nBest\nClara\n"
    )
    assert "You are the man" not in plan_of(text).asks[0].body


def test_a_header_turned_round_keeps_the_title() -> None:
    plan = plan_of("Hi Mike,\n\nKarin in copy builds kilns from clay.\n\nBest\nClara\n", cc='"Lund, Hon. Karin" <klund@court.example>')
    assert "Hon. Karin Lund" in plan.asks[0].subject
