"""How an ask ends: the sign-off and the name of the draft, as far as they suit the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linter.language import alternation
from linter.people import organisation
from linter.redact import has_contact
from linter.scene import Scene
from linter.voice import full_name, is_formal, is_group


def closing(scene: Scene, side: int | None, manner: str) -> str:
    """Sign-off and name for one side, or for all (None); lines that speak to somebody else give way to a plain sign-off."""
    words = scene.language.rewrite
    sender = scene.draft.sender
    whole = full_name(sender) if sender else ""
    signs = re.compile(rf"(?:{alternation(scene.language.sign_offs)})\b", re.I)
    lines = [line.strip() for line in scene.closing.split("\n") if line.strip()]
    if side is not None:
        lines = [line for line in (line if is_own(scene, line) else _to_one(line, words) for line in lines) if line]
    if side != scene.default:
        lines = [re.sub(words["to_somebody"], "", line) if re.search(words["sign_off_nouns"], line, re.I) else line for line in lines]
        turned = [_readdressed(line, words, manner) for line in lines]
        lost = any(not new for new in turned)
        turned = [new or _plain_sign_off(line, signs) for line, new in zip(lines, turned, strict=True)]
        lines = [line for line in turned if line]
        if lost and not any(signs.search(line) for line in lines):
            lines.insert(0, words["sign_off"][manner])
    lines = [without_contact(line) for line in lines]
    kept = [line for line in lines if line and (is_own(scene, line) or not scene.names_anybody(line))]
    if not kept or kept == [words["sign_off"][manner]]:
        first = whole.split(" ")[0]
        plain = (
            sender is not None and not is_group(sender, scene.language) and "." not in first and first.lower() not in scene.language.titles
        )
        kept.append(first if plain and not is_formal(scene) else whole)
    return "\n".join(line for line in kept if line)


def _to_one(line: str, words: Mapping[str, Any]) -> str:
    """A line of the sign-off without "to you both"; "" where it speaks to several otherwise, or takes leave of them."""
    one = re.sub(words["to_several"], "", line)
    return "" if re.search(words["closing_plural"], one) or re.search(words["no_quote"], one) else one


def _plain_sign_off(line: str, signs: re.Pattern[str]) -> str:
    """The sign-off in a line that speaks to somebody else: "I remain, dear Madam, yours sincerely"."""
    found = re.search(rf"(?:{signs.pattern})\s*,?$", line, re.I)
    return found.group()[0].upper() + found.group()[1:] if found and found.start() and " " in found.group() else ""


def without_contact(line: str) -> str:
    """The line up to contact details; those of the connector stand in the signature, and here nobody can tell whose they are."""
    if not has_contact(line):
        return line
    first = re.split(r"\s*[|·(\[,]\s*", line)[0]
    return "" if has_contact(first) else first


def is_own(scene: Scene, text: str) -> bool:
    """Whether a text names the connector, or the organisation their address belongs to."""
    sender = scene.draft.sender
    words = set(re.findall(r"[^\W\d_]{3,}", f"{sender.name} {organisation(sender).partition('.')[0]}".lower())) if sender else set()
    return bool(words & set(re.findall(r"[^\W\d_]{3,}", text.lower())))


def _readdressed(line: str, words: Mapping[str, Any], manner: str) -> str:
    """A line of the sign-off for another reader; "" where it cannot be for them."""
    if not re.search(words["closing_second"][manner], line):
        return line
    rest = re.sub(words["closing_owner"], "", line)
    return "" if re.search(words["closing_second"][manner], rest) else rest
