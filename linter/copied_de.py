"""German: what a sentence says of somebody it copies in: "Herr Rost, ein freier Berater, der in Kopie steht, kennt sich aus".

Names are tokens (`linter.scene`). What cannot be taken apart safely is given up, never guessed.
"""

from __future__ import annotations

import re

from linter.language import Language, vocabulary
from linter.predicate import german_verb, is_german_role, predicate, without_repeats
from linter.scene import TOKEN
from linter.turning import NAME

_COPY = re.compile(
    r"\b(?:(?:in|auf|im|ins|zur)\s+(?:der\s+)?)?(?:kopie\w*|abschrift|cc|bcc|verteiler\w*|nachrichtlich)\b|\b(?:liest|lese?|mitlies\w*|lesen)\b.*\bmit\b"
    r"|\bdiese (?:zeilen|mail|nachricht)\b|\boben (?:findest|finden|siehst|sehen|steht)\b|\b(?:hier|da) mit drin\b|\bmitliest\b",
    re.I,
)
_CUT = re.compile(r"(?:,|\s[–-])\s+(?![^(]*\))")
_LEAD = re.compile(
    rf"^(?!(?i:weil|da|wegen|zu|zum|zur|für|deine?\w*|ihre?\w*)\b)[^:.\ue000-\ue2ff]{{1,90}}:\s+(?=(?:(?i:der|die)\s)?{TOKEN})"
)
_PUT = re.compile(r"(?:(?<!\s)\s+|^)(?:der|die|den|dem)\s+(?:hier\s+)?(?:in|auf|im)\s+(?:Kopie|Cc|CC|cc)\s+\w+e[rn]?$")
_GOES_ON = re.compile(r"(?:dass|ob|man|ihn|ihm|sie|Sie|sich|dich|Ihnen|dir|mit|um)\b")
_ARTICLE = re.compile(rf"^(?:[Dd]er|[Dd]ie|[Dd]en)\s+(?:(?:hier )?(?:in|im|auf) (?:Kopie|Cc|CC|cc) \w+\s+)?(?={TOKEN})")
_CONJUNCTION = re.compile(r"(?:und|aber|dass|weil|wenn|was|auch|damit|er|sie|der|die)\b")
_WEAK = re.compile(r"(?:en|n)$")
_SWORN = re.compile(r"(?:vereidigt|zugelassen|bestellt|angestellt|beschäftigt|approbiert|habilitiert)\s+(?:bei|beim|in|am|im|für)\b")
_RELATIVE = re.compile(r"(?:der|die|das)\s+(?P<rest>\S.*)", re.S)


def presented(text: str, known: Language) -> list[str]:
    """What a sentence says of the one person it names and copies in: who that is, and what else the sentence says; [] where it
    is no such sentence or says nothing."""
    text = _LEAD.sub("", text)
    people = {ord(char) & 0xFF for char in re.findall(TOKEN, text)}
    if len(people) != 1 or len(re.findall(TOKEN, text)) != 1 or not _COPY.search(text) or text.rstrip().endswith("?"):
        return []
    clauses = re.split(r";\s+", text.strip().rstrip(".!"))
    at = next(n for n, clause in enumerate(clauses) if re.search(TOKEN, clause))
    subject = chr(NAME + people.pop())
    parts = _CUT.split(re.sub(r"\s{0,3}\([^()]{1,30}\)", lambda m: "" if _COPY.search(m.group()) else m.group(), clauses[at]))
    host = next((n for n, part in enumerate(parts) if re.search(TOKEN, part)), None)
    if host is None:
        return []  # "(Anna in Kopie)" is all that names her
    front, own = _in_front(parts[:host], parts[host])
    tail = re.sub(rf"^.*{TOKEN}", "", parts[host]).split()
    plain = not tail or _COPY.search(" ".join(tail)) or (len(tail) <= 3 and not german_verb(tail[0]))
    behind, used = _behind(parts[host + 1 :], known) if plain else ([], 0)
    found = front + behind
    if not found and len(parts) > host + 1 and re.match(rf"(?:[Dd]er |[Dd]ie )?{TOKEN}\s", parts[host]):
        return []  # a plain sentence about somebody
    said = [_sentence(subject, found, known)] if found else []
    head = [_PUT.sub("", part) for part in parts[: host - own]]
    last = _skill(parts, host)
    rest = _rest([f"{head[-1]} {parts[host][last:]}"] if last else [*head, parts[host]], parts[host + 1 + used :], subject, used > 0)
    if rest:
        said += re.split(r",\s+und (?=ich\b)", rest)
    return said + clauses[at + 1 :] if said else []


def _sentence(subject: str, found: list[str], known: Language) -> str:
    conjunction = known.messages["and"]
    found = without_repeats(found)
    return f"{subject} {', '.join(found[:-1])} {conjunction} {found[-1]}" if len(found) > 1 else f"{subject} {found[0]}"


def _in_front(before: list[str], host: str) -> tuple[list[str], int]:
    """What the words before the name say, and how many parts of the sentence that takes: "Meine Schwägerin, Frau Drost"."""
    role = re.match(rf"(?:[Dd]en|[Dd]ie|[Dd]er)\s+(?P<role>[A-ZÄÖÜ][\w-]+)\s+{TOKEN}", host)
    if role and is_german_role(role["role"]) and not _WEAK.search(role["role"]):
        return [f"ist {role['role']}"], 0
    if end := _skill([*before, host], len(before)):
        return [f"ist {re.sub('e[rn]? $', '', host[:end])}"], 0
    kin = re.fullmatch(r"(?i:(?P<own>meine?|unsere?)) (?P<who>[\w-]+(?: [\w-]+)?)", before[-1]) if before else None
    if kin and len(before) == 1 and re.match(TOKEN, host) and is_german_role(kin["who"].split()[-1]):
        return [f"ist {kin['own'].lower()} {kin['who']}"], 1
    return [], 0


