"""Where the sign-off of a draft begins."""

from __future__ import annotations

import re
from functools import cache

from linter.body import Views
from linter.draft import Draft
from linter.language import Language, alternation, language
from linter.people import Cast, address_words, is_role_address
from linter.scene import is_first_name

POSTSCRIPT = re.compile(r"P\.[ ]?S\b|PS(?=\s?[:.–-])")
_BELOW = re.compile(rf"\n[ \t]*\n(?={POSTSCRIPT.pattern}|P\.?P\.?S\b|(?:PS|ps)\b)|(?<=\w)[ \t]*\n(?=(?:P\.?S\b\.?|ps[:.]) ?)")
LONGEST_SIGN_OFF = 9  # words
_LAST_WORDS = 80  # characters of a line that may hold sign-off and name
_LINE = re.compile(r"[^\n]+")
_WISH = re.compile(r"(?<=[.!?…])\s(?=\S+(?:\s\S+){0,2},\s$)")
_WISH_BEHIND = re.compile(r"(?<=[.!?…]\s)(?:[^\W\d_]+\s){0,3}[^\W\d_]+,$")  # at the end of a line above a name
_SENTENCE = re.compile(r"[a-zäöüß]{3}[.!?]?\s?(?:[.!?]|[:;]-?[)(DP]|[^\w\s!-/:-@’“”„…–—]\ufe0f?)$")  # its end, maybe a smiley
_FORMULA = re.compile(r"(?:[^.!?:;]|(?<=\betc)\.){3,60},")  # "I have the honour to remain, etc.,"
_BRACKET = re.compile(r"(?<=\S)\s*\([^()]{1,45}\)$")


@cache
def _sign_off(code: str) -> re.Pattern[str]:
    known = language(code)
    return re.compile(rf"\s*(?:{alternation((*known.sign_offs, *known.rewrite['more_sign_offs']))})\b", re.I)


@cache
def _in_a_line(code: str) -> re.Pattern[str]:
    """Sign-off and name at the end of a line: "… bye! lg svenja", "… 😄 Gruß Pit", "… stand above, hugs, Mona"."""
    known = language(code)
    sign_off = alternation((*known.sign_offs, *known.rewrite["more_sign_offs"]))
    mark = r"(?:(?<=[.!?…,;:)–—-])|(?<=[^\w\s]))\s+"
    name = r"(?P<name>(?:[^\W\d_]\.\s?){0,2}[^\W\d_][\w'’-]*(?:\s[^\W\d_][\w'’-]*)?)"
    sure = alternation(known.rewrite["sure_sign_offs"])
    return re.compile(rf"(?:{mark}(?P<sign>(?:{sign_off})\b[,.!]*\s+)?|\s(?P<sure>(?:{sure})[,.!]*\s+)){name}[ .!x]*$", re.I)


@cache
def _behind_a_comma(code: str) -> re.Pattern[str]:
    words = language(code).rewrite
    sign_offs = alternation((*language(code).sign_offs, *words["more_sign_offs"]))
    remain = rf"(?: (?:{words['remain']})|(?:^|\s)(?:{words['remain_yours']})\b[^.!?:;]{{0,60}})?"
    return re.compile(rf"{remain}, (?:{sign_offs})(?:,? (?:{sign_offs})){{0,2}},$", re.I)


def sign_off_of(known: Language, line: str) -> str:
    """The sign-off that a line begins with; "" where there is none."""
    found = _sign_off(known.code).match(line)
    return found.group() if found else ""


def to_each(known: Language, line: str, manner: str | None) -> str | None:
    """Of a line that signs off to two readers apart, what is for one addressed as `manner` says, or all of it (None): "deine Gerda" of
    "deine / Ihre Gerda", "" of "love to one, regards to the other"; None for any other line."""
    if re.search(known.rewrite["to_one_and_other"], line):
        return "" if manner else line
    owners = re.fullmatch(r"([^\W\d_]{2,8}) ?/ ?([^\W\d_]{2,8}) (\S.*)", line)
    second = known.rewrite["closing_second"]
    if owners is None or not all(any(re.search(second[form], word) for form in second) for word in owners.group(1, 2)):
        return None
    fit = [word for word in owners.group(1, 2) if manner and not re.search(second[manner], word)]
    return f"{fit[0]} {owners[3]}" if len(fit) == 1 else line


