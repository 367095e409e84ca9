"""The words of a quotation: the sentences of a passage as they were written, without what points to what is not there."""

from __future__ import annotations

import re

from linter.closing import POSTSCRIPT
from linter.language import alternation
from linter.redact import has_contact
from linter.scene import TOKEN, Scene, Told, calls, named, tokens
from linter.telling import stranger
from linter.voice import gender, label

MARKS = str.maketrans({"[": "(", "]": ")", "“": "'", "”": "'", "„": "'", '"': "'"})  # a quotation in a quotation
_MOST = 1500  # characters of a passage


def as_written(scene: Scene, chosen: list[int]) -> str:
    """The sentences of a passage in the lines of the draft; "" where there are none."""
    chosen = _with_hellos(scene, chosen)
    lines: list[tuple[Told, list[str]]] = []
    for n in chosen:
        told = scene.told[n]
        if not lines or lines[-1][0].line != told.line:
            lines.append((told, []))
        if n - 1 not in chosen or told.written != scene.told[n - 1].written:  # one sentence may have been read as two
            lines[-1][1].append(_sentence(scene, chosen, n))
    text = ""
    several = sum(told.bullet for told, _ in lines) > 1
    for (before, _), (told, words) in zip([(None, None), *lines], lines, strict=False):
        between = "" if before is None else "\n" if before.paragraph == told.paragraph else "\n\n"
        entry = told.bullet and several and not " ".join(words).endswith(":")  # "You two have never met:"
        text += f"{between}{'- ' if entry else ''}{' '.join(words)}"
    hello = _opening(scene, chosen) if text else ""
    text = POSTSCRIPT.sub("", text).lstrip(" .:–-") if POSTSCRIPT.match(text) else text
    text = text if hello[-1:] == " " or text.startswith("- ") else _begun(scene, text)
    small = hello.endswith(",\n\n") and scene.language.code == "de" and not re.match(r"(?:Sie|Ihnen|Ihre?[nmrs]?)\b", text)
    if small and re.split(r"\W", text)[0].lower() in scene.language.function_words:
        text = text[0].lower() + text[1:]  # "Lieber Mike, du hast …"
    text = hello + text
    if text[:1].islower() and re.search(r"[.!?]\s+[A-ZÀ-Þ]|^[A-ZÀ-Þ].*,\s[a-zà-ÿ]", scene.text):  # in lower case behind a greeting only
        text = text[0].upper() + text[1:]
    text = _closed(re.sub(r"[;,]$|\s[–—-]$", ".", re.sub(r"[ \t]+", " ", text.translate(MARKS))))
    return text if len(text) <= _MOST else text[:_MOST].rsplit(" ", 1)[0] + " …"


def _with_hellos(scene: Scene, chosen: list[int]) -> list[int]:
    """The passage with the lines above its paragraphs that turn to another side: "Dear Ms Roth,"."""
    above = [n - 1 for n in chosen if n and not scene.told[n - 1].text]
    return sorted({*chosen, *(n for n in above if scene.told[n].to not in (None, scene.default))})


def _sentence(scene: Scene, chosen: list[int], n: int) -> str:
    """A sentence as written: "he" as the name where the sentence that named him stays behind, and called out to whom that one was."""
    told = scene.told[n]
    text = re.sub(scene.language.rewrite["presuming"], "", told.written)
    text = text if told.written.startswith(text[:1]) else text[0].upper() + text[1:]
    before = scene.told[n - 1] if n and n - 1 not in chosen else None
    if before is None or before.paragraph != told.paragraph:
        return text
    who = _antecedent(scene, n, text)
    if who:
        return who + re.sub(r"^\w+", "", text)
    head = before.written.partition(",")[0]
    called = re.fullmatch(rf"(?i:(?:{alternation(scene.language.greetings)})\s+)?({TOKEN})", tokens(scene, head))
    own = re.match(rf"{TOKEN}\s*[,:]", tokens(scene, text))
    if not called or own or named(scene, called[1]) & named(scene, told.text) or head == before.written:
        return text
    text = opened(scene, text) or text
    common = text.split()[0].lower() in scene.language.function_words and not re.match(r"(?:I|Sie|Ihnen|Ihre?)\b", text)
    return f"{head}, {text[0].lower() if common else text[0]}{text[1:]}"


