"""The connector's voice: how the draft greets, calls people, addresses them and ends."""

from __future__ import annotations

import re

from linter.hello import called_out, called_together, first_name, is_office
from linter.honour import always_called, doctor, honoured, is_given, is_kin, sex_greeted, spoken_of
from linter.language import Language
from linter.people import name_words
from linter.persons import bears, fits, full_name, greeted_in_pair, is_group, is_of_couple, namesakes, of_spouse, only_title, sex
from linter.scene import PARTICLES, Called, Scene, calls, is_family, is_post, once
from linter.several import couple_called, is_several, is_team

_DISTANT = ("polite", "family_title")  # titles that a family name alone stands behind


@once
def label(scene: Scene, who: int) -> str:
    """What the draft calls a person: "Frau Roth" or "Anna"; else the name of the header, else a word for somebody."""
    if name := honoured(scene, who):
        return name
    if pair := greeted_in_pair(scene, who):
        return pair
    couple = re.search(scene.language.rewrite["couple"], scene.person(who).name)
    if couple and not scene.language.rewrite["formal"]:
        return couple_called(scene, who, False) or full_name(scene.person(who))
    named = [call for call in scene.called if call.who == who]
    shared = bool(namesakes(scene, who))
    titles = [call for call in [*named, *of_spouse(scene, who)] if call.title and not couple]
    titles = [call for call in titles if bears(scene, who, call.title) and (not shared or fits(scene, who, call.title))]
    same = [call for call in titles if call.title == titles[0].title]
    titled = min(same, key=lambda call: len(call.words.split()), default=None)  # "Sister Boateng", if also "Sister Agnes Boateng"
    if titled:
        return _titled(scene, who, titled, shared)
    if is_team(scene, who) and full_name(scene.person(who)):
        return full_name(scene.person(who))
    if whole := always_called(scene, who):
        return _capital(whole)
    doubled = next((call.words for call in named if _is_doubled(scene, who, call.words)), "")
    if doubled:
        return _capital(doubled)
    in_greeting = [_nominative(scene, call.words) for call in calls(scene, scene.greeting) if call.who == who]  # not "Pete's"
    greeted, spoken = next((words for words in in_greeting if " " not in words), ""), spoken_of(scene, who)
    greeted = next(iter(spoken), greeted) if greeted and greeted not in spoken else greeted
    if greeted and not ((shared or greeted.endswith("s")) and is_family(scene, who, greeted)):
        return _capital(greeted)
    person = scene.person(who)
    name = full_name(person)
    if all(call.words == name.rpartition(" ")[2] for call in named) and (only := only_title(scene, who, name)):
        return only
    if short := _short_form(scene, who):
        return short
    if name and (is_group(person, scene.language) or re.search(r"\s(?:and|und|&)\s", name)):
        return name
    singles = [_nominative(scene, call.words) for call in named if len(call.words.split()) == 1 and not is_of_couple(scene, call)]
    short = next((word for word in singles if not is_family(scene, who, word)), "")
    if short:
        return name if re.fullmatch(rf"(?:[^\W\d_]\. ?){{1,3}} ?{re.escape(short)}", name) else _capital(short)  # "P. Lund"
    if is_formal(scene):
        longest = max((_nominative(scene, call.words) for call in named), key=len, default="")
        title = re.match(scene.language.rewrite["family_title"], name)
        if title and len(name.split()) == 3:
            return f"{title.group()} {name.split()[-1]}"
        return name or (_capital(longest) if longest else str(scene.language.rewrite["unknown"]))
    return _by_header(scene, who, named, singles)


def _titled(scene: Scene, who: int, titled: Called, shared: bool) -> str:
    """ "Frau Roth": the title as the draft has it, before the names that stand behind such a title."""
    family = titled.words.split()
    given = name_words(scene.person(who))[:1]
    if (
        len(family) > 1
        and not shared
        and family[:1] == given
        and not re.match(rf"(?i:{PARTICLES})", f"{given[0]} ")  # "Ms. Van Doren"
        and given[0][0].isupper()
        and any(re.match(scene.language.rewrite[kind], spelt_out(scene.language, f"{titled.title} ")) for kind in _DISTANT)
    ):
        family = family[:1] if re.match(scene.language.rewrite["given_title"], titled.title) else family[1:]
    spelt = {word.lower(): word for word in full_name(scene.person(who)).split()}
    names = [spelt.get(word.lower(), word if family[1:] else _capital(word)) for word in _nominative(scene, " ".join(family)).split()]
    return spelt_out(scene.language, f"{titled.title}{doctor(scene, titled)} {' '.join(names)}")


