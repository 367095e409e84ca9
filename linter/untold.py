"""Whether one side is told all that a passage says, or has to read the passage itself."""

from __future__ import annotations

import re
from functools import cache

from linter.fit import has_content, is_business, only_introduces
from linter.language import languages, vocabulary
from linter.other_matters import own_subject, stems
from linter.people import name_words
from linter.persons import is_group
from linter.portraits import portraits
from linter.predicate import is_order
from linter.quoting import MARKS, hangs, names_in
from linter.redact import has_contact
from linter.scene import TOKEN, Scene, Told, named, tokens
from linter.telling import Piece, statements
from linter.unquoted import is_unquotable
from linter.voice import gender, label

_LONGEST_SUBJECT = 80  # characters
_TOLD = 2  # sentences that are told without a quotation
_LONG_NAME = 6  # letters of a name that has a short form
_BARE = 5  # words of a sentence that may say nothing but a name
_LOST = 3  # words of a sentence that may go untold: "I'm copying Anna, who …"


def is_told(scene: Scene, chosen: list[int], reader: int, told: list[Piece]) -> bool:
    """Whether a reader is told all that the passage says of others than the reader: only a short one, of which nothing hangs in the air."""
    if scene.text.islower():
        return False  # where a sentence ends is not plain
    of_others = [TOKEN, scene.language.rewrite["third_person"]]
    beyond = [piece.text for piece in told if piece.source >= 0 and piece.source not in chosen]
    if not all(any(re.search(kind, text) for kind in of_others) for text in beyond):
        return False  # "You pay for the biscuits!" is another matter
    if any(re.match(scene.language.rewrite["you_are_the"], piece.text) for piece in told):
        return False  # "you are the friend I told Anna about": who they are, a reader knows
    if any(re.search(rf"[^\ue000-\ue2ff], {TOKEN}(?:, (?=[A-ZÀ-Þ])|\.?$)", piece.text) for piece in told):
        return False  # "Anna mends clocks, Anna, Coach has one": calls somebody out within
    texts: dict[int, str] = {}
    for piece in told:
        texts[piece.source] = f"{texts.get(piece.source, '')} {piece.text}"
    content = [n for n in chosen if has_content(scene, scene.told[n])]
    beside = {scene.told[n].written for n in texts}
    halves = [n for n in chosen if n not in texts and (scene.told[n].bullet or scene.told[n].written in beside)]
    if any(reader in scene.told[n].about and len(stems(scene, scene.told[n].text)) > 1 for n in halves):
        return False  # "Anna needs a crate, Mike has crates": what the reader has is half of the reason
    if set(texts) <= set(chosen) and _lacks_subject(scene, told):
        return False  # "Helga got ours down by a third": what, the subject says
    if told and told == portraits(scene, chosen, reader):
        return True
    most = {n: 1 if not any(piece.why for piece in told) and not scene.told[n].about else _LOST for n in chosen}
    lost = [n for n in chosen if n not in texts and scene.told[n].written not in beside and len(stems(scene, scene.told[n].text)) > most[n]]
    if lost or len({scene.told[n].written for n in content}) > _TOLD:
        return False
    for n in chosen:
        if n not in texts and n in content and _is_of_others(scene, n, reader):
            return False
        if n in texts and _has_lost(scene, n, texts[n]):
            return False  # "your yellow leaves on the lower terrace: Anna reads soil" has lost the reason
    whole = " ".join(texts.values())
    yours = scene.language.rewrite["yours"]
    if any(re.search(yours, scene.told[n].written) and scene.told[n].to == reader and not re.search(yours, texts[n]) for n in texts):
        return False  # "about your sofa: Anna has a van"
    if re.search(scene.language.rewrite["left_over"], whole):
        return False
    if not any(piece.why for piece in told) and _reads_of_self(scene, content, texts, reader):
        return False
    plain = len(chosen) == 1 or any(piece.who or piece.joint for piece in told)
    return bool(told) and plain and all(piece.joint or _begins_well(scene, piece.text) for piece in told)


