"""How an ask ends: the sign-off and the name of the draft, as far as they suit the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from linter.closing import LONGEST_SIGN_OFF, sign_off_of, to_each
from linter.hello import is_titled
from linter.language import alternation
from linter.people import name_words
from linter.persons import full_name
from linter.redact import has_contact
from linter.scene import Scene, is_first_name
from linter.unquoted import is_unquotable
from linter.voice import form, label
from linter.writer import first_name_of, has_two_names, is_own, name_of

_KISSES = re.compile(r"(?i)(?<=\w)\s+(?:x{1,5}|xo(?:xo){0,2})$|^x{2,5}\s+(?=\w)")
_ASIDE = re.compile(r"(?<=\S)\s*\([^()]{1,80}\)$")
_SHORT = 3  # words behind the first of a sign-off of the writer's own
_SENTENCE = re.compile(r"(?:[^\s.]+ ){2,9}[a-zäöüß’']{2,}\.")
_PARTS = re.compile(r",\s*(?![^()]{0,60}\))")  # the commas of a line, not those in brackets


def closing(scene: Scene, side: int | None, manner: str) -> str:
    """Sign-off and name for one side, or for all (None); lines that speak to somebody else give way to a plain sign-off."""
    written = [_without_aside(scene, text) for text in _signing_off(scene)]
    lines = [line for text in written if re.search(r"\w", line := _without_footer(scene, text))]
    name_at = next((n for n, line in enumerate(lines) if is_own(scene, line)), len(lines) - 1)
    turned = [_for_reader(scene, _cut_short(scene, line), side, manner, n - name_at) for n, line in enumerate(lines)]
    kept = [without_contact(line) or _wish(scene, line) for line in turned]
    kept = [line if is_own(scene, line) or not _names_others(scene, line, side) else _last_words(scene, line) for line in kept]
    kept = [line for line in kept if line]
    if not any(_is_name(scene, line) or (n and _signs_off(scene, kept[n - 1])) for n, line in enumerate(kept)) and name_of(scene):
        kept = [*(line for line in kept if _signs_off(scene, line) or not has_two_names(scene)), name_of(scene)]
    if not kept and (name := _last_name(scene, lines)):
        kept = [name]
    below = sum(line in lines[name_at + 1 :] for line in kept)  # "(ehem. Kassier)"
    same = turned[:1] in (lines[:1], [name for name in [_KISSES.sub("", lines[0])] if len(name) > 2] if lines else [])  # "Ina" of "Ina xx"
    lost = not same and (len(kept) - below < 2 or turned[0] == "")
    elsewhere = side is not None and scene.default not in (None, side)  # the draft is written to somebody else
    close = side is not None and scene.default != side and manner in ("du", "ihr")
    pressed = not scene.closing.startswith(written[0] if written else "\n")  # "Bitte übernehmen Sie!"
    if (lost or ((elsewhere or pressed) and manner == "sie" and len(kept) == 1)) and not any(_signs_off(scene, line) for line in kept):
        kept.insert(0, _plain(scene, side, manner))
    initial = bool(kept) and re.fullmatch(r"(?:[^\W\d_]\.?[ -]?){1,2}" if elsewhere else r"[A-ZÀ-Þ]\.?", kept[-1]) is not None
    if manner == "sie" and kept and ((elsewhere and kept[-1] == name_of(scene)) or initial):
        kept[-1] = full_name(scene.draft.sender) if scene.draft.sender else kept[-1]  # who says "Sie" signs with both names
    whole = full_name(scene.draft.sender) if scene.draft.sender else ""
    if close and whole in kept and _says_sie(scene) and first_name_of(scene):
        wishes = kept[: kept.index(whole)]  # both names, and what stands below them, are for the other
        distant = len(kept) > len(wishes) + 1 or is_titled(scene.language, whole)
        kept = [_plain(scene, side, manner) if distant else "\n".join(wishes), first_name_of(scene)]
    return "\n".join(line for line in kept if line)


def _signing_off(scene: Scene) -> list[str]:
    """The lines below the text that sign off: not what still asks or presses, nor a last paragraph: "dont argue", "bring the lamp"."""
    lines = [text.strip() for text in scene.closing.split("\n")]
    paragraph = lines[1:2] == [""] and len(lines[0].split()) > 2 and lines[0][-1] not in ",!" and not is_own(scene, lines[0])
    formula = re.match(scene.language.rewrite["closing_formula"], lines[0]) or _signs_off(scene, lines[0])
    lines = lines[1:] if paragraph and not formula else lines
    above = [text for text in takewhile(lambda text: not is_own(scene, text), lines) if text and not _signs_off(scene, text)]
    listed = above if len(above) > 2 and len(above) < len([*filter(None, lines)]) else []  # "wk 1 survey / wk 2 walls / wk 3 cake / Ina"
    lines = [text for text in lines if not text.startswith("--")]  # "---- Weitergeleitet ----"
    unfit = re.compile(scene.language.rewrite["no_sign_off"])
    return [text for text in lines if text not in listed and (is_own(scene, text) or not unfit.search(text))]


def _without_footer(scene: Scene, line: str) -> str:
    """A line without what a phone, or a hand in haste, adds: "sent from the truck"; "" of a sentence that only hands over."""
    words = scene.language.rewrite
    line = re.sub(rf"(?i)^(?:{words['footer']})|\s(?:{words['by_phone']})[.! ]*$", "", line)
    sentence = _SENTENCE.fullmatch(line) and not sign_off_of(scene.language, line)  # "Have at it."
    return "" if sentence or re.match(words["hands_over"], line, re.I) else line


def _without_aside(scene: Scene, line: str) -> str:
    """A line without the brackets behind it that speak to one reader: "Doreen (no relation, Anna)"."""
    aside = _ASIDE.search(line)
    own = aside is None or not (scene.names_anybody(aside.group()) or re.search(scene.language.rewrite["second"], aside.group()))
    return line if own or aside is None else line[: aside.start()]


def _names_others(scene: Scene, line: str, side: int | None) -> bool:
    """Whether a line names somebody of another side: "I remain, dear Sir Anthony, yours" is for him alone."""
    return bool({scene.side_of(mention.who) for mention in scene.cast.mentions(line, 0, len(line))} - {None, side})


def _plain(scene: Scene, side: int | None, manner: str) -> str:
    """The sign-off that suits anybody addressed like the reader: "Best", "Warm wishes" for love, but "Kind regards" to a lord."""
    words = scene.language.rewrite
    people = scene.members[side] if side is not None else [i for members in scene.members for i in members]
    distant = manner == "you" and any(is_titled(scene.language, label(scene, i)) for i in people)
    kind = "titled" if distant else manner
    near = side is None or scene.default in (None, side) or kind not in ("sie", "titled")
    warm = near and re.search(words["warm"][kind], scene.closing)
    return str(words["sign_off_warm" if warm else "sign_off"][kind])


def _says_sie(scene: Scene) -> bool:
    """Whether the draft says "Sie" to one of the sides."""
    return any(form(scene, side) == "sie" for side in range(len(scene.members)))


def _is_name(scene: Scene, line: str) -> bool:
    """Whether a line of the sign-off has a name in it: no mere "LG", "Greetings from the lake" or "go talk"."""
    behind = "" if line.startswith("(") else line[len(sign_off_of(scene.language, line)) :]
    words = [word for word in re.findall(r"[^\W\d_]+", behind) if not re.fullmatch("(?i)x+", word)]
    first = next(iter(name_words(scene.draft.sender)), "").lower() if scene.draft.sender else ""
    known = [is_first_name(word, scene.language.code) or word.lower() in scene.language.titles for word in words]
    if len(words) == 1 or any(known) or is_own(scene, line) or (words and first.startswith(words[-1].lower())):
        return True
    return not _wishes(scene, line) and any(word[0].isupper() for word in words[1:])


def _signs_off(scene: Scene, line: str) -> bool:
    return bool(sign_off_of(scene.language, line)) or _wishes(scene, line)


def _wishes(scene: Scene, line: str) -> bool:
    return re.search(rf"\b(?:{scene.language.rewrite['sign_off_nouns']})\b", line, re.I) is not None


def _cut_short(scene: Scene, line: str) -> str:
    """ "Kind regards" of a line that goes on: "Kind regards and sorry about the typos, …", "Hugs, must run, school play"."""
    named = is_own(scene, line) or any(is_first_name(word, scene.language.code) for word in re.findall(r"[^\W\d_]+", line))
    goes_on = (to_each(scene.language, line, None) is None and len(line.split()) > LONGEST_SIGN_OFF) or (
        len(_PARTS.split(line.rstrip(" ,"))) > 2 and not named
    )
    last = _last_words(scene, line) if re.match(scene.language.rewrite["remain"], line) else ""  # "and remain, with best regards, yours,"
    return (sign_off_of(scene.language, line) or last or line) if goes_on else line


def _is_custom(scene: Scene, line: str, side: int | None, manner: str, place: int) -> bool:
    """Whether a line above the name is a sign-off of the writer's own, "Un abrazo", or one below it says who they are, "Treasurer":
    no sentence, nothing about the day, and said to somebody who is as close as whom the draft is written to."""
    words = scene.language.rewrite
    said = any(re.search(pattern, line) for pattern in (words["closing_moment"], _too_close(scene, side, manner)))
    if said or not re.fullmatch(r"(?:[^.!?;:\d]|(?<=\betc)\.){2,45}[!,]?|\d\d,?" if place < 0 else r"[^!?;:]{2,50}", line):
        return False
    if place > 0:
        return line[0].isupper() or line[0] == "("
    sides = range(len(scene.members)) if side is None else (side,)
    close = scene.default is None or all(is_distant(scene, n) <= is_distant(scene, scene.default) for n in sides)
    formula = re.match(words["closing_formula"], line) is not None
    rest = line.lower().rstrip(",!").split()[1:]
    short = len(rest) < _SHORT or (len(rest) <= _SHORT + 1 and not {*rest} & scene.language.function_words)  # "Keep the home fires burning"
    return place < 0 and (formula or (close and short))


def is_distant(scene: Scene, side: int) -> bool:
    """Whether the draft says "Sie" to somebody on a side, or calls them by a title."""
    manner = form(scene, side)
    return manner == "sie" or (manner == "you" and any(is_titled(scene.language, label(scene, i)) for i in scene.members[side]))


def _is_to_several(scene: Scene, line: str) -> bool:
    """Whether a line says "you" to several, though the draft greets but one: "Eure Ulla" is written to both."""
    one = scene.default is not None and form(scene, scene.default) == "du"
    return one and re.search(scene.language.rewrite["closing_several"], line) is not None


def _for_reader(scene: Scene, line: str, side: int | None, manner: str, place: int) -> str:
    """A line of the sign-off as it suits a reader, "" where it cannot; `place` is 0 for the line of the name, below zero above it."""
    if (apart := to_each(scene.language, line, manner if side is not None else None)) is not None:
        return apart
    words, last = scene.language.rewrite, place == 0
    to_all = re.search(words["to_all"], line) is not None or _is_to_several(scene, line)
    elsewhere = scene.default not in (None, side) and not to_all  # the draft is written to somebody else
    if side is None and (scene.default is None or to_all):
        return line  # a draft to all signs off to all
    if side is not None and len(scene.members[side]) == 1 and (to_all or scene.default is None):
        alone = last or words["formal"]  # "an euch beide" becomes "an dich", "to you both" goes
        line = _to_one(scene, line if alone else re.sub(words["to_several"], "", line), last, manner)
    signed = _signed(line) if last else ""
    if side is not None and (signed or not is_own(scene, line)):  # without "to you both"
        line = re.sub(words["to_several"], "", line)
        hands_over = is_unquotable(line, scene.language) and not _signs_off(scene, line)  # "Have at it."
        if hands_over or any(re.search(words[kind], line) for kind in ("closing_plural", "no_quote")):
            return signed or _last_words(scene, line)
    kin = re.search(rf"{words['closing_kin']}(?P<name>\s+(?-i:[A-ZÀ-Þ]))?", line)
    if scene.default not in (None, side) and last and kin and (side is not None or not kin["name"]):
        return ""  # "Papa" is so to one reader alone, "Uncle G" in a mail to all
    if elsewhere and (kisses := _KISSES.search(line)) and re.search(_too_close(scene, side, manner), "xx"):
        name = line.replace(kisses.group(), "", 1)
        line = name if len(name) > 1 or not name_of(scene) else ""  # "A x" is for a friend
    if side != scene.default and _wishes(scene, line):
        line = re.sub(words["to_somebody"], "", line)
    if elsewhere and place < 0:
        line = _wish_alone(scene, line)
    formula = re.match(rf"{words['remain_yours']},\s(?!etc\b)(?=\S+(?:\s\S+){{0,2}},?$)", line)
    line = line[formula.end()].upper() + line[formula.end() + 1 :] if elsewhere and formula else line  # "I remain, with thanks"
    if elsewhere and formula and not re.search(_too_close(scene, side, manner), line):
        return line
    no_name = not _is_name(scene, line) or (place < 0 and re.search(words["closing_moment"], line))  # "Grüß mir die Ida"
    if elsewhere and (place > 0 or not _signs_off(scene, line)) and no_name:
        if _is_custom(scene, line, side, manner, place):
            return line
        return ""  # "See you Friday", "Nix für ungut": for whom the draft was written to
    unfit = re.compile(_too_close(scene, side, manner) if elsewhere else words["closing_second"][manner])
    if not unfit.search(line) or (place > 0 and side is None):
        return line
    if place > 0:
        return ""
    if (sign_off := _last_words(scene, line)) or re.match(words["remain_yours"], line):
        return sign_off
    parts = [_without_owner(words, part, last) if unfit.search(part) else part for part in _PARTS.split(line)]
    fit = [part for part in parts if part.strip(" .") not in ("", "etc") and not unfit.search(part)]
    plain = re.compile(rf"(?:{alternation(scene.language.sign_offs)})\b", re.I)
    return ", ".join(part for n, part in enumerate(fit, start=1) if n == len(fit) or plain.match(part) or _wishes(scene, part))


def _wish_alone(scene: Scene, line: str) -> str:
    """A sign-off without the clause behind it that goes on to whom the draft is written to: "All our love, and the spare room is yours"."""
    wish, _, rest = line.rstrip(" ,").partition(", ")
    clause = {*re.findall(r"[^\W\d_]+", rest.lower())} & {*scene.language.function_words} - {*scene.language.conjunctions}
    return wish + line[len(line.rstrip(" ,")) :] if clause and rest.count(" ") > 1 and _signs_off(scene, wish) else line


def _to_one(scene: Scene, line: str, last: bool, manner: str) -> str:
    """What a line says to several, said to one of them: "Sei umarmt" for "Seid beide umarmt", "Deine Ulla" for "Eure Ulla"."""
    for several, one in scene.language.rewrite["to_one"].get(manner, {}).items():
        if last or not several.startswith("^[Ee]u"):  # "Euer Kassier" stands above a name
            line = re.sub(several, one, line)
    return line


def _too_close(scene: Scene, side: int | None, manner: str) -> str:
    """What no sign-off may have for a reader to whom the draft is not written, or for all: "Your librarian", and to a lord "Love"."""
    words = scene.language.rewrite
    distant = any(is_distant(scene, n) for n in (range(len(scene.members)) if side is None else (side,)))
    kinds = ["closing_close", *(["closing_kiss"] if distant or side is not None else []), *(["closing_love"] if distant else [])]
    return "|".join([str(words["closing_second"][manner]), *(str(words[kind]) for kind in kinds)])


def _wish(scene: Scene, line: str) -> str:
    """The sign-off a line begins with, without the rest: "With kind regards" from an address."""
    wish = re.match(rf"[^\n,;|]{{0,40}}?\b(?:{scene.language.rewrite['sign_off_nouns']})\b", line, re.I)
    return wish.group() if wish and not has_contact(wish.group()) else ""


def _last_name(scene: Scene, lines: list[str]) -> str:
    """The name behind the last sign-off of a draft: "K" of "Bussi K"; "" where there is none."""
    line = _KISSES.sub("", lines[-1]) if lines else ""
    behind = line[len(sign_off_of(scene.language, line)) :].strip(" ,.!–-")
    if re.search(scene.language.rewrite["closing_kin"], behind):
        return ""
    return behind if re.fullmatch(r"[A-ZÀ-Þ][\w'’-]*", behind) else _signed(line)


def _signed(line: str) -> str:
    """The name behind a last line: "Luis" of "Nix zu danken. Luis"."""
    name = re.search(r"[,.!]\s+([A-ZÀ-Þ][\w'’-]*\.?)$", line)
    return name[1] if name else ""


def _without_owner(words: Mapping[str, Any], part: str, last: bool) -> str:
    """ "Ulla" of "Eure Ulla"; "" of "Euer Kassier" above a name, and of "Ihr ergebener"."""
    rest = re.sub(words["closing_owner"], "", part)
    return rest if last and rest[:1].isupper() else ""


def _last_words(scene: Scene, line: str) -> str:
    """The sign-off in a line that speaks to somebody else: "I remain, dear Madam, yours sincerely"."""
    sign_off = alternation((*scene.language.sign_offs, *scene.language.rewrite["more_sign_offs"]))
    found = re.search(rf"(?:{sign_off})(?:,? (?:{sign_off})){{0,2}}\s*,?$", line, re.I)
    return found.group()[0].upper() + found.group()[1:] if found and found.start() and " " in found.group() else ""


def without_contact(line: str) -> str:
    """The line up to contact details; those of the connector stand in the signature, and here nobody can tell whose they are."""
    if not has_contact(line):
        return line
    first = re.split(r"\s*[|·(\[,]\s*", line)[0]
    return "" if has_contact(first) else first