def _is_sign_off(line: str, known: Language) -> bool:
    line = _BRACKET.sub("", line.strip())
    words, sign_off = re.findall(r"[^\W\d_]+", line), sign_off_of(known, line)
    if not sign_off:
        return False
    short = len(words) <= 6 and not re.search(r"[.?]$" if len(words) < 4 else r"[.?!]$", line)
    rest, open_end = line[len(sign_off) :], line[-1] not in ".?!"
    joined = re.match(rf", (?:{alternation(known.conjunctions)})\b", rest)
    goes_on = joined or (rest.startswith(",") and len(words) <= LONGEST_SIGN_OFF)  # "LG, und setz einmal den Schleier auf"
    wishes = re.compile(rf"\b(?:{known.rewrite['sign_off_nouns']})\b", re.I)
    again = wishes.search(rest) and len(words) <= LONGEST_SIGN_OFF  # "Alles Gute Ihnen und Grüße an die Kinder"
    return short or (open_end and bool(goes_on or again or (wishes.search(sign_off) and len(words) <= 2 * LONGEST_SIGN_OFF)))


def _wishes_short(line: str, known: Language) -> bool:
    """Whether a line is a few words with one of those that sign-offs are made of: "Mit freundlichen kollegialen Grüßen"."""
    short = re.fullmatch(r"(?:[^\s.!?:;]+ ){0,5}[^\s.!?:;]+", line)
    return short is not None and re.search(rf"\b(?:{known.rewrite['sign_off_nouns']})\b", line, re.I) is not None


def closing_end(draft: Draft, views: Views, known: Language) -> int:
    """Where the new text ends, without the small print below the sign-off: "Bitte denken Sie an das Rezept" above one is none."""
    start, end = views.new[-1]
    small_print = re.compile(rf"\n(?:[ \t]*\n|(?![a-zäöü]))(?={known.rewrite['small_print']})").search(draft.body, start, end)
    signed = small_print and any(_is_sign_off(line, known) for line in draft.body[small_print.end() : end].split("\n") if line.strip())
    return small_print.start() if small_print and not signed else end


def postscript_start(draft: Draft, views: Views, known: Language) -> int:
    """Where a postscript below the sign-off begins, at most `closing_end`."""
    start, end = views.new[-1][0], closing_end(draft, views, known)
    found = _BELOW.search(draft.body, start, end)
    return found.start() if found else end


def closing_start(draft: Draft, cast: Cast, views: Views, known: Language) -> int:
    """Where sign-off and name begin: short last lines of the new text, as far as they speak of nobody but the writer."""
    if not views.new:
        return 0
    above, end = postscript_start(draft, views, known), closing_end(draft, views, known)
    found = _closing_above(above, draft, cast, views, known)
    last = _closing_above(end, draft, cast, views, known) if found == above < end else end
    return last if last < end and re.search(r"\n[ \t]*\n\s*$", draft.body[above:last]) else found  # below a postscript


def _closing_above(end: int, draft: Draft, cast: Cast, views: Views, known: Language) -> int:
    start = views.new[-1][0]
    own = {word for word, who in cast.names.items() if cast.people[who].place == "from"} | _called_by_address(draft)
    others = set(cast.names) - own
    lines = [m for m in _LINE.finditer(draft.body, start, end) if m.group().strip()]
    found = _below_the_text(lines, end, own, others, known, len(views.new) == 1)
    named = any(word in own or is_first_name(word, known.code) for word in re.findall(r"[^\W\d_]+", draft.body[found:end].lower()))
    above = [line for line in lines if line.end() <= found]
    at = _behind_the_text(above[-1].group(), own, others, known, found == end) if above and not named else None
    if at is None:
        return found
    return above[-1].start() + (at if len(above) == 1 or len(above[-1].group()[:at].split()) > 3 else 0)  # "gr, piet"


