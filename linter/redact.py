"""Contact details: find them however they are written, and prove that none of the other side's is in the bytes of an ask."""

from __future__ import annotations

import email
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message

from linter.draft import Draft, Person
from linter.errors import RewriteError

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_PERCENT = re.compile(r"%([0-9a-f]{2})", re.I)
_BRACKETED_AT = r"(?:\s*[\[({<|]\s*(?:at|ät|a|@)\s*[\])}>|]\s*|\s*[_-](?:at|ät)[_-]\s*)"
_AT = r"(?:\s*[\[({<|]\s*(?:at|ät|a|@)\s*[\])}>|]\s*|\s*[_-](?:at|ät)[_-]\s*|\s+(?:at|ät)\s+)"
_BARE_NUMBER = r"\d{1,9}(?:[.,]\d{1,9})?(?![\w.]\w|\w)"  # no domain: "she is at 0.3 now"
_DOT = r"(?:\s*[\[({<|]\s*(?:dot|punkt|\.)\s*[\])}>|]\s*|\s*[_-](?:dot|punkt)[_-]\s*|\s+(?:dot|punkt)\s+)"
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_DIGITS = re.compile(r"(?:\+|\(?0|\d)(?:[ \t\u00a0()/.‐-―-]{0,4}\d){6,17}")
_NOT_A_NUMBER = re.compile(r"[^\d \t\u00a0()/.‐-―-]+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]]{2,300}", re.I)
_CONTACT = re.compile(
    "|".join(
        (
            r"@\s*\w",  # an address, or somebody's handle
            rf"[\w.+-]{{1,64}}{_BRACKETED_AT}\w",
            rf"[\w.+-]{{1,64}}{_AT}(?!{_BARE_NUMBER})[\w-]{{1,63}}(?:\.[\w-]{{2,63}}|{_DOT}\w)",
            rf"\w{_DOT}(?:com|org|net|de|at|ch|eu|io|uk|co|info|example)\b",
            _DIGITS.pattern,
            r"\b(?:mailto|tel|sms|sip|skype|xmpp|webcal|facetime|whatsapp|tg|callto):",
            r"\b(?:calendly|cal\.com|savvycal|doodle|wa\.me|t\.me|signal\.me|signal\.group|m\.me|zoom\.us|meet\.google|teams\.microsoft|threema\.id|"
            r"discord(?:\.gg|app)?|skype|whatsapp|telegram|signal-?(?:app|nummer|number)|threema|facetime|imessage|wechat)\b",
            r"\bon signal\b|\büber signal\b|\bauf signal\b",
            r"\b(?:begin|end):vcard\b|\.(?:vcf|ics)\b|\bvcard\b",
            r"\b(?:tel|fon|phone|mobile|mobil|cell|ext|extension|durchwahl|handy|handynummer|nummer|number|fax|dw)\b[^\n]{0,20}?\d{2}",
            r"\b[\w-]{2,40}(?:straße|strasse|str\.|gasse|allee)\s+\d{1,4}\b",
            r"\b[\w-]{3,40}(?<!durch)weg\s+\d{1,3}[a-z]?\b",
            r"\b\d{1,5}\s+[A-Z]\w{1,30}\s+(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Crescent|Terrace)\b",
            r"\b(?:at|in|from) (?:der )?(?:number|nummer|no|nr|house|hausnummer)\.?\s?\d{1,4}\b",
        )
    ),
    re.I,
)
_PROFILE = re.compile(r"https?://orcid\.org/[\dx-]{4,19}$")  # digits that nobody can call
_BOOKING = re.compile(r"/(?:book|booking|call|meet|meeting|schedule|calendar|kalender|termin|contact|kontakt)\w*\b|@|\d[\d-]{6}", re.I)


@dataclass(frozen=True)
class Secrets:
    """What must not be in a mail: addresses, the last digits of numbers, links; all in plain lower case."""

    addresses: frozenset[str]
    numbers: frozenset[str]
    links: frozenset[str]
    allowed: frozenset[str]  # the addresses that may be there: the connector's and the reader's


