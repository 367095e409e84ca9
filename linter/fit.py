"""Which sentences of a draft may be quoted at all, and which say something."""

from __future__ import annotations

import re

from linter.clauses import without_asides
from linter.language import alternation
from linter.people import name_words
from linter.quoting import names_in
from linter.redact import has_contact
from linter.scene import TOKEN, Scene, Told, tokens
from linter.telling import dropped

_MANNERS = 5  # words of a sentence that only says what should be done, or who is copied
_ANSWER = 9  # words


def is_fit(scene: Scene, n: int) -> bool:
    """Whether a sentence may be quoted: no contact details, not even half of them, and no word of nobody having been asked."""
    told, words = scene.told[n], scene.language.rewrite
    if (
        told.contact
        or not re.search(r"\w", told.written)
        or _only_greets(scene, told)
        or re.search(words["no_quote"], re.sub(words["presuming"], "", re.sub(words["lead_in"], "", told.written, flags=re.I)))
        or any(re.search(words[kind], re.sub(words["presuming"], "", told.written)) for kind in ("pressing", "only_announces"))
        or _answers(scene, n)
        or (n == len(scene.told) - 1 and told.written.endswith(":"))
        or (n == len(scene.told) - 1 and _signs(scene, told))
    ):
        return False
    beside = [other for other in scene.told[max(0, n - 1) : n + 2] if not other.contact]
    return not has_contact(" ".join(other.written for other in beside))


def _answers(scene: Scene, n: int) -> bool:
    """Whether a sentence answers a question that stays behind: "May I introduce you? Oh well, I just have."."""
    told = scene.told[n]
    before = next((other for other in reversed(scene.told[:n]) if other.written != told.written), None)
    if before is None or before.paragraph != told.paragraph or not before.written.endswith("?"):
        return False
    short = len(told.text.split()) <= _ANSWER and not names_in(scene, told)
    return re.search(scene.language.rewrite["no_quote"], before.written) is not None and (short or not has_content(scene, told))


def _only_greets(scene: Scene, told: Told) -> bool:
    """Whether a sentence is a greeting on a line of its own."""
    hello = re.match(rf"(?:{alternation(scene.language.greetings)})\s[^,.!?:;]{{1,40}}[,!]?$", told.written, re.I)
    return hello is not None and scene.names_anybody(hello.group())


def _signs(scene: Scene, told: Told) -> bool:
    """Whether a last sentence is the connector's name in the same line: "Schönen Urlaub noch, Jens", "jo"."""
    own = [word.lower() for word in name_words(scene.draft.sender)] if scene.draft.sender else []
    words = re.findall(r"[^\W\d_]+", told.written.lower())
    initials = "".join(word[0] for word in own)
    return bool(own and words) and len(words) <= 5 and (words[-1] == initials or (len(words[-1]) > 1 and own[0].startswith(words[-1])))


def has_content(scene: Scene, told: Told) -> bool:
    """Whether more is said than who is copied, what the connector hopes, or that somebody should write."""
    words = scene.language.rewrite
    if re.search(words["no_content"], without_asides(told.text, scene.language)) or re.search(r"\d{5}", told.written):
        return False
    if len(told.text.split()) <= _MANNERS and dropped(scene, told.text):
        return False
    if re.search(words["business"], told.text) and not names_in(scene, told) and not re.search(words["third_person_any"], told.text):
        return False
    rest = re.sub(words["drop"], " ", re.sub(TOKEN, " ", tokens(scene, told.written)), flags=re.I)
    common = {*scene.language.function_words, *scene.language.greetings, "this", "dies", "hier", "here", "done"}
    content = [word for word in re.findall(r"[^\W\d_]{3,}", rest.lower()) if word not in common]
    return len(content) >= (1 if re.match(rf"(?:{words['subject_pronoun']}|{TOKEN})\s+\w+", told.text) else 2)


def is_business(scene: Scene, n: int) -> bool:
    """Whether a sentence is of orders, money, dates or papers."""
    return re.search(scene.language.rewrite["business"], scene.told[n].text) is not None


def goes_along(scene: Scene, n: int) -> bool:
    """Whether a sentence between what is quoted may be quoted, too."""
    manners = re.search(scene.language.rewrite["no_content"], scene.told[n].text) and not scene.told[n].text.endswith("?")
    return is_fit(scene, n) and not is_business(scene, n) and not manners and not re.search(r"\d", scene.told[n].written)
