"""Words of greeting: where a text begins with one, whom it greets, and where the draft turns to one side in its middle."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from linter.language import Language, alternation, language
from linter.scene import Scene, calls, is_family, is_first_name, is_post

_HELLO = re.compile(r"(?=.{2,24}$)[^\W\d_]+['’]?[^\W\d_]*(?:[ -][^\W\d_]+['’]?[^\W\d_]*){0,2}")  # "S'mae", "Bula vinaka"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@cache
def _words_of_greeting(code: str, everyone: bool) -> re.Pattern[str]:
    known = language(code)
    hellos = (*known.greetings, *known.rewrite["more_greetings"], *(_words_for_all(known) if everyone else ()))
    return re.compile(rf"(?:{alternation(hellos)})\b", re.I)


def _words_for_all(known: Language) -> tuple[str, ...]:
    return (*known.everyone, *known.rewrite["more_everyone"])


@cache
def _everybody(code: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternation(_words_for_all(language(code)))})\b", re.I)


@cache
def _within_a_sentence(code: str) -> re.Pattern[str]:
    title = r"(?<=\bDr)\.|(?<=\bM[rs])\.|(?<=\b(?:Mag|Mrs|Ing))\.|(?<=\bProf)\."
    return re.compile(rf"(?:^|, )((?:{alternation(language(code).greetings)})\s(?:[^,.!?:;]|{title}){{1,40}})(?=[,!:.])", re.I)


@cache
def _titles(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(language(code).titles)})\b", re.I)


def is_titled(known: Language, name: str) -> bool:
    """Whether a name begins with a title: "Dr Mokoena"."""
    return _titles(known.code).match(name) is not None


def is_office(known: Language, word: str) -> bool:
    """Whether a word is no name but what one calls somebody by their title or office: "Reverend"."""
    return word.lower() in known.titles or word.lower() in known.rewrite["no_short_names"]


def hello_of(scene: Scene, text: str) -> str:
    """The word of greeting that a text begins with: "Hi", or what no list knows, "Annwyl"; "" where there is none."""
    known = _words_of_greeting(scene.language.code, False).match(text)
    return known.group() if known else _own_hello(scene, text)


def is_own_hello(scene: Scene, hello: str) -> bool:
    """Whether a word of greeting is the draft's own, which no list knows."""
    return bool(hello) and _words_of_greeting(scene.language.code, False).match(hello) is None


def _own_hello(scene: Scene, text: str) -> str:
    """What stands before the first name, or before the word for all, if the draft's first line is a greeting and nothing else."""
    words = scene.language.rewrite
    call = next(iter(calls(scene, text)), None)
    everybody = _everybody(scene.language.code).search(text) if call is None else None
    begin = call.start if call else everybody.start() if everybody else 0
    head = text[:begin].strip() if call else re.sub(words["to_you"], "", text[:begin].strip())
    if not _HELLO.fullmatch(head) or is_no_hello(scene, head) or not greets_alone(scene, head):
        return ""
    if re.fullmatch(words["bare_hello"], head):
        return head  # "Well Noreen", not "Well, Noreen"
    spoken = head.lower().split()
    taken = {*scene.cast.names, *scene.language.titles, *words["endearments"], *words["no_short_names"]}
    rank = call is not None and not call.title and is_family(scene, call.who, call.words)  # "Cdr Roux"
    named = call is not None and re.search(rf"\b{re.escape(spoken[-1])} {re.escape(call.words.lower())}\b", _elsewhere(scene))
    word = spoken[-1] in {*scene.language.function_words, *scene.language.conjunctions} or re.fullmatch(words["interjections"], head)
    known = bool(taken & {*spoken}) or any(is_first_name(word, scene.language.code) for word in spoken)
    return "" if known or rank or named or word else head  # "Over to Mike,"


def is_no_hello(scene: Scene, words: str) -> bool:
    """Whether words beside a name thank, wish or announce: "Nice one Mike", "Mike, quick question"."""
    return any(re.search(scene.language.rewrite[kind], words) for kind in ("no_greeting", "no_hello"))


def greets_alone(scene: Scene, head: str) -> bool:
    """Whether the draft's first line is its greeting and nothing else, and has these words."""
    first, line = scene.text.strip().split("\n")[0], scene.greeting.split("\n")[0]
    return head.lower() in line.lower() and (not re.search(r"\w", first.replace(line, "", 1)) or line.startswith(first.rstrip(" ,!")))


def _elsewhere(scene: Scene) -> str:
    """The draft without its greeting, and its header's names, in lower case: where "Big Mike" is what everybody calls him."""
    names = " / ".join(participant.person.name for participant in scene.cast.people)
    return f"{scene.text.replace(scene.greeting, '', 1)} / {names}".lower()


def greets(scene: Scene, text: str) -> bool:
    """Whether a text begins with a word of greeting, or with one for everybody: "Ihr Lieben"."""
    return hello_of(scene, text) != "" or _words_of_greeting(scene.language.code, True).match(text) is not None