def _skill(parts: list[str], host: int) -> int:
    """Where the name stands in "im Seerecht bewanderte Herr Novak", behind "der in Kopie gesetzte"; 0 where it is no such thing."""
    skilled = re.match(rf"[a-zäöü][^,\ue000-\ue2ff]*(?:t|nd|en)e[rn]? (?={TOKEN})", parts[host]) if host else None
    return skilled.end() if skilled and _PUT.search(parts[host - 1]) else 0


def _behind(parts: list[str], known: Language) -> tuple[list[str], int]:
    """The predicates in the appositions and relative clauses behind the name, and how many parts of the sentence they take."""
    from linter.clauses import main_clause  # the clauses are taken apart there, and what is copied here

    found: list[str] = []
    for n, part in enumerate(parts):
        relative = _RELATIVE.match(part)
        copied = _COPY.search(part)
        if copied:
            goes_on = re.search(r"\bund\s+(?P<rest>(?!dem\b|den\b|der\b|die\b|deren\b|dessen\b)\S+\s.*)", part[copied.end() :])
            if relative and goes_on and (verb := main_clause(goes_on["rest"])):
                found.append(verb)
            if not re.match(r"(?:der|die|das|den|dem|deren)\b", part) and not re.fullmatch(
                r"(?:(?:auch|hier|jetzt|der|die|steht|ist|liest|sitzt|mit|in|auf|im)\b\s*)*", _COPY.sub("", part)
            ):
                return found, n
            continue
        if found and relative is None and n and _GOES_ON.match(part) and _RELATIVE.match(parts[n - 1]):
            found[-1] = ", ".join([found[-1], *parts[n:]])  # "ersuchte mich, ihn mit Ihnen bekannt zu machen"
            return found, len(parts)
        verb = main_clause(relative["rest"]) if relative and not re.match(r"(?:ich|wir|du|Sie)\b", relative["rest"]) else ""
        if not verb and not relative:
            nominative = _nominative(part)
            first = re.match(r"[^\W_]+", nominative)
            spoken = first is not None and german_verb(first.group()) and not _SWORN.match(nominative)
            if first is None or spoken or first.group().lower() in ("und", "aber", "auch", "wenn", "dass", "was"):
                return found, n
            plain = _SWORN.match(nominative) or re.match(
                r"(?i:ein|eine|mein|meine|unser|unsere)\b|[A-ZÄÖÜ]|öbuv\b|\d+\s+Jahre\b", nominative
            )
            apposed = plain is not None and not re.search(r"\b(?:ich|wir|Sie|du|ihr)\b", nominative) and not _has_verb(nominative)
            verb = _predicate(nominative, known) if apposed else ""
        if not verb and relative and found and found[-1].startswith("ist ") and not re.match(r"(?:ich|wir|du|Sie)\b", relative["rest"]):
            found[-1] += f", {part}"
            continue
        if not verb:
            return found, n
        found.append(verb)
    return found, len(parts)


def _has_verb(part: str) -> bool:
    return any(word in vocabulary("de", "verbs") or word in vocabulary("de", "plural_verbs") for word in part.split())


def _predicate(part: str, known: Language) -> str:
    if re.match(r"öbuv\b", part) or _SWORN.match(part) or re.match(r"[A-ZÄÖÜ]{2}\s", part):
        return f"ist {part}"
    return predicate(part, known)


def _nominative(part: str) -> str:
    """ "einen freien Berater" as it stands behind "ist"."""
    part = re.sub(r"^einen der\b", "einer der", part)
    return re.sub(
        r"^(einen|meinen|unseren) ((?:[a-zäöüß]+en )*)(?=[A-ZÄÖÜ])",
        lambda m: f"{m[1][:-2]} " + re.sub(r"en ", "er ", m[2]),
        part,
    )


def _rest(before: list[str], behind: list[str], subject: str, cut: bool) -> str:
    """The sentence without what was said of the person, where it says more than that they are copied in; else ""."""
    host = _ARTICLE.sub("", before[-1])
    if re.search(r"\b[Ii]ch\b|\bes\b|^(?:Rest|Dann|Da|So|Das|Dafür|Dazu|Daher)\b", ", ".join(before)):
        return ""
    text = ", ".join([*before[:-1], host])
    if behind:
        first = re.match(r"[^\W_]*", behind[0])
        word = first.group() if first else ""
        bare = re.fullmatch(rf"(?:(?:[Mm]eine?|[Uu]nsere?) \w+ )?{TOKEN}(?: (?:aus|von|vom|bei|in|im) [^,]+)?", host)
        inside = cut and word.islower() and any(german_verb(other) for other in host.split()) and not _CONJUNCTION.match(word)
        text += f"{' ' if inside or (bare and german_verb(word)) else ', '}{', '.join(behind)}"
    text = re.sub(r"\s{1,3}und (?:wird|würde|möge) (?:mir|uns)\b.*", "", text)
    if _COPY.search(text) or len(text.split()) < 3:
        return ""
    return subject + text[1:] if re.match(TOKEN, text) else text