def _by_header(scene: Scene, who: int, named: list[Called], singles: list[str]) -> str:
    """The first name of the header, where it has one; else all of it, or what the draft says first."""
    person = scene.person(who)
    name = full_name(person)
    words = [word for word in name_words(person) if not (word.isupper() and len(word) < 4) and not is_office(scene.language, word)]
    words = [word for word in words if not is_post(scene.language, word)]
    first = name.partition(" ")[0].lower()
    office = first in scene.language.rewrite["no_short_names"] and any(call.words.lower().split()[0] == first for call in named)
    if name and " " in name and (len(words) == 1 or office or (words and not is_given(scene, who, words[0]))):
        return name  # "Mr R. J. Ottaway", "Chef Dana Roth", "Museum Trustees"
    given = words[:1] if name else singles[:1] or [call.words.split()[0] for call in named[:1]]
    return _capital(given[0]) if given else str(scene.language.rewrite["unknown"])


def _short_form(scene: Scene, who: int) -> str:
    """ "Rav" for Ravindra, where the greeting or a capital in the text says so; else ""."""
    given = next(iter(name_words(scene.person(who))), "").lower()
    taken = {word.lower() for i in range(len(scene.cast.people)) for word in name_words(scene.person(i))} | scene.language.function_words
    if is_group(scene.person(who), scene.language) or is_post(scene.language, given.capitalize()):
        return ""
    whole = any(call.who == who and call.words.lower() == given for call in scene.called)  # who is Nuno is not "Nun"
    for text, first in ((scene.greeting, r"\w"), ("" if whole else scene.text, "[A-ZÀ-Þ]")):
        for word in re.findall(rf"(?<![\w-])(?={first})[^\W\d_]{{3,}}(?![\w-])", text):
            if given.startswith(word.lower()) and word.lower() not in taken:
                return _capital(word)
    return ""


def spelt_out(known: Language, name: str) -> str:
    """ "Hr. Overbeck" as "Herr Overbeck": a title as it may stand within a sentence."""
    for short, long in known.rewrite["short_titles"].items():
        name = re.sub(rf"^(?i:{short})(?=\s)", long, name)
    return _capital(name) if name else name


def _is_doubled(scene: Scene, who: int, words: str) -> bool:
    """Whether words are a first name of two: "Tommy Lee" for Tommy Lee Vance."""
    whole = name_words(scene.person(who))
    if len(whole) == 2 and words in (call.words for call in calls(scene, scene.greeting)):  # "Xin Yi", and never "Xin"
        said = [call.words for call in scene.called if call.who == who]
        return len(said) > 2 and set(said) == {words}
    return len(whole) == 3 and words.lower().split() == [word.lower() for word in whole[:2]] and "." not in words


def is_formal(scene: Scene) -> bool:
    """Whether the draft as a whole keeps people at a distance: "Sie", or titles in the greeting."""
    words = scene.language.rewrite
    if words["formal"] and not any(re.match(words["polite"], f"{call.title} ") for call in calls(scene, scene.greeting)):
        formal, casual = _forms(scene, scene.text)
        return formal > casual or (formal == casual and re.match(words["formal_hello"], scene.greeting) is not None)
    return any(call.title for call in calls(scene, scene.greeting))


def _nominative(scene: Scene, words: str) -> str:
    return re.sub(r"['’]?s$", "", words) if scene.is_genitive(words) else words


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def oblique(name: str) -> str:
    """A name as it stands behind "mit" or "von": German declines "Herr"."""
    return re.sub(r"\bHerr\b", "Herrn", name)


def genitive(name: str, known: Language) -> str:
    """Whose: "Anna's", "Annas", "Klaus'"."""
    if known.code != "de":
        return f"{name}'s"
    return oblique(name) + ("'" if name.endswith(("s", "ß", "x", "z")) else "s")


def listed(names: list[str], known: Language) -> str:
    """Names in a row: "Mike, Anna and Joe", "Mr and Mrs Pell"."""
    conjunction = known.messages["and"]
    whole = [name.split() for name in names]
    titled = {words[0].lower().rstrip(".") in known.titles for words in whole if words}  # not "Miss and Ruth Roth"
    short = len(titled) == 1 and (titled == {False} or {len(words) for words in whole} == {2})
    if len(names) == 2 and short and min(map(len, whole)) > 1 and whole[0][-1] == whole[1][-1]:
        names = [" ".join(whole[0][:-1]), names[1]]
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}" if len(names) > 1 else "".join(names)


