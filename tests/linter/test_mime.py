"""Mail of every sort becomes text with offsets; nothing but InputError comes out of junk."""

from __future__ import annotations

import importlib.util
import traceback
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.body import split
from linter.draft import MAX_JUDGED, Draft, Person, bounded
from linter.errors import InputError, LimitError
from linter.mime import from_bytes

MAILS = Path(__file__).parent.parent / "mails"
HEADER = b"From: a@weber.example\nTo: b@okafor.example\nSubject: s\n"
HTML = HEADER + b"Content-Type: text/html; charset=utf-8\n\n"


def _seeds() -> list[Path]:
    """Our own mails, and those the standard library tests its parser with where Python was installed with its tests."""
    spec = importlib.util.find_spec("test")
    folders = [Path(place) / "test_email" / "data" for place in (spec.submodule_search_locations or [])] if spec else []
    return sorted(MAILS.glob("*.eml")) + [file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.txt"))]


SEEDS = _seeds()
SEED_BYTES = [file.read_bytes() for file in SEEDS]


def read(name: str) -> Draft:
    return from_bytes((MAILS / f"{name}.eml").read_bytes())


def views(name: str) -> tuple[str, str, str]:
    """New text, quotation and signature of one of our mails, as the splitter sees them."""
    draft = read(name)
    parts = split(draft.body, draft.quoted)
    new, quoted, signature = ("|".join(draft.body[a:b].strip() for a, b in spans) for spans in (parts.new, parts.quoted, parts.signature))
    return new, quoted, signature


def assert_sound(draft: Draft) -> None:
    """Quoted spans lie within the body, in order, apart; the text can be stored and shown."""
    position = 0
    for start, end in draft.quoted:
        assert position <= start < end <= len(draft.body)
        position = end
    for text in (draft.body, draft.subject, draft.id, *(person.name + person.address for person in draft.recipients)):
        text.encode("utf-8")
    assert "\x00" not in draft.body + draft.subject
    assert len(draft.body.encode()) <= MAX_JUDGED
    assert draft.unjudged >= 0


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.stem)
def test_real_looking_mail_is_read(file: Path) -> None:
    assert_sound(from_bytes(file.read_bytes()))


def test_header_gives_people_subject_and_id() -> None:
    draft = read("encoded-names-german")
    assert draft.sender == Person("Jörg Grün", "joerg@gruen.example")
    assert draft.to == (Person("Lüders, Käthe", "kaethe@lueders.example"), Person("Okafor, Bob", "bob@okafor.example"))
    assert draft.bcc == (Person("Zoë", "zoe@zoe.example"),)
    assert draft.subject == "Grüße aus Köln"
    assert draft.id == "names-1@gruen.example"


def test_cc_is_read_and_resent_and_list_headers_are_not() -> None:
    assert read("plain-introduction").cc == (Person("Dora Müller", "dora@mueller.example"),)
    assert all("list.example" not in person.address for person in read("encoded-names-german").recipients)


