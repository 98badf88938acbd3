from __future__ import annotations

import base64
import hashlib
import re
import struct
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import hostile
import pytest

from core.errors import BadInput
from core.report import html, pdf
from core.report.cases import CASES
from core.report.html import page
from core.report.pages import words_used
from core.report.pictures import Picture, pictures
from core.report.report_data import gather
from core.report.tables import ScoreTables, as_json, score_tables
from core.report.text import interval, number, percent
from core.report.words import words
from core.store.reader import Reader
from core.wording import Language, once


class Seen(HTMLParser):
    """What a browser would find: elements, attributes, text by element."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


class Charts:
    """A renderer with one chart to draw and one without data."""

    def __init__(self) -> None:
        self.language = ""

    def speak(self, language: str) -> None:
        self.language = language

    def names(self) -> tuple[str, ...]:
        return ("rse-bars", "nearest")

    def render(self, name: str, tables: ScoreTables, out: Path, reader: Reader) -> None:
        if name == "nearest":
            raise BadInput("nothing to show")
        out.write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><title>{name}</title></svg>")


@pytest.fixture
def seen(any_reader: Reader) -> Seen:
    return Seen(page(gather(any_reader, 1, now=0.0)))


def test_the_page_holds_no_script_and_no_element_of_a_models_text(seen: Seen) -> None:
    tags = {tag for tag, _ in seen.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "b", "i"}
    assert not any(name.startswith("on") or name == "style" for _, attrs in seen.elements for name in attrs)


def test_nothing_is_loaded_from_elsewhere(seen: Seen) -> None:
    for _, attrs in seen.elements:
        for name in ("src", "href", "action", "srcset", "data", "background"):
            assert str(attrs.get(name) or "#").startswith("#")
    styles = re.findall(r"url\(|@import", html.resources.read_text("report", "report.css"))
    assert not styles


def test_the_policy_allows_our_style_alone(any_reader: Reader) -> None:
    text = page(gather(any_reader, 1, now=0.0))
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (content,) = [
        a["content"] for t, a in Seen(text).elements if a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert content == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_unseen_characters_are_spelt_out(any_reader: Reader) -> None:
    text = page(gather(any_reader, 1, now=0.0))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert "⟨U+202E⟩" in text
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "unknown (known part 0.00 USD)"), ("zh", "未知（已知部分 0.00 USD）")]
)
def test_a_cost_that_is_known_in_part_is_an_unknown_one(
    rse_reader: Reader, monkeypatch: pytest.MonkeyPatch, language: Language, said: str
) -> None:
    info = replace(rse_reader.run(1), cost=0.0, cost_unknown=True)
    monkeypatch.setattr(rse_reader, "run", lambda _run: info)
    assert said in page(gather(rse_reader, 1, language, now=0.0))


def test_model_texts_are_never_templates(any_reader: Reader) -> None:
    text = page(gather(any_reader, 1, now=0.0))
    assert str(7919 * 7919) not in text
    assert "{{ 7919 * 7919 }}" in text


def test_every_figure_is_that_of_the_data(any_reader: Reader, seen: Seen) -> None:
    data = as_json(score_tables(any_reader, 1))
    for row in data["rse"]:
        for figure in (
            *(number(row[n]) for n in ("style", "structure", "content", "overall")),
            str(row["n"]),
        ):
            assert figure in seen.text
        assert interval(row["low"], row["high"]) in seen.text
    for row in data["ice"]:
        assert all(percent(row[name]) in seen.text for name in ("loose", "strict", "hard"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_is_there_in_both_languages(rse_reader: Reader, language: Any) -> None:
    data = gather(rse_reader, 1, language, now=0.0)
    found = Seen(page(data))
    ids = [attrs["id"] for _, attrs in found.elements if "id" in attrs]
    links = [str(attrs["href"])[1:] for tag, attrs in found.elements if tag == "a"]
    wanted = "question method scores warnings limits cases models sets judges manifest"
    assert {*wanted.split(), "confounds"} <= set(ids)
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert words(language)("limit.origin") in found.text
    assert ("lang", "zh-Hans" if language == "zh" else "en") in next(
        a for t, a in found.elements if t == "html"
    ).items()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_word_at_the_head_of_a_table_leads_to_its_meaning(ice_reader: Reader, language: Any) -> None:
    data = gather(ice_reader, 1, language)
    found, used = Seen(page(data)), words_used(data)
    linked = {str(attrs["href"])[6:] for tag, attrs in found.elements if attrs.get("class") == "word"}
    assert {"loose", "strict", "hard", "interval", "lineages"} <= linked <= {term.key for term in used}
    assert "stability" not in linked
    assert all(term.title in found.text and term.text in found.text for term in used)
    printed = Seen("".join(piece.html for piece in pdf.pieces(data))).text
    assert all(term.title in printed and term.text in printed for term in used)


def test_tables_are_told_to_those_who_hear_them(seen: Seen) -> None:
    cells = [attrs for tag, attrs in seen.elements if tag == "th"]
    assert cells
    assert all(attrs.get("scope") in ("col", "row") for attrs in cells)
    tables = sum(tag == "table" for tag, _ in seen.elements)
    assert tables == sum(tag == "caption" for tag, _ in seen.elements) > 0


def test_what_is_asked_is_answered_before_all_tables(rse_reader: Reader, tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    html.write(rse_reader, 1, out, Charts())
    ids = [str(a["id"]) for t, a in Seen(out.read_text("utf-8")).elements if t == "h2" and "id" in a]
    order = ["scores", "charts", "warnings", "limits", "cases", "full", "confounds", "published", "models"]
    assert [each for each in ids if each in order] == [each for each in order if each in ids]
    assert {"scores", "charts", "limits", "full"} <= set(ids)


def test_a_name_is_seen_once_for_the_rows_of_a_model(ice_reader: Reader) -> None:
    found = page(gather(ice_reader, 1, now=0.0))
    title = words("en")("table.ice_groups")
    (whole,) = re.findall(rf"<caption[^>]*>{title}</caption>.*?</table>", found, re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", whole, re.DOTALL)[1:]
    names = [re.search(r'<th scope="row".*?<bdi class="(.*?)">(.*?)</bdi>', row) for row in rows]
    shown = [name[2] for name in names if name and name[1] != "unseen"]
    assert len(names) > len(shown)
    assert len(shown) == len(set(shown)), "the others are there for those who hear them"


def test_cases_are_few_and_bounded(rse_reader: Reader) -> None:
    data = gather(rse_reader, 1, now=0.0)
    assert 0 < len(data.cases) <= CASES
    assert {case.why for case in data.cases} == {"highest", "lowest"}
    longest = max(len(text) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", page(data), re.DOTALL))
    assert longest < 20 * html.LONGEST_TEXT
    assert len({(c.detail.row.model, c.detail.prompt) for c in data.cases}) == len(data.cases)


def test_cases_of_claims_say_what_was_claimed(ice_reader: Reader) -> None:
    cases = gather(ice_reader, 1, now=0.0).cases
    assert {"none"} < {case.why for case in cases} <= {"hard", "strict", "loose", "none", "differ"}


def test_the_same_run_gives_the_same_page(any_reader: Reader) -> None:
    assert page(gather(any_reader, 1, now=0.0)) == page(gather(any_reader, 1, now=0.0))


def test_charts_stand_in_the_page_and_those_without_data_are_left_out(
    rse_reader: Reader, tmp_path: Path
) -> None:
    out = tmp_path / "r.html"
    html.write(rse_reader, 1, out, Charts())
    images = [attrs for tag, attrs in Seen(out.read_text("utf-8")).elements if tag == "img"]
    assert len(images) == 1
    assert str(images[0]["src"]).startswith("data:image/svg+xml;base64,")
    assert words("en")("chart.rse-bars") in str(images[0]["alt"])
    assert pictures(None, score_tables(rse_reader, 1), rse_reader, words("en")) == ()


def test_a_file_that_cannot_be_written_is_named(rse_reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        html.write(rse_reader, 1, tmp_path / "nowhere" / "r.html")


def test_folders_of_the_owner_are_not_handed_on(rse_reader: Reader, rse_workspace: Path) -> None:
    assert str(rse_workspace.parent) not in page(gather(rse_reader, 1, now=0.0))


def test_print_pieces_are_of_the_template_and_not_of_the_texts(any_reader: Reader) -> None:
    data = gather(any_reader, 1, now=0.0)
    made = pdf.pieces(data, (Picture("rse-bars", "A chart", "data:image/png;base64,AA=="),))
    html_of = "".join(piece.html for piece in made)
    assert "<h1>forged" not in html_of
    assert hostile.CANARY not in "".join(str(a) for _, a in Seen(html_of).elements)
    assert all(str(a["src"]).startswith("data:") for t, a in Seen(html_of).elements if t == "img")
    heads = [piece for piece in made if piece.repeat]
    assert heads
    assert all("<table" in piece.html for piece in heads)
    assert not made[-1].keep


def test_a_short_table_is_printed_on_one_page_with_its_note(ice_reader: Reader) -> None:
    data = gather(ice_reader, 1, now=0.0)
    made = pdf.pieces(data)
    title = words("en")("table.ice")
    (start,) = (n for n, piece in enumerate(made) if piece.html == f"<h3>{title}</h3>")
    note = next(n for n, piece in enumerate(made[start:], start) if 'class="note"' in piece.html)
    assert note > start + 2
    assert all(piece.keep for piece in made[start:note]), "nothing parts title, rows and note"
    assert not made[note].keep


@pytest.mark.parametrize(("size", "wide"), [((640, 400), 640), ((640, 1850), 320), ((640, 9000), 640)])
def test_a_high_chart_is_printed_on_one_page_if_it_stays_legible(size: tuple[int, int], wide: int) -> None:
    start = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", *size) + bytes(40)
    source = "data:image/png;base64," + base64.b64encode(start).decode()
    assert abs(pdf.chart_width(source) - wide) <= 1


def test_a_pdf_needs_a_printer(rse_reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="print"):
        pdf.write(rse_reader, 1, tmp_path / "r.pdf", None, None)


def test_columns_share_the_whole_width(any_reader: Reader) -> None:
    for made in gather(any_reader, 1, now=0.0).scores:
        shares = pdf.widths(made)
        assert len(shares) == len(made.head)
        assert min(shares) > 0
        assert abs(sum(shares) - 100) <= len(shares)


def test_a_shared_last_sentence_is_said_once() -> None:
    said = once(["A is like B. Mind the cause.", "C is like B. Mind the cause.", "D is not. Other."], "en")
    assert said == ["A is like B.", "C is like B.", "D is not. Other.", "Mind the cause."]


def test_a_full_stop_within_a_name_ends_no_sentence() -> None:
    said = [f"{name} is like v0.1. Beta. {name} descends from v0.1. Beta, so mind it." for name in ("A", "C")]
    assert once(said, "en", ["A", "v0.1. Beta", "C"]) == said
    assert once([said[0], said[0]], "en", ["v0.1. Beta"]) == [
        "A is like v0.1. Beta.",
        "A is like v0.1. Beta.",
        "A descends from v0.1. Beta, so mind it.",
    ]
