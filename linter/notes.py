"""What the draft says that an ask does not: a note for the connector in each gap."""

from __future__ import annotations

import re

from linter.body import split
from linter.fit import has_content, is_business, is_fit, shares
from linter.predicate import is_order
from linter.quoting import MARKS
from linter.scene import TOKEN, Scene, named
from linter.telling import dropped

_LONGEST = 240  # characters of a note
_MOST = 2  # sentences
_SHORTEST = 5  # words of a note


def with_notes(scene: Scene, gaps: list[tuple[str, int]], shown: set[int], reader: int) -> list[str]:
    """The gaps of an ask to `reader`, each with what the draft says of or to its side besides the sentences that are `shown`, or with
    where more stands; one sentence stands in one."""
    used = {scene.told[n].written for n in shown}
    below = _has_mail_below(scene)
    noted: list[str] = []
    for gap, side in gaps:
        left = [n for n in range(len(scene.told)) if scene.told[n].written not in used and _may_stand(scene, n)]
        lines = [n for n in left if _is_for(scene, n, side, reader)]
        lines = _called_out(scene, used, side, reader) or lines or ([] if below else _beside(scene, left, shown, side))
        texts = list(dict.fromkeys(scene.told[n].written for n in lines))[:_MOST]
        used |= set(texts)
        text = " ".join(text if text[-1] in ".!;,…" else f"{text}." for text in texts).translate(MARKS).strip(" .,;:–-")
        text = text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
        kind = "noted" if text else "noted_below" if below and not noted else ""
        noted.append(str(scene.language.rewrite[kind]).format(gap=gap.removesuffix("]"), text=text) if kind else gap)
    return noted


def _may_stand(scene: Scene, n: int) -> bool:
    """Whether a sentence says something and is neither private, manners, an order nor business."""
    told = scene.told[n]
    if len(told.written.split()) < _SHORTEST or re.search(r":\s?\d+$", told.written):
        return False  # "as you said", "Mon-Wed Gemma", "for your permit I lack: 1"
    said = _is_linked(scene, n) or (has_content(scene, told) and not is_business(scene, n))
    orders = any(is_order(part, scene.language) for part in (told.text, told.text.rpartition(", ")[2]))
    return said and is_fit(scene, n) and not told.written.endswith(("?", ":")) and not orders


def _is_linked(scene: Scene, n: int) -> bool:
    """Whether a sentence is of what the reader said or made: "Thank you for your talk"."""
    return re.search(scene.language.rewrite["link"], scene.told[n].text) is not None


def _is_for(scene: Scene, n: int, side: int, reader: int) -> bool:
    """Whether a sentence says something of a side or to it about itself. What describes the reader alone is no reason."""
    told, words = scene.told[n], scene.language.rewrite
    own = re.sub(words["yours"], "", told.text).strip()  # "your parcel is here" says nothing of whose it is
    to = told.to == side and re.match(words["you_first"], own) is not None and re.search(words["states_second"], own) is not None
    return to or (side in named(scene, told.text) and (side != reader or told.to not in (None, reader)))


def _called_out(scene: Scene, used: set[str], side: int, reader: int) -> list[int]:
    """What the draft calls out to the reader of somebody else: "Matt, be nice, she's my old boss"."""
    if side == reader or scene.default == reader:
        return []
    unread = [n for n, told in enumerate(scene.told) if told.written not in used and is_fit(scene, n)]
    calls = [n for n in unread if scene.told[n].to == reader or _calls(scene, scene.told[n].text, reader)]
    return [n for n in calls if re.search(scene.language.rewrite["third_person_any"], scene.told[n].text)]


def _calls(scene: Scene, text: str, side: int) -> bool:
    called = re.match(rf"({TOKEN})\s*[,:]", text)
    return called is not None and side in named(scene, called[1])


def _beside(scene: Scene, left: list[int], shown: set[int], side: int) -> list[int]:
    """What says most of a side or of the matter, and stands nearest to what is shown; none where nothing is of them."""
    words, first = scene.language.rewrite, min(shown, default=len(scene.told))
    fit = [n for n in left if scene.told[n].to in (side, None) and scene.told[n].about <= {side} and not scene.told[n].bullet]
    fit = [n for n in fit if _is_linked(scene, n) or not dropped(scene, scene.told[n].text)]
    fit = [n for n in fit if re.search(words["second"], scene.told[n].text) or not re.search(r"\d", scene.told[n].written)]
    matter = " ".join(scene.told[n].written for n in sorted(shown))
    weight = {n: _weight(scene, n, matter) for n in fit}
    near = {scene.told[n].paragraph for n in shown}
    fit = [n for n in fit if n < first or scene.told[n].paragraph in near or _is_linked(scene, n)]  # what comes behind takes leave
    best = max((n for n in fit if weight[n]), key=lambda n: (weight[n], -abs(n - first)), default=None)
    return [] if best is None else _with_before(scene, best, fit)


def _with_before(scene: Scene, n: int, fit: list[int]) -> list[int]:
    """A sentence, with the one before in its paragraph where it does not speak to anybody."""
    alone = re.search(scene.language.rewrite["second"], scene.told[n].text) is not None
    return [m for m in (n - 1, n) if m == n or (not alone and m in fit and scene.told[m].paragraph == scene.told[n].paragraph)]


def _weight(scene: Scene, n: int, matter: str) -> int:
    """How much a sentence says: what the reader told, is or has, a word of the matter; more, if it also says what is lacking."""
    words, text = scene.language.rewrite, scene.told[n].text
    lacks = re.search(words["lacks"], text) and not re.search(words["second"], text)  # not "the fare, I won't charge you"
    of_them = sum(re.search(words[kind], text) is not None for kind in ("states_second", "link")) + shares(scene, n, matter)
    return of_them + bool(lacks) if of_them else 0


def _has_mail_below(scene: Scene) -> bool:
    """Whether the draft stands above a mail that it answers or passes on, which no ask gives away."""
    quoted = split(scene.draft.body, scene.draft.quoted).quoted
    return any(re.search(r"\w", scene.draft.body[start:end]) for start, end in quoted)