def _called_by_address(draft: Draft) -> set[str]:
    """What the writer's address calls them: "jule" of jule.steinbrech@…; nothing for an office."""
    if draft.sender is None or is_role_address(draft.sender):
        return set()
    return {word for word in address_words(draft.sender) if len(word) >= 3}


def _behind_the_text(line: str, own: set[str], others: set[str], known: Language, last: bool) -> int | None:
    """Where sign-off and name begin in the line of the last sentence; None where they do not. `last`: nothing stands below it."""
    line = _BRACKET.sub("", line.rstrip())
    found = _in_a_line(known.code).search(line, max(0, len(line) - _LAST_WORDS))
    names = [word for word in re.findall(r"[^\W\d_]+", found["name"]) if not re.fullmatch("[xX]+", word)] if found else []
    words = [word.lower() for word in names]
    if not found or not names or set(words) & {*others, *known.function_words, *known.everyone}:
        return None
    capital = names[-1][0].isupper()
    sure = found["sure"] or (found["sign"] or "").strip(" ,.!").lower() in known.rewrite["sure_sign_offs"]
    lone = last and capital and len(words) == 1 and _SENTENCE.search(line[: found.start("name")].rstrip())
    lone = lone or (last and len(words[0]) == len(words) == 1 and re.search(r"[.!?,]$", line[: found.start("name")].rstrip()))  # "…, H."
    wished = (
        last
        and capital
        and not own
        and len(words) == 1
        and re.fullmatch(r"\s*(?:[^\s,.!?:;]+ ){1,4}[^\s,.!?:;]+,\s+", line[: found.start("name")])
    )
    initials = last and re.match(r"[A-ZÀ-Þ]\.", found["name"]) and re.search(r"[.!?]\s*$", line[: found.start("name")])  # "G. Tranter"
    bare = last and (capital or line.islower()) and not own and is_first_name(words[-1], known.code)
    if own & set(words) or sure or (found["sign"] and capital) or lone or wished or bare or (initials and not own):
        at = found.start("sign" if found["sign"] else "sure" if found["sure"] else "name")
        wish = _WISH.search(line[:at])  # "Schönen Urlaub noch, Jens"
        return wish.end() if wish and not sure and not found["sign"] else at
    return None


def _presents(line: str, others: set[str], known: Language) -> bool:
    """Whether a line is the writer's name with who they are: "Bronwen, activities", "Rosa Hale from the second floor"."""
    words = re.findall(r"[^\W\d_]+", line.lower())
    shape = re.fullmatch(r"(?:[A-ZÀ-Þ][\w'’-]*\s){0,1}[A-ZÀ-Þ][\w'’-]+(?:,| (?:from|of|aus|von|vom)) [\w -]{3,30}", line)
    return shape is not None and len(words) <= 6 and not set(words) & others and words[0] not in known.function_words


def _with_line_above(lines: list[re.Match[str]], start: int, others: set[str]) -> int:
    """Where a sign-off begins that has a line of its own above: "In herzlicher Verbundenheit" above "Ihre Elsa"."""
    above = [line for line in lines[1:] if line.end() <= start][-1:]
    for line in above:
        text = line.group().strip()
        alone = re.search(r"\n[ \t]*\n[ \t]*$", line.string[: line.start()]) and line.string[line.end() : start].count("\n") == 1
        words = re.findall(r"[^\W\d_]+", text.lower())
        if alone and re.fullmatch(r"[^.!?:;\d]{3,45}[,!]?", text) and len(words) <= 5 and not others & set(words):
            return line.start()
    return start


