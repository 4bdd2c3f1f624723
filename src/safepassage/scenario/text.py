"""The text of a file, or why it cannot be read."""

from pathlib import Path

from safepassage.errors import Problem

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path) -> tuple[str | None, list[Problem]]:
    """The text of a UTF-8 file, with or without a byte order mark; None, and the problem, where it is not one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [Problem(path.name, f"it cannot be opened ({error.strerror})", "Make it a file that you may read.")]
    if content.startswith(_UTF_16_MARKS):
        return None, [Problem(path.name, "it is not UTF-8 but UTF-16", "Save it again with the encoding UTF-8.")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [Problem(f"{path.name}, line {line}", "it holds bytes that are not UTF-8", "Save it again with the encoding UTF-8.")]
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return None, [Problem(f"{path.name}, line {line}", "it holds a zero byte, so it is damaged or no text", "Save it again as text.")]
    return text, []
