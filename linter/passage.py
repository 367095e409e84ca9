"""The passage of a draft that introduces, as it was written: what an ask quotes where the sentences cannot all be told to its reader."""

from __future__ import annotations

import re
from functools import cache

from linter.closing import POSTSCRIPT
from linter.language import alternation, languages, vocabulary
from linter.people import name_words
from linter.portraits import portraits
from linter.redact import has_contact
from linter.scene import TOKEN, Scene, Told, named, tokens
from linter.telling import Piece, dropped, statements

_ENDS = 20  # letters at each end by which a sentence is known again
_LONGEST_SUBJECT = 60  # characters
_MOST = 1500  # characters of a passage
_SHORT = 5  # sentences of a mail that is about the introduction alone
_MANNERS = 5  # words of a sentence that only says what should be done, or who is copied
_FRAGMENT = 2  # words that are no sentence of their own
_TOLD = 2  # sentences that are told without a quotation
_LOST = 3  # words of a sentence that its retelling may be without: "I'm copying Anna, who …"
_MARKS = str.maketrans({"[": "(", "]": ")", "“": "'", "”": "'", "„": "'", '"': "'"})  # a quotation in a quotation


def is_told(scene: Scene, chosen: list[int], reader: int, told: list[Piece]) -> bool:
    """Whether a reader is told all that the passage says of others than the reader: only a short one, of which nothing hangs in the air."""
    if told and told == portraits(scene, chosen, reader):
        subject = telling_subject(scene, " ".join(piece.text for piece in told))
        return any(piece.joint for piece in told) or not subject or re.search(scene.language.rewrite["meeting"], subject) is not None
    texts: dict[int, str] = {}
    for piece in told:
        texts[piece.source] = f"{texts.get(piece.source, '')} {piece.text}"
    content = [n for n in chosen if _has_content(scene, scene.told[n])]
    if len({scene.told[n].written for n in content}) > _TOLD:
        return False
    for n in chosen:
        if n not in texts and n in content and _is_of_others(scene, n, reader):
            return False
        if n in texts and len(_stems(scene, scene.told[n].text) - _stems(scene, texts[n])) > _LOST:
            return False  # "your yellow leaves on the lower terrace: Anna reads soil" has lost the reason
    whole = " ".join(texts.values())
    yours = scene.language.rewrite["yours"]
    if any(re.search(yours, scene.told[n].written) and scene.told[n].to == reader and not re.search(yours, texts[n]) for n in texts):
        return False  # "about your sofa: Anna has a van"
    if not any(piece.why for piece in told) and telling_subject(scene, whole):
        return False  # "Helga got ours down by a third": what, the subject says
    if re.search(scene.language.rewrite["left_over"], whole):
        return False
    plain = len(chosen) == 1 or any(piece.who or piece.joint for piece in told)
    return bool(told) and plain and all(piece.joint or _begins_well(scene, piece.text) for piece in told)


def telling_subject(scene: Scene, text: str) -> str:
    """The subject of the draft, where it says something that the text does not; else ""."""
    subject = re.sub(r"^(?:\s*(?:re|aw|wg|fwd?|antw)\s*:|\s*\[[^\[\]]{0,40}\])+", "", scene.draft.subject, flags=re.I).strip(" .")
    new = _stems(scene, tokens(scene, subject)) - _stems(scene, tokens(scene, text)) - _greetings()
    kept_back = any(re.search(scene.language.rewrite[kind], subject) for kind in ("no_quote", "business"))
    unfit = kept_back or subject.startswith("(") or has_contact(subject)
    return subject.translate(_MARKS) if new and len(subject) <= _LONGEST_SUBJECT and not unfit else ""


@cache
def _greetings() -> frozenset[str]:
    """The beginnings of words of greeting in every language: a subject "hello" says nothing."""
    return frozenset(word[:4] for known in languages() for word in known.greetings)


