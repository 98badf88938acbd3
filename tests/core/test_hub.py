"""Getting prompt sets from the hub, against a stand-in of its data-set server on loopback."""

from __future__ import annotations

import json
import threading
import tracemalloc
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from hub_server import StandIn
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput, CallFailed, Cause
from core.llm.http import HttpClient
from core.prompts import hub_download, read
from core.prompts.hub import KNOWN, NOT_STATED, Hub, Split, dataset_id
from core.prompts.hub_download import EMPTY_PAGES, Download, download, page_plan


class Waits(list[float]):
    """Takes the place of sleeping, and remembers for how long one would have slept."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def server():
    with StandIn([{"prompt": f"Question {number}?"} for number in range(8600)]) as stand_in:
        yield stand_in


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def hub(server, waits):
    async with Hub(server.url, wait=waits) as made:
        yield made


async def fetch(hub: Hub, folder: Path, n: int, seed: int = 7, **more: object) -> Download:
    what = await hub.describe("owner/set")
    return await download(hub, what, what.splits[0], folder, n=n, seed=seed, **more)


async def test_a_data_set_is_described_with_parts_rows_and_licence(hub, server):
    server.licence = "MIT"
    what = await hub.describe("https://huggingface.co/datasets/owner/set/viewer")
    assert (what.dataset, what.licence, what.splits) == (
        "owner/set",
        "MIT",
        (Split("default", "train", 8600),),
    )


async def test_a_licence_that_nobody_states_is_said_to_be_so(hub):
    assert (await hub.describe("owner/set")).licence == NOT_STATED


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
async def test_the_papers_sets_come_with_the_licence_of_their_page(known):
    with StandIn([{"prompt": "One?"}], dataset=known.dataset) as stand_in:
        async with Hub(stand_in.url) as hub:
            assert (await hub.describe(known.dataset)).licence == known.licence == "Apache-2.0"


async def test_without_sizes_the_rows_themselves_tell_their_number(hub, server, tmp_path):
    server.no_size = True
    what = await hub.describe("owner/set")
    assert what.splits == (Split("default", "train", None),)
    done = await download(hub, what, what.splits[0], tmp_path, n=5, seed=1)
    assert (done.rows, done.total) == (5, 8600)


async def test_a_set_that_is_not_public_is_bad_input(hub):
    with pytest.raises(BadInput, match="no public data set 'owner/other'"):
        await hub.describe("owner/other")


@pytest.mark.parametrize("typed", ["", "a b", "../../etc/passwd", "https://example.org/x", "a/b/c"])
def test_what_is_no_id_is_refused(typed):
    with pytest.raises(BadInput):
        dataset_id(typed)


async def test_a_thousand_prompts_are_had_with_few_calls_from_many_places(hub, server, tmp_path):
    done = await fetch(hub, tmp_path, 1000)
    numbers = [int(prompt.text[9:-1]) for prompt in read.load(done.path).prompts]
    assert len(numbers) == done.rows == 1000
    assert numbers == sorted(numbers)
    assert server.count("/rows") <= 40
    assert len({number // 100 for number in numbers}) > 30


async def test_the_same_seed_gives_the_same_sample_and_another_gives_another(hub, tmp_path):
    texts = [
        (await fetch(hub, tmp_path / name, 50, seed=seed)).path.read_text(encoding="utf-8")
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    ]
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


async def test_more_than_there_is_gives_all(hub, server, tmp_path):
    server.rows = server.rows[:250]
    done = await fetch(hub, tmp_path, 1000)
    assert done.rows == 250
    assert server.count("/rows") == 3


async def test_a_finished_download_calls_nothing(hub, server, tmp_path):
    what = await hub.describe("owner/set")
    first = await download(hub, what, what.splits[0], tmp_path, n=100, seed=1)
    before = len(server.calls)
    assert await download(hub, what, what.splits[0], tmp_path, n=100, seed=1) == first
    assert len(server.calls) == before


async def test_a_stopped_download_goes_on_where_it_was(hub, server, tmp_path):
    class Stopped(Exception):
        pass

    def stop_half_way(done: int, wanted: int) -> None:
        if done * 2 > wanted:
            raise Stopped

    with pytest.raises(Stopped):
        await fetch(hub, tmp_path, 1000, progress=stop_half_way)
    assert not list(tmp_path.glob("*.jsonl"))
    before = server.count("/rows")
    done = await fetch(hub, tmp_path, 1000)
    assert server.count("/rows") == 40
    assert before > 15
    assert done.path.read_text(encoding="utf-8") == (
        await fetch(hub, tmp_path / "fresh", 1000)
    ).path.read_text(encoding="utf-8")


async def test_a_damaged_page_on_disk_is_fetched_again(hub, server, tmp_path):
    done = await fetch(hub, tmp_path, 1000)
    before = server.count("/rows")
    done.path.unlink()
    page = next((tmp_path / "pages").rglob("*.json"))
    page.write_text(page.read_text(encoding="utf-8")[:50], encoding="utf-8")
    assert (await fetch(hub, tmp_path, 1000)).rows == 1000
    assert server.count("/rows") == before + 1


async def test_progress_is_told_and_ends_at_what_was_wanted(hub, tmp_path):
    told: list[tuple[int, int]] = []
    await fetch(hub, tmp_path, 300, progress=lambda done, wanted: told.append((done, wanted)))
    assert told[-1] == (300, 300)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) > 3


async def test_cut_empty_and_repeated_rows_are_counted_and_made_up_for(hub, server, tmp_path):
    server.truncated = set(range(0, 8600, 10))
    for at in range(1, 8600, 10):
        server.rows[at] = {"prompt": " "}
    for at in range(2, 8600, 10):
        server.rows[at] = {"prompt": "Question again?"}
    done = await fetch(hub, tmp_path, 500)
    assert done.rows == len(read.load(done.path)) == 500
    assert done.truncated > 30
    assert done.unfit > 60


async def test_a_busy_server_is_asked_again_after_the_time_it_names(hub, server, waits):
    busy = json.dumps({"error": "Too many requests"})
    server.faults = [(429, {"Retry-After": "17"}, busy), (503, {}, "down"), (200, {}, "not JSON")]
    assert (await hub.describe("owner/set")).splits[0].rows == 8600
    assert waits[0] >= 17
    assert len(waits) == 3
    assert server.count("/size") == 4


async def test_a_server_that_stays_down_is_given_up(hub, server, waits, tmp_path):
    what = await hub.describe("owner/set")
    server.faults = [(500, {}, "down")] * 100
    with pytest.raises(CallFailed) as caught:
        await download(hub, what, what.splits[0], tmp_path, n=1, seed=1)
    assert caught.value.cause is Cause.SERVER
    assert len(waits) == 4


class Odd(StandIn):
    """Changes what it has said of rows, page by page."""

    def __init__(self, rows: int, change) -> None:
        super().__init__([{"prompt": f"Question {number}?"} for number in range(rows)])
        self.change, self.pages = change, 0

    def answer(self, address: str) -> tuple[int, dict[str, str], str]:
        status, headers, body = super().answer(address)
        if "/rows?" in address and status == 200:
            self.pages += 1
            body = json.dumps(self.change(json.loads(body), self.pages))
        return status, headers, body


async def odd(tmp_path: Path, rows: int, change, **more: object) -> Download:
    with Odd(rows, change) as server:
        async with Hub(server.url, wait=Waits()) as hub:
            return await fetch(hub, tmp_path, **more)


async def test_rows_that_the_server_does_not_send_are_counted_and_asked_for_again(hub, server, tmp_path):
    server.rows = server.rows[:300]
    short = await odd(tmp_path, 300, lambda page, _: page | {"rows": page["rows"][:60]}, n=300)
    assert (short.rows, short.missing, short.total) == (180, 120, 300)
    short.path.with_suffix(".about.json").unlink()
    whole = await fetch(hub, tmp_path, 300)
    assert (whole.rows, whole.missing) == (300, 0)
    assert server.count("/rows") == 3


async def test_a_server_that_sends_the_same_page_again_and_again_is_given_up(tmp_path):
    first = [{"row_idx": at, "row": {"prompt": f"{at}?"}} for at in range(3)]
    with pytest.raises(CallFailed, match="other rows") as caught:
        await odd(tmp_path, 100_000, lambda page, _: page | {"rows": first}, n=100)
    assert caught.value.cause is Cause.BAD_REPLY


async def test_a_data_set_that_changes_while_it_is_fetched_is_fetched_anew(tmp_path):
    def grown(page, number):
        return page | {"num_rows_total": 900 if number < 5 else 1000}

    done = await odd(tmp_path, 1000, grown, n=200)
    assert (done.rows, done.total) == (200, 1000)
    assert len(read.load(done.path)) == 200


async def test_a_data_set_that_never_stays_the_same_is_given_up(tmp_path):
    with pytest.raises(CallFailed, match="changes while"):
        await odd(tmp_path, 1000, lambda page, number: page | {"num_rows_total": 1000 + number}, n=200)


async def test_a_server_that_stalls_is_given_up_and_what_it_sent_is_kept(tmp_path):
    gate, waits = threading.Event(), Waits()

    def stalling(page, number):
        if number > 2:
            gate.wait(30)
        return page

    with Odd(400, stalling) as server:
        async with Hub(server.url, wait=waits, http=HttpClient(timeout=0.3)) as hub:
            try:
                with pytest.raises(CallFailed) as caught:
                    await fetch(hub, tmp_path, 400)
            finally:
                gate.set()
        assert caught.value.cause is Cause.TIMEOUT
        assert len(waits) >= 4
        asked = server.count("/rows")
        async with Hub(server.url, wait=waits) as hub:
            assert (await fetch(hub, tmp_path, 400)).rows == 400
        assert server.count("/rows") == asked + 2


async def test_a_server_that_wants_a_day_is_not_waited_for(hub, server, waits):
    server.faults = [(429, {"Retry-After": "86400"}, "{}")] * 2
    with pytest.raises(CallFailed):
        await hub.describe("owner/set")
    assert waits == []


@pytest.mark.parametrize("body", ["[]", '{"rows": 3}', '{"rows": [{"row_idx": "x"}]}'])
async def test_an_answer_of_no_known_form_is_a_failed_call(hub, server, tmp_path, body):
    what = await hub.describe("owner/set")
    server.faults = [(200, {}, body)] * 5
    with pytest.raises(CallFailed) as caught:
        await download(hub, what, what.splits[0], tmp_path, n=1, seed=1)
    assert caught.value.cause is Cause.BAD_REPLY


async def test_rows_of_an_unknown_form_are_kept_for_a_column_picked_later(hub, server, tmp_path):
    server.rows = [{"frage": f"Warum {number}?", "half": "\ud83d"} for number in range(30)]
    done = await fetch(hub, tmp_path, 10)
    assert len(read.load(done.path, column="frage")) == 10


async def test_nothing_but_empty_rows_is_bad_input(hub, server, tmp_path):
    server.rows = [{"prompt": ""}] * 30
    with pytest.raises(BadInput, match="no prompt found"):
        await fetch(hub, tmp_path, 10)


async def test_less_than_one_prompt_is_refused(hub, tmp_path):
    with pytest.raises(BadInput):
        await fetch(hub, tmp_path, 0)


@given(total=st.integers(0, 3000), n=st.integers(1, 3000), seed=st.text(max_size=3))
def test_pages_cover_every_row_once_and_are_never_too_long(total, n, seed):
    pages = list(page_plan(total, n, seed))
    rows = sorted(row for offset, length in pages for row in range(offset, offset + length))
    assert rows == list(range(total))
    assert all(length <= 100 for _, length in pages)


@given(total=st.integers(0, 3000), n=st.integers(1, 3000), seed=st.text(max_size=3))
def test_pages_drawn_one_by_one_are_the_same_rows_in_an_order_of_the_seed(total, n, seed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hub_download, "LISTED_PAGES", 0)
        pages = list(page_plan(total, n, seed))
        assert pages == list(page_plan(total, n, seed))
    rows = sorted(row for offset, length in pages for row in range(offset, offset + length))
    assert rows == list(range(total))


def test_the_order_of_data_sets_that_people_have_on_their_disks_stays():
    offsets = list(range(0, 8600, 25))
    Random("7/owner/set").shuffle(offsets)
    assert [offset for offset, _ in page_plan(8600, 1000, "7/owner/set")] == offsets


def test_a_few_pages_of_hundreds_of_millions_of_rows_are_drawn_without_listing_them():
    tracemalloc.start()
    try:
        first = list(islice(page_plan(365_000_000, 100, "7"), 50))
        used = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert used < 1_000_000
    assert len(set(first)) == 50
    assert first == list(islice(page_plan(365_000_000, 100, "7"), 50))


@pytest.mark.parametrize("rows", [-1, -(10**30), 10**13, 10**400])
async def test_a_number_of_rows_that_cannot_be_is_refused(hub, tmp_path, rows):
    what = await hub.describe("owner/set")
    with pytest.raises(CallFailed, match="rows, which cannot be") as caught:
        await download(hub, what, Split("default", "train", rows), tmp_path, n=5, seed=1)
    assert len(str(caught.value)) < 200


async def test_a_server_that_sends_nothing_but_empty_pages_is_given_up(hub, server, tmp_path):
    what = await hub.describe("owner/set")
    server.rows.clear()
    with pytest.raises(CallFailed, match="pages without rows") as caught:
        await download(hub, what, Split("default", "train", 1_000_000), tmp_path, n=100, seed=1)
    assert caught.value.cause == Cause.BAD_REPLY
    assert EMPTY_PAGES <= server.count("/rows") <= EMPTY_PAGES + 4
    assert not list(tmp_path.rglob("*.json"))