def _has_lost(scene: Scene, n: int, text: str) -> bool:
    """Whether what is told of a sentence lacks what that announces ("On the roof: …"), has in brackets, or more than a few words."""
    told, kept = scene.told[n], stems(scene, text)
    announced = re.match(r"[^:,]{1,60}:(?=\s)", told.text) if re.match(scene.language.rewrite["announces"], told.text) else None
    if announced and stems(scene, announced.group()) - kept:
        return True
    aside = " ".join(re.findall(r"\([^()]*\)", told.written))
    return len(stems(scene, tokens(scene, aside)) - kept) > 1 or len(stems(scene, told.text) - kept) > _LOST


def _lacks_subject(scene: Scene, told: list[Piece]) -> bool:
    """Whether the subject says something that the told sentences do not, other than that two should meet."""
    subject = telling_subject(scene, " ".join(piece.text for piece in told))
    return subject != "" and re.search(scene.language.rewrite["meeting"], subject) is None


def _reads_of_self(scene: Scene, chosen: list[int], texts: dict[int, str], reader: int) -> bool:
    """Whether a sentence among the chosen says something of the reader that is not told."""
    own = [scene.told[n] for n in chosen if n not in texts and reader in scene.told[n].about]
    return any(len(stems(scene, told.text)) > _LOST for told in own)


def telling_subject(scene: Scene, text: str) -> str:
    """The subject of the draft, where it says something that the text does not; else ""."""
    subject = re.sub(r"^(?:\s*(?:re|aw|wg|fwd?|antw)\s*:|\s*\[[^\[\]]{0,40}\])+", "", scene.draft.subject, flags=re.I).strip(" .")
    new = stems(scene, tokens(scene, own_subject(scene, subject, text))) - stems(scene, tokens(scene, text)) - _empty()
    kept_back = any(re.search(scene.language.rewrite[kind], subject) for kind in ("no_quote", "business", "other_subjects"))
    kept_back = kept_back or is_unquotable(subject, scene.language)
    unfit = kept_back or only_introduces(scene, subject) or subject.startswith("(") or has_contact(subject)
    return subject.translate(MARKS) if new and len(subject) <= _LONGEST_SUBJECT and not unfit else ""


@cache
def _empty() -> frozenset[str]:
    """The beginnings of words that say nothing in a subject, in every language: "hello", "quick question"."""
    return frozenset(word[:4] for known in languages() for word in (*known.greetings, *known.rewrite["empty_subjects"]))


def _names_others(scene: Scene, chosen: list[int], reader: int) -> bool:
    """Whether others are named where something is said of them, or called "he", as no sentence by itself shows."""
    people = [i for n, members in enumerate(scene.members) if n != reader for i in members]
    others = [label(scene, i) for i in people]
    names = [f"{re.escape(word)}s" for i in people for word in name_words(scene.person(i))[1:]]  # "the Hales are copied"
    text = " ".join(scene.told[n].written for n in chosen)
    teams = [word for i in people if is_group(scene.person(i), scene.language) for word in name_words(scene.person(i))]
    names += [rf"{re.escape(word)}[^\W\d_]{{0,3}}" for word in teams if len(word) >= _LONG_NAME]  # "die Rehbacher sind vierzig Leut"
    for name in others:  # "Gotti is on my course", who is Gottfried
        names.append(re.escape(name) if len(name) < _LONG_NAME else rf"{re.escape(name[:4])}[^\W\d_]*")
    called = any(re.search(rf"\b{name} [a-zäöü(]", text) for name in names)
    subjects = re.findall(r"(?:^|[.!?]\s)\W?(?:Die|Der|Das) ([A-ZÄÖÜ][a-zäöüß]{5,}) [a-zäöü]", text)  # "Die Initiative vertritt"
    of_team = any(word.lower().endswith(end.lower()) for word in teams for end in subjects)
    return called or of_team or (scene.default is None and hangs(scene, chosen))


