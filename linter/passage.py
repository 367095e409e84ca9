"""The passage of a draft that introduces: which of its sentences an ask quotes where they cannot all be told to its reader."""

from __future__ import annotations

import re

from linter.finding import UNREAD
from linter.fit import goes_along, has_content, is_business, is_errand, is_fit, may_be_quoted, only_introduces, shares, without_handing_over
from linter.other_matters import is_postscript, only_calls, own_subject, stems
from linter.quoting import hangs, is_bare, names_in, opened
from linter.scene import LEADS, LEADS_ALONE, SURE, TOKEN, Scene, tokens, told_in
from linter.telling import dropped, trimmed

_BEGINNING = 6  # words of a sentence in which it leans
_SHORT = 5  # sentences of a mail that is about the introduction alone
_SPOKEN = ("second", "third_person", "wants", "several_write")
_FRAGMENT = 2  # words that are no sentence of their own


def passage(scene: Scene, known: tuple[str, ...] = ()) -> list[int]:
    """The numbers of the sentences that introduce and of what belongs to them: their paragraphs, what lies between, the
    sentence before that says what for, those behind that name a side, and what their first words lean on.

    `known` are the sentences that the linter has found to introduce; without any, those that name or speak of a side. Never those
    that hold contact details or stand beside half of such, take leave, say nobody was asked, or that the reader sets apart.
    """
    plain = sorted(told_in(scene, known) | {n for n, told in enumerate(scene.told) if told.quotable > SURE})
    if not plain:
        plain = [n for n in range(len(scene.told)) if _introduces(scene, n)]
    if not plain and len(scene.told) <= _SHORT:
        plain = [n for n in range(len(scene.told)) if is_fit(scene, n) and has_content(scene, scene.told[n])]
    if not plain:
        return []
    first, last = min(plain), max(plain)
    paragraphs = {scene.told[n].paragraph for n in plain}
    behind = {
        n for n in range(first, len(scene.told)) if n < last or scene.told[n].paragraph in paragraphs or _is_of_a_side(scene, n, last)
    }
    text = " ".join([scene.draft.subject, *(scene.told[n].text for n in plain)])
    chosen = {*plain, *_before(scene, first), *(n for n in behind if _is_of_it(scene, n, plain, text))}
    fit = sorted(n for n in chosen if is_fit(scene, n) and (n in plain or _belongs(scene, n)))
    fit = without_handing_over(scene, fit)
    while fit and _goes_on(scene, fit[-1] + 1):
        fit.append(fit[-1] + 1)
    while fit and fit[-1] not in plain and not _says_more(scene, fit[-1]) and not _takes_back(scene, fit[-1]):
        fit.pop()  # "You two should talk."
    while fit and (before := _leaned_on(scene, fit)) is not None:
        fit = [*_before(scene, before), before, *fit]
    lead = scene.told[fit[0]] if len(fit) > 1 and fit[0] not in plain and re.match(TOKEN, scene.told[fit[1]].text) else None
    if lead and _leans(scene, fit[0]) and not re.search(scene.language.rewrite["second"], lead.text):
        fit.pop(0)  # it leans on what may not be quoted
    while fit and _leads_up(scene, fit[0] - 1):
        fit.insert(0, fit[0] - 1)
    halves = [n - 1 for n in fit if n and is_bare(scene, n) and is_bare(scene, n - 1)]  # "Mike, Anna. Anna, Mike." is one
    halves += [n - 1 for n in fit if _is_of_whom_it_names(scene, n)]
    return sorted({*_occasion(scene, fit), *halves, *fit}) if fit else fit


def _leads_up(scene: Scene, n: int) -> bool:
    """Whether a sentence stays with the one behind it: what leads up to it in its paragraph seldom looks like it."""
    if n < 0 or scene.told[n].quotable == UNREAD:
        return False
    told, behind = scene.told[n], scene.told[n + 1]
    entry = told.bullet and told.line != behind.line
    near = told.paragraph == behind.paragraph and not _is_announced(scene, n + 1) and not _gives_its_own(scene, n + 1)
    close = told.paragraph >= behind.paragraph - 1 and told.quotable >= (LEADS if near else LEADS_ALONE)
    return close and not entry and may_be_quoted(scene, n) and has_content(scene, told) and not only_introduces(scene, told.written)


