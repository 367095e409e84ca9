"""Names in the text matched to the people on the mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.body import split
from linter.draft import Draft, Person, from_fields
from linter.people import Cast, cast, is_role_address, organisation, same_organisation


def draft(body: str, to: str = "Weber, Jonas <j.weber@pumpen.example>", cc: str = "Anna Roth <anna@roth.example>") -> Draft:
    return from_fields({"from": "Clara Voss <clara@voss.example>", "to": [to], "cc": [cc] if cc else [], "body": body})


def people_of(mail: Draft) -> Cast:
    return cast(mail, split(mail.body))


def named(mail: Draft) -> list[str]:
    people = people_of(mail)
    return [people.people[m.who].person.address for m in people.mentions(mail.body, 0, len(mail.body))]


@pytest.mark.parametrize(
    ("to", "body"),
    [
        ('"Weber, Jonas" <j.weber@pumpen.example>', "Herr Dr. Weber weiß das."),
        ("Jonas Weber <j.weber@pumpen.example>", "Jonas weiß das."),
        ("j.weber@pumpen.example", "Weber weiß das."),
        ("Dr. Jonas Weber (Pumpen AG) <j.weber@pumpen.example>", "Das ist Webers Sache."),
        ("Michael Hale <j.weber@pumpen.example>", "Mike knows."),
        ("Elisabeth Huber <j.weber@pumpen.example>", "Frag doch die Sissi."),
        ("Bob Hale <j.weber@pumpen.example>", "Robert knows."),
        ("Anne-Sophie Maier <j.weber@pumpen.example>", "Anne-Sophie kommt."),
        ("Will Hunt <j.weber@pumpen.example>", "I think Will knows."),
    ],
)
def test_a_name_in_the_text_is_matched_to_its_address(to: str, body: str) -> None:
    assert named(draft(body, to, "")) == ["j.weber@pumpen.example"]


def test_a_common_word_is_no_name() -> None:
    assert named(draft("this will do", "Will Hunt <will@hunt.example>", "")) == []


@pytest.mark.parametrize(
    ("greeting", "addressed", "everyone"),
    [
        ("Hi Anna,", {"anna@roth.example"}, False),
        ("Lieber Herr Dr. Weber,", {"j.weber@pumpen.example"}, False),
        ("Liebe Anna, lieber Jonas,", {"anna@roth.example", "j.weber@pumpen.example"}, True),
        ("Hi both,", {"anna@roth.example", "j.weber@pumpen.example"}, True),
        ("Hallo ihr beiden,", {"anna@roth.example", "j.weber@pumpen.example"}, True),
        ("Jonas -", {"j.weber@pumpen.example"}, False),
        ("no greeting at all here", {"j.weber@pumpen.example"}, False),
    ],
)
def test_the_greeting_tells_who_is_spoken_to(greeting: str, addressed: set[str], everyone: bool) -> None:
    people = people_of(draft(f"{greeting}\n\nwie geht es?"))
    assert {p.person.address for p in people.people if p.addressed} == addressed
    assert people.everyone is everyone


@pytest.mark.parametrize(
    ("greeting", "names"),
    [
        ("Guten Tag Frau Abel, guten Tag Herr Roth,", ["Abel", "Roth"]),
        ("Liebe Frau Abel, guten Morgen Herr Roth,", ["Abel", "Roth"]),
        ("Good morning Anna, good evening Mike,", ["Anna", "Mike"]),
    ],
)
def test_a_greeting_of_two_words_is_no_part_of_a_name(greeting: str, names: list[str]) -> None:
    people = people_of(from_fields({"body": f"{greeting}\n\nIhr solltet reden.\n"})).people
    assert [participant.person.name for participant in people] == names


def test_a_pasted_draft_takes_its_people_from_the_greeting() -> None:
    people = people_of(from_fields({"body": "Dear Ms Weber and Mr Kaya,\n\nyou should talk."}))
    assert [p.person.name for p in people.people] == ["Weber", "Kaya"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a@pumpen.example", "b@pumpen.example", True),
        ("a@mail.pumpen.example", "b@pumpen.example", True),
        ("a@pumpen.example", "b@pumpen-service.example", False),
        ("a@gmail.example", "b@gmail.example", False),
        ("a@x.co.uk", "b@y.co.uk", False),
        ("", "", False),
    ],
)
def test_an_organisation_is_its_domain_unless_it_is_a_private_provider(one: str, other: str, same: bool) -> None:
    assert same_organisation(Person("", one), Person("", other)) is same


@pytest.mark.parametrize(("address", "role"), [("info@a.example", True), ("vorstand@verein.example", True), ("anna@a.example", False)])
def test_role_addresses_are_told_from_people(address: str, role: bool) -> None:
    assert is_role_address(Person("", address)) is role


def test_own_domains_make_colleagues() -> None:
    mail = draft("Hi", cc="Anna Roth <anna@sister.example>")
    assert cast(mail, split(mail.body), ["sister.example"]).people[2].relation == "own"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
def test_any_header_and_text_give_people_without_an_error(to: str, cc: str, body: str) -> None:
    mail = from_fields({"from": "c@v.example", "to": [to], "cc": [cc], "body": body})
    people = people_of(mail)
    assert all(0 <= m.who < len(people.people) for m in people.mentions(body, 0, len(body)))
    assert organisation(Person("", to)) == organisation(Person("", to))
