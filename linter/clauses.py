"""Take an introduction apart: "I'm copying Jonas, who knows all about pumps" says that Jonas knows all about pumps.

Names are tokens here (`linter.scene`). What cannot be taken apart safely is given up, never guessed.
"""

from __future__ import annotations

import re
from functools import cache

from linter.copied_de import presented
from linter.language import Language, language, vocabulary
from linter.predicate import described, german_verb, third_person
from linter.scene import TOKEN

_WHO = rf"{TOKEN}(?:\s*(?:,|und|and|&|\+)\s*{TOKEN})*"
_END = ".,;:!?–- "


@cache
def _introduction(code: str) -> re.Pattern[str]:
    words = language(code).rewrite
    return re.compile(
        rf"(?P<pre>.*?)(?:^|(?<=[\s(,:–-]))(?:{words['introduces']})\s*(?:{words['articles']})?(?P<kin>(?:{words['kin']})\s+)?(?P<who>{_WHO})(?P<post>.*)",
        re.I | re.S,
    )


@cache
def _asides(code: str) -> re.Pattern[str]:
    return re.compile("|".join(language(code).rewrite["asides"]), re.I)


def without_asides(text: str, known: Language) -> str:
    """The sentence without "(cc'd)", "in copy", "whom I am copying"."""
    text = _asides(known.code).sub(lambda aside: _commas(aside, known), text)
    text = re.sub(r"\(\s*+[,;]*+\s*+\)", " ", text)
    text = re.sub(r" ([,.;:!?])", r"\1", " ".join(text.split()))
    text = re.sub(r"([,;:])(?:\s*[,;])+", r"\1", text)
    text = re.sub(r"(?<![,;:])[,;:]+([.!?])", r"\1", text).strip()
    if text.startswith("(") and text.endswith((")", ".)")):
        text = text[1:].replace(")", "").strip()
    text = re.sub(rf"^({TOKEN} \([^()]*\)), (?=[a-z]+s\b)", r"\1 ", text)
    return re.sub(rf"^({TOKEN}),\s+(?=(?:{known.rewrite['finite']})\b|{known.rewrite['loose_verb']})", r"\1 ", text)


def _commas(aside: re.Match[str], known: Language) -> str:
    """What stays of an aside: the comma of the apposition that goes on behind it."""
    between = aside.group().strip().startswith(",") and aside.group().strip().endswith(",")
    after = re.match(r"\s*([^\W\d_]+)", aside.string[aside.end() :])
    if not between or after is None:
        return " "
    verb = re.match(rf"(?:{known.rewrite['finite']})$", after[1]) or (
        known.code == "en" and (third_person(after[1]) or after[1].endswith("ed"))
    )
    return " " if verb or (known.code == "de" and (german_verb(after[1]) or after[1] in vocabulary("de", "plural_verbs"))) else ", "


def what_is_said(text: str, known: Language) -> list[str]:
    """The statements in a sentence that introduces somebody; the sentence itself where it introduces nobody."""
    if known.code == "de" and (copied := presented(text, known)):
        return copied
    text = re.sub(r"\bwho['’]s (?=(?:from|in|at|on|an?|the|my|our)\b)", "who is ", text)
    match = _introduction(known.code).match(text)
    if match is None:
        text = without_asides(text, known)
        alone = re.fullmatch(rf"(?P<kin>{known.rewrite['kin']})\s+(?P<who>{TOKEN})[.!]?", text, re.I)
        if alone:
            return [f"{alone['who']} {known.rewrite['is']} {_lower(alone['kin'])}"]
        return [_whole(text, known)]
    found = []
    before = re.sub(known.rewrite["hinge"], "", match["pre"], flags=re.I).strip(_END)
    if before and re.search(known.rewrite["second"], before) and not re.match(known.rewrite["subordinate"], before, re.I):
        found.append(before)
    who = " ".join(match["who"].split())
    kin = " ".join((match["kin"] or "").split())
    for accusative, nominative in known.rewrite["nominative"].items():
        kin = re.sub(rf"^{accusative}\b", nominative, kin)
    subject = f"{kin} {who}".strip()
    last = who[-1]
    post = match["post"].rstrip("?")
    said = _said(subject, without_asides(post, known), known)
    said = said or _said(subject, without_asides(last + post, known).removeprefix(last), known)
    if said:
        found.append(said)
    elif kin:
        found.append(f"{who} {known.rewrite['is']} {kin}")
    return found


def _whole(text: str, known: Language) -> str:
    """A sentence as it is, or a description of somebody as a sentence: "Anna, my neighbour, mad about bees"."""
    text = re.sub(known.rewrite["reads_along"], r"\g<who>", text)
    if re.match(rf"{TOKEN}[,:]?\s+{known.rewrite['vocative_rest']}", text):
        return text
    entry = re.match(rf"(?P<who>{_WHO})(?P<post>\s*(?:[:=,(]|\s[–-]\s|,?\s(?:{known.rewrite['relative']})\s).*)", text, re.S)
    if entry is None or re.match(rf"\s*,?\s*(?:and|und|&)?\s*{TOKEN}", entry["post"]) or re.match(r"\s*\([^)]*\)\s*\w", entry["post"]):
        return text
    return _said(entry["who"], entry["post"].rstrip(), known) or text


def reason_clause(clause: str, known: Language) -> str:
    """A subordinate clause behind its "since" or "da" as a sentence of its own; "" where its verb is not found."""
    if known.rewrite["verb_second"]:
        return clause
    subject, _, rest = clause.partition(" ")
    main = main_clause(rest) if rest.strip() else ""
    return f"{subject} {main}" if main else ""