def _is_of_whom_it_names(scene: Scene, n: int) -> bool:
    """Whether a sentence begins with the "he" whom the one before names and does no more than that: "Anna, this is Mike. He bakes." """
    pronoun = re.match(rf"(?:{scene.language.rewrite['subject_pronoun']})\b", scene.told[n].written)
    if not n or pronoun is None or scene.told[n - 1].paragraph != scene.told[n].paragraph:
        return False
    return only_introduces(scene, scene.told[n - 1].written) and may_be_quoted(scene, n - 1)


def _occasion(scene: Scene, chosen: list[int]) -> list[int]:
    """The paragraph before, from the sentence that says what "you" told or has a word of the passage."""
    first = chosen[0]
    if _is_announced(scene, first) or _gives_its_own(scene, first):
        return []  # "As for the roof, …"
    before = [n for n in range(first) if scene.told[n].paragraph == scene.told[first].paragraph - 1 and _may_stand(scene, n)]
    text = " ".join(scene.told[n].text for n in chosen)
    begin = next((n for n in before if _leads(scene, n, first, text)), first)
    return [n for n in before if n >= begin]


def _leads(scene: Scene, n: int, first: int, text: str) -> bool:
    """Whether a sentence says what "you" told, what is lacking in the matter of the subject, something to all right before, or has a
    word of the passage."""
    words, told = scene.language.rewrite, scene.told[n]
    to_all = scene.default is None and scene.told[first].to is None and n == first - 1
    said = to_all and any(re.search(words[kind], told.text) for kind in ("states_second", "plural"))
    lacks = re.search(words["lacks"], told.text) and shares(scene, n, own_subject(scene, scene.draft.subject, text))
    begins = scene.default is not None and scene.told[first - 1].paragraph == told.paragraph
    declines = begins and re.search(words["declines"], told.text)  # "We are booked out till June."
    return bool(said or lacks or declines) or _is_told(scene, n) or shares(scene, n, text)


def _may_stand(scene: Scene, n: int) -> bool:
    """Whether a sentence of the paragraph before says something, without figures and not in answer to another mail."""
    text = scene.told[n].written
    unfit = re.search(r"\d", text) or re.match(scene.language.rewrite["replies"], text) or only_introduces(scene, text)
    return not unfit and goes_along(scene, n) and has_content(scene, scene.told[n])


def _before(scene: Scene, first: int) -> list[int]:
    """The sentences before the first in its paragraph that are of its matter: back to where another one ends."""
    found: list[int] = []
    for n in range(first - 1, -1, -1):
        told = scene.told[n]
        entry = told.bullet and told.line != scene.told[first].line
        other = _gives_its_own(scene, n + 1) or _is_announced(scene, n + 1)
        if told.paragraph != scene.told[first].paragraph or told.contact or entry or other:
            break
        found.insert(0, n)
    while found and scene.told[first].paragraph == 0 and not _is_of_matter(scene, found[0], first):
        found.pop(0)
    return [n for n in found if goes_along(scene, n) and not only_introduces(scene, scene.told[n].written)]


def _is_of_matter(scene: Scene, n: int, first: int) -> bool:
    """Whether a sentence at the beginning of a mail is of what follows, and no other matter that the same paragraph begins with."""
    words, text = scene.language.rewrite, scene.told[n].text
    behind = " ".join([scene.draft.subject, *(told.written for told in scene.told[first : first + 3])])
    said = re.search(words["lacks"], text) or re.search(words["second"], re.sub(words["yours"], "", text))
    of_yours = (re.search(words["yours"], text) or names_in(scene, scene.told[n])) and not re.search(words["mine"], text)
    of_yours = of_yours and not text.endswith("!")  # small talk
    leaned_on = re.match(words["leans"], opened(scene, scene.told[n + 1].written))  # "And tell Pa" does not
    return goes_along(scene, n) and bool(said or of_yours or leaned_on or shares(scene, n, behind))


def _gives_its_own(scene: Scene, n: int) -> bool:
    """Whether a sentence begins with what it is about: "For the roof: …", "And because you spoke of moths: …"."""
    words, text = scene.language.rewrite, tokens(scene, scene.told[n].written.lstrip("("))
    start = opened(scene, text)
    if re.match(words["turns_to"], text):
        return True
    if any(re.match(words[kind], part) for kind in ("announces", "new_matter") for part in (start, text)):
        return True
    return re.match(words["subordinate"], start, re.I) is not None and re.search(words["link"], start) is not None