def test_missing_headers_leave_fields_empty() -> None:
    assert read("no-header-at-all") == Draft(body="hello, this is only text\n")
    assert from_bytes(b"") == Draft(body="")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Jörg <j@gruen.example>".encode(), "Jörg"),
        ("Jörg <j@gruen.example>".encode("latin-1"), "Jörg"),
        (b"=?utf-8?q?J=C3=B6rg <j@gruen.example>", "=?utf-8?q?J=C3=B6rg"),
        (b"=?x-klingon?q?J=C3=B6rg?= <j@gruen.example>", "Jörg"),
        (b"=?utf-8?b?SsO2cmc?= <j@gruen.example>", "Jörg"),
        (b"=?utf-8?b?S?= <j@gruen.example>", None),
        (b"=?utf-8?q?J=C3=B6rg?=\r\n =?utf-8?q?_Gr=C3=BCn?= <j@gruen.example>", "Jörg Grün"),
    ],
)
def test_names_are_decoded_as_far_as_they_can_be(header: bytes, name: str | None) -> None:
    (person,) = from_bytes(b"To: " + header + b"\n\nx").to
    assert person.address == "j@gruen.example"
    assert name is None or person.name == name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("latin-1-declared-ascii", "Schöne Grüße aus Köln"),
        ("unknown-charset", "Schöne Grüße aus Köln"),
        ("utf-7", "Schöne Grüße"),
        ("base64-cp1252", "„Schöne Grüße“ – Clara"),
        ("calendar-invitation", "Rehearsal on Friday, Bob is coming."),
        ("signed", "What was signed."),
        ("encrypted", ""),
        ("alternative-plain-and-html", "The plain form."),
        ("alternative-pointer-to-html", "Anna, this is Bob."),
        ("mixed-with-attachments", "Bob wrote the programme.\n\nThe second text."),
        ("hidden-preheader", "Anna Bob\ncello viola"),
        ("format-flowed-delsp", "Das Streichquartett sucht Bob.\nFrom here on nothing is flowed."),
    ],
)
def test_body_is_the_text_a_reader_sees(name: str, text: str) -> None:
    assert read(name).body.strip() == text


@pytest.mark.parametrize("charset", ["punycode", "idna", "hex", "zlib", "rot13", "undefined", "utf-16", "x", '"', "unicode_escape"])
def test_odd_charset_still_gives_text(charset: str) -> None:
    draft = from_bytes(HEADER + f"Content-Type: text/plain; charset={charset}\n\n".encode() + b"Hello \xe9\xff Bob\n")
    assert draft.body
    assert_sound(draft)


def test_nul_and_lone_surrogates_go() -> None:
    assert from_bytes(HEADER + b"\na\x00b").body == "ab"
    assert from_bytes(HEADER + b"Content-Type: text/plain; charset=utf-7\n\na+2AA-b +2D3eAA-").body == "ab 😀"
    assert from_bytes(HTML + b"<p>a\x00b</p>").body.strip() == "ab"
    assert_sound(from_bytes(HTML + b"<p>&#0;&#xd800;</p>"))


def test_preformatted_text_keeps_its_lines() -> None:
    assert from_bytes(HTML + b"<pre>one\n<b>two\nthree</b></pre>").body.strip() == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("name", "new", "quoted", "signature"),
    [
        ("gmail-reply-html-only", "he repairs cellos.", "On Sun, Oct 4, 2026", "Clara Weber\nWeber Strings"),
        ("gmail-signature-prefix", "Bob will write to you.", "", "Clara Weber"),
        ("gmail-indented-text-is-new", "Harbour Lane 4, ask for Bob", "", ""),
        ("html-only-outlook-german", "er baut Celli in Köln.", "Von: Anna Lindqvist", ""),
        ("html-only-outlook-web", "Anna, meet Bob.", "Do you know anybody?", "Weber Strings"),
        ("thunderbird-answer-below", "ja, Bob hier in Kopie hat eine.", "Am 04.10.26 um 20:01 schrieb", "Clara Weber"),
        ("apple-mail-reply", "Bob plays the viola", "We still need a viola.", ""),
        ("format-flowed-quote", "Bob plays it and lives round the corner.", "somebody who plays the viola.", "Clara"),
        ("forwarded-as-attachment", "See below.", "I would love to meet Bob.", ""),
    ],
)
def test_markup_of_mail_programs_separates_new_text_quotation_and_signature(name: str, new: str, quoted: str, signature: str) -> None:
    found = views(name)
    for index, expected in enumerate((new, quoted, signature)):
        assert expected in found[index]
        assert bool(expected) == bool(found[index])
        assert not expected or all(expected not in other for place, other in enumerate(found) if place != index)