def says_who(scene: Scene, chosen: list[int], reader: int) -> bool:
    """Whether the passage says who any of the others is: of them, or to them about themselves, not only what they might get or do."""
    if len(chosen) == 1 and _is_bare(scene, scene.told[chosen[0]]):
        return False
    of_two = sum(len(members) for n, members in enumerate(scene.members) if n != reader) == 2
    if of_two and any(scene.told[n].to == reader and re.search(scene.language.rewrite["the_two"], scene.told[n].written) for n in chosen):
        return True  # "Frau Gerlach, die beiden sind Orgelbauer"
    if _names_others(scene, chosen, reader) or _says_by_role(scene, chosen, reader):
        return True
    return any(
        (_tells(scene, n, reader) or (_is_of_others(scene, n, reader) and (_presented(scene, n) - {reader} or _states(scene, n))))
        and (_with_description(scene, n) or not is_order(scene.told[n].text, scene.language))
        for n in chosen
    )


def _is_bare(scene: Scene, told: Told) -> bool:
    """Whether a sentence says nothing beside a name: "See cc, Gerald", "Anna said she'd love to"."""
    return len(told.written.split()) <= _BARE and not has_content(scene, told)


def _says_by_role(scene: Scene, chosen: list[int], reader: int) -> bool:
    """Whether a passage that names nobody tells whom the draft greets of somebody: "My brother has one", "The lady copied …"."""
    words = scene.language.rewrite
    if scene.default != reader or any(names_in(scene, scene.told[n]) - {reader} for n in chosen):
        return False
    role = rf"(?i:\b{words['own_or_the']} (?:[a-zäöüß-]+ )?){words['persons'].removeprefix('(?i)')}"
    return any(re.search(role, scene.told[n].text, re.I) and has_content(scene, scene.told[n]) for n in chosen)


def _with_description(scene: Scene, n: int) -> bool:
    """Whether a sentence says who somebody is behind the name, whatever it asks: "Let me introduce you to Anna, who builds pumps"."""
    return re.search(rf"{TOKEN},\s+{scene.language.rewrite['apposition']}", scene.told[n].text) is not None


def _tells(scene: Scene, n: int, reader: int) -> bool:
    """Whether a sentence calls the reader out and tells of somebody else: "Anna, he cooks for four", "Anna, the judge keeps bees"."""
    told, words = scene.told[n], scene.language.rewrite
    parts = re.split(r", (?:and |then )*", told.text)
    said = [part for part in parts if not is_order(part, scene.language)]  # "Anna, then ask him about the roof" does not say who he is
    of_other = re.search(words["third_person"], " ".join(said)) or (said == parts and not re.search(words["second"], told.written))
    called = named(scene, (re.match(rf"(?:[^\W\d_]+ )?({TOKEN}), ", tokens(scene, told.written)) or ["", ""])[1]) == {reader}
    pointed = re.search(rf"\b(?:{words['pointing']}) ([^,.;:]{{1,24}})", told.written)
    of_own = re.match(rf"(?:[^\W\d_]+ )?{TOKEN}, {words['is_own']}", tokens(scene, told.written))
    if called and (of_own or (pointed and re.search(words["persons"], pointed[1]))):
        return True  # "Anna, please help this boy", "Anna, Spud is my flatmate"
    return told.to == reader != scene.default and bool(of_other) and not is_business(scene, n) and not _is_of_a_third(scene, n, reader)


def _is_of_a_third(scene: Scene, n: int, reader: int) -> bool:
    """Whether "he" was said to the other before, and cannot be the reader: "Dear Mr Noor, he draws well. … Anna, he is 13"."""
    before = [told.text for told in scene.told[:n] if told.to == scene.default != reader]
    for kind, sex in (("he", "m"), ("she", "f"))[: 1 if scene.language.rewrite["verb_second"] else 2]:  # "sie" is of several, too
        word = scene.language.rewrite[kind]
        others = {gender(scene, i) for i in scene.members[reader]} <= {"m", "f"} - {sex}
        if others and re.search(word, scene.told[n].text) and any(re.search(word, text) for text in before):
            return True
    return False