def _above_a_block(lines: list[re.Match[str]], own: set[str], others: set[str]) -> int | None:
    """Where a sign-off begins that has a block with the writer's whole name below: "Every good wish, / Ida / / Ida Kern / Partner"."""
    for n, line in enumerate(lines[1:-1], start=1):
        name, below = (re.findall(r"[^\W\d_]+", m.group().lower()) for m in (line, lines[n + 1]))
        initials = {word[0] for word in name} <= {word[0] for word in own} and re.fullmatch(r"(?:\w\.\s?){1,3}", line.group().strip())
        if not name or (not {*name} <= own and not initials) or len({*below} & own) < 2 or n + 6 < len(lines):
            continue
        above = lines[n - 1].group().strip()
        wish = n > 1 and re.fullmatch(r"(?:[^\s.!?:;,]+ ){1,6}[^\s.!?:;,]+,", above) and not others & {*above.lower().rstrip(",").split()}
        return lines[n - 1].start() if wish else line.start()
    return None


def _below_the_text(lines: list[re.Match[str]], end: int, own: set[str], others: set[str], known: Language, alone: bool) -> int:
    """Where sign-off and name begin on lines of their own; `end` where there are none. `alone`: nothing is quoted in between."""
    for line in lines[max(1, len(lines) - 6) :]:
        rest = [m.group().strip() for m in lines if m.start() >= line.start()]
        signed = bool(own & set(re.findall(r"[^\W\d_]+", "".join(rest[1:2]).lower())))  # a name below: then also a long office or house
        wishes = signed and _wishes_short(rest[0], known)
        below = all(len(text) <= (120 if signed else 60) and not re.search(r"[a-zäöüß]{3}[.?]$", text) for text in rest[1:])
        if (wishes or _is_sign_off(line.group(), known)) and below:
            return _with_line_above(lines, line.start(), others)
    if (block := _above_a_block(lines, own, others)) is not None:
        return block
    found = end
    last_line = lines[-1] if len(lines) > 1 else None
    if last_line and _presents(last_line.group().strip(), others, known) and last_line.string[: last_line.start()].endswith("\n\n"):
        return last_line.start()
    for line in reversed(lines[1:] if alone else lines):
        text = _BRACKET.sub("", line.group().strip())
        words = re.findall(r"[^\W\d_]+", text.lower())
        capitals = len(words) <= 4 and all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", text))
        is_name = (
            bool(own & set(words))
            or (capitals and not re.search(r"[!?:;]|[a-zäöüß]{3}\.", text))
            or (
                len(words) <= 4
                and len(text) <= 40
                and not re.search(r"[.!?:;,]\s|[?!]$|[a-zäöüß]{3}\.$", re.sub(r"\b\w{1,4}\.\s", "", text))
            )
        )
        if not is_name or len(text) > 50 or len(words) > 6 or end - line.start() > 200:
            break
        found = line.start()
    above = [line for line in lines[1:] if line.end() <= found]
    last = above[-1].group().strip() if found < end and above else ""
    greets = re.fullmatch(rf"[^.!?:;]{{0,45}}\b(?:{known.rewrite['sign_off_nouns']})\b[^.!?:;]{{0,40}}", last, re.I)
    greets = greets if not others & set(re.findall(r"[^\W\d_]+", last.lower())) else None  # "Ben would love to see it"
    if found < end and (tail := _behind_a_comma(known.code).search(last)):
        before = len(tail.group()) - len(tail.group().lstrip(" ,"))
        return above[-1].start() + above[-1].group().find(last) + tail.start() + before  # "… and remain, with best regards, yours,"
    behind = _WISH_BEHIND.search(last) if found < end else None
    if behind and not others & {*re.findall(r"[^\W\d_]+", behind.group().lower())}:
        return above[-1].start() + above[-1].group().find(last) + behind.start()  # "The tent is paid. Love you,"
    if (greets and len(last.split()) <= LONGEST_SIGN_OFF) or (re.fullmatch(_FORMULA, last) and len(last.split()) <= 7):
        return above[-1].start()  # "Many greetings from the lake,"
    return _with_line_above(lines, found, others) if found < end else found
