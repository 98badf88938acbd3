"""The tables of an HTML report, as a reader finds them."""

from __future__ import annotations

from html.parser import HTMLParser


class Tables(HTMLParser):
    """The rows of cells of a page's tables, heads included, by their caption."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[tuple[str, ...]]] = {}
        self._caption, self._at = "", ""
        self._row: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at = tag if tag in {"caption", "td", "th"} else self._at
        if tag == "tr":
            self._row = []
        elif tag in {"td", "th"}:
            self._row.append("")
        elif tag == "caption":
            self._caption = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self.found.setdefault(self._caption, []).append(tuple(self._row))
        elif tag in {"caption", "td", "th"}:
            self._at = ""

    def handle_data(self, data: str) -> None:
        if self._at == "caption":
            self._caption += data
        elif self._at:
            self._row[-1] += data
