"""HTML mail to text, with the spans that the markup of the mail programs names as quotation.

libxml2 reads the markup as events, so nothing recurses, and a small clean tree is built from them: no hidden
elements, no styles, no tables, bounded in depth, elements and text. Everything a mail program marks as quotation
becomes one element `quoted`, every signature `signature`; inscriptis lays the tree out and tells where they ended up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.html_properties import Display
from inscriptis.model.config import ParserConfig
from inscriptis.model.html_element import HtmlElement
from lxml import etree

from linter.draft import MAX_JUDGED
from linter.errors import LimitError

Span = tuple[int, int]

MAX_HTML = 5_000_000  # characters of markup read; the rest is not judged
MAX_DEPTH = 500  # open elements; mail programs that never close <font> reach a hundred
_MAX_ELEMENTS = 50_000  # laid out; inscriptis copies the line it is on for each
_MAX_LAID_OUT = 60  # depth laid out, because inscriptis recurses; deeper elements give their text to the one above
_CHUNK = 16_384  # characters given to libxml2 at once; its work on a chunk may grow with the square of the depth

_EMBEDDED = re.compile(r"data:[^\s\"'<>]{100,}")
_TAG = re.compile(r"<[^<>]*>?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_RULE_ABOVE = re.compile(r"border-top\s*:\s*solid", re.IGNORECASE)
_BAR_BESIDE = re.compile(r"border-left\s*:\s*(?:solid\s+blue|[^;]{0,20}blue)", re.IGNORECASE)
_NO_BORDER = re.compile(r"border\s*:\s*(?:none|0)", re.IGNORECASE)
_HEADER_LINE = re.compile(r"\s*[^\W\d_][\w -]{1,20}\s*:")

_INVISIBLE = frozenset({"script", "style", "title", "meta", "link", "template", "object", "svg", "select", "textarea", "iframe"})
_BLOCKS = frozenset({"address", "article", "aside", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
                     "footer", "form", "header", "hr", "main", "nav", "section", "table", "tbody", "tfoot", "thead", "tr"})  # fmt: skip
_KEPT = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "br", "pre"})
_CELLS = frozenset({"td", "th"})

_QUOTED = frozenset({"gmail_quote", "gmail_quote_container", "gmail_attr", "moz-cite-prefix", "moz-forward-container",
                     "moz-email-headers-table", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra",
                     "front-blockquote", "messagereplysection", "mail-editor-reference-message-container",
                     "olk_src_body_section", "__quoted_text__"})  # fmt: skip
_BEHIND = frozenset({"divrplyfwdmsg", "appendonsend", "__divider__", "zwchr"})
_SIGNATURE = frozenset({"gmail_signature", "moz-signature", "signature", "ms-outlook-mobile-signature", "applemailsignature",
                        "composer_signature", "protonmail_signature_block", "messagesignaturesection", "zmail_signature",
                        "__sig_pre__"})  # fmt: skip


def text_of(html: str) -> tuple[str, tuple[Span, ...], int]:
    """The text of an HTML mail, its quoted spans (sorted, not overlapping), and how many characters were left out.

    Raises LimitError when elements are nested deeper than `MAX_DEPTH`.
    """
    html = _EMBEDDED.sub("data:", html)
    tree = _Tree()
    parser = etree.HTMLParser(target=tree, encoding="utf-8")
    read = 0
    while read < min(len(html), MAX_HTML) and not tree.full:
        parser.feed(html[read : read + _CHUNK].encode("utf-8", "replace"))
        read += _CHUNK
        if tree.deepest > MAX_DEPTH:
            raise LimitError(f"HTML nested deeper than {MAX_DEPTH:,} elements")
    if read:
        parser.close()
    text, quoted = _laid_out(tree.root)
    return text, quoted, tree.left_out + len(_TAG.sub("", html[read:]))


class _Tree:
    """The target of libxml2's events: builds the clean tree."""

    def __init__(self) -> None:
        self.root = etree.Element("div")
        self.left_out = 0
        self.deepest = 0
        self._open: list[tuple[Any, bool]] = [(self.root, False)]  # element (None: hidden), and whether it is quotation
        self._text: list[str] = []
        self._elements = self._characters = 0
        self._last_words = ""
        self._signature: Any = None  # a signature that has no words yet
        self._header_follows = False  # Outlook's rule was drawn; quotation if a copied header block stands below it
        self._quoting: Any = None  # everything from here to the end is quotation

    @property
    def full(self) -> bool:
        """Whether nothing more will be laid out."""
        return self._elements > _MAX_ELEMENTS

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._flush()
        self.deepest = max(self.deepest, len(self._open))
        style = attributes.get("style", "")
        if self._open[-1][0] is None or tag in _INVISIBLE or "hidden" in attributes or _HIDDEN.search(style):
            self._open.append((None, True))
            return
        names = _names(attributes)
        if names & _BEHIND:
            self._quote_the_rest()
        parent, quoted = self._open[-1]
        self._header_follows |= tag == "div" and _RULE_ABOVE.search(style) is not None
        self._elements += 1
        kind = _kind(tag, names, style, attributes)
        if self.full:
            self._open.append((parent, quoted))
        elif len(self._open) > _MAX_LAID_OUT and (quoted or kind != "quoted"):
            if kind != "span":
                etree.SubElement(parent, "br")
            self._open.append((parent, quoted))
        else:
            element = etree.SubElement(parent, kind)
            self._signature = element if kind == "signature" else self._signature
            if tag == "pre" and kind != "pre":
                element = etree.SubElement(element, "pre")
            self._open.append((element, quoted or kind == "quoted"))

    def end(self, tag: str) -> None:
        self._flush()
        closed, _ = self._open.pop() if len(self._open) > 1 else (None, False)
        if tag in _CELLS and closed is not None:
            closed.tail = "  "

    def data(self, text: str) -> None:
        self._text.append(text)

    def comment(self, text: str) -> None:
        """Comments, Outlook's conditional ones too, are no text."""

    def close(self) -> None:
        self._flush()

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        if not text or self._open[-1][0] is None:
            return
        if words := text.strip():
            if self._header_follows and _HEADER_LINE.match(text):
                self._quote_the_rest()
            if self._signature is not None and not words.startswith("--") and self._last_words != "--":
                delimiter = etree.Element("div")
                delimiter.text = "--"
                self._signature.insert(0, delimiter)
            self._header_follows, self._signature, self._last_words = False, None, words
        room = MAX_JUDGED - self._characters if not self.full else 0
        kept = text[: max(0, room)]
        self._characters += len(kept)
        self.left_out += len(text) - len(kept)
        if kept := _UNPRINTABLE.sub("", kept):
            etree.SubElement(self._open[-1][0], "span").text = kept

    def _quote_the_rest(self) -> None:
        """What stands inside a quotation already says nothing of what comes behind that quotation."""
        if self._quoting is None and not self._open[-1][1]:
            self._quoting = etree.SubElement(self.root, "quoted")
            self._open = [(element if element is None else self._quoting, True) for element, _ in self._open]


