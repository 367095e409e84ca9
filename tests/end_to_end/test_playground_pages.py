"""The pages of the playground in a real browser: slow and failing servers, scopes, languages, what the linter sees."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect
from visitors import NARROW, WIDE, WORDS, NewVisitor, post

pytestmark = pytest.mark.browser


def test_escape_closes_the_panel_over_a_narrow_page(visitor: NewVisitor) -> None:
    seen = visitor(size=NARROW)
    seen.open_side()
    seen.page.keyboard.press("Escape")
    expect(seen.side).not_to_be_visible()


def test_a_slow_mailbox_leaves_the_page_usable(visitor: NewVisitor) -> None:
    seen = visitor()
    post(seen.url, "playground/faults", {"faults": [{"kind": "slow", "method": "drafts.list", "seconds": 5, "times": 1}]})
    seen.page.locator(".mail").first.click()
    expect(seen.side).to_contain_text(seen.words["wait"])
    seen.page.locator(".editor-text").press_sequentially("!")
    seen.shot("waiting", busy=True)
    expect(seen.side).to_contain_text(seen.words["looks"])


def test_a_failing_mailbox_gives_a_card_that_helps(visitor: NewVisitor) -> None:
    seen = visitor()
    post(seen.url, "playground/faults", {"faults": [{"kind": "404", "method": "drafts.list", "times": None}]})
    seen.page.locator(".mail").first.click()
    expect(seen.side.locator(".card")).to_be_visible()
    expect(seen.side).not_to_contain_text(seen.words["looks"])
    seen.shot("trouble")
    post(seen.url, "playground/faults", {"faults": []})
    seen.side.locator(".card button").first.click()
    expect(seen.side).to_contain_text(seen.words["looks"])


def test_an_add_on_that_cannot_be_reached(visitor: NewVisitor) -> None:
    seen = visitor()
    seen.page.route("**/playground/event", lambda route: route.abort())
    seen.page.locator(".mail").first.click()
    expect(seen.side.get_by_role("alert")).to_be_visible()
    seen.shot("unreachable")
    seen.page.unroute("**/playground/event")
    seen.side.get_by_role("button", name="Try again").click()
    expect(seen.side).to_contain_text(seen.words["looks"])
    seen.problems.clear()  # the browser reports the request we broke


def test_what_cannot_be_saved_is_not_lost(visitor: NewVisitor) -> None:
    seen = visitor()
    seen.page.locator(".mail").first.click()
    field, status = seen.page.locator(".editor-text"), seen.page.locator(".compose-bar [role=status]")
    expect(field).to_be_visible()

    def fail(route: Route) -> None:
        if route.request.method == "PUT":
            route.fulfill(status=503, json={"error": {"code": 503, "message": "The service is currently unavailable."}})
        else:
            route.continue_()

    seen.page.route("**/gmail/**", fail)
    field.fill("A new text.")
    expect(status).to_contain_text("currently unavailable")
    seen.shot("not-saved")
    expect(field).to_have_value("A new text.")
    seen.page.unroute("**/gmail/**")
    field.press_sequentially(" Better.")
    expect(status).to_contain_text("Saved")
    seen.page.reload()
    expect(field).to_have_value("A new text. Better.")
    seen.problems.clear()


def test_a_refused_scope_is_asked_for_again(visitor: NewVisitor) -> None:
    seen = visitor()
    seen.go("#/bench")
    seen.page.get_by_label("gmail.compose", exact=True).uncheck()
    seen.page.get_by_role("link", name="Drafts").click()
    seen.page.locator(".mail").first.click()
    expect(seen.side.locator("textarea")).to_be_visible()
    seen.shot("pasted")
    seen.side.locator("textarea").fill(seen.page.locator(".editor-text").input_value())
    seen.press("Check this text")
    expect(seen.side).to_contain_text(seen.words["looks"])
    seen.page.get_by_role("link", name="Drafts").first.click()
    seen.page.locator(".mail").first.click()
    seen.side.get_by_role("button", name=re.compile("read my drafts")).click()
    expect(seen.side).to_contain_text("gmail.compose")
    seen.shot("consent")
    seen.press("Allow")
    seen.go("#/bench")
    expect(seen.page.get_by_label("gmail.compose", exact=True)).to_be_checked()
    expect(seen.page.locator("details")).not_to_have_count(0)
    seen.shot("bench")


@pytest.mark.parametrize(("language", "theme", "size"), [("en", "dark", NARROW), ("de", "light", WIDE)])
def test_what_does_it_see(visitor: NewVisitor, language: str, theme: str, size: tuple[int, int]) -> None:
    seen = visitor(language, size, theme, f"see-{language}")
    seen.go("#/see")
    expect(seen.page.locator(".sentences li")).not_to_have_count(0)
    expect(seen.page.locator(".findings")).to_contain_text("AF101")
    expect(seen.page.locator(".sides li")).to_have_count(2)
    expect(seen.page.locator(".told-introduce").first).to_be_visible()
    seen.shot("draft")
    seen.page.locator("select").select_option("")
    seen.page.locator(".see-form textarea").fill("Hi Nora,\n\nplease bring the ladder on Sunday.\n\nClara")
    seen.page.locator(".see-form .filled").click()
    expect(seen.page.locator(".findings")).to_have_count(0)
    seen.go("#/see/model")
    expect(seen.page.locator("svg.plot")).to_have_count(2)
    expect(seen.page.locator(".figures tbody tr")).to_have_count(4)
    seen.shot("model")
    seen.go("#/see/rules")
    expect(seen.page.locator(".rule")).to_have_count(7)
    seen.shot("rules")
    rule = seen.page.locator("#AF103")
    rule.locator("summary").click()
    rule.locator("blockquote a").first.click()
    expect(seen.page.locator(".findings")).to_contain_text("AF103")


def test_another_language_brings_its_samples_as_long_as_nothing_has_happened(visitor: NewVisitor) -> None:
    seen = visitor()
    german, english = (seen.page.get_by_role("button", name=name) for name in ("DE – Deutsch", "EN – English"))
    german.click()
    expect(seen.page.locator(".mail-subject").first).to_have_text(WORDS["de"]["subject"])
    seen.page.locator(".mail").first.click()
    seen.page.locator(".editor-text").press_sequentially("Ach, ")
    expect(seen.page.locator(".compose-bar [role=status]")).to_contain_text("Gespeichert")
    english.click()
    expect(seen.page.locator("#toast")).to_contain_text("Start over")
    expect(seen.page.locator(".row-subject input")).to_have_value(WORDS["de"]["subject"])
    seen.page.get_by_role("button", name="Start over").click()
    expect(seen.page.locator(".mail-subject").first).to_have_text(WORDS["en"]["subject"])
    assert seen.page.evaluate("document.documentElement.lang") == "en"


def test_an_own_draft_from_the_first_letter(visitor: NewVisitor) -> None:
    seen = visitor()
    seen.page.get_by_role("link", name="Write").click()
    seen.page.get_by_label("To", exact=True).fill("Jonas Weil <jonas@weil.example>")
    seen.page.get_by_label("Cc", exact=True).fill("Zoë Äpfel <zoe@aepfel.example>")
    seen.page.get_by_label("Subject").fill("Bienen – und Äpfel")
    seen.page.locator(".editor-text").fill(
        "Hi Jonas,\n\nlet me introduce you to Zoë, who keeps bees 🐝 in the orchard. Zoë, Jonas makes cider. You two should talk!\n\nClara"
    )
    expect(seen.page.locator(".compose-bar [role=status]")).to_contain_text("Saved")
    seen.press("Check again") if seen.side.get_by_role("button", name="Check again").count() else seen.page.reload()
    expect(seen.side).to_contain_text(seen.words["looks"])
    expect(seen.page.locator(".editor-marks mark").first).to_contain_text("who keeps bees 🐝 in the orchard")
    seen.shot("own")
    seen.page.reload()
    expect(seen.page.get_by_label("Subject")).to_have_value("Bienen – und Äpfel")
    expect(seen.page.get_by_label("Cc", exact=True)).to_have_value("Zoë Äpfel <zoe@aepfel.example>")
