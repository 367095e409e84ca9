"""English: who "you" and "she" are changes, and the verbs agree. See `linter.turn`."""

from __future__ import annotations

import re
from functools import partial

from linter.language import Language, vocabulary
from linter.turning import GENITIVE, NAME, Party, Roles

_PART = re.compile(r"[\ue000-\ue2ff]|[^\W\d_\ue000-\ue2ff]+(?:['’-][^\W\d_\ue000-\ue2ff]+)*|\d+|\s+|.", re.S)
_YOU = {"you": "subject", "u": "subject", "your": "whose", "ur": "whose", "yours": "own", "yourself": "self", "yourselves": "self"}
_HE = {"he": "subject", "him": "object", "his": "whose", "himself": "self"}
_SHE = {"she": "subject", "her": "her", "hers": "own", "herself": "self"}
_THEY = {"they": "subject", "them": "object", "their": "whose", "theirs": "own", "themselves": "self"}
_SHORT = {"re": "are", "ve": "have", "ll": "will", "d": "'d", "s": "s"}
_known = partial(vocabulary, "en")
_END = frozenset(".,;:!?)")
_VERBAL = frozenset({"for", "after", "at", "to"})  # what goes with "look", not with a noun like "work"
_BEGINNINGS = frozenset({"", "and", "but", ",", ":", "because", "since", "if", "when", "while", "as", "what", "how"})
_READER = {"subject": "you", "object": "you", "whose": "your", "own": "yours", "self": "yourself"}


def english(text: str, roles: Roles, language: Language) -> str | None:
    """The sentence for the reader of `roles`; None where a form is not certain."""
    own = "".join(chr(NAME + i) for i in roles.reader.people)
    if len(own) > 1 and re.search(f"[{own}]", _in_a_row(own).sub("", text)):
        return None  # one of several readers is named alone
    text = _in_a_row(own).sub(r"\1", text) if len(own) > 1 else text
    return _English(_PART.findall(text), roles, language).told()


def _in_a_row(own: str) -> re.Pattern[str]:
    """Readers named in a row, who are one "you"."""
    return re.compile(rf"([{own}])(?:\s*(?:,|,? and|&)\s*[{own}])+")


