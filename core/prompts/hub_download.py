"""A seeded sample of a hub data set as a JSONL file, fetched page by page and resumed where it stopped."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random

from core.errors import BadInput, CallFailed, Cause
from core.prompts.forms import NotText, Values, recognise
from core.prompts.hub import Description, Hub, RowEntry, RowsPage, Split
from core.textfile import without_surrogates
from core.whole_file import write_text

LARGEST_PAGE = 100
# Neighbouring rows are often alike, so a sample is spread over at least this many places.
PLACES = 40
AT_ONCE = 4
# Up to as many pages their order is drawn at once, as it always was: downloads under way go on with their pages.
LISTED_PAGES = 2_000_000
MOST_ROWS = 10**12  # no data set of prompts is larger; a server that says so is mistaken
VERSIONS = 3  # of a data set that changes while it is fetched: then it is given up
EMPTY_PAGES = 40  # in a row; then the server is taken to have nothing more
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Download:
    """A finished sample: the file that `core.prompts.read.load` reads, and where it is from.

    `rows` are in the file, of `total` in the data set. `truncated` rows were left out since the server had
    cut them, `unfit` ones since they hold no prompt or one that was there already; `missing` ones the server
    did not send, though it says that they are there.
    """

    path: Path
    dataset: str
    config: str
    split: str
    licence: str
    seed: int
    rows: int
    total: int
    truncated: int = 0
    unfit: int = 0
    missing: int = 0


class _Changed(Exception):
    """The data set has another number of rows than it had a page ago."""

    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(total)


async def download(  # noqa: PLR0913 - what, from where, to where, how much: each by name
    hub: Hub,
    what: Description,
    part: Split,
    folder: Path,
    *,
    n: int,
    seed: int,
    progress: Progress | None = None,
) -> Download:
    """Fetch `n` distinct prompts from seeded places of one part of a data set; all if there are fewer.

    Pages are kept in `folder`, so a stopped download goes on where it was, and a finished one calls nothing.
    `progress` is told the number of prompts had and wanted. Raises BadInput for `n` below 1 or a part without
    rows, CallFailed where the server cannot be had, or sends what cannot be.
    """
    if n < 1:
        raise BadInput(f"at least one prompt has to be asked for, not {n}")
    slug = _slug(what.dataset, part.config, part.split)
    path = folder / f"{slug}-{n}-seed-{seed}.jsonl"
    if finished := _finished(path):
        return finished
    total = _checked(
        part.rows if part.rows is not None else await _count(hub, what.dataset, part), what.dataset
    )
    # A data set that has grown is another one: its pages are not mixed with the old ones.
    for _ in range(VERSIONS):
        pages = _Pages(hub, what.dataset, part, folder / "pages" / f"{slug}-{total}")
        plan = page_plan(total, n, f"{seed}/{what.dataset}/{part.config}/{part.split}")
        try:
            sample = await _drawn_from(pages, plan, _Sample(min(n, total)), progress)
        except _Changed as changed:
            pages.forget()
            total = _checked(changed.total, what.dataset)
            continue
        if not sample.rows:
            raise BadInput(f"no prompt found in {what.dataset}, {part.config}, {part.split}")
        return _finish(path, sample, what, part, seed, total)
    raise CallFailed(
        Cause.BAD_REPLY,
        f"the number of rows of {what.dataset} changes while they are fetched",
        remedy="Try again later",
    )


async def _drawn_from(
    pages: _Pages, plan: Iterator[tuple[int, int]], sample: _Sample, progress: Progress | None
) -> _Sample:
    """Fill the sample. Raises _Changed where the pages are of several versions of the data set."""
    while places := list(islice(plan, sample.pages_wanted)):
        for (_, length), page in zip(places, await pages.get(places), strict=True):
            sample.add(page, length)
        if progress:
            progress(len(sample.rows), sample.wanted)
    return sample


def page_plan(total: int, n: int, seed: str) -> Iterator[tuple[int, int]]:
    """Yield (offset, length) of disjoint pages that together cover all rows, in an order drawn by `seed`."""
    length = _page_length(n) if n < total else LARGEST_PAGE
    pages = range(0, total, length)
    random = Random(seed)  # noqa: S311 - no secret
    offsets = _drawn(pages, random) if len(pages) > LISTED_PAGES else _shuffled(pages, random)
    return ((offset, min(length, total - offset)) for offset in offsets)


def _shuffled(pages: range, random: Random) -> Iterator[int]:
    offsets = list(pages)
    random.shuffle(offsets)
    return iter(offsets)


def _drawn(pages: range, random: Random) -> Iterator[int]:
    """Shuffle by Fisher and Yates, keeping only what was moved: as large as what was drawn, not as all there is."""
    moved: dict[int, int] = {}
    for place in range(len(pages)):
        taken = random.randrange(place, len(pages))
        yield pages[moved.get(taken, taken)]
        moved[taken] = moved.get(place, place)
        moved.pop(place, None)


def _page_length(n: int) -> int:
    return max(1, min(LARGEST_PAGE, -(-n // PLACES)))


class _Pages:
    """Pages from the folder where they are there, else from the hub."""

    def __init__(self, hub: Hub, dataset: str, part: Split, folder: Path) -> None:
        self._hub, self._dataset, self._part, self._folder = hub, dataset, part, folder
        self._total: int | None = None  # as the first page says

    def forget(self) -> None:
        """Keep none of the pages: they are of several versions."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def get(self, places: Iterable[tuple[int, int]]) -> list[RowsPage]:
        """Return several pages at once, in the order asked for. Raises _Changed where they do not fit together."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._page(offset, length)) for offset, length in places]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        found = [task.result() for task in tasks]
        for page in found:
            if page.num_rows_total is not None:
                self._total = page.num_rows_total if self._total is None else self._total
                if page.num_rows_total != self._total:
                    raise _Changed(page.num_rows_total)
        return found

    async def _page(self, offset: int, length: int) -> RowsPage:
        path = self._folder / f"{offset:09}-{length}.json"
        try:
            return RowsPage.model_validate(json.loads(path.read_bytes()))
        except (OSError, ValueError):
            page = await self._hub.rows(self._dataset, self._part, offset, length)
        if any(not offset <= entry.row_idx < offset + length for entry in page.rows):
            raise CallFailed(
                Cause.BAD_REPLY, "the data-set server sent other rows than it was asked for",
                remedy="What was fetched is kept: try again later",
            )  # fmt: skip
        if len(page.rows) == length:  # one with gaps is asked for again next time
            _keep(path, json.dumps(page.model_dump(), ensure_ascii=False))
        return page


class _Sample:
    """Rows with distinct prompts, up to as many as are wanted."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.rows: list[RowEntry] = []
        self.truncated = self.unfit = self.missing = self.empty = 0
        self._seen: set[tuple[str, ...]] = set()

    @property
    def full(self) -> bool:
        return len(self.rows) >= self.wanted

    @property
    def pages_wanted(self) -> int:
        """How many pages to fetch at once: no more than are needed if every row is good."""
        return min(AT_ONCE, -(-(self.wanted - len(self.rows)) // _page_length(self.wanted)))

    def add(self, page: RowsPage, asked: int) -> None:
        """Take what is new of a page of which `asked` rows were wanted.

        Raises CallFailed after many pages in a row that hold nothing.
        """
        self.empty = 0 if page.rows else self.empty + 1
        if self.empty >= EMPTY_PAGES:
            raise CallFailed(
                Cause.BAD_REPLY,
                f"the data-set server sent {EMPTY_PAGES} pages without rows, one after the other",
                remedy="What was fetched is kept: try again later, or ask for fewer prompts",
            )
        self.missing += max(0, asked - len(page.rows)) if not self.full else 0
        for entry in page.rows:
            if self.full:
                return
            if entry.truncated_cells:
                self.truncated += 1
            elif (key := _prompt_of(entry.row)) and key not in self._seen:
                self._seen.add(key)
                self.rows.append(entry)
            else:
                self.unfit += 1


def _keep(path: Path, text: str) -> None:
    """Write a file in a folder that may not be there yet; raises BadInput where the system refuses."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"cannot be written ({error.strerror or error})", path=path) from error
    write_text(path, without_surrogates(text))


def _prompt_of(row: Values) -> tuple[str, ...]:
    """Return what makes two rows the same prompt; of an unknown form it is the whole row."""
    form = recognise(row)
    if form is None:
        return (json.dumps(row, sort_keys=True, ensure_ascii=False),)
    try:
        return tuple(turn for part in form.turns(row) if (turn := part.strip()))
    except NotText:
        return ()


async def _count(hub: Hub, dataset: str, part: Split) -> int:
    return (await hub.rows(dataset, part, 0, 1)).num_rows_total or 0


def _checked(total: int, dataset: str) -> int:
    if not 0 <= total <= MOST_ROWS:
        raise CallFailed(
            Cause.BAD_REPLY,
            f"the data-set server says that {dataset} has {_short(total)} rows, which cannot be",
        )
    return total


def _short(number: int) -> str:
    return (
        f"{number:,}"
        if abs(number) <= MOST_ROWS
        else ("less than 0" if number < 0 else f"more than {MOST_ROWS:,}")
    )


def _finish(path: Path, sample: _Sample, what: Description, part: Split, seed: int, total: int) -> Download:
    in_order = sorted(sample.rows, key=lambda entry: entry.row_idx)
    _keep(path, "".join(json.dumps(entry.row, ensure_ascii=False) + "\n" for entry in in_order))
    done = Download(
        path, what.dataset, part.config, part.split, what.licence, seed,
        len(in_order), total, sample.truncated, sample.unfit, sample.missing,
    )  # fmt: skip
    _keep(_about(path), json.dumps(asdict(done) | {"path": path.name}, ensure_ascii=False, indent=1))
    return done


def _finished(path: Path) -> Download | None:
    """The note beside the file is written last: where it is, the file is whole."""
    try:
        about = json.loads(_about(path).read_bytes())
        return Download(**about | {"path": path}) if path.exists() else None
    except (OSError, ValueError, TypeError):
        return None


def _about(path: Path) -> Path:
    return path.with_suffix(".about.json")


def _slug(*parts: str) -> str:
    return "-".join(re.sub(r"[^\w.-]+", "_", part).strip(".") for part in parts)
