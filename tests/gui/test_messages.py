"""What core says is said in Chinese, whatever names and numbers stand in it; in English it stays as it is."""

from __future__ import annotations

import ast
import errno
import re
import socket
import ssl
import zlib
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import aiohttp
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput, CallFailed, DistilScopeError
from core.llm.proxies import Proxies, Proxy
from core.llm.transport_errors import from_transport
from gui.i18n import language
from gui.messages import message, said

CORE = Path(__file__).parents[2] / "core"
# Commands speak in a terminal, in English; a report has words of its own.
ELSEWHERE = {"commands", "cli.py", "terminal.py"}
RAISED = {
    "BadInput",
    "DistilScopeError",
    "WorkspaceError",
    "KeyUnavailable",
    "_need",
    "_unavailable",
    "refuse",
    "_refused",
    "_wrong_key",
}
TOLD = ("remedy", "kept")
FAULTS = (
    OSError(errno.ENETUNREACH, "x"),
    ConnectionRefusedError(),
    ConnectionResetError(),
    TimeoutError(),
    socket.gaierror(socket.EAI_NONAME, "x"),
    ssl.SSLCertVerificationError(),
    ssl.SSLError("WRONG_VERSION_NUMBER"),
    httpx.ProxyError("x"),
    aiohttp.ClientHttpProxyError(Mock(), (), status=407),
    aiohttp.ClientPayloadError(),
    zlib.error(),
    UnicodeError(),
    ValueError(),
)


@pytest.fixture
def chinese() -> Iterator[None]:
    language.choose("zh_CN")
    yield
    language.choose("en")


def test_in_english_an_error_is_said_as_core_says_it() -> None:
    error = BadInput("is missing", path="a.toml", line=3, field="name", remedy="Known: x")
    assert said(error) == str(error)


@pytest.mark.usefixtures("chinese")
def test_an_error_is_said_with_its_place_and_what_to_do() -> None:
    error = BadInput("is missing", path="a.toml", line=3, field="name", remedy="Known: maker, model")
    assert said(error) == "a.toml: 第 3 行: name: 缺失。已知的有：maker, model。"
    assert (
        said(DistilScopeError("the keyring is locked", kept="It was not changed"))
        == "密钥环已锁定。它没有被更改。"
    )


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("english", "chinese_text"),
    [
        ("3 of 1,200 calls failed; --retry-errors asks for them again.",
         "1,200 次调用中有 3 次失败；“只重试错误”可重新询问。"),
        ("Only 8 prompts: below 30 no interval is shown.", "只有 8 个提示：少于 30 个时不显示区间。"),
        ("1 duplicate prompt left out; 2 rows could not be read", "略去 1 个重复提示；2 行无法读取。"),
        ("Paused: the cap of 5 calls is reached. Start the study again with a higher cap to go on.",
         "已暂停：已达到 5 次调用的上限。请提高上限后再次启动研究以继续。"),
        ("something that nobody translated", "something that nobody translated"),
    ],
)  # fmt: skip
def test_sentences_with_figures(english: str, chinese_text: str) -> None:
    assert message(english) == chinese_text


@pytest.mark.usefixtures("chinese")
def test_every_error_that_the_window_can_meet_is_known() -> None:
    unknown = {text for text in sentences() if message(text) == text and re.search("[a-z]", text)}
    assert sorted(unknown) == []


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("proxy", [None, Proxy("HTTPS_PROXY", "http://proxy.example:1")])
def test_what_a_connection_fails_by_is_known(fault: Exception, proxy: Proxy | None) -> None:
    error = from_transport(fault, "X", proxy)
    parts = [part for part in (error.what, error.remedy) if part]
    assert not [part for part in parts if message(part) == part]


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    "variable", ["socks5://h", "foo://h", "http://%E4%B8%AD@h"], ids=["socks", "no proxy", "user"]
)
def test_why_a_proxy_cannot_be_used_is_known(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", variable)
    monkeypatch.delenv("https_proxy", raising=False)
    with pytest.raises(CallFailed) as caught:
        Proxies().on_the_way("https://models.example/v1")
    assert not [part for part in (caught.value.what, caught.value.remedy) if message(part) == part]


@given(st.text())
def test_any_text_can_be_said(text: str) -> None:
    language.choose("zh_CN")
    try:
        assert isinstance(message(text), str)
    finally:
        language.choose("en")


def sentences() -> Iterator[str]:
    """What core raises, with an X for whatever is filled in."""
    for path in sorted(CORE.rglob("*.py")):
        if not ELSEWHERE & set(path.relative_to(CORE).parts):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and name_of(node) in RAISED:
                    told = [*node.args[:1], *(k.value for k in node.keywords if k.arg in TOLD)]
                    yield from (text for each in told for text in worded(each) if " " in text.strip())


def name_of(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def worded(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*worded(node.body), *worded(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values)
