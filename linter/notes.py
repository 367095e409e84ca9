"""What the draft says that an ask does not: a note for the connector in each gap."""

from __future__ import annotations

import re

from linter.fit import has_content, is_business, is_fit
from linter.predicate import is_order
from linter.quoting import MARKS
from linter.scene import Scene, named

_LONGEST = 240  # characters of a note
_MOST = 2  # sentences


def with_notes(scene: Scene, gaps: list[tuple[str, int]], shown: set[int], reader: int) -> list[str]:
    """The gaps of an ask to `reader`, each with what the draft says of or to its side besides the sentences that are `shown`; one
    sentence stands in one."""
    used = {scene.told[n].written for n in shown}
    noted = []
    for gap, side in gaps:
        lines = [n for n in range(len(scene.told)) if scene.told[n].written not in used and _is_for(scene, n, side, reader)]
        texts = list(dict.fromkeys(scene.told[n].written for n in lines))[:_MOST]
        used |= set(texts)
        text = " ".join(texts).translate(MARKS).strip(" .,;:–-")
        text = text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
        noted.append(str(scene.language.rewrite["noted"]).format(gap=gap.removesuffix("]"), text=text) if text else gap)
    return noted


def _is_for(scene: Scene, n: int, side: int, reader: int) -> bool:
    """Whether a sentence says something of a side or to it about itself, and is neither private, manners, an order nor business. What
    describes the reader alone is no reason."""
    told, words = scene.told[n], scene.language.rewrite
    if not is_fit(scene, n) or not has_content(scene, told) or is_business(scene, n) or told.written.endswith("?"):
        return False
    own = re.sub(words["yours"], "", told.text).strip()  # "your parcel is here" says nothing of whose it is
    to = told.to == side and re.match(words["you_first"], own) is not None and re.search(words["states_second"], own) is not None
    of = side in named(scene, told.text) and (side != reader or told.to not in (None, reader))
    return (to or of) and not is_order(told.text, scene.language)
