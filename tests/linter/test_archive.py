"""Every message of an archive is one item, in order; what cannot be read is an item with an error."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import mailbox
import os
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.archive import Item, items

MAIL = b"From: a@weber.example\nTo: b@okafor.example\nMessage-ID: <%d@weber.example>\nSubject: s\n\ntext %d\n"
FROM = b"From clara@weber.example Mon Oct  5 09:12:00 2026\n"


def mail(number: int) -> bytes:
    return MAIL % (number, number)


def line(number: int) -> bytes:
    return json.dumps({"id": f"{number}@weber.example", "to": ["b@okafor.example"], "body": f"text {number}"}).encode() + b"\n"


def read(*paths: Path | str, stdin: bytes = b"") -> list[Item]:
    return list(items(paths, io.BytesIO(stdin)))


def ids(found: list[Item]) -> list[str]:
    return [item.id.partition("@")[0] if not item.error else "!" for item in found]


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.eml", mail(1), ["1"]),
        ("a.txt", mail(1), ["1"]),
        ("a.eml.gz", gzip.compress(mail(1)), ["1"]),
        ("a.emlx", b"%d   \n" % len(mail(1)) + mail(1) + b"<?xml?><plist/>", ["1"]),
        ("a.mbox", FROM + mail(1) + b"\n" + FROM + mail(2), ["1", "2"]),
        ("a.mbx", FROM + mail(1) + b"\n" + FROM + mail(2), ["1", "2"]),
        ("no-suffix", FROM + mail(1) + b"\n" + FROM + mail(2), ["1", "2"]),
        ("a.mbox.gz", gzip.compress(FROM + mail(1) + b"\n" + FROM + mail(2)), ["1", "2"]),
        ("a.mbox.bz2", bz2.compress(FROM + mail(1) + b"\n" + FROM + mail(2)), ["1", "2"]),
        ("a.eml.xz", lzma.compress(mail(1)), ["1"]),
        ("a.zip", zipped(("b/2.eml", mail(2)), ("a.mbox", FROM + mail(1)), ("c.html", b"<p>"), ("d", FROM + mail(3))), ["1", "2", "3"]),
        ("a.zip", zipped(), []),
        ("a.jsonl", line(1) + b"\n" + line(2), ["1", "2"]),
        ("a.jsonl", b"\xef\xbb\xbf" + line(1), ["1"]),
        ("a.jsonl.gz", gzip.compress(line(1) + line(2)), ["1", "2"]),
        ("a.json", line(1) + line(2).rstrip(), ["1", "2"]),
    ],
)
def test_file_gives_its_messages_from_disk_and_from_standard_input(tmp_path: Path, name: str, data: bytes, expected: list[str]) -> None:
    assert ids(read(write(tmp_path / name, data))) == expected
    if not name.endswith((".gz", ".bz2", ".xz", ".zip", ".emlx")):
        assert ids(read("-", stdin=data)) == expected


def test_source_names_file_and_line(tmp_path: Path) -> None:
    box = write(tmp_path / "a.mbox", FROM + mail(1) + b"\n" + FROM + mail(2))
    lines = write(tmp_path / "a.jsonl", line(1) + b"{\n" + line(3))
    single = write(tmp_path / "a.eml", mail(1))
    expected = [f"{box}:1", f"{box}:9", f"{lines}:1", f"{lines}:2", f"{lines}:3", str(single)]
    assert [item.source for item in read(box, lines, single)] == expected
    assert [item.source for item in read("-", stdin=line(1))] == ["-:1"]


def test_folder_is_read_sorted_and_recursively_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name, data in {
        "b/2.eml": mail(2),
        "a/1.jsonl": line(1),
        "c/3": FROM + mail(3),
        "README.md": b"# Mails\n",
        "picture.png": b"\x89PNG\x00",
        "notes.gz": b"no gzip",
        "d/Maildir/cur/4:2,S": mail(4),
        "d/Maildir/new/5": mail(5),
        "d/Maildir/tmp/6": mail(6),
        "d/Maildir/.Sent/cur/7": mail(7),
        "d/Maildir/.Sent/new/.hidden": mail(8),
    }.items():
        write(tmp_path / name, data)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert ids(read(tmp_path)) == ["1", "2", "3", "7", "4", "5"]


def test_pipe_in_a_folder_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path / "1.eml", mail(1))
    assert ids(read(tmp_path)) == ["1"]


def test_escaped_from_lines_come_back(tmp_path: Path) -> None:
    (item,) = read(write(tmp_path / "a.mbox", FROM + mail(1) + b">From here on\n>>From there\n"))
    assert item.draft is not None
    assert item.draft.body == "text 1\nFrom here on\n>From there\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (FROM + mail(1) + b"\nFrom here on it is prose.\nMore.\n" + b"\n" + FROM + mail(2), ["1", "2"]),
        (FROM + mail(1) + b"\nFrom Monday", ["1"]),
        (FROM + mail(1) + FROM + mail(2), ["1", "2"]),
        (b"From \n" + mail(1) + b"\nFrom \n" + mail(2), ["1", "2"]),
        (b"From - Mon Oct 05 09:12:00 2026\r\n" + mail(1).replace(b"\n", b"\r\n") + b"\r\n" + FROM + mail(2), ["1", "2"]),
        (FROM + FROM + mail(2), ["!", "2"]),
        (mail(1), ["1"]),
    ],
    ids=["prose", "prose-at-end", "no-blank-line", "bare", "crlf", "empty-message", "no-from-line"],
)
def test_mbox_is_separated_at_from_lines_and_not_at_prose(tmp_path: Path, data: bytes, expected: list[str]) -> None:
    found = read(write(tmp_path / "a.mbox", data))
    assert ids(found) == expected
    assert not any("From here" in item.id for item in found)


def test_prose_that_begins_with_from_stays_in_the_text(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.mbox", FROM + mail(1) + b"\nFrom here on it is prose.\n\nFrom Monday"))
    assert found[0].draft is not None
    assert found[0].draft.body == "text 1\n\nFrom here on it is prose.\n\nFrom Monday"


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[]",
        b"7",
        b"null",
        b'{"to": 7}',
        b'{"to": [7]}',
        b'{"body": ["x"]}',
        b'{"body": NaN}',
        b'{"x": Infinity, "body": "x"}',
        b'{"body": "x", "body": "y"}',
        b'{"body": "\\ud800"}',
        b'{"x": {"y": "\\uDC00"}, "body": "z"}',
        b'{"body": "\xff"}',
        b"[" * 100_000,
        b'{"x":' * 100_000,
        b"9" * 5_000,
        b'{"body": "", "to": []}',
        b"{}",
        b'{"body": "x", "to": "' + b"a" * 3_000_000 + b'"}',
    ],
    ids=lambda bad: bad[:20].decode("latin-1"),
)
def test_bad_line_is_an_error_of_that_line_only(tmp_path: Path, bad: bytes) -> None:
    path = write(tmp_path / "a.jsonl", line(1) + bad + b"\n" + line(3))
    found = read(path)
    assert ids(found) == ["1", "!", "3"]
    assert found[1].source == f"{path}:2"
    assert found[1].draft is None
    assert "\n" not in found[1].error


def test_bad_line_keeps_its_id(tmp_path: Path) -> None:
    (item,) = read(write(tmp_path / "a.jsonl", b'{"id": "7", "to": 1}'))
    assert (item.id, item.draft) == ("7", None)


@pytest.mark.parametrize("name", ["a.jsonl", "a.eml"])
def test_groups_in_groups_are_named_as_what_is_wrong(tmp_path: Path, name: str) -> None:
    groups = b"a:" * 1_000
    data = b'{"to": ["' + groups + b'"], "body": "x"}' if name == "a.jsonl" else b"To: " + groups + b"\n\nx"
    (item,) = read(write(tmp_path / name, data))
    assert item.error == "groups of people nested too deep in an address header"


def test_pair_of_surrogates_is_one_character(tmp_path: Path) -> None:
    (item,) = read(write(tmp_path / "a.jsonl", b'{"to": "b@okafor.example", "body": "\\ud83d\\ude00"}'))
    assert item.draft is not None
    assert item.draft.body == "😀"


def test_line_of_ten_megabytes_is_read_and_cut(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b'{"id": "1", "body": "' + b"x" * 10_000_000 + b'"}\n' + line(2))
    found = read(path)
    assert ids(found) == ["1", "2"]
    assert found[0].draft is not None
    assert found[0].draft.unjudged == 9_800_000


def test_line_beyond_the_limit_is_an_error_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(line(1) + b"x" * 60_000_000 + b"\n" + line(3), 1))
    found = read(path)
    assert ids(found) == ["1", "!", "3"]
    assert [item.source for item in found] == [f"{path}:1", f"{path}:2", f"{path}:3"]
    assert "25,000,000" in found[1].error


@pytest.mark.parametrize("folder", ["", "in/Maildir/"])
@pytest.mark.parametrize("empty", [False, True], ids=["both", "cur-empty"])
def test_a_maildir_in_a_zip_file_is_read_as_in_a_folder(tmp_path: Path, folder: str, empty: bool) -> None:
    files = [("new/1", mail(1)), ("tmp/2", mail(2)), ("new/.3", mail(3)), (".Sent/cur/4:2,S", mail(4)), (".Sent/new/", b""), ("5", mail(5))]
    files.append(("cur/", b"") if empty else ("cur/6:2,S", mail(6)))
    found = read(write(tmp_path / "a.zip", zipped(*((folder + name, data) for name, data in files))))
    assert ids(found) == (["4", "1"] if empty else ["4", "6", "1"])


def test_a_broken_line_of_json_has_one_position(tmp_path: Path) -> None:
    good, broken = read(write(tmp_path / "a.jsonl", line(1) + b'{"id": 7,\n'))
    assert (good.error, broken.source) == ("", f"{tmp_path / 'a.jsonl'}:2")
    assert broken.error == "not JSON: Expecting property name enclosed in double quotes"


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.TAR.BZ2", "a.tgz", "a.tar.xz"])
def test_a_tar_archive_is_refused_by_name_and_passed_over_in_a_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path / "d" / "a.eml", mail(1))
    path = write(tmp_path / "d" / name, b"\x1f\x8b whatever")
    assert [item.error for item in read(path)] == ["tar archives are not read; unpack it, or make a zip file of it"]
    assert ids(read(tmp_path / "d")) == ["1"]


def test_a_zip_file_of_long_names_takes_bounded_time(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", zipped(*((f"{n}/" + "cur/" * 15_000 + "x", b"") for n in range(50))))
    began = time.process_time()
    assert read(path) == []
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.mbox.gz"])
def test_truncated_gzip_is_an_error_behind_the_good_messages(tmp_path: Path, name: str) -> None:
    whole = line(1) * 5_000 if "jsonl" in name else (FROM + mail(1) + b"\n") * 5_000
    found = read(write(tmp_path / name, gzip.compress(whole)[:-100]))
    assert len(found) > 100
    assert [bool(item.error) for item in found] == [False] * (len(found) - 1) + [True]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mbox.bz2", bz2.compress(FROM + mail(1))[:-9]),
        ("a.mbox.xz", lzma.compress(FROM + mail(1))[:-9]),
        ("a.mbox.xz", b"no xz"),
        ("a.zip", b"PK\x03\x04 no zip"),
        ("a.zip", zipped(("a.eml", mail(1))).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")),
        ("a.zip", zipped(("a.eml", mail(1)))[:60]),
    ],
    ids=["bz2-cut", "xz-cut", "no-xz", "no-zip", "encrypted", "zip-cut"],
)
def test_damaged_or_encrypted_file_is_an_error_and_the_run_goes_on(tmp_path: Path, name: str, data: bytes) -> None:
    found = read(write(tmp_path / name, data), write(tmp_path / "z.eml", mail(9)))
    assert ids(found) == ["!", "9"]
    assert found[0].source.startswith(str(tmp_path / name))


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00"


@pytest.mark.parametrize("name", ["a.eml", "a.mbox", "a.jsonl", "a.eml.gz", "a.jsonl.gz", "a.emlx", "a"])
@pytest.mark.parametrize("data", [b"", b"\n \n", PNG, bytes(range(256)) * 40], ids=["empty", "blank", "png", "binary"])
def test_empty_or_binary_file_is_an_error_or_nothing_but_never_a_draft(tmp_path: Path, name: str, data: bytes) -> None:
    found = read(write(tmp_path / name, data), write(tmp_path / "z.eml", mail(9)))
    assert all(item.error and item.draft is None for item in found[:-1])
    assert len(found) > 1 or name.endswith((".mbox", ".jsonl"))
    assert found[-1].id == "9@weber.example"


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"Subject: nobody and nothing\n\n"])
def test_standard_input_without_a_draft_is_an_error(data: bytes) -> None:
    (item,) = read("-", stdin=data)
    assert (item.source, item.draft, bool(item.error)) == ("-", None, True)


@pytest.mark.parametrize("name", ["missing", "z.eml/below", "n" * 300, "nul\x00"])
def test_path_that_cannot_be_opened_is_an_error_and_the_run_goes_on(tmp_path: Path, name: str) -> None:
    good = write(tmp_path / "z.eml", mail(9))
    found = read(f"{tmp_path}/{name}", good)
    assert ids(found) == ["!", "9"]
    assert found[0].source.startswith(str(tmp_path))


def test_dangling_link_in_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "1.eml").symlink_to(tmp_path / "gone")
    write(tmp_path / "2.eml", mail(2))
    assert ids(read(tmp_path)) == ["!", "2"]


@pytest.mark.parametrize("forbidden", ["box", "box/1.eml"])
def test_missing_permission_is_an_error_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forbidden: str) -> None:
    """The system's refusal is played, so that the test holds for root too."""
    write(tmp_path / "box/1.eml", mail(1))
    write(tmp_path / "next/2.eml", mail(2))
    scandir, opened = os.scandir, Path.open

    def refuse(path: object) -> None:
        if str(path) == str(tmp_path / forbidden):
            raise PermissionError(13, "Permission denied", str(path))

    def guarded_scandir(path: Path) -> object:
        refuse(path)
        return scandir(path)

    def guarded_open(self: Path, *arguments: object, **options: object) -> object:
        refuse(self)
        return opened(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", guarded_scandir)
    monkeypatch.setattr(Path, "open", guarded_open)
    found = read(tmp_path)
    assert ids(found) == ["!", "2"]
    assert "Permission denied" in found[0].error


def test_message_beyond_the_limit_is_an_error_and_the_next_is_read(tmp_path: Path) -> None:
    huge = FROM + mail(1) + (b"x" * 999 + b"\n") * 26_000
    found = read(write(tmp_path / "a.mbox", huge + b"\n" + FROM + mail(2)))
    assert ids(found) == ["!", "2"]
    assert "25,000,000" in found[0].error


def test_memory_stays_flat(tmp_path: Path) -> None:
    def peak(messages: int) -> int:
        path = write(tmp_path / f"{messages}.mbox", (FROM + mail(1) + b"\n") * messages)
        tracemalloc.start()
        assert sum(1 for _ in items([path], io.BytesIO())) == messages
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(2_000) < peak(200) + 200_000


def test_messages_come_one_at_a_time() -> None:
    def lines() -> Iterator[bytes]:
        yield line(1)
        raise AssertionError("read ahead")

    class Slow(io.BytesIO):
        source = lines()

        def readline(self, size: int | None = -1, /) -> bytes:
            return next(self.source)

    assert next(iter(items(["-"], Slow()))).id == "1@weber.example"


PIECES = st.sampled_from(["a", "\n", "From ", ">", "From x\n", " ", "To: b", "ü", "From a Mon Oct  5 09:12:00 2026\n"])
BODIES = st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=1, max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(BODIES)
def test_every_message_of_an_mbox_that_python_wrote_is_one_item(tmp_path: Path, bodies: list[str]) -> None:
    path = tmp_path / "a.mbox"
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    for number, body in enumerate(bodies):
        message = EmailMessage()
        message["To"] = "b@okafor.example"
        message["Message-ID"] = f"<{number}@weber.example>"
        message.set_content(body)
        box.add(message)
    box.close()
    assert ids(read(path)) == [str(number) for number in range(len(bodies))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.one_of(st.just(None), st.binary(max_size=30).filter(lambda junk: b"\n" not in junk and junk.strip())), max_size=8))
def test_every_line_is_one_item(tmp_path: Path, lines: list[bytes | None]) -> None:
    data = b"".join(line(number) if junk is None else b"#" + junk + b"\n" for number, junk in enumerate(lines))
    found = read(write(tmp_path / "a.jsonl", data))
    if lines:
        assert ids(found) == ["!" if junk is not None else str(number) for number, junk in enumerate(lines)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.eml", "a.mbox", "a.jsonl", "a.jsonl.gz", "a.emlx", "a", "a.mbox.bz2", "a.xz", "a.zip"]))
def test_any_bytes_give_items_and_no_exception(tmp_path: Path, data: bytes, name: str) -> None:
    for item in read(write(tmp_path / name, data)) + read("-", stdin=data):
        assert (item.draft is None) == bool(item.error)