def is_of_others(scene: Scene, chosen: list[int], reader: int) -> bool:
    """Whether the passage says anything of others than the reader."""
    return (scene.default is None and _hangs(scene, chosen)) or any(_is_of_others(scene, n, reader) for n in chosen)


def _is_of_others(scene: Scene, n: int, reader: int) -> bool:
    told = scene.told[n]
    halves = sum(other.written == told.written for other in scene.told) > 1
    topic = named(scene, " ".join(statements(scene, told))) or (told.about if halves else _topic(scene, n))
    if topic - {reader} or re.search(scene.language.rewrite["plural"], told.text):
        return True
    speaks = re.search(scene.language.rewrite["second"], told.written) is not None  # also before a colon: "your sofa: Anna has a van"
    return speaks and told.to != reader if topic else not (speaks and told.to == reader)


def _begins_well(scene: Scene, text: str) -> bool:
    """Whether a sentence begins with a name or with a word that begins sentences, and not with the connector: "Added Anna, 400 pallets"."""
    if re.match(scene.language.rewrite["about_me"], text):
        return False
    first = re.match(r"[^\W\d_]+", text)
    known = {*scene.language.function_words, *vocabulary(scene.language.code, "openers"), *scene.language.titles}
    return re.match(TOKEN, text) is not None or (first is not None and first.group().lower() in known)


def _stems(scene: Scene, text: str) -> set[str]:
    """The beginnings of the words of a text that are neither names nor everywhere."""
    words = re.findall(r"[^\W\d_]{3,}", re.sub(TOKEN, " ", text).lower())
    return {word[:4] for word in words if word not in scene.language.function_words}


def as_written(scene: Scene, chosen: list[int]) -> str:
    """The sentences of a passage in the lines of the draft; "" where there are none."""
    lines: list[tuple[Told, list[str]]] = []
    for n in chosen:
        told = scene.told[n]
        if not lines or lines[-1][0].line != told.line:
            lines.append((told, []))
        if n == chosen[0] or told.written != scene.told[n - 1].written:  # one sentence may have been read as two
            lines[-1][1].append(told.written)
    text = ""
    for (before, _), (told, words) in zip([(None, None), *lines], lines, strict=False):
        between = "" if before is None else "\n" if before.paragraph == told.paragraph else "\n\n"
        text += f"{between}{'- ' if told.bullet else ''}{' '.join(words)}"
    text = _opening(scene, chosen) + (text.removeprefix("- ") if len(lines) == 1 else text) if text else ""
    text = POSTSCRIPT.sub("", text).lstrip(" .:–-") if POSTSCRIPT.match(text) else text
    if text[:1].islower() and re.search(r"[.!?]\s+[A-ZÀ-Þ]", scene.text):  # in lower case behind a greeting only
        text = text[0].upper() + text[1:]
    text = re.sub(r";$", ".", re.sub(r"[ \t]+", " ", text.translate(_MARKS)))
    return text if len(text) <= _MOST else text[:_MOST].rsplit(" ", 1)[0] + " …"


def _opening(scene: Scene, chosen: list[int]) -> str:
    """The greeting where the text goes on in its line, "Anna, sore knee, meet a man", or where it says who "he" is; else ""."""
    hello = scene.greeting.split("\n")[0].strip()
    if not hello or has_contact(hello):
        return ""
    line = next((line for line in scene.draft.body.split("\n") if hello in line), "")
    behind = re.match(r"\s*+([.,:;!–-]*+)\s*+\w", line.partition(hello)[2])
    if behind and not any(re.search(r"\w", told.written) for told in scene.told[: chosen[0]]):
        return f"{hello}{behind[1]} "
    who = scene.default is None and scene.names_anybody(hello) and _hangs(scene, chosen)
    return f"{hello}\n\n" if who else ""


