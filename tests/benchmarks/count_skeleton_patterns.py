"""Counts how common each skeleton pattern is in English documentation and prints the table the judge ships.

    python tests/benchmarks/count_skeleton_patterns.py > resources/measured/skeleton-patterns.tsv

Texts: the readmes of installed packages and the docstrings of them and of the standard library, 500 tokens of each.
Counts depend on what is installed, so the shipped table is frozen: counting again means a new version of the judge.
"""

from __future__ import annotations

import ast
import math
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from core.rse.measured import blocks, lexer, patterns
from core.rse.measured.measurements import lower_prose, streams

LEAST_TOKENS, MOST_TOKENS, LEAST_DOCUMENTS = 60, 500, 50


def readmes(packages: Path) -> Iterator[str]:
    for path in sorted(packages.glob("*.dist-info/METADATA")):
        _, _, body = path.read_text(encoding="utf-8", errors="replace").partition("\n\n")
        yield body


def docstrings(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        if "test" in path.as_posix():
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8", errors="ignore"))
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                yield ast.get_docstring(node) or ""


def skeleton(text: str) -> str:
    prose = lower_prose("\n".join(blocks.layout(text[:4000]).prose))
    return streams(lexer.lex_all(lexer.TOKEN.findall(prose)))[0]


def count(texts: Iterator[str]) -> tuple[int, Counter[str]]:
    documents, counts = 0, Counter[str]()
    for text in texts:
        framed = f"{lexer.START}{skeleton(text)}{lexer.END}"[:MOST_TOKENS]
        if len(framed) >= LEAST_TOKENS:
            documents += 1
            counts.update(set(patterns.grams(framed)))
    return documents, counts


def texts() -> Iterator[str]:
    packages = Path(sysconfig.get_path("purelib"))
    yield from readmes(packages)
    yield from docstrings(Path(sysconfig.get_path("stdlib")))
    yield from docstrings(packages)


def main() -> None:
    documents, counts = count(texts())
    groups: dict[float, list[str]] = {}
    for gram, number in counts.items():
        if number >= LEAST_DOCUMENTS:
            rarity = round(2 * math.log(1 + documents / (number + 1))) / 2
            groups.setdefault(rarity, []).append(patterns.spelled(gram))
    for rarity in sorted(groups):
        sys.stdout.write("\t".join((f"{rarity:.1f}", *sorted(groups[rarity]))) + "\n")
    sys.stderr.write(f"{documents} documents, {sum(map(len, groups.values()))} patterns\n")


if __name__ == "__main__":
    main()
