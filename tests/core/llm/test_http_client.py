"""The http client on the real transport: every way in which a call can go wrong is told apart."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import json
import socket
import ssl
import tracemalloc
import zlib
from pathlib import Path

import pytest

from core.errors import CallFailed, Cause
from core.llm.http import HttpClient
from tests import loopback as server_side
from tests.loopback import Fault, LoopbackServer

KEY = "sk-canary-0123456789abcdef"


async def cause_of(client: HttpClient, url: str) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        await client.post(url, {"messages": []}, {"authorization": f"Bearer {KEY}"})
    await client.aclose()
    return caught.value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (server_side.CUT, Cause.SERVER),
        (server_side.CLOSE, Cause.SERVER),
        (server_side.NONSENSE, Cause.BAD_REPLY),
        (server_side.PAGE, Cause.WRONG_URL),
        (Fault.of_status(200, "not json"), Cause.BAD_REPLY),
        (Fault.of_status(302, "", Location="https://elsewhere.invalid/"), Cause.WRONG_URL),
        (Fault.of_status(503), Cause.SERVER),
        (Fault.of_status(200, "junk", Content_Encoding="gzip"), Cause.BAD_REPLY),
    ],
    ids=["cut", "closed", "nonsense", "page", "no json", "redirect", "503", "bad gzip"],
)
async def test_misbehaving_servers(loopback: LoopbackServer, fault: Fault, cause: Cause) -> None:
    loopback.faults = [fault]
    error = await cause_of(HttpClient(), f"{loopback.base_url}/chat/completions")
    assert error.cause is cause
    assert len(loopback.calls) == 1  # nothing followed, nothing asked twice


async def test_a_server_that_says_nothing_times_out(loopback: LoopbackServer) -> None:
    loopback.faults = [server_side.STALL]
    error = await cause_of(HttpClient(timeout=0.2), f"{loopback.base_url}/chat/completions")
    assert error.cause is Cause.TIMEOUT


async def test_nothing_listens() -> None:
    error = await cause_of(HttpClient(), f"http://127.0.0.1:{free_port()}/v1")
    assert error.cause is Cause.REFUSED


async def test_nothing_listens_on_either_address_of_localhost() -> None:
    error = await cause_of(HttpClient(), f"http://localhost:{free_port()}/v1")
    assert error.cause is Cause.REFUSED


async def test_unknown_host() -> None:
    error = await cause_of(HttpClient(), "https://no-such-host.invalid/v1")
    assert error.cause in (Cause.DNS, Cause.NO_NETWORK)  # without a resolver nobody can tell
    assert "no-such-host.invalid" in str(error)


async def test_a_name_that_does_not_resolve_is_no_missing_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert (await cause_of(HttpClient(), "https://misspelt.example/v1")).cause is Cause.DNS


async def test_no_resolver_means_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", unreachable)
    assert (await cause_of(HttpClient(), "https://api.example/v1")).cause is Cause.NO_NETWORK


async def test_https_to_a_plain_server(loopback: LoopbackServer) -> None:
    error = await cause_of(HttpClient(), loopback.url.replace("http://", "https://"))
    assert error.cause is Cause.WRONG_URL


async def test_untrusted_certificate_and_trust_by_ssl_cert_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with LoopbackServer(tls=context) as server:
        error = await cause_of(HttpClient(), f"{server.base_url}/chat/completions")
        assert error.cause is Cause.CERTIFICATE
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        client = HttpClient()
        answer = await client.post(f"{server.base_url}/chat/completions", {"messages": []}, {})
        await client.aclose()
    assert answer.data["choices"]


async def test_dead_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    assert (await cause_of(HttpClient(), "https://api.example/v1")).cause is Cause.PROXY


async def test_proxy_that_refuses(loopback: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    loopback.fault_of = lambda _: Fault.of_status(407)
    monkeypatch.setenv("HTTPS_PROXY", loopback.url)
    assert (await cause_of(HttpClient(), "https://api.example/v1")).cause is Cause.PROXY


async def test_proxy_of_a_kind_that_is_not_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"socks5://127.0.0.1:{free_port()}")
    assert (await cause_of(HttpClient(), "https://api.example/v1")).cause is Cause.PROXY


async def test_a_proxy_carries_what_is_not_loopback(
    loopback: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", loopback.url)
    client = HttpClient()
    await client.post("http://models.example/v1/chat/completions", {"messages": []}, {})
    await client.aclose()
    assert [call.path for call in loopback.calls] == ["/v1/chat/completions"]


async def test_loopback_is_never_asked_through_a_proxy(
    loopback: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    client = HttpClient()
    answer = await client.post(f"{loopback.base_url}/chat/completions", {"messages": []}, {})
    await client.aclose()
    assert answer.data["choices"]


async def test_a_body_beyond_the_bound_is_refused(loopback: LoopbackServer) -> None:
    loopback.answer = lambda _: "x" * 5000
    error = await cause_of(HttpClient(body_limit=2000), f"{loopback.base_url}/chat/completions")
    assert error.cause is Cause.BAD_REPLY
    assert "2,000 bytes" in str(error)


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "deflate without a frame", "identity", ""])
async def test_a_packed_body_is_unpacked(loopback: LoopbackServer, coding: str) -> None:
    plain = b'{"choices": [{"message": {"content": "hello"}}]}'
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = {
        "gzip": gzip.compress(plain), "x-gzip": gzip.compress(plain), "deflate": zlib.compress(plain),
        "deflate without a frame": raw.compress(plain) + raw.flush(),
    }.get(coding, plain)  # fmt: skip
    loopback.faults = [Fault.of_status(200, packed, Content_Encoding=coding.partition(" ")[0])]
    client = HttpClient()
    answer = await client.post(f"{loopback.base_url}/chat/completions", {"messages": []}, {})
    await client.aclose()
    assert answer.data == json.loads(plain)


async def test_a_bomb_is_not_unpacked_beyond_the_bound(loopback: LoopbackServer) -> None:
    loopback.faults = [Fault.of_status(200, gzip.compress(bytes(1 << 28)), Content_Encoding="gzip")]
    tracemalloc.start()
    try:
        error = await cause_of(HttpClient(body_limit=1 << 20), f"{loopback.base_url}/chat/completions")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert error.cause is Cause.BAD_REPLY
    assert peak < 1 << 24


async def test_a_bomb_within_a_bomb_is_not_unpacked(loopback: LoopbackServer) -> None:
    twice = gzip.compress(gzip.compress(b'{"choices": []}'))
    loopback.faults = [Fault.of_status(200, twice, Content_Encoding="gzip, gzip")]
    error = await cause_of(HttpClient(), f"{loopback.base_url}/chat/completions")
    assert error.cause is Cause.BAD_REPLY


async def test_no_cookie_is_kept(loopback: LoopbackServer, http: HttpClient) -> None:
    loopback.headers = {"Set-Cookie": "track=me; Path=/"}
    for _ in range(2):
        await http.post(f"{loopback.base_url}/chat/completions", {"messages": []}, {})
    assert all("Cookie" not in call.headers for call in loopback.calls)


async def test_retry_after_reaches_the_error(loopback: LoopbackServer) -> None:
    loopback.faults = [Fault.rate_limit("7")]
    error = await cause_of(HttpClient(), f"{loopback.base_url}/chat/completions")
    assert (error.cause, error.retry_after, error.status) == (Cause.RATE_LIMIT, 7.0, 429)


async def test_no_error_repeats_the_key(loopback: LoopbackServer) -> None:
    loopback.faults = [Fault.of_status(401, {"error": {"message": f"Incorrect API key provided: {KEY}"}})]
    error = await cause_of(HttpClient(), f"{loopback.base_url}/chat/completions")
    assert KEY not in str(error)
    assert error.__cause__ is None  # a traceback would print the request


async def test_a_lone_surrogate_can_be_sent(loopback: LoopbackServer, http: HttpClient) -> None:
    await http.post(f"{loopback.base_url}/chat/completions", {"messages": [], "x": "\ud800"}, {})
    assert loopback.calls[0].body["x"] == "?"


async def test_the_client_opens_again_after_closing(loopback: LoopbackServer, http: HttpClient) -> None:
    await http.aclose()
    assert (await http.get(f"{loopback.base_url}/models", {})).data["data"]


def self_signed(folder: Path) -> tuple[Path, Path]:
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate_file, key_file