def passage(scene: Scene, known: tuple[str, ...] = ()) -> list[int]:
    """The numbers of the sentences that introduce and of what belongs to them: their paragraphs, what lies between, the
    sentence before that says what for, those behind that name a side, and what their first words lean on.

    `known` are the sentences that the linter has found to introduce; without any, those that name or speak of a side. Never those
    that hold contact details or stand beside half of such, take leave, or say nobody was asked.
    """
    keys = [_letters(sentence) for sentence in known]
    plain = [n for n, told in enumerate(scene.told) if any(_is_in(_letters(told.written), key) for key in keys)]
    if not plain:
        plain = [n for n in range(len(scene.told)) if _introduces(scene, n)]
    if not plain and len(scene.told) <= _SHORT:
        plain = [n for n in range(len(scene.told)) if _is_fit(scene, n) and _has_content(scene, scene.told[n])]
    if not plain:
        return []
    first, last = min(plain), max(plain)
    paragraphs = {scene.told[n].paragraph for n in plain}
    behind = {n for n in range(first, len(scene.told)) if n < last or scene.told[n].paragraph in paragraphs or _is_of_a_side(scene, n)}
    before = {first - 1} if first and scene.told[first - 1].paragraph == scene.told[first].paragraph else set()  # mostly what it is for
    chosen = {*plain, *behind, *before}
    fit = sorted(n for n in chosen if _is_fit(scene, n) and (n in plain or _belongs(scene, n)))
    while fit and _goes_on(scene, fit[-1] + 1):
        fit.append(fit[-1] + 1)
    while fit and fit[-1] not in plain and (dropped(scene, scene.told[fit[-1]].text) or not _has_content(scene, scene.told[fit[-1]])):
        fit.pop()  # "You two should talk."
    while fit and fit[0] and _is_fit(scene, fit[0] - 1) and _goes_back(scene, fit):
        fit.insert(0, fit[0] - 1)
    return fit


def _belongs(scene: Scene, n: int) -> bool:
    """Whether a sentence beside those that introduce is of them: no manners, and no business that speaks to and of nobody."""
    words, text = scene.language.rewrite, scene.told[n].text
    spoken = bool(_names(scene, scene.told[n])) or any(re.search(words[kind], text) for kind in ("second", "third_person"))
    return re.search(words["no_content"], text) is None and (spoken or not _is_business(scene, n))


def _is_of_a_side(scene: Scene, n: int) -> bool:
    """Whether a sentence behind the passage names a side and says something: "Matt, be nice, she's my old boss"."""
    return bool(_names(scene, scene.told[n])) and not _is_business(scene, n) and _has_content(scene, scene.told[n])


def _goes_on(scene: Scene, n: int) -> bool:
    """Whether a sentence right behind the passage says to all what the connector expects of it: "I think you would get on"."""
    if n >= len(scene.told) or not _is_fit(scene, n):
        return False
    told = scene.told[n]
    fits = told.to is None and all(re.search(scene.language.rewrite[kind], told.text) for kind in ("opinion", "second"))
    return fits and not dropped(scene, told.text)


def _goes_back(scene: Scene, chosen: list[int]) -> bool:
    """Whether the first sentence of a passage cannot be understood without the one before it."""
    first = chosen[0]
    text, before = scene.told[first].written, scene.told[first - 1].written
    near = scene.told[first - 1].paragraph == scene.told[first].paragraph
    if not near and _is_business(scene, first - 1):
        return False
    thing = re.match(r"(?:The|Der|Die|Das) (\w{4,})", text)  # "340 kettles are in our store.", "The kettles belong to Anna"
    within = re.search(scene.language.rewrite["leans_within"], " ".join(text.split()[:6]))
    new = not near and re.match(scene.language.rewrite["goes_on"], text)  # "And, as discussed": another matter
    back = within or (thing and thing[1].lower() in before.lower()) or (_leans(scene, first) and not new)
    return bool(back) or _hangs(scene, chosen)


def _is_business(scene: Scene, n: int) -> bool:
    return re.search(scene.language.rewrite["business"], scene.told[n].text) is not None


