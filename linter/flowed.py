"""Plain text with `format=flowed` (RFC 3676) as its writer saw it: one line a paragraph."""

from __future__ import annotations

_SIGNATURE = "-- "


def unflow(text: str, delsp: bool = False) -> str:
    """Join the lines that end in a space with the next of the same quote depth; quoted lines keep their ">"."""
    lines: list[str] = []
    open_line: list[str] = []  # the pieces of a paragraph that is not finished
    open_depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")  # space-stuffing
        if open_line and (depth != open_depth or content == _SIGNATURE):
            lines.append(_marked(open_line, open_depth))
            open_line = []
        flows = content.endswith(" ") and content != _SIGNATURE
        open_line.append(content[:-1] if flows and delsp else content)
        open_depth = depth
        if not flows:
            lines.append(_marked(open_line, depth))
            open_line = []
    if open_line:
        lines.append(_marked(open_line, open_depth))
    return "\n".join(lines)


def _marked(pieces: list[str], depth: int) -> str:
    content = "".join(pieces)
    content = content if content == _SIGNATURE else content.rstrip(" ")
    return f"{'>' * depth} {content}".rstrip(" ") if depth else content