def _lower(text: str) -> str:
    return text[0].lower() + text[1:].rstrip(", ")


def _said(subject: str, post: str, known: Language) -> str:
    """What the words behind the name say of the person; "" where that is not plain."""
    words = known.rewrite
    place = re.match(rf"\s*(?P<place>(?:{words['places']})\s+(?:[^,.;:()]|\b(?:nr|st)\.){{2,40}})(?=[,.;:(]|$)", post)
    if place:
        post = post[place.end() :]
        where = re.sub(r"\s+in$", "", place["place"].strip())
        subject_with_place = f"{subject} {where}"
    else:
        subject_with_place = subject
    several = len(re.findall(TOKEN, subject)) > 1
    relative = re.match(rf",?\s*(?:{words['relative']})\s+(?P<rest>\S.*)", post)
    if relative:
        if re.match(words["not_subject"], relative["rest"]):
            return ""  # "who I told you about"
        if words["verb_second"] and (whole := described(subject_with_place, relative["rest"], known, several)):
            return whole
        clause = relative["rest"] if words["verb_second"] else main_clause(relative["rest"])
        if clause:
            return f"{subject_with_place} {clause}"
    pronoun = re.match(rf"[,:.–-]*\s*(?:{words['pronouns']})(?P<short>['’]s)?\s+(?P<rest>(?P<first>\S+).*)", post, re.I)
    if pronoun and words["verb_second"] and re.search(words["he"], post) and re.search(words["she"], post):
        return ""  # "he's got a truck and she's got a kitchen" is about two
    if pronoun:
        perfect = pronoun["short"] and pronoun["first"].lower() in vocabulary("en", "participles")
        return f"{subject_with_place}{' has' if perfect else ' is' if pronoun['short'] else ''} {pronoun['rest']}"
    fragment = re.match(r"\s*(?:[,:=(]|[–-](?=\s))\s*(?P<rest>\S.{3,})", post)
    if fragment:
        if relative and any(_is_finite(word) for word in re.findall(r"[^\W\d_]+", fragment["rest"])[2:]):
            return ""  # a relative clause whose verb was not found
        return described(subject_with_place, _open(fragment["rest"]), known, several)
    verb = re.match(rf"\s+(?P<rest>(?:{words['finite']})\b.*)", post)
    if verb:
        return f"{subject_with_place} {verb['rest']}"
    return f"{subject} {words['is']} {place['place'].strip()}" if place and not post.strip(_END) and words["place_is"] else ""


def _open(text: str) -> str:
    """The text without a bracket that only closes."""
    return text.replace(")", "", 1) if text.count(")") > text.count("(") else text


_FINITE = re.compile(
    r"(?:[a-zäöüß]+(?:t|te)|ist|hat|war|kann|will|muss|soll|darf|weiß|weiss|mag|wird|wurde|sind|haben|waren|können|[a-zäöü]{2,}en)$"
)
_PARTICIPLE = re.compile(r"(?:\w{2,6})?ge[a-zäöü]{3,}(?:en|t)$")
_SECOND = frozenset(
    "ist war hat hatte kann will wird muss soll sind waren haben".split()
)  # never the first word of a clause whose verb ends it
_NOT_FINITE = frozenset("nicht seit mit jetzt recht selbst sonst erst fast heute gut laut statt dort weit leicht zuletzt bekannt".split())
_PARTICLE = re.compile(r"(zurück|weiter|zusammen|vor|aus|auf|ein|ab|an|mit|nach|um|los|fest|teil|her|hin|bei|zu)(?=[a-zäöü]{3,}$)")
_WHOLE = re.compile(
    r"(?:antwort|angel|anker|einig|abonn|zupf|zuck|beiß|beiss|umarm|umgeh|unter|herrsch|hint|mitt|aust?er|nachricht|eint|festig|vort|heiz)"
)


def main_clause(relative: str) -> str:
    """A German relative clause behind its pronoun, as the rest of a main clause: the verb moves to the front.

    "seit Jahren Wärmepumpen baut" becomes "baut seit Jahren Wärmepumpen"; "" where the verb is not found.
    """
    clause, comma, rest = relative.rstrip(".!;: ").partition(", ")
    parts = re.split(r"\s+und\s+(?=\S)", clause)
    first = parts[0].split()
    if first[0] in _SECOND or (_is_finite(first[0]) and not (_is_finite(clause.split()[-1]) and len(clause.split()) > 1)):
        return relative.strip()  # spoken German: "die läuft schon um sechs"
    done: list[str] = []
    pending: list[str] = []
    for part in parts:
        if re.match(r"(?:der|die|das|dem|den|deren|dessen)\s+\w+", part) and done:
            return " und ".join(done)  # a further relative clause begins
        pending.append(part)
        joined = " und ".join(pending)
        if _is_finite(joined.split()[-1]):
            done.append(_verb_first(joined.split()))
            pending = []
    if pending or not done:
        return ""
    text = " und ".join(done)
    return f"{text}, {rest}" if comma and re.match(r"(?:was|wo|weil|obwohl|damit|aber|dass|wenn)\b", rest) else text


def _is_finite(word: str) -> bool:
    return word.islower() and word not in _NOT_FINITE and not _PARTICIPLE.match(word) and _FINITE.match(word) is not None


def _verb_first(words: list[str]) -> str:
    verb = words[-1]
    particle = None if _WHOLE.match(verb) else _PARTICLE.match(verb)
    if particle and len(words) > 1:
        return " ".join([verb[particle.end() :], *words[:-1], particle.group()])
    return " ".join([verb, *words[:-1]])