def plain(text: str) -> str:
    """The text with entities, percent signs, look-alike and invisible characters undone, in lower case."""
    text = html.unescape(html.unescape(text))
    text = _PERCENT.sub(lambda match: chr(int(match[1], 16)), text)
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def has_contact(text: str) -> bool:
    """Whether a text holds anything by which somebody can be reached; rather yes than no."""
    text = plain(text)
    public = set(_LINK.findall(text))
    for link in public:
        if not _PROFILE.match(link) and (_BOOKING.search(link) or _CONTACT.search(link)):
            return True
        text = text.replace(link, " ")
    return _CONTACT.search(text) is not None


def public_links(text: str) -> tuple[str, ...]:
    """The web links of a text, in order, each once."""
    return tuple(dict.fromkeys(link.rstrip(".,;:!?") for link in _LINK.findall(text)))


def secrets(draft: Draft, readers: Iterable[Person], own: str) -> Secrets:
    """What an ask to `readers` must not contain. `own` is the connector's sign-off and signature, whose numbers may stay."""
    allowed = {person.address.lower() for person in readers if person.address}
    allowed |= {draft.sender.address.lower()} if draft.sender and draft.sender.address else set()
    allowed |= {on_the_wire(address) for address in allowed}
    everything = plain("\n".join([draft.subject, draft.body, *(str(person) for person in draft.recipients)]))
    found = set(_ADDRESS.findall(everything)) | set(_ADDRESS.findall(_joined(everything)))
    found |= {person.address.lower() for person in draft.recipients if person.address}
    mine = _numbers(plain(own))
    return Secrets(
        frozenset(found - allowed), frozenset(_numbers(everything) - mine),
        frozenset(link for link in _LINK.findall(everything) if has_contact(link)), frozenset(allowed),
    )  # fmt: skip


def on_the_wire(address: str) -> str:
    """An address with its domain as mail carries it, in ASCII (IDNA, RFC 3490): mike@häle.example as mike@xn--hle-qla.example."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _joined(text: str) -> str:
    """The text with "(at)" and " dot " written as signs, and no blanks around them."""
    text = " ".join(text.split())  # or the patterns, which begin with any number of blanks, take quadratic time on many
    text = re.sub(rf"(?<!\s){_DOT}", ".", re.sub(rf"(?<!\s){_AT}(?!{_BARE_NUMBER})", "@", text, flags=re.I), flags=re.I)
    return re.sub(r"(?<!\s)\s*@\s*", "@", text)


def _numbers(text: str) -> set[str]:
    """The last seven digits of every number long enough to be called."""
    return {re.sub(r"\D", "", match.group())[-7:] for match in _DIGITS.finditer(text)}


def check(data: bytes, hidden: Secrets) -> None:
    """Raise RewriteError if any header or part of a mail, decoded, gives away what is hidden."""
    for text in _texts(email.message_from_bytes(data)):
        clear = plain(text)
        joined = _joined(clear)
        strange = {found for found in _ADDRESS.findall(joined) if found.rstrip(".") not in hidden.allowed}
        for address in hidden.allowed:
            clear, joined = clear.replace(address, " "), joined.replace(address, " ")
        squeezed = re.sub(r"\s+", "", joined)
        runs = [re.sub(r"\D", "", run) for run in _NOT_A_NUMBER.split(clear)] if hidden.numbers else []
        if (
            strange
            or any(address in clear or address in squeezed for address in hidden.addresses)
            or any(number in run for number in hidden.numbers for run in runs)
            or any(link in clear for link in hidden.links)
        ):
            raise RewriteError("the ask would give contact details of the other side away; it was not made")


def _texts(message: Message) -> Iterable[str]:
    """Every header and every part of a message as text; HTML with and without its tags."""
    for part in message.walk():
        for name, value in part.items():
            if name.lower() not in ("message-id", "content-type", "mime-version", "content-transfer-encoding"):
                yield str(make_header(decode_header(value)))
        yield str(part.get("content-type", ""))
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        text = payload.decode(part.get_content_charset() or "utf-8", "replace") if isinstance(payload, bytes) else ""
        yield text
        if part.get_content_type() == "text/html":
            yield re.sub(r"<[^<>]*>", "", text)
