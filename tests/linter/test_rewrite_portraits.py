"""The classic introduction, two people presented one after the other: each reads of the other what stands there."""

import pytest

from tests.linter.test_rewrite import plan_of

CLINIC = "Anna runs a clinic in Leeds. She has the loudest waiting room in the north."


def test_paragraphs_about_each_go_to_the_other_as_they_stand() -> None:
    plan = plan_of(
        f"Hi Mike and Anna,\n\nI have wanted to introduce you two for years.\n\n{CLINIC}\n\nMike builds acoustic doors. He hates noise.\n\n"
        "I think you would have a lot to laugh about.\n\nClara\n",
        apart=("I have wanted",),
    )
    mike, anna = plan.asks
    assert f"\n\n{CLINIC} I think you would have a lot to laugh about.\n\n" in mike.body
    assert "\n\nMike builds acoustic doors. He hates noise. I think you would have a lot to laugh about.\n\n" in anna.body
    assert not mike.placeholders
    assert not anna.placeholders
    assert f"Mike, {CLINIC}" in plan.connect.body
    assert plan.connect.body.count("a lot to laugh about") == 1


def test_what_is_called_out_to_one_may_speak_to_them() -> None:
    text = "Mike, Anna runs a clinic and could test your doors.\n\nAnna, Mike builds acoustic doors."
    mike, anna = plan_of(f"Hi both,\n\n{text}\n\nClara\n").asks
    assert "Anna runs a clinic and could test your doors." in mike.body
    assert "“" not in mike.body
    assert "You run a clinic and could test Mike's doors. Mike builds acoustic doors." in anna.body


def test_german() -> None:
    anna = "Frau Roth leitet eine Klinik in Kassel und hat ein lautes Wartezimmer."
    mike = "Herr Hale baut Türen, durch die man nichts hört."
    hello = "Sehr geehrte Frau Roth, sehr geehrter Herr Hale,\n\ngern möchte ich Sie miteinander bekannt machen."
    plan = plan_of(f"{hello}\n\n{anna}\n\n{mike}\n\nClara\n", language="de")
    assert mike in plan.asks[1].body or mike in plan.asks[0].body
    assert all("„" not in ask.body for ask in plan.asks)
    assert all((anna in ask.body) != (mike in ask.body) for ask in plan.asks)


@pytest.mark.parametrize(
    "reason",
    [
        "Her waiting room needs somebody who can build quiet doors.",
        "She could use him on what to do about the noise.",
        "A meeting about the new noise limits in clinics should do you both good.",
        "I want to hear that waiting room fall silent before I retire, so do talk.",
    ],
)
def test_who_reads_only_of_the_other_would_miss_the_reason(reason: str) -> None:
    plan = plan_of(f"Hi Mike and Anna,\n\nMike builds acoustic doors. He hates noise.\n\nAnna runs a clinic in Leeds. {reason}\n\nClara\n")
    assert reason.split(",")[0].rstrip(".") in plan.asks[1].body
    assert reason.split(",")[0].rstrip(".") in plan.connect.body


@pytest.mark.parametrize(
    "text",
    [
        "Anna runs a clinic. Mike builds doors. One of you needs the other.",  # not for each as it stands
        "Anna runs a clinic. Mike builds doors. She has the noise and he the cure.",
        "Anna: a clinic, no peace. Mike: doors, no customers.",  # no sentences
        "Anna runs a clinic. Mike builds Anna's doors.",  # of both
        "Anna runs a clinic. Mike builds exactly those.",  # hangs in the air without the other
        "Anna runs a clinic. The building is from 1910 and rings like a bell. Mike builds doors.",  # of whom?
    ],
)
def test_what_is_not_of_that_kind_is_not_passed_on_as_it_stands(text: str) -> None:
    for ask in plan_of(f"Hi Mike and Anna,\n\n{text}\n\nClara\n").asks:
        lines = ask.body.split("\n\n")
        assert text not in ask.body or f"“{text}”" in ask.body
        assert not any(line in ("Anna runs a clinic.", "Mike builds doors.") for line in lines) or ask.placeholders


def test_a_pronoun_that_could_be_either_is_not_passed_on() -> None:
    for ask in plan_of("Hi Mike and Anna,\n\nMike builds doors. Anna runs a clinic. They leave early.\n\nClara\n").asks:
        assert "\n\nMike builds doors. They" not in ask.body
        assert "\n\nAnna runs a clinic. They" not in ask.body
