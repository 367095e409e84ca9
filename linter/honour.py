"""What the draft says beside a name: "Rajesh sir", "my niece", "Sehr geehrter Herr …" for the one it greets."""

from __future__ import annotations

import re

from linter.people import address_words, name_words
from linter.scene import Called, Scene, calls, is_family, is_first_name
from linter.spelling import spellings


def honoured(scene: Scene, who: int) -> str:
    """A name with the word of respect that stands behind it wherever the draft has it, "Balaji anna"; else ""."""
    behind = re.compile(rf"\s(?:{scene.language.rewrite['honorific_behind']})\b")
    said = [(call, behind.match(scene.text, call.end)) for call in scene.called if call.who == who]
    if not said or not all(found and not call.title for call, found in said):
        return ""
    call, found = said[0]
    return f"{call.words[0].upper()}{call.words[1:]}{found.group() if found else ''}"


def always_called(scene: Scene, who: int) -> str:
    """The words by which the draft calls somebody every time, where the first of them is no name by itself: "Oom Hennie"; else ""."""
    said = [call for call in scene.called if call.who == who]
    greeted = [call.words for call in calls(scene, scene.greeting) if call.who == who]
    words = (greeted or [call.words for call in said if not scene.is_genitive(call.words)] or [""])[0]
    first, _, rest = words.partition(" ")
    alone = any(call.words == first or call.title for call in said)
    if not rest or alone or is_first_name(first, scene.language.code) or scene.is_genitive(words):
        return ""
    beside = first not in scene.person(who).name  # no word of the header
    own = (beside or not is_given(scene, who, first)) and not is_family(scene, who, first) and _is_name(scene, who, rest.split()[0])
    spelt = {word.lower(): word for word in scene.person(who).name.split()}
    return " ".join(spelt.get(word.lower(), word) for word in words.split()) if greeted or own or first.endswith(".") else ""


def spoken_of(scene: Scene, who: int) -> list[str]:
    """The single names by which the draft speaks of somebody, but to another: "Jodie" for whom it greets as "Jodes"."""
    side = scene.side_of(who)
    about = [told.written for told in scene.told if side in told.about and told.to != side]
    words = [call.words for text in about for call in calls(scene, text) if call.who == who and not call.title]
    words = [re.sub(r"['’]?s$", "", word) if scene.is_genitive(word) or word[:-1].lower() in scene.cast.names else word for word in words]
    return [word for word in words if word[0].isupper() and " " not in word and not is_family(scene, who, word)]


def doctor(scene: Scene, call: Called) -> str:
    """The " Dr." that "Herr Kollege" leaves out of a name that has it."""
    colleague = re.search(scene.language.rewrite["not_titles"], scene.text[call.start : call.end])
    found = re.search(r"\b(?:Prof\. )?Dr\.", scene.person(call.who).name) if colleague and "Dr" not in call.title else None
    return f" {found.group()}" if found else ""


def _is_name(scene: Scene, who: int, word: str) -> bool:
    """Whether a word is a first name of the lists, or the first word of somebody's address."""
    return is_first_name(word, scene.language.code) or word.lower() in address_words(scene.person(who))[:1]


def no_end(scene: Scene) -> str:
    """A pattern: not behind the title cut short of somebody on the mail, "Eng." of "Dear Eng. Otieno", whose full stop ends nothing."""
    names = [participant.person.name for participant in scene.cast.people]
    return "".join(rf"(?<!\b{word})" for word in sorted({*re.findall(r"\b([^\W\d_]{3,20})\.", " ".join(names))}))


def is_given(scene: Scene, who: int, word: str) -> bool:
    """Whether there is a sign that the first word of a header is a first name: a list, the draft, or the address has it, or initials."""
    if word.lower() in scene.language.function_words and not is_first_name(word, scene.language.code):
        return False  # "the Ostlers at 22"
    names, local = name_words(scene.person(who)), address_words(scene.person(who))
    given, family = (spellings(name) for name in (word, names[-1]))
    initials = {"".join(part[0] for name in some for part in name.lower().split("-")) for some in ([word], names)}
    own = any(name in part or name.startswith(part) or name[:3] == part[:3] for name in given for part in local)
    own = own or bool(initials & {*local})
    domain = scene.person(who).domain.lower()
    near = [part for part in (*local, domain) if part and (len(names) == 2 or part[0] == word[0].lower())]
    of_family = word.lower() not in domain and any(name in part for name in family for part in near)  # not trustees@corvehall.example
    called = any(call.words == word for call in scene.called if call.who == who)
    return called or own or of_family or not local or is_first_name(word, scene.language.code)


def is_kin(scene: Scene, who: int) -> bool:
    """Whether the draft calls somebody the writer's own kin, and by the first name alone: "meine Nichte, Frau Kern … Ida"."""
    given = next(iter(name_words(scene.person(who))), "")
    alone = any(call.who == who and not call.title and call.words == given for call in scene.called)
    before, behind = (re.compile(pattern.format(scene.language.rewrite["own_kin"])) for pattern in (r"(?:{}),?\s$", r",\s(?:{})\b"))
    called = [call for call in scene.called if call.who == who]
    return alone and any(
        before.search(scene.text, max(0, call.start - 40), call.start) or behind.match(scene.text, call.end) for call in called
    )


def sex_greeted(scene: Scene, who: int) -> str:
    """The sex of the one person the draft greets, by the words of the greeting: "Gnädige Frau", "Sehr geehrter …"; else ""."""
    if scene.side_of(who) != scene.default or scene.default is None or len(scene.members[scene.default]) > 1:
        return ""
    fits = [found for found, pattern in scene.language.rewrite["greeted_sex"].items() if re.search(pattern, scene.greeting)]
    return fits[0] if len(fits) == 1 else ""