def _presented(scene: Scene, n: int) -> frozenset[int]:
    """The sides a sentence is of, not those it only calls out to: "Mike, you asked for a carpenter", "Mike, the invoice is enclosed"."""
    told = scene.told[n]
    words = scene.language.rewrite
    described = re.match(rf"{TOKEN},\s+{words['apposition']}", told.text)  # "Mike, who is copied, …"
    of_other = re.match(rf"{TOKEN},\s+(?:{words['subject_pronoun']})\b", tokens(scene, told.written))  # "Mike, she can …"
    only = not described and (of_other or re.search(words["wish_second"], told.written) or is_business(scene, n))
    return _topics(scene, n) - (names_in(scene, told) - named(scene, re.sub(rf"^{TOKEN},", "", told.text)) if only else set())


def _states(scene: Scene, n: int) -> bool:
    """Whether a sentence says to whom it speaks something about themselves, not only what theirs is: "with your patience"."""
    words, told = scene.language.rewrite, scene.told[n]
    text = re.sub(words["wish_second"], "", told.written)  # who asked for a carpenter is not said
    text = re.sub(words["beside_you"], "", text)  # "whose loft you've sailed past" is of the loft
    if told.written.endswith("?"):
        text = re.sub(words["yours"], "", text)  # "your arm, has anyone patented it?" asks, and tells nothing
    elif not re.search(words["made"], text):  # "I heard your talk"
        text = re.sub(words["not_who"], "", text)
    if told.to is not None and len(scene.members[told.to]) == 1:
        text = re.sub(words["their_group"], "", text)  # "ihr habt eine Lücke", to one who is called du: who they are is not said
    return re.search(words["states_second"], text) is not None


def says_why(scene: Scene, chosen: list[int], reader: int) -> bool:
    """Whether a passage shows what the introduction is for: in its subject, in what it says to "you", or in more than one sentence
    that describes the reader."""
    text = " ".join(scene.told[n].text for n in chosen)
    spoken = any(re.search(scene.language.rewrite[kind], text) for kind in ("second", "plural"))
    return spoken or telling_subject(scene, text) != "" or len(chosen) > 1 or not _describes(scene, chosen[0], reader)


def _describes(scene: Scene, n: int, side: int) -> bool:
    """Whether a sentence does nothing but say who somebody is: "I'm copying Anna, who builds pumps"."""
    return all(named(scene, text[:1]) == {side} for text in statements(scene, scene.told[n]))


def _is_of_others(scene: Scene, n: int, reader: int) -> bool:
    told, of = scene.told[n], _topics(scene, n)
    if of - {reader} or _speaks_of_all(scene, n):
        return True
    speaks = re.search(scene.language.rewrite["second"], told.written) is not None  # also before a colon: "your sofa: Anna has a van"
    return speaks and told.to != reader if of else not (speaks and told.to == reader)


def _topics(scene: Scene, n: int) -> frozenset[int]:
    told = scene.told[n]
    halves = sum(other.written == told.written for other in scene.told) > 1
    return named(scene, " ".join(statements(scene, told))) or (told.about if halves else _topic(scene, n))


def _speaks_of_all(scene: Scene, n: int) -> bool:
    return re.search(scene.language.rewrite["plural"], scene.told[n].text) is not None


def _begins_well(scene: Scene, text: str) -> bool:
    """Whether a sentence begins with a name or with a word that begins sentences, and not with the connector: "Added Anna, 400 pallets"."""
    if re.match(scene.language.rewrite["about_me"], text):
        return False
    first = re.match(r"[^\W\d_]+", text)
    known = {*scene.language.function_words, *vocabulary(scene.language.code, "openers"), *scene.language.titles}
    return re.match(TOKEN, text) is not None or (first is not None and first.group().lower() in known)


def _topic(scene: Scene, n: int) -> frozenset[int]:
    """The sides a sentence names, or that its "she" goes back to."""
    names, told = names_in(scene, scene.told[n]), scene.told[n]
    if names or (told.text.strip(" .") and re.search(scene.language.rewrite["third_person_any"], told.text) is None):
        return names
    if n and scene.told[n - 1].paragraph == told.paragraph:
        return _topic(scene, n - 1)
    sides = [scene.side_of(mention.who) for mention in scene.cast.mentions(scene.greeting, 0, len(scene.greeting))]
    return frozenset({sides[-1]}) if len(sides) > 1 and sides[-1] is not None and n == 0 else frozenset()
