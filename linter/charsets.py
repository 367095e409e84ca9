"""Bytes to text, whatever the mail says they are."""

from __future__ import annotations

import codecs
import re

_UTF_8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Not encodings of mail, or ones whose decoder takes quadratic time.
_REFUSED = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
# What mail programs mean when they say so (WHATWG Encoding, section 4.2).
_MEANT = {"iso8859-1": "cp1252", "ascii": "", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
          "iso8859-9": "cp1254", "euc_kr": "cp949"}  # fmt: skip


def decode(data: bytes, declared: str) -> str:
    """The text of `data`: by the declared charset where that holds, else as UTF-8, else as Windows-1252.

    Line ends become "\\n"; NUL and lone surrogates are taken out.
    """
    text = _decode(data, _codec(declared))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").removeprefix("\ufeff")
    if _SURROGATE.search(text):  # pairs are joined, what is left alone goes
        text = _SURROGATE.sub("", text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore"))
    return text


def _codec(declared: str) -> str:
    """Python's name for a charset, "" if there is none."""
    name = re.sub(r"[^\w.:-]", "", declared.lower())[:40]
    name = re.sub(r"(?<=^iso-8859-[68])-[ie]$", "", name).removeprefix("x-")
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if found.name in _REFUSED or not found._is_text_encoding:
        return ""
    return _MEANT.get(found.name, found.name)


def _decode(data: bytes, codec: str) -> str:
    for attempt in (codec, "utf-8"):
        try:
            if attempt:
                return data.decode(attempt)
        except (LookupError, ValueError):
            continue
    if codec and codec not in ("utf-8", "cp1252"):
        try:
            return data.decode(codec, "replace")
        except (LookupError, ValueError):
            pass
    if _UTF_8_LETTER.search(data) and codec != "cp1252":  # damaged UTF-8 is likelier than this pair of letters
        return data.decode("utf-8", "replace")
    return data.decode("cp1252", "replace")
