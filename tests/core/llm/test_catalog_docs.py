"""docs/providers.md and docs/catalog-sources.md say what the catalog says, and where each fact was read."""

from __future__ import annotations

from pathlib import Path

from error_bodies import error_replies

from core.llm import catalog
from core.prompts.hub import KNOWN

DOCS = Path(__file__).parents[3] / "docs"


def test_the_docs_name_every_provider_and_every_model_of_the_paper() -> None:
    text = (DOCS / "providers.md").read_text(encoding="utf-8")
    for entry in catalog.providers():
        assert f"| `{entry.id}` |" in text
        assert entry.source in text
    for row in catalog.paper_models():
        assert f"| {row.paper} |" in text
        assert row.retired in text


def test_the_docs_say_of_every_fact_where_it_was_read() -> None:
    text = (DOCS / "catalog-sources.md").read_text(encoding="utf-8")
    for entry in catalog.providers():
        part = text.split(f"(`{entry.id}`)\n", 1)[1].split("\n## ", 1)[0]
        facts = {
            cells[0].strip("| "): cells[1:]
            for line in part.splitlines()
            if len(cells := line.split(" | ")) == 3
        }
        assert facts["base URL"][0] == (entry.base_url or "given by the user")
        assert facts["key page"][0] == (entry.key_page or "none")
        assert entry.quirks.auth == "bearer" or entry.quirks.auth == facts["key header"][0]
        assert facts["wire format"][0] == entry.wire
        assert all(source.strip(" |") for _, source in facts.values())
        assert {"quirks", "rate headers"} <= facts.keys()


def test_the_table_of_providers_names_every_error_that_is_tested() -> None:
    lines = (DOCS / "providers.md").read_text(encoding="utf-8").splitlines()
    tested = {
        cells[1].strip("`"): cells[-1].strip(" |") for line in lines if len(cells := line.split(" | ")) == 7
    }
    for entry in catalog.providers():
        names = tested[entry.id].split(", ")
        own = [reply for reply in error_replies() if reply.provider == entry.id.removesuffix("-intl")]
        assert {reply.case.split(",")[0] for reply in own} == set(names if own else ())


def test_the_docs_list_every_error_reply_that_is_tested() -> None:
    text = (DOCS / "catalog-sources.md").read_text(encoding="utf-8")
    for reply in error_replies():
        meaning = "an answer: refused" if reply.blocked else reply.meant.value
        row = f"| `{reply.provider}` | {reply.case} | {reply.status} | {meaning} | {reply.source} |"
        assert reply.source
        assert row in text


def test_the_docs_say_where_the_licences_of_the_hub_s_sets_were_read() -> None:
    text = (DOCS / "catalog-sources.md").read_text(encoding="utf-8")
    for known in KNOWN:
        assert f"| {known.name} | {known.dataset} | {known.licence}" in text