@pytest.mark.parametrize(
    ("markup", "quotation"),
    [
        ("<p>new</p><blockquote>old</blockquote>", "old"),
        ("<p>new</p><blockquote type=cite>old<blockquote type=cite>older</blockquote></blockquote><p>new</p>", "old\nolder"),
        ("<p>new</p><div class='yahoo_quoted' id='yahoo_quoted_1'>old</div>", "old"),
        ("<p>new</p><div class='protonmail_quote'>old</div>", "old"),
        ("<p>new</p><div name='quote'>old</div>", "old"),
        ("<p>new</p><div id='x_divRplyFwdMsg'>From: A</div><p>old</p>", "From: A\n\nold"),
        ("<p>new</p><div id=appendonsend></div><p>old</p><p>older</p>", "old\n\nolder"),
        ("<div><div>new</div><div><hr id='zwchr' data-marker='__DIVIDER__'></div></div><p>old</p>", "old"),
        ("<p>new</p><div style='border:none;border-left:solid blue 1.5pt'>old</div>", "old"),
        ("<p>new</p><div style='border-top:solid #B5C4DF 1.0pt'><p><b>From:</b> A</p></div><p>old</p>", "From: A\n\nold"),
        ("<p>new</p><div style='border-top:solid red 1pt'><p>a rule and no header</p></div>", ""),
        ("<blockquote>old<div id=divRplyFwdMsg>older</div></blockquote><p>new</p>", "old\nolder"),
        ("<p>new</p><div style='display:none'><blockquote>old</blockquote></div>", ""),
        ("<div>" * 100 + "new<blockquote>old</blockquote>" + "</div>" * 100, "old"),
    ],
)
def test_quoted_spans_hold_what_the_markup_names_as_quotation(markup: str, quotation: str) -> None:
    draft = from_bytes(HTML + markup.encode())
    assert_sound(draft)
    assert "\n".join(draft.body[start:end] for start, end in draft.quoted) == quotation
    assert "new" in draft.body


def test_text_of_deep_markup_keeps_its_lines() -> None:
    assert from_bytes(HTML + b"<div>" * 200 + b"<p>one</p><p>two</p>").body.split() == ["one", "two"]


def test_signature_that_has_its_delimiter_gets_no_second() -> None:
    assert read("gmail-signature-prefix").body.count("--") == 1
    assert read("thunderbird-answer-below").body.count("--") == 1


def test_digest_is_all_quotation() -> None:
    parts = b"--b\n\nSubject: x\n\none\n--b\n\nSubject: y\n\ntwo\n--b--\n"
    draft = from_bytes(HEADER + b"Content-Type: multipart/digest; boundary=b\n\n" + parts)
    assert draft.body.split() == ["one", "two"]
    assert len(draft.quoted) == 1


def test_long_text_is_cut_and_counted() -> None:
    assert from_bytes(HEADER + b"\n" + b"x" * (MAX_JUDGED + 7)).unjudged == 7
    draft = from_bytes(HTML + b"<p>" + b"x" * (MAX_JUDGED + 7) + b"</p>")
    assert draft.unjudged >= 7
    assert_sound(draft)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("x" * (MAX_JUDGED - 3) + "\ud800", 0),
        ("\ud800" + "x" * (MAX_JUDGED - 3), 0),
        ("\ud800" + "x" * (MAX_JUDGED - 2), 1),
        ("x" * (MAX_JUDGED - 2) + "\ud800", 1),
        ("x" * (MAX_JUDGED - 1) + "ü", 1),
        ("x" * (MAX_JUDGED - 2) + "🙂y", 2),
    ],
)
def test_only_what_lies_beyond_the_limit_is_cut_off(text: str, left_out: int) -> None:
    assert bounded(text) == (text[: len(text) - left_out], left_out)


def nested(levels: int) -> bytes:
    """A mail whose text lies `levels` containers deep."""
    boxes = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(levels))
    return HEADER + boxes + b"\ntext\n"


def test_nesting_up_to_the_limit_is_read() -> None:
    assert from_bytes(nested(30)).body.strip() == "text"


