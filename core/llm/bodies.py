"""The body of a reply, unpacked piece by piece: a few kilobytes can be packed gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Callable

Unpack = Callable[[bytes, int], bytes]
_EITHER = zlib.MAX_WBITS | 32  # what the zlib module calls: gzip or zlib, by what the data begins with


def unpacker(coding: str) -> Unpack:
    """How pieces of a body of this content coding become its bytes: no more of them than asked for.

    What we did not ask for (codings within codings, or others than gzip and deflate) is left as it came.
    Raises zlib.error where the data is not what its name says.
    """
    coding = coding.strip().lower()
    if coding in {"gzip", "x-gzip"}:
        return zlib.decompressobj(_EITHER).decompress
    return _Deflated() if coding == "deflate" else _as_it_came


def _as_it_came(piece: bytes, most: int) -> bytes:
    return piece[:most]


class _Deflated:
    """Some servers leave out the frame around the deflated data, and only the data tells."""

    def __init__(self) -> None:
        self._inner, self._first = zlib.decompressobj(_EITHER), True

    def __call__(self, piece: bytes, most: int) -> bytes:
        """Unpack a piece. Raises zlib.error."""
        first, self._first = self._first, False
        try:
            return self._inner.decompress(piece, most)
        except zlib.error:
            if not first:
                raise
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._inner.decompress(piece, most)
