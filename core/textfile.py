"""Opening text files of unknown encoding without losing a character in silence."""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from core.errors import BadInput

CHUNK = 1 << 20
# The longer mark first: UTF-32's little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A file with at least this many good multi-byte characters for each bad byte is damaged UTF-8, not GB18030.
GOOD_PER_BAD = 3
ENOUGH = 100_000
# Text has hardly any control characters; more than one byte in this many, and it is none.
CONTROL_SHARE = 50
UNDECODED = re.compile("[\udc80-\udcff]")
SURROGATE = re.compile("[\ud800-\udfff]")
NON_ASCII = bytes(range(128, 256))
# A file that was cut off may end in a long run of zero bytes, which is one flaw and not thousands.
BINARY = re.compile(b"\x00+|[\x01-\x08\x0e-\x1a\x1c-\x1f]")
FEW_CONTROLS = 3  # in however short a file


def open_text(path: Path, encoding: str) -> TextIO:
    """Open for reading, line ends left alone; in UTF-8, bytes that do not fit become lone surrogates."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return path.open(encoding=encoding, errors=errors, newline="")


def detect_encoding(path: Path) -> str:
    """Return the Python codec of a text file; raises BadInput where the file is no text or cannot be read.

    A byte-order mark decides; else UTF-16 and UTF-32 are told by their zero bytes, and UTF-8 by being well-formed.
    What is left is guessed (core.guessed_encoding). UTF-8 with a few broken bytes stays UTF-8, so that the line
    can be named.
    """
    try:
        with path.open("rb") as file:
            head = file.read(CHUNK)
    except OSError as error:
        raise unreadable(path, error) from error
    for mark, codec in MARKS:
        if head.startswith(mark):
            return codec
    if b"\0" in head and (wide := _wide(path, head)):
        return wide
    if (found := len(BINARY.findall(head))) > FEW_CONTROLS and found * CONTROL_SHARE > len(head):
        raise _no_text(path)
    return _trial(path)


def unreadable(path: Path, error: OSError) -> BadInput:
    """Return the error to raise when the system refuses to open `path`."""
    if isinstance(error, FileNotFoundError):
        return BadInput("there is no such file", path=path)
    return BadInput(f"cannot be read ({error.strerror or error})", path=path)


def refuse_device(path: Path) -> None:
    """Raise BadInput for a pipe or a device, which may never end and cannot be read twice."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # whoever opens it hears of it
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise BadInput("is a device or a pipe and no file", path=path, remedy="Save what it gives to a file")


def refuse_odd_name(path: Path) -> None:
    """Raise BadInput for a path that is not UTF-8: workspaces and studies hold text, and it could not be kept."""
    if SURROGATE.search(str(path.absolute())):
        raise BadInput(
            "the name of this file, or of a folder it lies in, is not UTF-8", path=path, remedy="Rename it"
        )


def without_surrogates(text: str) -> str:
    """Return `text` with lone surrogates, which no file or database can hold, replaced by U+FFFD."""
    return SURROGATE.sub("\ufffd", text) if SURROGATE.search(text) else text


def named_encoding(path: Path, name: str) -> str:
    """Return the codec that a user named for a file; raises BadInput where there is none, or the file is not in it.

    Broken bytes in UTF-8 are left to whoever reads, so that the line can be named.
    """
    try:
        codec = codecs.lookup(name.strip().replace(" ", "-")).name
        "".encode(codec)  # raises for what turns bytes into bytes, such as hex
    except (LookupError, ValueError) as error:
        raise BadInput(
            f"there is no encoding {name!r}", remedy="Such names are utf-8, big5, gb18030, shift_jis, cp1252"
        ) from error
    if not codec.startswith("utf-8") and not decodes(path, codec):
        raise BadInput(
            f"the file is not in the encoding {codec}",
            path=path,
            remedy="Name another one, or none: then it is found out",
        )
    return codec


def _wide(path: Path, head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark; "" where the zero bytes are something else."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # Western text has a zero in every second byte.
    if max(even, odd) * 4 >= len(head) and min(even, odd) * 20 <= len(head):
        return "utf-16-le" if odd > even else "utf-16-be"
    from core.guessed_encoding import wide

    found = wide(head)
    return found if found and decodes(path, found) else ""


def _no_text(path: Path) -> BadInput:
    return BadInput(
        "this is not a text file", path=path, remedy="Choose a JSONL, JSON, CSV, TSV or XLSX file"
    )


def _trial(path: Path) -> str:
    if decodes(path, "utf-8"):
        return "utf-8"
    good, bad = _utf8_health(path)
    if good >= GOOD_PER_BAD * bad:
        return "utf-8"
    from core.guessed_encoding import guesses

    return next((codec for codec in guesses(path) if decodes(path, codec)), "utf-8")


def _utf8_health(path: Path) -> tuple[int, int]:
    """Count well-formed characters beyond ASCII and undecodable bytes, as far as their share tells what it is."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    good = bad = 0
    for chunk in _chunks(path):
        text = decoder.decode(chunk)
        broken = len(UNDECODED.findall(text))
        good += len(text) - len(chunk.translate(None, NON_ASCII)) - broken
        bad += broken
        if bad and good + bad > ENOUGH:
            return good, bad
    return good, bad + len(decoder.decode(b"", final=True))


def decodes(path: Path, codec: str) -> bool:
    """Whether every byte of the file fits the codec."""
    try:
        decoder = codecs.getincrementaldecoder(codec)()
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
