"""The last look at a sentence of an ask: would it stand alone? Names are tokens (`linter.scene`)."""

from __future__ import annotations

import re
from functools import partial

from linter.language import Language, vocabulary
from linter.predicate import german_verb, third_person

_TOKEN = "[\ue000-\ue2ff]"  # noqa: S105  a pattern, no secret
_WORD = re.compile(r"[\ue000-\ue2ff]|[^\W\d_\ue000-\ue2ff]+(?:['’-][^\W\d_\ue000-\ue2ff]+)*")
_PAIRS = (("(", ")"), ("[", "]"), ("„", "“"), ("»", "«"), ("“", "”"))
_EN = partial(vocabulary, "en")


def stands(text: str, known: Language) -> bool:
    """Whether the sentence has a verb, no vocative or loose bracket, and an end."""
    if any(text.count(left) != text.count(right) for left, right in _PAIRS if left != "“" or known.code != "de"):
        return False
    if text.count('"') % 2 or re.search(known.rewrite["loose_end"], text.rstrip(" .!…")):
        return False
    if re.match(rf"{_TOKEN},(?!\s+(?:{known.rewrite['relative']})\b)", text):
        return False  # called out, or described without a verb
    if re.match(rf"(?:you|du|Sie|ihr), {_TOKEN}(?!(?:, {_TOKEN})* (?:and|und) {_TOKEN})", text) or re.search(
        r"[,;:]\s*[,;:]|\s=\s|: you[.!]?$|\byou of the\b|\b(?:mein|unser)e? [A-ZÄÖÜ]\w+ (?:du|Sie) ", text
    ):
        return False
    if re.match("[\ue100-\ue1ff]\\s+(?:is|was|are|ist|war)\\b", text):
        return False  # "Anna's is not."
    if re.match(known.rewrite["fragment"], text) or re.match(rf"{_TOKEN},\s+{known.rewrite['vocative_rest']}", text):
        return False
    words = _WORD.findall(text)
    if len(words) < 2:
        return False
    return _german(words) if known.code == "de" else _english(words)


def _english(words: list[str]) -> bool:
    low = [word.lower().replace("’", "'") for word in words]
    if any(word in ("you'", "you's") for word in low):
        return False  # "your party's trick", turned
    if low[0] in ("is", "are", "was", "were", "has", "have", "did", "does", "do", "had") or third_person(low[0]):
        return False  # the subject is gone
    return any(_is_english_verb(low, n) for n in range(1, len(low)))


def _is_english_verb(low: list[str], n: int) -> bool:
    word, before = low[n], low[n - 1]
    if re.search(r"'(?:s|re|ve|ll|d|m)$", word) or ("'" in before and re.search(r"'(?:s|re|ve|ll|d|m)$", before)):
        return True
    if word in _EN("unchanged") or word in ("is", "are", "was", "were", "has", "have", "does", "do", "am") or third_person(word):
        return True
    if word in _EN("present") and (before in _EN("subjects") or before in _EN("adverbs") or before.endswith("s") or before[0] >= "\ue000"):
        return True
    if word.endswith(("s", "ed")) and (before in _EN("subjects") or before[0] >= "\ue000"):
        return True
    return word.endswith("ed") and len(word) > 4 and before not in _EN("determiners")


def _german(words: list[str]) -> bool:
    return any(
        german_verb(word) or word in vocabulary("de", "plural_verbs") or re.search(r"(?:[^e]st|test|ten)$", word)
        for word in words
        if word[0].islower()
    ) or (any(word in ("Sie", "wir", "Ihnen") for word in words) and any(word.islower() and word.endswith("en") for word in words))