def _is_spoken(scene: Scene, n: int) -> bool:
    """Whether a sentence names a side, or speaks to or of somebody."""
    told, words = scene.told[n], scene.language.rewrite
    return bool(names_in(scene, told)) or any(re.search(words[kind], told.text) for kind in _SPOKEN)


def _is_of_it(scene: Scene, n: int, plain: list[int], text: str) -> bool:
    """Whether a sentence beside those that introduce is of the same matter: between two of one paragraph, or of somebody."""
    told = scene.told[n]
    if is_errand(scene, n) or is_postscript(scene, n):
        return False
    spoken = _is_spoken(scene, n) or re.search(scene.language.rewrite["third_person_any"], told.text)
    within = n < max(plain) and all(scene.told[m].paragraph == told.paragraph for m in (n - 1, n + 1))
    kept = within and not is_business(scene, n)
    runs_on = scene.told[n - 1].line == told.line and (
        (told.written[:1].islower() and not scene.text.islower()) or re.search(r"\d\.$", scene.told[n - 1].written)
    )
    return bool(spoken or kept or runs_on or stems(scene, told.text) & stems(scene, text))


def _is_told(scene: Scene, n: int) -> bool:
    """Whether a sentence begins with what "you" told or asked: "When we spoke, you mentioned …", not "…, as you wished"."""
    words, text = scene.language.rewrite, scene.told[n].text
    begins = re.match(words["you_first"], text) or re.match(words["subordinate"], text, re.I)
    return begins is not None and re.search(words["link"], text) is not None


def _nearest(scene: Scene, n: int) -> int | None:
    """The next sentence before one that may be quoted, over manners but not over contact details."""
    m = n - 1
    while m >= 0 and not may_be_quoted(scene, m) and not scene.told[m].contact and not _is_announced(scene, m + 1):
        m -= 1
    entry = m >= 0 and scene.told[m].bullet and scene.told[n].bullet and scene.told[m].line != scene.told[n].line
    return m if m >= 0 and may_be_quoted(scene, m) and not entry else None  # another entry of a list is another matter


def _is_announced(scene: Scene, n: int) -> bool:
    """Whether the sentence before does nothing but announce another matter: "And one more thing." """
    return n > 0 and re.match(scene.language.rewrite["only_announces"], scene.told[n - 1].written) is not None


def _says_more(scene: Scene, n: int) -> bool:
    """Whether a sentence holds more than manners and orders: "your brides would love it, so do say hello"."""
    text = trimmed(scene, scene.told[n].text.rstrip(".!)"))
    if scene.told[n].about and re.search(scene.language.rewrite["is_somebody"], text):
        return True  # "(Mike: Anna is my favourite cousin, please buckle up.)"
    return has_content(scene, scene.told[n]) and bool(text.strip()) and not dropped(scene, text)


def _belongs(scene: Scene, n: int) -> bool:
    """Whether a sentence beside those that introduce is of them: no manners, and no business that speaks to and of nobody."""
    words, text = scene.language.rewrite, scene.told[n].text
    spoken = bool(names_in(scene, scene.told[n])) or any(re.search(words[kind], text) for kind in ("second", "third_person"))
    entry = scene.told[n].bullet and not any(other.line == scene.told[n].line and other.about for other in scene.told)
    unspoken = is_business(scene, n) or entry  # "- bring the error logs", in a list of things to do
    asks = text.endswith("?") and re.search(words["states_second"], text)  # "Remember you want to learn Russian?"
    manners = re.search(words["no_content"], text) and not re.match(words["condition"], text) and not asks
    return not manners and (spoken or not unspoken)


def _is_of_a_side(scene: Scene, n: int, last: int) -> bool:
    """Whether a sentence behind the passage names a side, or tells "you" of "her", and says something: "Be nice, she's my old boss"."""
    return (
        bool((names_in(scene, scene.told[n]) and not only_calls(scene, n, last)) or _is_of_both(scene, n, last))
        and not is_business(scene, n)
        and has_content(scene, scene.told[n])
    )


def _is_of_both(scene: Scene, n: int, last: int) -> bool:
    """Whether a sentence right behind the last that introduces tells "you" more of "him" or "her": "You need no French, he speaks it"."""
    words, text = scene.language.rewrite, scene.told[n].text
    third = f"{words['he_subject']}|{words['she_subject']}".lower()
    return n == last + 1 and all(re.search(pattern, text) for pattern in (words["second"], rf"\b(?:{third})\b"))