def _kind(tag: str, names: set[str], style: str, attributes: Mapping[str, str]) -> str:
    """The element of our own that stands for this one."""
    cited = attributes.get("type", "").lower() == "cite" or attributes.get("name", "").lower() == "quote"
    indented = _NO_BORDER.search(style) is not None or "webkit-indent-blockquote" in names  # the indent button
    barred = tag == "div" and _BAR_BESIDE.search(style) is not None
    if cited or barred or names & _QUOTED or (tag == "blockquote" and not indented):
        return "quoted"
    if names & _SIGNATURE:
        return "signature"
    return "div" if tag in _BLOCKS else tag if tag in _KEPT else "span"


def _names(attributes: Mapping[str, str]) -> set[str]:
    """Classes, id and the like in lower case, without the "x_" that Outlook on the web puts before a sender's own."""
    values = [attributes.get(key, "") for key in ("class", "id", "name", "data-marker", "data-smartmail")]
    words = {re.sub(r"^(?:x_){1,50}", "", word.lower()) for value in values for word in value[:1_000].split()}
    return {"yahoo_quoted" if word.startswith("yahoo_quoted") else word for word in words}


def _laid_out(root: Any) -> tuple[str, tuple[Span, ...]]:
    """Text and quoted spans of the clean tree."""
    css = {
        **CSS_PROFILES["strict"],
        "body": HtmlElement(),  # a new one each time: inscriptis writes to it
        "span": HtmlElement(whitespace=None),  # taken over from what is around it; inscriptis' own ends <pre>
        "signature": HtmlElement(display=Display.block),
        "quoted": HtmlElement(display=Display.block, annotation=("quoted",)),  # as a rule would say it, without a deep copy
    }
    config = ParserConfig(css=css)
    page = Inscriptis(root, config)
    text: str = page.get_text()
    return text, merged(text, [(note.start, note.end) for note in page.get_annotations()])


def merged(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """The spans trimmed to where they have text, sorted, with those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        start, end = max(0, start), min(end, len(text))
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start >= end:
            continue
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
