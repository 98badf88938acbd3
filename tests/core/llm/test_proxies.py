"""Proxies named by the environment: none stands in the way of this machine, and one that cannot be used says so."""

from __future__ import annotations

import base64
import socket
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import CallFailed, Cause
from core.llm import proxies
from core.llm.http import HttpClient
from core.llm.proxies import Proxies, Proxy
from tests.loopback import LoopbackServer

FAR = "http://models.example/v1/models"
PASSWORD = "canary-password"
# Common values that httpx cannot read, and some that nobody can.
UNREADABLE = [
    "localhost,127.0.0.1,[::1]", "fe80::/10", "2001:db8::/32", "a:b", "a:b:c", "http://[", "[", "::1%lo", "a..b",
]  # fmt: skip
UNUSABLE = ["foo://x", "ftp://x", "http://[", "http://a:b:c@x:y:z", "http://", "http://a..b:1", "http://\x01"]
SOCKS = ["socks5", "socks5h", "socks4", "socks4a", "socks", "SOCKS5"]


async def refusal(http: HttpClient, url: str = FAR) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        await http.get(url, {})
    return caught.value


@pytest.mark.parametrize("listed", UNREADABLE)
async def test_loopback_is_asked_whatever_no_proxy_holds(
    loopback: LoopbackServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    monkeypatch.setenv("NO_PROXY", listed)
    assert (await http.get(f"{loopback.base_url}/models", {})).data["data"]


@pytest.mark.parametrize("listed", UNREADABLE)
async def test_what_cannot_be_read_in_no_proxy_is_passed_over(
    loopback: LoopbackServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    monkeypatch.setenv("NO_PROXY", f"{listed},*.other.example")
    monkeypatch.setenv("HTTP_PROXY", loopback.url)
    assert (await http.get(FAR, {})).data["data"]
    assert proxies.Proxies().on_the_way("http://www.other.example/") is None


@pytest.mark.parametrize("address", [*UNUSABLE, "socks5://127.0.0.1:9", "socks://127.0.0.1:9"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_proxy_that_cannot_be_used_does_not_stop_loopback(
    loopback: LoopbackServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch, address: str, host: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", address)
    assert (await http.get(f"http://{host}:{loopback.port}/v1/models", {})).data["data"]


@pytest.mark.parametrize(
    "host", ["127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "localhost.", "LOCALHOST", "0.0.0.0"]
)
def test_no_proxy_stands_before_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:1")
    assert Proxies().on_the_way(f"http://{host}:8080/v1") is None


@pytest.mark.parametrize("address", UNUSABLE)
async def test_what_is_no_proxy_is_named_and_stops_the_account(
    http: HttpClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", address.replace("://", f"://user:{PASSWORD}@", 1))
    error = await refusal(http)
    assert (error.cause, error.permanent, error.transient) == (Cause.PROXY, True, False)
    assert "HTTP_PROXY" in str(error)
    assert PASSWORD not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("kind", SOCKS)
async def test_a_socks_proxy_is_refused_before_anything_is_sent(
    loopback: LoopbackServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"{kind}://user:{PASSWORD}@127.0.0.1:{loopback.port}")
    error = await refusal(http)
    assert (error.cause, error.permanent) == (Cause.PROXY, True)
    assert "SOCKS proxies are not supported" in str(error)
    assert "ALL_PROXY" in str(error)
    assert PASSWORD not in str(error)
    assert loopback.calls == []


async def test_only_calls_that_would_use_a_proxy_are_refused(
    loopback: LoopbackServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", loopback.url)
    assert (await http.get(FAR, {})).data["data"]
    assert (await refusal(http, FAR.replace("http:", "https:"))).cause is Cause.PROXY


@pytest.mark.parametrize(
    ("listed", "straight", "not_straight"),
    [
        ("models.example", ["http://models.example", "http://a.models.example"], ["http://amodels.example"]),
        (".models.example", ["http://a.models.example"], ["http://models.example"]),
        ("*.models.example", ["http://a.models.example:9"], ["http://models.example"]),
        ("x, Models.Example:8080", ["http://models.example:8080"], ["http://models.example"]),
        ("models.example:80", ["http://models.example"], ["https://models.example"]),
        ("https://models.example", ["https://models.example"], ["http://models.example"]),
        ("10.0.0.0/8", ["http://10.1.2.3:8000"], ["http://11.1.2.3", "http://10.example"]),
        ("fe80::/10,2001:db8::/32", ["http://[2001:db8::5]", "http://[fe80::1]"], ["http://[2001:db9::5]"]),
        ("[2001:db8::5]:80", ["http://[2001:db8::5]"], ["http://[2001:db8::5]:81"]),
        ("münchen.example", ["http://xn--mnchen-3ya.example"], ["http://munchen.example"]),
        ("a, *", ["http://models.example", "https://10.1.2.3"], []),
        ("", [], ["http://models.example"]),
    ],
)
def test_no_proxy(
    monkeypatch: pytest.MonkeyPatch, listed: str, straight: list[str], not_straight: list[str]
) -> None:
    monkeypatch.setenv("ALL_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", listed)
    assert [Proxies().on_the_way(url) for url in straight] == [None] * len(straight)
    found = [Proxies().on_the_way(url) for url in not_straight]
    assert [proxy and proxy.address for proxy in found] == ["http://proxy.example:3128"] * len(not_straight)


@given(listed=st.text(), address=st.text(min_size=1))
def test_whatever_the_settings_hold(listed: str, address: str) -> None:
    settings = {"no": listed, "all": address}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(proxies, "getproxies", lambda: settings)
        cause, found = tried()
        assert cause in (None, Cause.PROXY)
        assert found is None or found.host


def tried() -> tuple[Cause | None, Proxy | None]:
    try:
        return None, Proxies().on_the_way(FAR)
    except CallFailed as error:
        return error.cause, None


async def test_user_and_password_reach_the_proxy(
    loopback: LoopbackServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://us%C3%A9r:p%40s@127.0.0.1:{loopback.port}")
    await http.get(FAR, {"authorization": "Bearer its-own"})
    sent = loopback.calls[0].headers
    assert sent["Proxy-Authorization"] == "Basic " + base64.b64encode("usér:p@s".encode("latin-1")).decode()
    assert sent["Authorization"] == "Bearer its-own"


@pytest.mark.parametrize("user", ["%E4%B8%AD", "%3A", "中"])
async def test_a_user_name_that_cannot_be_sent_is_the_proxys_fault(
    loopback: LoopbackServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://{user}:{PASSWORD}@127.0.0.1:{loopback.port}")
    error = await refusal(http)
    assert (error.cause, error.permanent) == (Cause.PROXY, True)
    assert "HTTP_PROXY" in str(error)
    assert PASSWORD not in str(error)


@pytest.mark.parametrize("url", [FAR, FAR.replace("http:", "https:")])
async def test_an_unknown_proxy_is_not_blamed_on_the_server(
    http: HttpClient, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("ALL_PROXY", f"http://user:{PASSWORD}@misspelt.example:3128")
    error = await refusal(http, url)
    assert error.cause is Cause.PROXY
    assert "misspelt.example" in str(error)
    assert PASSWORD not in str(error)


async def test_a_proxy_that_refuses_is_said_to_have_answered(
    loopback: LoopbackServer, http: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", loopback.url.replace("://", f"://user:{PASSWORD}@"))
    error = await refusal(http, FAR.replace("http:", "https:"))
    assert error.cause is Cause.PROXY
    assert "answered 404" in str(error)  # which is what it says to CONNECT
    assert "HTTPS_PROXY" in str(error)
    assert PASSWORD not in str(error)