@once
def form(scene: Scene, side: int) -> str:
    """How the draft speaks to a side: "du", "ihr", "sie"; always "you" in a language that does not tell them apart."""
    words = scene.language.rewrite
    if not words["formal"]:
        return "you"
    people = scene.members[side]
    several = len(people) > 1 or any(is_several(scene, i) for i in people)
    close, hello = "ihr" if several else "du", called_out(scene, side)
    turned = calls(scene, hello) and not any(call.title for call in calls(scene, hello))  # "Lieber Alois", in a mail to somebody else
    if turned or called_together(scene, side) or all(is_kin(scene, i) for i in people):
        return close
    formal, casual = _forms(scene, ". ".join(told.text for told in scene.told if told.to == side))
    greeted = side == scene.default and re.search(rf"\b{words['polite']}", scene.greeting)  # "Grüß Gott Herr Pfarrer"
    if greeted or any(_is_titled(scene, i) for i in people):
        return close if casual > formal or (casual == formal and all(first_name(scene, i) for i in people)) else "sie"
    if formal == casual:  # nothing is said to this side alone
        titled = any(_is_titled(scene, i) for n, members in enumerate(scene.members) if n != side for i in members)
        if titled and all(_is_called_by_first_name(scene, i) for i in people):
            return close
        formal, casual = _forms(scene, ". ".join(told.text for told in scene.told if told.to in (side, None)) or scene.text)
    distant, everybody = re.match(words["signs_formal"], scene.closing), [i for members in scene.members for i in members]
    if formal == casual and not distant and all(_is_called_by_first_name(scene, i) for i in everybody):
        return close  # "Hochverehrter Herr Kapellmeister" to who is else Alois, is a joke
    family = all(re.match(words["team_without_article"], label(scene, i)) for i in people) and _signs_with_family_name(scene)
    return "sie" if formal > casual or ((distant or family or is_formal(scene)) and formal == casual) else close


def _signs_with_family_name(scene: Scene) -> bool:
    """Whether the sign-off has the writer's family name: nobody signs so to a family they are close to."""
    return scene.draft.sender is not None and any(name in scene.closing for name in name_words(scene.draft.sender)[1:][-1:])


def _forms(scene: Scene, text: str) -> tuple[int, int]:
    """How often a text says "Sie", and how often "du"."""
    return len(re.findall(scene.language.rewrite["formal"], text)), len(re.findall(scene.language.rewrite["casual"], text))


def _is_titled(scene: Scene, who: int) -> bool:
    """Whether the draft calls somebody "Frau Roth" or "Schwester Gratia"."""
    return re.match(f"{scene.language.rewrite['polite']}|{scene.language.rewrite['polite_form']}", label(scene, who)) is not None


def _is_called_by_first_name(scene: Scene, who: int) -> bool:
    """Whether the draft calls somebody by one name that is no family name: "Étienne", but not "Bernd Rommelspacher"."""
    short = label(scene, who)
    called = any(
        call.words.lower().startswith(short.lower()) and " " not in call.words
        for call in (*calls(scene, scene.greeting), *scene.called)
        if call.who == who
    )
    return called and " " not in short and not is_family(scene, who, short)


def given_name(scene: Scene, who: int) -> str:
    """The first name of the header, behind letters and words cut short: "Ida" of "PD Ida Kern" and "Prim. Ida Kern"."""
    name = scene.person(who).name
    names = (word for word in name_words(scene.person(who)) if not re.search(rf"(?<![^\W\d_]){re.escape(word)}\.", name))
    return next((word for word in names if not re.fullmatch("[A-Z]{2,3}", word)), "")


@once
def gender(scene: Scene, who: int) -> str:
    """ "m" or "f" where the draft says so for a person, else ""."""
    name = label(scene, who)
    for found, pattern in scene.language.rewrite["gender"].items():
        if re.match(pattern, name):
            return str(found)
    if known := sex(scene, [given_name(scene, who), name.split()[0]]):
        return known
    if known := sex_greeted(scene, who):
        return known
    token = chr(0xE000 + who)
    text = " ".join(told.text for told in scene.told)
    patterns = scene.language.rewrite["gender_text"].items()
    told = [str(found) for found, pattern in patterns if re.search(pattern.replace("{name}", token), text)]
    if told == ["m"] and re.search(scene.language.rewrite["perhaps_she"], name):
        return ""  # "gehört der Zorika"
    return told[0] if len(told) == 1 else ""
