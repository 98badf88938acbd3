"""Packed bodies, however they are cut into pieces."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import CallFailed, Cause
from core.llm.bodies import unpacker
from core.llm.http import HttpClient
from tests.loopback import Fault, LoopbackServer

PLENTY = 1 << 20
PLAIN = json.dumps({"data": ["é" * 50]}).encode()
HALF = len(PLAIN) // 2


def raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def members(data: bytes) -> bytes:
    cut = len(data) // 2
    return gzip.compress(data[:cut]) + gzip.compress(b"") + gzip.compress(data[cut:])


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "gzip, identity": gzip.compress, " Identity,X-GZip ": gzip.compress,
    "GZip": members, "deflate": zlib.compress, "deflate,": raw, "identity": bytes, "br": bytes, "": bytes,
}  # fmt: skip


@given(coding=st.sampled_from(sorted(PACKED)), data=st.binary(), cuts=st.lists(st.integers(0, 80)))
def test_a_body_is_the_same_however_it_is_cut(coding: str, data: bytes, cuts: list[int]) -> None:
    packed, unpack = PACKED[coding](data), unpacker(coding)
    pieces = [packed[a:b] for a, b in pairwise([0, *sorted(cuts), len(packed) + 80])]
    assert b"".join(unpack(piece, PLENTY) for piece in pieces) == data


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@given(data=st.binary())
def test_whatever_a_server_sends(coding: str, data: bytes) -> None:
    unpack = unpacker(coding)
    try:
        for at in range(len(data)):
            unpack(data[at : at + 1], 1)
    except zlib.error:
        pass


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_no_more_is_unpacked_than_asked_for(size: int) -> None:
    packed = gzip.compress(bytes(size)) * 20
    assert unpacker("gzip")(packed, 12) == bytes(12)


def test_what_follows_the_last_member_is_padding() -> None:
    unpack = unpacker("gzip")
    pieces = [gzip.compress(b"a"), b"\x1f", b"", b"junk", gzip.compress(b"b")]
    assert [unpack(piece, 9) for piece in pieces] == [b"a", b"", b"", b"", b""]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PLAIN[:HALF]) + gzip.compress(PLAIN[HALF:])),
        ("gzip, identity", gzip.compress(PLAIN)),
        ("deflate", raw(PLAIN)),
    ],
    ids=[
        "two members",
        "identity",
        "deflate",
    ],  # gzip writes the time of day, and workers must collect the same
)
async def test_a_reply_is_unpacked(
    loopback: LoopbackServer, http: HttpClient, coding: str, packed: bytes
) -> None:
    loopback.faults = [Fault.of_status(200, packed, Content_Encoding=coding)]
    assert (await http.post(f"{loopback.base_url}/chat/completions", {}, {})).data == json.loads(PLAIN)


@pytest.mark.parametrize("packed", [PLAIN, gzip.compress(PLAIN)[:-8] + bytes(8)], ids=["plain", "checksum"])
async def test_bad_data_is_a_reply_that_cannot_be_unpacked(
    loopback: LoopbackServer, http: HttpClient, packed: bytes
) -> None:
    loopback.faults = [Fault.of_status(200, packed, Content_Encoding="gzip")]
    with pytest.raises(CallFailed, match="cannot be unpacked") as caught:
        await http.post(f"{loopback.base_url}/chat/completions", {}, {})
    assert caught.value.cause is Cause.BAD_REPLY
