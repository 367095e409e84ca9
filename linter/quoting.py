"""The words of a quotation: the sentences of a passage as they were written, without what points to what is not there."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from linter.closing import POSTSCRIPT
from linter.hello import hello_of, speaks_to_all
from linter.language import alternation, vocabulary
from linter.redact import has_contact
from linter.scene import TOKEN, Scene, Told, begins_with_pronoun, calls, letters, named, tokens
from linter.standing import stands
from linter.telling import stranger
from linter.tidy import tidied
from linter.voice import gender, label

MARKS = str.maketrans({"[": "(", "]": ")", "“": "'", "”": "'", "„": "'", '"': "'"})  # a quotation in a quotation
_INNER = re.compile(r"(?<![\w'’])'(?=\S)((?:[^'\n]|(?<=\w)'(?=\w)){1,160}+)(?<=\S)'(?![\w'])")
_MOST = 1500  # characters of a passage
_FORMULA = 120  # characters of names that begin one
_INCHES = re.compile(r'(?<=\d)"')
_KISSES = re.compile(r"(?<=\w)[,.!]?\s+[xX]{1,5}$")


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
    text = _INCHES.sub("″", text, count=1) if text.count('"') % 2 else text
    text = _closed(re.sub(r"[;,]$|\s[–—-]$", ".", re.sub(r"[ \t]+", " ", _KISSES.sub("", text).translate(MARKS))))
    text = tidied(text, scene.text.translate(MARKS))
    return text if len(text) <= _MOST else text[:_MOST].rsplit(" ", 1)[0] + " …"


def within_marks(scene: Scene, text: str) -> str:
    """The text in quotation marks, those within it as a quotation in a quotation has them: „im Rahmen von ‚Über den Zaun‘ …“."""
    left, right, opening, closing = scene.language.rewrite["quotation"]
    return f"{left}{_INNER.sub(lambda match: opening + match[1] + closing, text)}{right}"


def _with_hellos(scene: Scene, chosen: list[int]) -> list[int]:
    """The passage with the lines above its paragraphs that turn to another side: "Dear Ms Roth,"."""
    above = [n - 1 for n in chosen if n and not scene.told[n - 1].text]
    return sorted({*chosen, *(n for n in above if scene.told[n].to not in (None, scene.default))})


def _sentence(scene: Scene, chosen: list[int], n: int) -> str:
    """A sentence as written: "he" as the name where the sentence that named him stays behind, and called out to whom that one was."""
    told = scene.told[n]
    text = re.sub(scene.language.rewrite["presuming"], "", told.written)
    text = text if told.written.startswith(text[:1]) else text[0].upper() + text[1:]
    text = _from_occasion(scene, text) if n == chosen[0] else text
    before = scene.told[n - 1] if n and n - 1 not in chosen else None
    if before is None or before.paragraph != told.paragraph:
        return text
    who = _antecedent(scene, n, text)
    if who:
        return who + re.sub(r"^\w+", "", text)
    head = called_before(scene, chosen, n)
    own = re.match(rf"{TOKEN}\s*[,:]", tokens(scene, text))
    to_all = re.search(scene.language.rewrite["plural"], told.text)
    spoken = any(re.search(scene.language.rewrite[kind], told.text) for kind in ("second", "third_person_any"))
    remnant = not spoken and not stands(told.text, scene.language)  # "And a mug."
    if not head or own or to_all or remnant or named(scene, tokens(scene, head)) & named(scene, told.text):
        return text
    return _called_out(scene, head, _without_further(scene, opened(scene, text) or text))


def called_before(scene: Scene, chosen: list[int], n: int) -> str:
    """Whom the sentences right before one that stay behind call out, as written: "Anna, Mike, sorry for the ambush!"; "" for nobody."""
    for m in range(n - 1, -1, -1):
        before = scene.told[m]
        if m in chosen or before.paragraph != scene.told[n].paragraph or is_bare(scene, m):
            return ""
        if head := _head(scene, before.written):
            return head
    return ""


def _head(scene: Scene, text: str) -> str:
    """The names that a sentence calls out first, with their greeting; "" where there are none, or nothing behind them."""
    words, end, sides = scene.language.rewrite, 0, set[int | None]()
    between = rf"(?i:(?:,\s*|\s+(?:and|und|&)\s+)?(?:(?:{alternation(scene.language.greetings)})\s+)?)"
    for call in calls(scene, text):
        if not re.fullmatch(between, text[end : call.start]) or len(sides | {scene.side_of(call.who)}) > 1:
            break
        end = call.end
        sides.add(scene.side_of(call.who))
    rest = text[end:]
    apposed = re.match(rf"\s*,\s*{words['apposition']}", rest) and any(call.start == 0 for call in calls(scene, text))
    if not end or not re.search(r"\w", rest) or apposed:
        return ""
    marked = re.match(r"\s*[,!:]|\s+[–—-]\s", rest)
    return text[:end] if marked or re.match(rf"\s{words['bare_excuse']}", rest) else ""


def _called_out(scene: Scene, head: str, text: str) -> str:
    """A sentence behind the names it is called out to: "Anna, he bakes", "Anna: Bread is his trade"."""
    first = text.split()[0].strip(",:;.!?").lower()
    small = {*scene.language.function_words, *scene.language.rewrite["small"], *vocabulary(scene.language.code, "openers")}
    if re.match(r"(?:I|I['’]\w+|Sie|Ihnen|Ihre?[nmrs]?)\b", text) or any(call.start == 0 for call in calls(scene, text)):
        return f"{head}, {text}"
    return f"{head}, {text[0].lower()}{text[1:]}" if first in small or text[0].islower() else f"{head}: {text}"


def _from_occasion(scene: Scene, text: str) -> str:
    """A first sentence from what the reader told on, where another matter begins it: "Tell Pa to sweep, and since you asked: …"."""
    spoken = tokens(scene, text)
    for found in re.finditer(scene.language.rewrite["occasion"], spoken):
        head, rest = spoken[: found.start()], spoken[found.end() :]
        other = not re.search(TOKEN, head) and not re.search(scene.language.rewrite["second"], head)
        if other and re.search(TOKEN, rest) and re.search(scene.language.rewrite["link"], rest):
            begin = text.rindex(re.split(TOKEN, rest)[0])
            return text[begin].upper() + text[begin + 1 :]
    return text


def _antecedent(scene: Scene, n: int, text: str) -> str:
    """The name for the pronoun a sentence begins with, whom only the sentence before named; "" where that is not plain."""
    words = scene.language.rewrite
    pronoun = begins_with_pronoun(scene, text)
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
    return re.sub(scene.language.rewrite["leads_over"], "", re.sub(scene.language.rewrite["turns_to"], "", text))


def _begun(scene: Scene, text: str) -> str:
    """The text as a beginning: without words that lead over, "Außerdem liest Anna mit" as "Anna liest mit"."""
    text = _without_formula(scene, text)
    rest = opened(scene, text.lstrip(" ,;:.")) or text
    rest = re.sub(r"^\(([^()]*+)\)", r"\1", rest)
    rest = _without_further(scene, rest)
    return rest if rest == text else rest[0].upper() + rest[1:]


def _without_further(scene: Scene, text: str) -> str:
    """The text without a first word that adds to what stays behind, the subject before the verb: "Außerdem bin ich" as "Ich bin"."""
    further = re.match(scene.language.rewrite["further"], text)
    if further is None:
        return text
    behind = text[further.end() :]
    call = next((call for call in calls(scene, behind[:80]) if call.start == 0), None)
    own = re.match(r"(?:ich|wir|du|ihr|Sie|er|sie|es)\b", behind)
    end = call.end if call else own.end() if own else 0
    return f"{behind[:end]} {further['verb']}{behind[end:]}" if end else text


def _without_formula(scene: Scene, text: str) -> str:
    """The text without names that are only introduced to each other before what is said of both: "Mike meet Anna, one of you has …"."""
    called = [(call.start, call.end) for call in calls(scene, text[:_FORMULA])]
    between = rf"\s?(?:[,–—-]|{scene.language.rewrite['is_this']})\s?"
    for (_, end), (begin, _) in pairwise(called):
        if not re.fullmatch(between, text[end:begin]):
            called = [place for place in called if place[0] < begin]
            break
    rest = text[called[-1][1] :].lstrip(" ,.:;!–-") if len(called) > 1 and called[0][0] == 0 else ""
    return rest if any(re.match(scene.language.rewrite[kind], rest) for kind in ("one_and_other", "plural")) else text


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
    half = is_bare(scene, chosen[0])  # "Anna, Mike - Mike, Anna."
    greets_one = scene.default is not None or _calls_one(scene, chosen[0])
    tells = who or half or greets_one or "(" in hello  # "Hey Anna, hey Mike, quick one from the bus!" only greets
    if behind and begins and tells:
        return f"{hello}{behind[1]} "
    turned = next((n for n in chosen if turns(scene, scene.told[n])), None)  # first "you" is one reader, then the other
    spoken = turned is not None and any(is_to(scene, scene.told[n]) for n in chosen if n < turned)
    each = turned is not None and hello_of(scene, scene.told[turned].written)  # "Dear Ms Roth, …", as a letter to each
    first = spoken and (each or not others_copied(scene))  # else the line above says to whom it is
    mark = "" if hello[-1] in ",!:." else (re.match(r"\s*([,!:]?)", line.partition(hello)[2]) or [""])[0].strip()
    return f"{hello}{mark}\n\n" if who or first else ""


def _calls_one(scene: Scene, n: int) -> bool:
    """Whether a greeting calls "you" in the sentence behind it by a name that no header has: "Skipper, Anna rows as you do"."""
    words, text = scene.language.rewrite, scene.told[n].text
    to_all = re.search(words["plural"], text) or speaks_to_all(scene, scene.greeting) or scene.names_anybody(scene.greeting)
    return not to_all and re.search(words["second"], text) is not None and bool(names_in(scene, scene.told[n]))


def _greeted(scene: Scene) -> int | None:
    """The one side that the draft greets, also a couple with a greeting for each: "Dear Mr Hale, dear Mrs Hale"."""
    sides = named(scene, tokens(scene, scene.greeting))
    return next(iter(sides)) if scene.default is None and len(sides) == 1 else scene.default


def as_written_to(scene: Scene, text: str) -> Scene:
    """The scene as speaking to the one side that is not on copy, where neither greeting nor text speaks to another or to all."""
    sides = [{scene.cast.people[i].place for i in members} for members in scene.members]
    to = [side for side, places in enumerate(sides) if not places & {"cc", "bcc"}]
    others = named(scene, tokens(scene, scene.greeting)) - {*to}
    said = any(
        all(re.search(scene.language.rewrite[kind], part) for kind in ("plural", "second")) for part in re.split(r"(?<=[.!?])\s", text)
    )
    to_all = others or said or speaks_to_all(scene, scene.greeting)
    return scene if scene.default is not None or len(to) != 1 or to_all else replace(scene, default=to[0])


def others_copied(scene: Scene) -> bool:
    """Whether everybody but the side that the draft speaks to is on copy."""
    others = [i for side, members in enumerate(scene.members) if side != scene.default for i in members]
    return all(scene.cast.people[i].place in ("cc", "bcc") for i in others)


def turns(scene: Scene, told: Told) -> bool:
    """Whether a sentence turns from whom the draft greets to another side: "Owen, meet Tasha", or a greeting by itself."""
    called, greeted = re.match(rf"({TOKEN})\s*[,!–-]\s*\S", tokens(scene, told.written)), _greeted(scene)
    other = told.to is None and called is not None and greeted not in named(scene, called[1])  # "Mike, das is die Anna"
    return greeted is not None and (told.to not in (None, greeted) or other) and (not told.text or greeted in told.about)


def is_to(scene: Scene, told: Told) -> bool:
    """Whether a sentence says "you" to the side alone that the draft greets."""
    second, plural, one = (re.search(scene.language.rewrite[kind], told.text) for kind in ("second", "plural", "singular"))
    return told.to == scene.default and second is not None and (plural is None or one is not None)


def is_bare(scene: Scene, n: int) -> bool:
    """Whether a sentence is of names alone: "Anna, Mike - Mike, Anna." """
    words = re.findall(r"[^\W_]+", re.sub(TOKEN, " ", tokens(scene, scene.told[n].written)).lower())
    return bool(names_in(scene, scene.told[n])) and not {*words} - {"and", "und", "so", "also", "the", "die", "der"}


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