@pytest.mark.parametrize(
    ("data", "limit"),
    [
        pytest.param(nested(31), "30", id="nested-31-deep"),
        pytest.param(nested(150), "30", id="nested-150-deep"),
        pytest.param(nested(10_000), "200 parts", id="nested-10000-deep"),
        pytest.param(HEADER + b"Content-Type: message/rfc822\n\n" * 150, "30", id="mail-in-mail"),
        pytest.param(HEADER + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 201, "200 parts", id="201-parts"),
        pytest.param(HEADER + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 9_000, "200 parts", id="9000-parts"),
        pytest.param(HEADER + b"\n" + b"x" * 25_000_000, "25,000,000 bytes", id="too-large"),
        pytest.param(HEADER + b"\n" + b"\n" * 1_000_001, "1,000,000 lines", id="too-many-lines"),
        pytest.param(b"X: y\n" * 100_002 + b"\n", "100,000 lines", id="too-many-headers"),
        pytest.param(b"Content-Type: text/plain; x=" + b';"' * 20_000 + b"\n\nx", "20,000 bytes", id="long-content-type"),
        pytest.param(b"To: " + b", ".join(b"p%d@x.example" % i for i in range(10_001)) + b"\n\nx", "10,000 people", id="10001-recipients"),
        pytest.param(b"To: " + b"a:" * 1_000 + b"\n\nx", "groups of people", id="groups-in-groups"),
        pytest.param(HTML + b"<b>" * 501, "500 elements", id="deep-html"),
    ],
)
def test_limit_is_named_in_one_line(data: bytes, limit: str) -> None:
    with pytest.raises(LimitError, match=limit) as caught:
        from_bytes(data)
    assert "\n" not in str(caught.value)


def test_an_error_carries_nothing_of_the_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(data: bytes, **_: object) -> None:
        raise KeyError(data)  # the parser's own ways to give up change with its version

    secret = b"Meet Zo" + b"ra."
    monkeypatch.setattr("linter.mime.message_from_bytes", give_up)
    with pytest.raises(InputError, match="KeyError") as caught:
        from_bytes(HEADER + b"\n" + secret)
    assert secret.decode() not in "".join(traceback.format_exception(caught.value))


def test_ten_thousand_headers_are_read() -> None:
    assert from_bytes(b"X-Trace: y\n" * 10_000 + HEADER + b"\nx").body == "x"


def judged(data: bytes) -> None:
    """Read; only InputError may come out."""
    try:
        draft = from_bytes(data)
    except InputError:
        return
    assert_sound(draft)
    split(draft.body, draft.quoted)


@given(st.binary(max_size=2_000))
def test_any_bytes_raise_only_input_error(data: bytes) -> None:
    judged(data)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(SEED_BYTES), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.1), st.binary(max_size=12)), max_size=6))
def test_mutated_mail_raises_only_input_error(seed: bytes, edits: list[tuple[float, float, bytes]]) -> None:
    for place, length, new in edits:
        start = int(place * len(seed))
        seed = seed[:start] + new + seed[start + int(length * len(seed)) :]
    judged(seed)


PIECES = st.sampled_from([
    "<blockquote>", "</blockquote>", "<div class=gmail_quote>", "<div id=divRplyFwdMsg>", "<div id=appendonsend>", "</div>", "<p>", "<br>",
    "<div style='border-top:solid'>", "From:", "<pre>", "</pre>", "<div class=gmail_signature>", "--", "<table><tr><td>", "</td></table>",
    "<ul><li>", "</ul>", "text", " ", "\n", "&nbsp;", "&amp;lt;", "<b>", "</b>", "<script>", "</script>", "<p hidden>", "<!--", "-->", "ü",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_markup_gives_sound_spans(pieces: list[str]) -> None:
    judged(HTML + "".join(pieces).encode())


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff"), max_size=30), max_size=8))
def test_plain_text_comes_back_as_it_was_written(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    data = HEADER + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + text.encode()
    assert from_bytes(data).body == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp", "Cn"]), min_size=1, max_size=40))
def test_subject_survives_the_standard_library(subject: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content("x")
    assert from_bytes(message.as_bytes()).subject == subject