def _antecedent(scene: Scene, n: int, text: str) -> str:
    """The name for the pronoun a sentence begins with, whom only the sentence before named; "" where that is not plain."""
    words = scene.language.rewrite
    pronoun = re.match(rf"(?:{words['subject_pronoun']})\b", text)
    sides = names_in(scene, scene.told[n - 1])
    first = re.match(TOKEN, scene.told[n - 1].text)
    if pronoun is None or len(sides) != 1 or (stranger(scene, n - 1) and not first):
        return ""
    members = scene.members[next(iter(sides))]
    sex = {words["he_subject"]: "m", words["she_subject"]: "f"}.get(pronoun.group(), "")
    fits = len(members) == 1 and sex and gender(scene, members[0]) in (sex, "", "n")
    name = label(scene, members[0])
    return name if fits and name != words["unknown"] else ""


def opened(scene: Scene, text: str) -> str:
    """The text without first words that only lead over: "Oh, and before I forget, since …"."""
    return re.sub(scene.language.rewrite["leads_over"], "", text)


def _begun(scene: Scene, text: str) -> str:
    """The text as a beginning: without words that lead over, "Außerdem liest Anna mit" as "Anna liest mit"."""
    rest = opened(scene, text.lstrip(" ,;:.")) or text
    rest = re.sub(r"^\(([^()]*+)\)", r"\1", rest)
    further = re.match(scene.language.rewrite["further"], rest)
    if further:
        behind = rest[further.end() :]
        call = next((call for call in calls(scene, behind[:80]) if call.start == 0), None)
        own = re.match(r"(?:ich|wir)\b", behind)
        end = call.end if call else own.end() if own else 0
        rest = f"{behind[:end]} {further['verb']}{behind[end:]}" if end else rest
    return rest if rest == text else rest[0].upper() + rest[1:]


def _closed(text: str) -> str:
    """The text without brackets that only open or only close."""
    opening: list[int] = []
    lost: list[int] = []
    for n, mark in enumerate(text):
        if mark == "(" and text[n - 1 : n] not in (":", ";"):
            opening.append(n)
        elif mark == ")" and opening:
            opening.pop()
        elif mark == ")" and text[n - 1 : n] not in (":", ";", "-"):
            lost.append(n)
    return "".join(mark for n, mark in enumerate(text) if n not in {*opening, *lost})


def _opening(scene: Scene, chosen: list[int]) -> str:
    """The greeting where the text goes on in its line, "Anna, sore knee, meet a man", or where it says who "he" is; else ""."""
    hello = scene.greeting.split("\n")[0].strip()
    if not hello or has_contact(hello):
        return ""
    who = scene.default is None and scene.names_anybody(hello) and hangs(scene, chosen)
    line = next((line for line in scene.draft.body.split("\n") if hello in line), "")
    behind = re.match(r"\s*+([.,:;!–-]*+)\s*+\w", line.partition(hello)[2])
    begins = letters(line.partition(hello)[2]).startswith(letters(scene.told[chosen[0]].written)[:8])
    tells = who or scene.default is not None or "(" in hello  # "Hey Anna, hey Mike, quick one from the bus!" only greets
    if behind and begins and tells:
        return f"{hello}{behind[1]} "
    turned = next((n for n in chosen if turns(scene, scene.told[n])), None)  # first "you" is one reader, then the other
    first = turned is not None and any(is_to(scene, scene.told[n]) for n in chosen if n < turned)
    return f"{hello}\n\n" if who or first else ""


def turns(scene: Scene, told: Told) -> bool:
    """Whether a sentence turns from whom the draft greets to another side: "Owen, meet Tasha", or a greeting by itself."""
    return scene.default is not None and told.to not in (None, scene.default) and (not told.text or scene.default in told.about)


def is_to(scene: Scene, told: Told) -> bool:
    """Whether a sentence says "you" to the side alone that the draft greets."""
    second, plural, one = (re.search(scene.language.rewrite[kind], told.text) for kind in ("second", "plural", "singular"))
    return told.to == scene.default and second is not None and (plural is None or one is not None)


def letters(text: str) -> str:
    """The letters of a text alone: what tells whether words stand in a quotation."""
    return re.sub(r"[\W_]+", "", text).lower()


def hangs(scene: Scene, chosen: list[int]) -> bool:
    """Whether "he" or "she" comes before any name."""
    words = scene.language.rewrite
    for n in chosen:
        if names_in(scene, scene.told[n]) or (n and n - 1 not in chosen and _antecedent(scene, n, scene.told[n].written)):
            return False
        if re.search(words["third_person"], re.sub(words["second"], " ", scene.told[n].text)):
            return True
    return False


def names_in(scene: Scene, told: Told) -> frozenset[int]:
    """The sides a sentence names, those it calls out to as well."""
    return named(scene, tokens(scene, told.written))
