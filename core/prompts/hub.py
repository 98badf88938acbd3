"""Prompt sets from Hugging Face, through the data-set server: a seeded sample without the whole download.

The server's API (https://huggingface.co/docs/dataset-viewer): `/size` and `/splits` say what there is,
`/info` under which licence, `/rows` gives up to 100 rows from any place.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, Field, ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_random_exponential

from core.errors import BadInput, CallFailed, Cause
from core.llm.http import Answer, HttpClient

BASE_URL = "https://datasets-server.huggingface.co"
ATTEMPTS = 5
SECONDS_A_CALL = 60.0
LONGEST_WAIT = 300.0  # seconds; a server that asks for more is not asked again
GROWING_WAIT = wait_random_exponential(multiplier=0.5, max=30.0)
NOT_STATED = "not stated"
NOT_PUBLIC = frozenset({401, 403, 404})
ID = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
PAGE_ADDRESS = re.compile(r"https?://[^/]+/datasets/([\w.-]+(?:/[\w.-]+)?)(?:[/?#].*)?")
Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A prompt set of the paper. `licence` is what its page states; `note` is what else a user should know.

    docs/catalog-sources.md names where the licence was read. What the server states goes before it.
    """

    name: str
    dataset: str
    licence: str
    note: str


KNOWN = (
    KnownSet("ArenaHard", "lmarena-ai/arena-hard-auto-v0.1", "Apache-2.0", "500 prompts of users"),
    KnownSet(
        "NuminaMath-CoT",
        "AI-MO/NuminaMath-CoT",
        "Apache-2.0",
        "860,000 problems with worked solutions; the last box of a solution is taken as its answer",
    ),
    KnownSet(
        "ShareGPT",
        "Aeala/ShareGPT_Vicuna_unfiltered",
        "Apache-2.0",
        "Conversations that users shared; a further cleaned copy of anon8231489123/ShareGPT_Vicuna_unfiltered, "
        "which the data-set server does not offer itself",
    ),
)


@dataclass(frozen=True, slots=True)
class Split:
    """One part of a data set. `rows` is their number, None where the server does not say."""

    config: str
    split: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What the server says of a data set; `licence` is "not stated" where nobody says."""

    dataset: str
    licence: str
    splits: tuple[Split, ...]


class RowEntry(BaseModel):
    """One row as the server wraps it; a truncated cell is not the text that the data set holds."""

    row_idx: int
    row: dict[str, Any]
    truncated_cells: list[str] = Field(default_factory=list)


class RowsPage(BaseModel):
    """The answer of `/rows`."""

    rows: list[RowEntry]
    num_rows_total: int | None = None


class _Split(BaseModel):
    config: str
    split: str
    num_rows: int | None = None


class _Sizes(BaseModel):
    splits: list[_Split]


class _Size(BaseModel):
    size: _Sizes


class _Licence(BaseModel):
    license: str | None = None


class _Info(BaseModel):
    dataset_info: _Licence


class Hub:
    """The data-set server; belongs to one asyncio loop, closed by `aclose` or `async with`."""

    def __init__(
        self,
        base_url: str | None = None,
        *,
        http: HttpClient | None = None,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._base, self._wait = (base_url or hub_address()).rstrip("/"), wait
        self._http = http or HttpClient(timeout=SECONDS_A_CALL)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def describe(self, dataset: str) -> Description:
        """Return the parts and the licence of a public data set, given by id or by its page's address.

        Raises BadInput where there is no such public data set, CallFailed where the server cannot be had.
        """
        name = dataset_id(dataset)
        splits = await self._splits(name)
        if not splits:
            raise BadInput(f"the data set {name!r} has no rows that the server could give")
        return Description(name, await self._licence(name, splits[0].config), splits)

    async def rows(self, dataset: str, part: Split, offset: int, length: int) -> RowsPage:
        """Return up to `length` rows (at most 100) from `offset`; raises as `describe`."""
        query = {"dataset": dataset, "config": part.config, "split": part.split}
        return await self._get("rows", query | {"offset": str(offset), "length": str(length)}, RowsPage)

    async def _splits(self, dataset: str) -> tuple[Split, ...]:
        query = {"dataset": dataset}
        try:
            found = (await self._get("size", query, _Size)).size.splits
        except CallFailed:
            # The size is worked out later than the list of parts, and for some data sets never.
            found = (await self._get("splits", query, _Sizes)).splits
        return tuple(Split(part.config, part.split, part.num_rows) for part in found)

    async def _licence(self, dataset: str, config: str) -> str:
        """Ask the server; many data sets state their licence on their page only."""
        try:
            info = await self._get("info", {"dataset": dataset, "config": config}, _Info)
            stated = (info.dataset_info.license or "").strip()
        except (BadInput, CallFailed):
            stated = ""
        return stated or next((known.licence for known in KNOWN if known.dataset == dataset), NOT_STATED)

    async def _get(self, endpoint: str, query: Mapping[str, str], shape: type[Body]) -> Body:
        url = f"{self._base}/{endpoint}?{urlencode(query)}"
        try:
            answer: Answer = await self._retrying()(self._http.get, url, {})
            return shape.model_validate(answer.data)
        except ValidationError as error:
            raise CallFailed(
                Cause.BAD_REPLY, f"the data-set server's answer to /{endpoint} is of no known form"
            ) from error
        except CallFailed as error:
            if error.status in NOT_PUBLIC:
                raise BadInput(f"there is no public data set {query['dataset']!r} on the hub") from error
            raise

    def _retrying(self) -> AsyncRetrying:
        return AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS),
            retry=retry_if_exception(_worth_trying),
            wait=_pause,
            sleep=self._wait,
            reraise=True,
        )


def _worth_trying(error: BaseException) -> bool:
    if not isinstance(error, CallFailed) or not error.transient:
        return False
    return (error.retry_after or 0.0) <= LONGEST_WAIT


def _pause(state: RetryCallState) -> float:
    """Return seconds before the next try: growing and by chance, but never less than the server asked for."""
    error = state.outcome.exception() if state.outcome else None
    asked_for = error.retry_after if isinstance(error, CallFailed) else None
    return max(GROWING_WAIT(state), asked_for or 0.0)


def known_set(text: str) -> KnownSet | None:
    """The known set of that name or id; case does not matter."""
    wanted = text.strip().casefold()
    return next((each for each in KNOWN if wanted in {each.name.casefold(), each.dataset.casefold()}), None)


def hub_address() -> str:
    """Where the data-set server is: a mirror can be named by the variable DISTILSCOPE_HUB."""
    return os.environ.get("DISTILSCOPE_HUB") or BASE_URL


def dataset_id(text: str) -> str:
    """Return the id in what a user typed: a known set's name, an id, or the address of its page; raises BadInput."""
    text = text.strip()
    if known := known_set(text):
        return known.dataset
    if page := PAGE_ADDRESS.fullmatch(text):
        return page.group(1)
    if not ID.fullmatch(text):
        raise BadInput(f"{text!r} is no data set's id", remedy="An id looks like owner/name")
    return text
