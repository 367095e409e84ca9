"""Cut out of a sentence what may not be quoted of it, excuses and that nobody was asked, where the rest says who somebody is or why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.language import Language
from linter.scene import TOKEN
from linter.standing import stands
from linter.unquoted import hands_over, is_unquotable

_LONGEST = 14  # words of a part that may be cut
_SHORTEST = 4  # words of what stays
_SHORT = 8  # words of a sentence that may be of the mail alone
_CLAUSE = 3  # words of its last part
_MOST = 3  # parts
_CALLED = rf"(?:(?:[^\W\d_]+,?\s)?{TOKEN}(?:\s(?:and|und|&)\s{TOKEN})?,\s+)?"
_BRACKET = re.compile(r"\s?\([^()]*+\)")
_HINGE = re.compile(r",\s|\s(?:and|und|but|aber)\s|\s[–—-]\s|;\s")
_RELATIVE = re.compile(r",\s(?:whom?|whose|to whom|dem|den|der|die|das)\s[^,;:.]{3,120},(?=\s[a-zäöü])")
_LEAD = re.compile(rf"^{_CALLED}(?P<part>[^:!?\ue000-\ue2ff]{{3,100}}?(?::-?[)D(]|[:!]|\s[–—-])\s+)(?=\S)")

_CALLS_BESIDE = re.compile(rf"^{TOKEN}(?=\s)|\s{TOKEN}$")  # "…, Mike don't hate me"

_Span = tuple[int, int]


def kept(text: str, known: Language) -> list[int]:
    """The positions of what stays of a sentence in which names are tokens: all, where all may be quoted or too little would stay."""
    places = list(range(len(text)))
    for _ in range(_MOST):
        span = next(_unfit_parts("".join(text[n] for n in places), known), None)
        if span is None:
            break
        del places[slice(*span)]
    rest = "".join(text[n] for n in places)
    return places if not is_unfit(rest, known) else list(range(len(text)))


def is_unfit(text: str, known: Language) -> bool:
    """Whether a sentence excuses, says that nobody was asked, or presses."""
    return _spoils(re.sub(known.rewrite["lead_in"], "", text, flags=re.I), known, "no_quote") or _spoils(text, known, "pressing")


def _spoils(part: str, known: Language, *kinds: str) -> bool:
    """Whether a part of a sentence is manners, or something else that may not be quoted."""
    words = known.rewrite
    part = re.sub(words["not_manners"], " ", re.sub(words["presuming"], "", part))
    return any(re.search(words[kind], part) for kind in kinds or ("no_quote", "pressing")) or is_unquotable(part, known)


def _unfit_parts(text: str, known: Language) -> Iterator[_Span]:
    """The parts of a sentence that it may lose for what they say: a bracket, a relative clause, what stands before a colon, the end."""
    for bracket in _BRACKET.finditer(text):
        if _spoils(bracket.group().strip(" ()"), known) and _says_more(text[: bracket.start()] + text[bracket.end() :], known):
            yield bracket.span()
    for relative in _RELATIVE.finditer(text):
        if _spoils(relative.group(), known) and _says_more(text[: relative.start()] + text[relative.end() :], known):
            yield relative.span()
    if text.endswith("?"):
        return
    excuse = rf"^{_CALLED}(?P<part>(?i:{known.rewrite['excuse_words']})\b[^,:!?\ue000-\ue2ff]{{0,60}}[,:!]\s+)(?=\S)"
    before_but = rf"^{_CALLED}(?P<part>[^:!?\ue000-\ue2ff]{{3,80}}?,\s+(?i:{known.rewrite['but']})\s+)(?=\S)"
    behind_it = rf"(?=(?:{known.rewrite['subject_pronoun']}|you|ihr|du|{TOKEN})\b)"  # "Send her the chart, she reads them daily"
    order = re.match(rf"^{_CALLED}(?P<part>[^,:;!?]{{3,100}}[,;:–-]\s+){behind_it}", text, re.I)
    if order and hands_over(order["part"].rstrip(" ,;:–-"), known) and _says_more(text[order.end() :], known):
        yield order.span("part")
    for lead in (_LEAD.match(text), re.match(excuse, text), re.match(before_but, text)):
        if lead and _is_short(lead["part"]) and _spoils(lead["part"], known) and _says_more(text[lead.end() :], known):
            yield lead.span("part")
    hinges = list(_HINGE.finditer(text))
    over = [hinge for hinge in hinges if hands_over(text[hinge.end() :], known)]  # with what leads to it: ", well then, have at it"
    for hinge in (*over[:1], *(hinge for hinge in reversed(hinges) if not over or hinge.start() < over[0].start())):
        tail = text[hinge.start() :]
        said = _CALLS_BESIDE.sub("", tail[1:].strip(" .!"))
        may_go = _is_short(tail) and not re.search(TOKEN, said) and _spoils(said, known)
        if may_go and _says_more(text[: hinge.start()], known):
            yield hinge.start(), len(text) - len(text.rpartition(text.rstrip(".!)"))[2])


def _is_short(part: str) -> bool:
    return len(part.split()) <= _LONGEST


def _says_more(rest: str, known: Language) -> bool:
    """Whether what stays is a whole sentence of or to somebody, and no word on the mail."""
    words = known.rewrite
    rest = re.sub(rf"^{TOKEN},\s+", "", rest.rstrip(" .!"))
    short = len(rest.split()) <= _SHORT and re.search(words["drop"], rest, re.I)
    if short or re.search(words["unfinished"], rest) or re.match(words["about_me"], rest) or len(rest.split()) < _SHORTEST:
        return False
    of_somebody = re.search(TOKEN, rest) or any(re.search(words[kind], rest) for kind in ("second", "third_person"))
    return of_somebody is not None and stands(rest, known)
