"""Study files: TOML in and out, with errors that name the file and the key (DESIGN: the study file)."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from core.errors import BadInput
from core.study import IceSpec, ModelSpec, PromptSetSpec, RseSpec, Study
from core.study_values import shown
from core.textfile import refuse_odd_name
from core.whole_file import write_text

_TABLES = ("study", "model", "prompt_set", "rse", "ice")
_LONGEST = 1 << 24  # characters; a device never ends
_STUDY_KEYS = ("name", "metrics", "seed", "tolerance")


def read(path: Path) -> Study:
    """Read a study file. Raises BadInput naming the file, the line or the key, and what is allowed."""
    refuse_odd_name(path)
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_LONGEST + 1)
    except OSError as error:
        raise BadInput(f"cannot read the study file ({error.strerror})", path=path) from error
    except UnicodeDecodeError as error:
        raise BadInput("the study file is not UTF-8 text", path=path) from error
    if len(text) > _LONGEST:
        raise BadInput("is far too long for a study file", path=path)
    return parse(text, path)


def parse(text: str, path: Path) -> Study:
    """A study from TOML text; relative paths in it start at the folder of `path`."""
    try:
        return build(tomllib.loads(text), path.parent)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_without_place(str(error)), path=path, line=_line(error)) from error
    except RecursionError as error:
        raise BadInput("too many values within values", path=path) from error
    except ValueError as error:  # a number of thousands of digits
        raise BadInput("holds a value that cannot be read", path=path) from error
    except BadInput as error:
        line = error.line or _line_of(text, error.field)
        raise BadInput(error.what, path=path, line=line, field=error.field, remedy=error.remedy) from error


def build(data: dict[str, Any], base_dir: Path) -> Study:
    """A study from the tables of a study file."""
    _known(data, _TABLES, "")
    head = _table(data, "study")
    _known(head, _STUDY_KEYS, "study")
    return Study(
        **_typed(Study, head, "study"),
        models=tuple(_each(ModelSpec, data, "model")),
        prompt_sets=tuple(_each(PromptSetSpec, data, "prompt_set")),
        rse=_one(RseSpec, _table(data, "rse"), "rse"),
        ice=_one(IceSpec, _table(data, "ice"), "ice"),
        base_dir=base_dir.resolve(),
    )


def dumps(study: Study) -> str:
    """The study as TOML; only what differs from the defaults is written."""
    import tomlkit

    document = tomlkit.document()
    document["study"] = {"name": study.name, "metrics": list(study.metrics), "seed": study.seed}
    if study.tolerance != _default(Study, "tolerance"):
        document["study"]["tolerance"] = study.tolerance
    for key, specs in (("model", study.models), ("prompt_set", study.prompt_sets)):
        if specs:
            document[key] = tomlkit.aot()
            for spec in specs:
                document[key].append(tomlkit.item(_changed(spec)))
    for key, part in (("rse", study.rse), ("ice", study.ice)):
        if key in study.metrics or _changed(part):
            document[key] = _changed(part) | {"judges": list(part.judges)}
    return tomlkit.dumps(document)


def write(study: Study, path: Path) -> None:
    """Write a study file, whole or not at all. Raises BadInput where that cannot be done."""
    write_text(path, dumps(study))


def _each(kind: type[Any], data: dict[str, Any], key: str) -> list[Any]:
    tables = data.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise BadInput(f"write each one as a table headed [[{key}]]", field=key)
    return [_one(kind, table, f"{key}[{number}]") for number, table in enumerate(tables, 1)]


def _one(kind: type[Any], table: dict[str, Any], where: str) -> Any:
    names = [f.name for f in fields(kind)]
    _known(table, names, where)
    for f in fields(kind):
        if f.default is MISSING and f.default_factory is MISSING and f.name not in table:
            raise BadInput("is missing", field=f"{where}.{f.name}")
    values = _typed(kind, table, where)
    try:
        return kind(**values)
    except BadInput as error:
        raise BadInput(error.what, field=f"{where}.{error.field}", remedy=error.remedy) from error


def _typed(kind: type[Any], table: dict[str, Any], where: str) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {key: _value(value, hints[key], f"{where}.{key}") for key, value in table.items()}


def _value(value: Any, hint: Any, where: str) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _value(value, next(a for a in args if a is not type(None)), where)
    if origin is Literal:
        return value  # the dataclass says what is allowed
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise BadInput("must be a list of strings", field=where)
        return tuple(value)
    expected: type[Any] = origin or hint
    if expected is float and type(value) is int:
        return float(value)
    plain = dict if origin else expected
    if type(value) is not plain:
        raise BadInput(f"must be {_in_words(plain)}, not {shown(value)}", field=where)
    if plain is str and "\0" in value:
        raise BadInput("must not hold a NUL character", field=where)
    return value


def _in_words(kind: type[Any]) -> str:
    words = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false"}
    return words.get(kind, "a table such as { temperature = 0.0 }")


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    if key == "study" and key not in data:
        raise BadInput("the table [study] is missing", field="study")
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise BadInput(f"must be a table headed [{key}]", field=key)
    return table


def _known(table: dict[str, Any], allowed: Any, where: str) -> None:
    for key in table:
        if key not in allowed:
            raise BadInput(_unknown(key, allowed), field=f"{where}.{key}".lstrip("."))
    if where == "study" and "name" not in table:
        raise BadInput("is missing", field="study.name")


def _unknown(key: str, allowed: Any) -> str:
    near = difflib.get_close_matches(key, list(allowed), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; allowed: {', '.join(allowed)}"
    return f"unknown key{hint}"


def _changed(spec: Any) -> dict[str, Any]:
    values = {f.name: getattr(spec, f.name) for f in fields(spec)}
    kept = {k: v for k, v in values.items() if v != _default(type(spec), k) and v is not None}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in kept.items()}


def _default(kind: type[Any], name: str) -> Any:
    found = next(f for f in fields(kind) if f.name == name)
    return found.default_factory() if found.default_factory is not MISSING else found.default


def _line(error: tomllib.TOMLDecodeError) -> int | None:
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else None


def _without_place(text: str) -> str:
    return re.sub(r" \(at .*\)$", "", text)


def _line_of(text: str, field: str) -> int | None:
    """The line of a key such as model[2].role; None where it does not stand in the file."""
    match = re.fullmatch(r"(\w+)(?:\[(\d+)])?(?:\.(\w+))?(?:\..*)?", field)
    if not match:
        return None
    table, number, key = match[1], int(match[2] or 1), match[3]
    lines = text.splitlines()
    heads = [i for i, line in enumerate(lines) if re.match(rf"\s*\[\[?\s*{table}\s*]]?", line)]
    if len(heads) < number:
        return None
    start = heads[number - 1]
    for i in range(start + 1, len(lines)):
        if lines[i].lstrip().startswith("["):
            break
        if key and re.match(rf"\s*[\"']?{key}[\"']?\s*=", lines[i]):
            return i + 1
    return start + 1