def speaks_to_all(scene: Scene, text: str) -> bool:
    """Whether a greeting has a word for everybody in it: "Hallo ihr zwei", or "Leude" in a mail that is to several and names them all."""
    called = {scene.side_of(call.who) for call in scene.called}
    to_all = all(scene.cast.people[i].place == "to" for members in scene.members for i in members)
    lone = re.fullmatch(r"[A-ZÀ-Þ][^\W\d_]+", text.strip(" ,!.:")) is not None and scene.default is None and greets_alone(scene, text)
    return _everybody(scene.language.code).search(text) is not None or (lone and to_all and len(called) == len(scene.members))


def strangers(scene: Scene, text: str) -> list[str]:
    """The words behind the word of greeting that are neither names nor titles: all of "Morning yoga is run by", none of "Dear Anna"."""
    hello = _words_of_greeting(scene.language.code, True).match(text)
    rest = text[hello.end() if hello else len(hello_of(scene, text)) :]
    mentions = scene.cast.mentions(rest, 0, len(rest))
    between = {rest[one.end : other.start].strip() for one, other in pairwise(mentions)}  # "ac" of "S'mae Gethin ac Anna"
    named = {rest[m.start : m.end].lower() for m in mentions}
    to_all = re.findall(r"\w+", f"{_everybody(scene.language.code).findall(rest)}".lower()) if not mentions else []  # "to you both"
    known = {*named, *scene.language.titles, *scene.language.rewrite["endearments"], *between, *to_all}
    return [word for word in _WORD.findall(rest) if word.lower() not in known and not is_post(scene.language, word)]


def called_out(scene: Scene, side: int) -> str:
    """The greeting by which a sentence within the draft turns to a side: "Lieber Alois, …", "…, dear Tom"; "" where none does."""
    for told in scene.told:
        hellos = [text for text in _within_a_sentence(scene.language.code).findall(told.written) if not strangers(scene, text)]
        named = [{mention.who for mention in scene.cast.mentions(text, 0, len(text))} for text in hellos]
        mine = [n for n, who in enumerate(named) if who and who <= set(scene.members[side])]
        if mine and set().union(*(named[n] for n in mine)) == set(scene.members[side]):
            return ", ".join(hellos[n] for n in mine)  # "Liebe Frau Beyer, lieber Herr Kern"
        titled = [text for text, who in zip(hellos, named, strict=True) if not who and hello_of(scene, text) != text]
        if titled and len(scene.members) == 2 and told.about == {1 - side} and told.written.startswith(titled[0]):
            return str(titled[0])  # "Sehr geehrter Herr Professor, Frau Kern ist …"
    return ""


def turned_to(scene: Scene, side: int) -> str:
    """The names by which a sentence of the draft turns to a side, as they stand there: "Ada and Tom", "Kulkarni saheb"; else ""."""
    honours = re.compile(scene.language.rewrite["honorific_behind"])
    for told in scene.told:
        found = re.match(r"[A-ZÀ-Þ][^,.!?:;()\n]{1,40}(?=,\s)", told.written) if told.to == side else None
        words = found.group() if found else ""
        named = [mention.who for mention in scene.cast.mentions(words, 0, len(words))]
        whom = {*named} if len({*named}) == len(named) else set()  # not "Mr Joe Roth"
        plain = not hello_of(scene, words) and all(honours.fullmatch(word) for word in strangers(scene, words))
        if plain and whom == set(scene.members[side]) and (" " in words or not is_family(scene, whom.pop(), words)):
            return words
    return ""


def called_together(scene: Scene, side: int) -> bool:
    """Whether a sentence within the draft turns to the several of a side at once, and tells them of another: "Ihr Lieben, Anna ist …"."""
    together = re.compile(scene.language.rewrite["together"])
    told_of_another = [told.written for told in scene.told if told.about and side not in told.about]
    return len(scene.members[side]) > 1 and any(together.match(text) for text in told_of_another)


def first_name(scene: Scene, who: int) -> str:
    """The name by itself that a sentence of the draft calls out to somebody of whom it speaks with a title: "Bridget, this is …"."""
    side, honour = scene.side_of(who), scene.language.rewrite["honorific_behind"]
    for told in scene.told:
        name = re.match(rf"((?P<word>[A-ZÀ-Þ][^\W\d_]+(?:-[^\W\d_]+)*)(?:\s(?:{honour}))?),\s", told.written)
        rest = told.written[name.end() :] if name else ""
        clause = re.fullmatch(r"[a-z]+ [^,]+", rest) or re.match(scene.language.rewrite["vocative_rest"], rest)
        out = told.to == side or clause  # "Anna, kindly write to Madam.", "Anna, es geht um einen Ofen, …"
        if name and out and {m.who for m in scene.cast.mentions(name["word"], 0, len(name["word"]))} == {who}:  # not "Meet Anna"
            return "" if is_family(scene, who, name[1]) or name[1].lower() in scene.language.titles else name[1]
    return ""