def _goes_on(scene: Scene, n: int) -> bool:
    """Whether a sentence right behind the passage takes it back, or says to all what the connector expects: "I think you would get on"."""
    if n >= len(scene.told) or not is_fit(scene, n):
        return False
    told = scene.told[n]
    if _takes_back(scene, n):
        return True
    fits = told.to is None and all(re.search(scene.language.rewrite[kind], told.text) for kind in ("opinion", "second"))
    return fits and not dropped(scene, told.text)


def _takes_back(scene: Scene, n: int) -> bool:
    """Whether a sentence takes the one before back: "Or not."."""
    told = scene.told[n]
    return bool(n and told.paragraph == scene.told[n - 1].paragraph and re.match(scene.language.rewrite["takes_back"], told.written))


def _leaned_on(scene: Scene, chosen: list[int]) -> int | None:
    """The sentence that the first of a passage cannot be understood without; None where it can, or there is none."""
    first, m, words = chosen[0], _nearest(scene, chosen[0]), scene.language.rewrite
    if first and scene.told[first - 1].written.endswith(";") and is_fit(scene, first - 1):
        return first - 1  # one sentence
    if m is None:
        return None
    text, before = scene.told[first].written, scene.told[m].written
    near = scene.told[m].paragraph == scene.told[first].paragraph
    if not near and re.match(words["new_matter"], text):
        return None  # "And, as discussed": another matter
    part = opened(scene, scene.told[m + 1].written)  # "I therefore took the liberty" leans for what follows it
    needs = re.match(words["leans_hard"], part)
    if not needs and (scene.told[m].quotable < LEADS or (not near and (is_errand(scene, m) or is_business(scene, m)))):
        return None
    thing = re.match(r"(?:The|Der|Die|Das) (\w{4,})", text)  # "340 kettles are in our store.", "The kettles belong to Anna"
    within = re.search(words["leans_within"], " ".join(part.split()[:_BEGINNING]))
    asked = near and re.search(words["link"], before)  # "You asked how it sets. Our sheet is silent on that."
    new = re.match(words["new_matter"], text) or (not near and opened(scene, text) != text)  # "And, as discussed": another matter
    back = needs or within or asked or (thing and thing[1].lower() in before.lower()) or (_leans(scene, m + 1) and not new)
    if text.startswith("("):
        back = back or (near and not is_business(scene, m))  # an aside
    helps = near or names_in(scene, scene.told[m])
    return m if back or (helps and hangs(scene, chosen)) else None


def _leans(scene: Scene, n: int) -> bool:
    """Whether the first words of a sentence go back to the one before: "That said", "(He did ours.)"."""
    text = tokens(scene, opened(scene, scene.told[n].written)).lstrip("(")
    return len(text.split()) <= _FRAGMENT or re.match(scene.language.rewrite["leans"], text) is not None


def _introduces(scene: Scene, n: int) -> bool:
    """Whether a sentence names a side, speaks of one as "she" or to both, or to one close to where another is named."""
    told, words = scene.told[n], scene.language.rewrite
    if not is_fit(scene, n) or not has_content(scene, told) or is_postscript(scene, n):
        return False
    around = [other for other in scene.told[max(0, n - 2) : n + 3] if other.paragraph == told.paragraph]
    short = scene.told[-1].paragraph == scene.told[0].paragraph and len(scene.told) <= _SHORT
    near = short or any(names_in(scene, other) for other in around)
    spoken = any(re.search(words[kind], told.text) for kind in ("plural", "second", "third_person_any"))
    return bool(topic(scene, n)) or (near and spoken)


def topic(scene: Scene, n: int) -> frozenset[int]:
    """The sides a sentence names, or that its "she" goes back to."""
    names, told = names_in(scene, scene.told[n]), scene.told[n]
    if names or (told.text.strip(" .") and re.search(scene.language.rewrite["third_person_any"], told.text) is None):
        return names
    if n and scene.told[n - 1].paragraph == told.paragraph:
        return topic(scene, n - 1)
    sides = [scene.side_of(mention.who) for mention in scene.cast.mentions(scene.greeting, 0, len(scene.greeting))]
    return frozenset({sides[-1]}) if len(sides) > 1 and sides[-1] is not None and n == 0 else frozenset()