class _English:
    """One sentence on its way to another reader, word by word."""

    def __init__(self, parts: list[str], roles: Roles, language: Language) -> None:
        self.parts, self.roles, self.words = parts, roles, language.rewrite
        self.language = language
        self.named = False  # the other, who was "you", has been called by name

    def told(self) -> str | None:
        """The sentence, or None."""
        for i, part in enumerate(self.parts):
            low, short = self._split(part)
            done = True
            if len(part) == 1 and 0xE000 <= ord(part) <= 0xE2FF:
                done = ord(part) & 0xFF not in self.roles.reader.people or self._reader_named(i)
            elif self.roles.you is not None and low in _YOU:
                done = self._other(i, self.roles.you, _YOU[low], short)
            elif self.roles.topic is not None and self.roles.topic == self.roles.reader and low in (forms := self._pronouns()):
                done = self._reader(i, forms[low], short)
            if not done:
                return None
        return "".join(self.parts)

    @staticmethod
    def _split(part: str) -> tuple[str, str]:
        low = part.lower().replace("’", "'")
        base, _, short = low.partition("'")
        return (base, short) if short in _SHORT or not short else (low, "")

    def _pronouns(self) -> dict[str, str]:
        gender = self.roles.reader.gender
        return {"m": _HE, "f": _SHE, "p": _THEY}.get(gender, {**_HE, **_SHE})

    def _reader_named(self, i: int) -> bool:
        if ord(self.parts[i]) >= GENITIVE:
            after = self._word(i, 1)
            if after in _known("determiners") or after in _known("adverbs") or after in _known("prepositions"):
                return self._reader(i, "subject", "s")
            if after.endswith("ing") and after not in _known("things"):
                return self._reader(i, "subject", "s")
            return self._reader(i, "whose", "")
        if self._joined(i):
            self.parts[i] = "you"
            return True
        self._without_place(i)
        subject = self._is_subject(i, third=True)
        return subject is not None and self._reader(i, "subject" if subject else "object", "")

    def _reader(self, i: int, form: str, short: str) -> bool:
        """ "She" or the reader's name becomes "you"."""
        if form == "her":
            form = "object" if self._ends_phrase(i) else "whose"
        elif form == "whose" and self._ends_phrase(i):
            form = "own"
        self.parts[i] = _READER[form]
        if form != "subject":
            return True
        if short == "s":
            verb = self._verb_at(i)
            self.parts[i] += "'ve" if verb is not None and self.parts[verb].lower() in _known("participles") else "'re"
            return self._coordinated(i, third=False)
        if short:
            self.parts[i] += f"'{short}"
            return True
        return self.roles.reader.gender == "p" or self._agree(i, third=False)

    def _other(self, i: int, other: Party, form: str, short: str) -> bool:
        """ "You" becomes the name, or "he", "she", "they" where the name has been said."""
        forms = self.words["third"][other.gender or "n"]
        plural = other.gender == "p" or (self.named and not other.gender)
        if form == "self":
            self.parts[i] = forms["self"]
            return bool(other.gender)
        if form in ("whose", "own"):
            name = other.named("and", GENITIVE)
            self.parts[i] = forms["own" if form == "own" else "whose"] if self.named else name
            self.named = True
            return True
        subject = True if short else self._is_subject(i, third=False)
        if subject is None:
            return False
        plural = plural or self._joined(i)
        pronoun = forms["subject" if subject else "object"]
        self.parts[i] = pronoun if self.named else other.named("and")
        self.named = True
        if not subject:
            return True
        if short == "d":
            verb = self._verb_at(i)
            past = verb is not None and (self.parts[verb].lower() in _known("participles") or self.parts[verb].endswith("ed"))
            self.parts[i] += " had" if past else " would"
            return True
        if short:
            long = _SHORT[short]
            self.parts[i] += f" {long if plural or long == 'will' else self.words['agreement'][long]}"
            return plural or self._coordinated(i, third=True)
        return plural or self._agree(i, third=True)

    def _joined(self, i: int) -> bool:
        """Whether the word is one of several in a row: "Anna and you"."""
        after = re.match(r"\s*(?:and|&)\s*(?:[\ue000-\ue2ff]|you\b|s?he\b|him\b|her\b|I\b)", "".join(self.parts[i + 1 :]))
        before = re.search(r"(?:[\ue000-\ue2ff]|\byou)\s*(?:and|&)\s*$", "".join(self.parts[:i]))
        return after is not None or before is not None

    def _without_place(self, i: int) -> None:
        """ "Anna from Leeds sorts it" becomes, for Anna, "you sort it"."""
        rest = "".join(self.parts[i + 1 :])
        for count in range(1, 5):
            place = re.match(rf"\s+(?:from|of|at|in|with)\s+(?:[\w.'’-]+ ){{{count}}}(?=(?P<verb>[\w'’]+)\b)", rest)
            if place and set(place.group().lower().split()) & _known("subjects"):
                return
            if place and self._base(place["verb"].lower()) is not None:
                self.parts[i + 1 :] = [" ", *_PART.findall(rest[place.end() :])]
                return

    # Words around -------------------------------------------------------------------------------------------------

    def _at(self, i: int, step: int) -> int | None:
        """The place of the next (or last) word that is no white space."""
        i += step
        while 0 <= i < len(self.parts):
            if not self.parts[i].isspace():
                return i
            i += step
        return None

    def _word(self, i: int, step: int) -> str:
        place = self._at(i, step)
        return "" if place is None else self.parts[place].lower().replace("’", "'")

    def _ends_phrase(self, i: int) -> bool:
        after = self._word(i, 1)
        return not after or not after[0].isalnum() or after in _known("prepositions") or after in _known("closed")

    def _verb_at(self, i: int) -> int | None:
        """The place of the verb behind a subject; adverbs, a bracket and a phrase between commas may stand between."""
        place = self._at(i, 1)
        while place is not None:
            word = self.parts[place]
            if word in ("(", ","):
                close = next((n for n in range(place + 1, len(self.parts)) if self.parts[n] == (")" if word == "(" else ",")), None)
                place = None if close is None else self._at(close, 1)
            elif word.lower() in _known("adverbs") or (word.lower().endswith("ly") and len(word) > 4):
                place = self._at(place, 1)
            else:
                return place
        return None

    def _is_subject(self, i: int, third: bool) -> bool | None:
        """Whether the word is the subject of a verb behind it; None where that is not certain."""
        before = self._word(i, -1)
        place = self._verb_at(i)
        after = "" if place is None else self.parts[place].lower().replace("’", "'")
        verbal = (self._any_base(after) if third else self._any_third(after, i)) is not None
        if before in _known("prepositions") and before not in _known("conjunctions"):
            return False
        if before in _known("with_infinitive"):
            return False
        if verbal:
            return True
        return False if before in _known("governing") or self._ends_phrase(i) else None

    # Verbs --------------------------------------------------------------------------------------------------------

    def _agree(self, i: int, third: bool) -> bool:
        place = self._verb_at(i)
        if place is None:
            return False
        verb = self.parts[place]
        low = verb.lower().replace("’", "'")
        form = self._any_third(low, i) if third else self._any_base(low) if place == self._at(i, 1) else self._base(low)
        if form is None:
            return False
        changed = form != verb.lower()
        self.parts[place] = form
        return self._coordinated(place, third) if changed or form in _known("present") else True

    def _coordinated(self, place: int, third: bool) -> bool:
        """Bring the further verbs of the same subject into line: "bakes bread and sells it"."""
        relative = False
        infinitive = self._word(place, 1) == "to"
        for n in range(place + 1, len(self.parts)):
            low = self.parts[n].lower()
            if low in ".;:!?–—" and low:
                return True
            relative = relative or (low in _known("relative_words") and (low != "that" or self._clause_at(n)))
            infinitive = infinitive or low == "to"
            if low not in ("and", "but", "or"):
                continue
            verb = self._verb_at(n)
            word = "" if verb is None else self.parts[verb].lower().replace("’", "'")
            if verb is None or self._starts_clause(verb):
                return True
            form = self._third(word) if third else self._base(word)
            if form is None or form == word or (third and infinitive and word in _known("present")):
                continue
            if third and word in _known("nouns_too") and self._word(verb, 1) not in _known("determiners") | _VERBAL:
                if self._at(verb, 1) is None or self._word(verb, 1) in _END:
                    continue  # "time and help."
                return False
            if relative:
                return False
            self.parts[verb] = form
        return True

    def _clause_at(self, n: int) -> bool:
        """Whether a "that" begins a clause, and is not said of a thing: "that kind of work"."""
        after = self._word(n, 1)
        verbal = self._third(after) is not None or self._base(after) is not None
        return after in _known("subjects") or "\ue000" <= after[:1] <= "\ue2ff" or (verbal and after not in _known("nouns_too"))

    def _starts_clause(self, n: int) -> bool:
        low = self.parts[n].lower()
        return low in _known("subjects") or "\ue000" <= low[:1] <= "\ue2ff"

    def _third(self, verb: str) -> str | None:
        """The form of a verb behind "you" as it stands behind a name; None for a word not known as a verb."""
        known: dict[str, str] = self.words["agreement"]
        if verb in known:
            return known[verb]
        if verb in _known("unchanged") or (verb.endswith("ed") and len(verb) > 4):
            return verb
        if verb not in _known("present"):
            return None
        if re.search(r"(?:s|sh|ch|x|z|o)$", verb):
            return f"{verb}es"
        return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"

    def _any_third(self, verb: str, i: int) -> str | None:
        """The same for any word, where "you" (at `i`) begins a clause and only a verb can follow."""
        form = self._third(verb)
        known = _known("closed") | _known("prepositions") | _known("determiners") | _known("subjects") | _known("adverbs")
        begins = self._word(i, -1) in _BEGINNINGS and self._verb_at(i) == self._at(i, 1)
        if form is not None or not begins or not verb.isalpha() or verb in known or verb.endswith(("s", "ing", "ly")) or len(verb) < 3:
            return form
        return f"{verb}es" if re.search(r"(?:sh|ch|x|z)$", verb) else f"{verb}s"

    def _base(self, verb: str) -> str | None:
        """The form of a verb behind a name as it stands behind "you"; None for a word not known as a verb."""
        known: dict[str, str] = self.words["agreement"]
        back = {third: base for base, third in known.items()}
        if verb in back:
            return back[verb]
        if verb in _known("unchanged") or (verb.endswith("ed") and len(verb) > 4):
            return verb
        for base in (verb[:-1], verb[:-2], f"{verb[:-3]}y"):
            if verb.endswith("s") and base in _known("present") and self._third(base) == verb:
                return base
        return None

    def _any_base(self, verb: str) -> str | None:
        """The same for a word that stands where only a verb can be."""
        form = self._base(verb)
        if form is not None or not verb.endswith("s") or verb.endswith("ss") or len(verb) < 4 or verb in _known("closed"):
            return form
        if verb.endswith("ies"):
            return f"{verb[:-3]}y"
        return verb[:-2] if re.search(r"(?:sh|ch|ss|x|zz)es$", verb) else verb[:-1]