def _leans(scene: Scene, n: int) -> bool:
    """Whether the first words of a sentence go back to the one before: "That said", "(He did ours.)"."""
    text = scene.told[n].written
    return len(text.split()) <= _FRAGMENT or text.startswith("(") or re.match(scene.language.rewrite["leans"], text) is not None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"\([^()]*\)", "", text).lower())


def _is_in(sentence: str, whole: str) -> bool:
    """Whether one sentence is the other or a part of it, an aside more or less."""
    return len(sentence) > 2 and sentence[:_ENDS] in whole and sentence[-_ENDS:] in whole


def _hangs(scene: Scene, chosen: list[int]) -> bool:
    """Whether "he" or "she" comes before any name."""
    for n in chosen:
        if _names(scene, scene.told[n]):
            return False
        if re.search(scene.language.rewrite["third_person"], scene.told[n].text):
            return True
    return False


def _is_fit(scene: Scene, n: int) -> bool:
    """Whether a sentence may be quoted: no contact details, not even half of them, and no word of nobody having been asked."""
    told = scene.told[n]
    if (
        told.contact
        or not re.search(r"\w", told.written)
        or _only_greets(scene, told)
        or re.search(scene.language.rewrite["no_quote"], told.text)
        or (n == len(scene.told) - 1 and _signs(scene, told))
    ):
        return False
    beside = [other for other in scene.told[max(0, n - 1) : n + 2] if not other.contact]
    return not has_contact(" ".join(other.written for other in beside))


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


def _introduces(scene: Scene, n: int) -> bool:
    """Whether a sentence names a side, speaks of one as "she" or to both, or to one close to where another is named."""
    told, words = scene.told[n], scene.language.rewrite
    if not _is_fit(scene, n) or not _has_content(scene, told):
        return False
    around = [other for other in scene.told[max(0, n - 2) : n + 3] if other.paragraph == told.paragraph]
    short = scene.told[-1].paragraph == scene.told[0].paragraph and len(scene.told) <= _SHORT
    near = short or any(_names(scene, other) for other in around)
    spoken = any(re.search(words[kind], told.text) for kind in ("plural", "second", "third_person_any"))
    return bool(_topic(scene, n)) or (near and spoken)


def _names(scene: Scene, told: Told) -> frozenset[int]:
    return named(scene, tokens(scene, told.written))


def _topic(scene: Scene, n: int) -> frozenset[int]:
    """The sides a sentence names, or that its "she" goes back to."""
    names, told = _names(scene, scene.told[n]), scene.told[n]
    if names or (told.text.strip(" .") and re.search(scene.language.rewrite["third_person_any"], told.text) is None):
        return names
    if n and scene.told[n - 1].paragraph == told.paragraph:
        return _topic(scene, n - 1)
    sides = [scene.side_of(mention.who) for mention in scene.cast.mentions(scene.greeting, 0, len(scene.greeting))]
    return frozenset({sides[-1]}) if len(sides) > 1 and sides[-1] is not None and n == 0 else frozenset()


def _has_content(scene: Scene, told: Told) -> bool:
    """Whether more is said than who is copied, what the connector hopes, or that somebody should write."""
    words = scene.language.rewrite
    if re.search(words["no_content"], told.text) or re.search(r"\d{5}", told.written):
        return False
    if len(told.text.split()) <= _MANNERS and dropped(scene, told.text):
        return False
    if re.search(words["business"], told.text) and not _names(scene, told) and not re.search(words["third_person_any"], told.text):
        return False
    rest = re.sub(words["drop"], " ", re.sub(TOKEN, " ", tokens(scene, told.written)), flags=re.I)
    common = {*scene.language.function_words, *scene.language.greetings, "this", "dies", "hier", "here", "done"}
    content = [word for word in re.findall(r"[^\W\d_]{3,}", rest.lower()) if word not in common]
    return len(content) >= (1 if re.match(rf"(?:{words['subject_pronoun']}|{TOKEN})\s+\w+", told.text) else 2)
