"""The body of a reply, unpacked piece by piece: a few kilobytes can be packed gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import lru_cache

Unpack = Callable[[bytes, int], bytes]
_EITHER = zlib.MAX_WBITS | 32  # what the zlib module calls: gzip or zlib, by what the data begins with
_GZIP = zlib.MAX_WBITS | 16
_MAGIC = b"\x1f\x8b"  # what each member of gzip data begins with
_FRAME = 2  # bytes that tell whether data has a frame


def unpacker(coding: str) -> Unpack:
    """How pieces of a body of this content coding become its bytes: no more of them than asked for, at least one.

    What we did not ask for (codings within codings, or others than gzip and deflate) is left as it came.
    Raises zlib.error where the data is not what its name says.
    """
    return _kind(coding)()


@lru_cache(maxsize=64)
def _kind(coding: str) -> Callable[[], Unpack]:
    names = [name for each in coding.lower().split(",") if (name := each.strip()) not in ("", "identity")]
    if names in (["gzip"], ["x-gzip"]):
        return _Gzipped
    return _Deflated if names == ["deflate"] else lambda: _as_it_came


def _as_it_came(piece: bytes, most: int) -> bytes:
    return piece[:most]


class _Gzipped:
    """One or several members in a row, which is how some servers send what they pack in pieces."""

    def __init__(self) -> None:
        self._member, self._begun, self._ended = zlib.decompressobj(_EITHER), b"", False

    def __call__(self, piece: bytes, most: int) -> bytes:
        """Unpack a piece. Raises zlib.error."""
        if self._member.eof:
            return self._further(piece, most)
        part = self._member.decompress(piece, most)
        rest = self._member.unused_data
        return part + self._further(rest, most - len(part)) if rest else part

    def _further(self, data: bytes, most: int) -> bytes:
        """The members that begin in the data."""
        if self._ended:
            return b""
        parts, data = [], self._begun + data
        while most > 0 and data.startswith(_MAGIC):
            self._member = zlib.decompressobj(_GZIP)
            parts.append(self._member.decompress(data, most))
            most, data = most - len(parts[-1]), self._member.unused_data
        # Half of what a member begins with may be one; anything else is padding, like all that follows it.
        self._begun = data if data == _MAGIC[:1] else b""
        self._ended = data not in (b"", _MAGIC[:1])
        return b"".join(parts)


class _Deflated:
    """Some servers leave out the frame around the deflated data, and only the data tells."""

    def __init__(self) -> None:
        self._inner, self._begun = zlib.decompressobj(_EITHER), b""
        self._told = False

    def __call__(self, piece: bytes, most: int) -> bytes:
        """Unpack a piece. Raises zlib.error."""
        if self._told:
            return b"" if self._inner.eof else self._inner.decompress(piece, most)
        self._begun += piece
        self._told = len(self._begun) >= _FRAME
        return self._first(self._begun, most) if self._told else b""

    def _first(self, data: bytes, most: int) -> bytes:
        try:
            return self._inner.decompress(data, most)
        except zlib.error:
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._inner.decompress(data, most)
