"""Which sentences of a draft may be quoted at all, and which say something."""

from __future__ import annotations

import re

from linter.clauses import without_asides
from linter.language import alternation
from linter.manners import is_unfit
from linter.people import name_words
from linter.predicate import is_order
from linter.quoting import names_in, opened
from linter.redact import has_contact
from linter.scene import APART, TOKEN, Scene, Told, is_first_name, tokens
from linter.telling import dropped

_MANNERS = 5  # words of a sentence that only says what should be done, or who is copied
_ANSWER = 9  # words
_WORD = 6  # letters of a word by which a sentence is of the matter of another


def is_fit(scene: Scene, n: int) -> bool:
    """Whether a sentence may be quoted by itself: none that the linter's reader finds to be of another matter."""
    return scene.told[n].quotable >= APART and may_be_quoted(scene, n)


def may_be_quoted(scene: Scene, n: int) -> bool:
    """Whether a sentence may be quoted at all: no contact details, not even half of them, and no word of nobody having been asked."""
    told, words = scene.told[n], scene.language.rewrite
    said = re.sub(words["presuming"], "", told.written)
    if (
        told.contact
        or not re.search(r"\w", said)  # of "Consider it done!" nothing stays
        or _only_greets(scene, told)
        or is_unfit(told.written, scene.language)
        or re.search(words["only_announces"], said)
        or _answers(scene, n)
        or (n == len(scene.told) - 1 and told.written.endswith(":"))
        or (n == len(scene.told) - 1 and _signs(scene, told))
        or _is_initial(scene, told)
    ):
        return False
    if n + 1 < len(scene.told) and scene.told[n + 1].contact and re.match(r"(?:at|ät|dot|punkt|@)\b", scene.told[n + 1].written, re.I):
        return False  # "Her box is anna. At roth dot example."
    beside = [other for other in scene.told[max(0, n - 1) : n + 2] if not other.contact]
    return not has_contact(" ".join(other.written for other in beside))


def _answers(scene: Scene, n: int) -> bool:
    """Whether a sentence answers a question that stays behind: "May I introduce you? Oh well, I just have."."""
    told = scene.told[n]
    before = next((other for other in reversed(scene.told[:n]) if other.written != told.written), None)
    if before is None or before.paragraph != told.paragraph or not before.written.endswith("?"):
        return False
    if names_in(scene, told):
        return False  # "May I introduce you? Anna, this is Mike."
    short = len(told.text.split()) <= _ANSWER
    return re.search(scene.language.rewrite["no_quote"], before.written) is not None and (short or not has_content(scene, told))


def _only_greets(scene: Scene, told: Told) -> bool:
    """Whether a sentence is a greeting on a line of its own."""
    hello = re.match(rf"(?:{alternation(scene.language.greetings)})\s[^,.!?:;]{{1,40}}[,!]?$", told.written, re.I)
    return hello is not None and scene.names_anybody(hello.group())


def _signs(scene: Scene, told: Told) -> bool:
    """Whether a last sentence takes leave, or is the connector's name in the same line: "Schönen Urlaub noch, Jens", "jo"."""
    if re.match(scene.language.rewrite["takes_leave"], told.written):
        return True
    own = [word.lower() for word in name_words(scene.draft.sender)] if scene.draft.sender else []
    words = re.findall(r"[^\W\d_]+", told.written.lower())
    initials = "".join(word[0] for word in own)
    return bool(own and words) and len(words) <= 5 and (words[-1] == initials or (len(words[-1]) > 1 and own[0].startswith(words[-1])))


def _is_initial(scene: Scene, told: Told) -> bool:
    """Whether a sentence is the first letter of the connector's name alone, as a sign-off above a signature: "C."."""
    own = name_words(scene.draft.sender)[:1] if scene.draft.sender else []
    return bool(own) and told.written.strip(" .") == own[0][:1].upper()


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


def is_errand(scene: Scene, n: int) -> bool:
    """Whether a sentence asks the reader for something or thanks for it: "Bring the key, please"."""
    text, words = opened(scene, scene.told[n].text), scene.language.rewrite
    asks = re.search(words["errand"], text) is not None and not scene.told[n].about and not re.search(words["link"], text)
    return asks or is_order(text.rpartition(": ")[2], scene.language)


def only_introduces(scene: Scene, text: str) -> bool:
    """Whether a text says nothing but that people are introduced: "Anna, this is Mike.", "Time you two met"."""
    words = scene.language.rewrite
    met = bool(re.search(TOKEN, tokens(scene, text))) or any(re.search(words[kind], text) for kind in ("meeting", "plural"))
    rest = re.sub(words["introducing"], " ", re.sub(TOKEN, " ", tokens(scene, text)))
    return met and not {word for word in re.findall(r"[^\W_]+", rest.lower()) if word not in scene.language.function_words}


def shares(scene: Scene, n: int, text: str) -> bool:
    """Whether a sentence and a text have a word of some length in common."""
    one, other = (_matter(scene, part) for part in (scene.told[n].written, text))
    return bool(one & other)


def _matter(scene: Scene, text: str) -> set[str]:
    """The beginnings of the longer words of a text that are neither names nor everywhere."""
    bare = re.sub(scene.language.rewrite["yours"], " ", tokens(scene, text)).lower()
    words = set(re.findall(rf"[^\W\d_]{{{_WORD},}}", bare)) - {*scene.language.function_words, *scene.language.rewrite["everywhere"]}
    return {word[:_WORD] for word in words if not is_first_name(word, scene.language.code)}
