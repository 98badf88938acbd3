"""Study bundles: a study with its files in one zip, that another person can open and repeat.

Its study file names every file relative to itself. Files that ship with the program lie beside it in `shipped/`,
to read and to compare; recorded answers are in it on request. Keys never are: a study names them only.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core import resources, study_file
from core.engine.freeze import program_version
from core.errors import BadInput
from core.report.asked import file_name
from core.rse import rubric
from core.store.reader import Reader
from core.study import ModelSpec, PromptSetSpec, Study, file_hash
from core.whole_file import refuse_workspace, replacing

SUFFIX = ".distilscope.zip"
FORMAT = 1
_ODD = re.compile(r"[^0-9A-Za-z._-]+")
# The same bundle of the same study is the same file: no time of packing is in it.
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Packed:
    """A bundle as it was written. `absent`: recorded answers that the other person has to bring."""

    path: Path
    files: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass
class _Contents:
    """What goes in: a file's content by its name, and which names the study counts on without them."""

    files: dict[str, bytes] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)

    def place(self, folder: str, path: Path) -> str:
        """A free name below a folder for this file."""
        stem, ending = _ODD.sub("-", path.stem).strip(".-") or "file", _ODD.sub("", path.suffix)
        taken = {name.casefold() for name in (*self.files, *self.absent)}
        names = (f"{folder}/{stem}{f'-{n}' if n > 1 else ''}{ending}" for n in range(1, len(taken) + 3))
        return next(name for name in names if name.casefold() not in taken)

    def add(self, folder: str, path: Path) -> str:
        """Take a file in. Raises BadInput where it cannot be read."""
        name = self.place(folder, path)
        try:
            self.files[name] = path.read_bytes()
        except OSError as error:
            raise BadInput(f"cannot be read ({error.strerror})", path=path) from error
        return name


def pack(
    study: Study, out: Path, *, responses: bool = False, reader: Reader | None = None, run: int = 0
) -> Packed:
    """Write the bundle of a study; with `responses` also recorded answers, and those of a run if one is given.

    Raises BadInput where a file of the study is missing, or the bundle cannot be written.
    """
    refuse_workspace(out)
    contents = _Contents()
    moved = _with_files(study, contents, responses=responses)
    if responses and reader is not None:
        contents.files |= _responses(reader, run)
    contents.files |= _shipped(study)
    contents.files["study.toml"] = study_file.dumps(moved).encode()
    contents.files["README.txt"] = _README.encode()
    contents.files["bundle.json"] = _manifest(study, contents)
    _write(out, contents.files)
    return Packed(out, tuple(sorted(contents.files)), tuple(contents.absent))


def _with_files(study: Study, contents: _Contents, *, responses: bool) -> Study:
    """The study with its files taken in, and named by where they lie in the bundle."""
    models = tuple(_model(study, model, contents, responses=responses) for model in study.models)
    sets = tuple(_prompt_set(study, each, contents) for each in study.prompt_sets)
    rse = replace(study.rse, rubric=_optional(study, study.rse.rubric, "rubric", contents))
    ice = replace(
        study.ice,
        templates=_optional(study, study.ice.templates, "templates", contents),
        questions=_optional(study, study.ice.questions, "questions", contents),
    )
    return replace(study, models=models, prompt_sets=sets, rse=rse, ice=ice)


def _model(study: Study, model: ModelSpec, contents: _Contents, *, responses: bool) -> ModelSpec:
    facts = model.facts
    if any(where == f"model {model.name}: facts" for where, _ in study.input_files()):
        facts = _optional(study, facts, "facts", contents)
    return replace(model, facts=facts, path=_path(study, model, contents, responses=responses))


def _path(study: Study, model: ModelSpec, contents: _Contents, *, responses: bool) -> str | None:
    """Recorded answers on request; weights never, they are large and often not ours to hand on."""
    if model.path is None:
        return None
    if model.provider != "recorded":
        return file_name(model.path)
    path = study.resolve(model.path)
    if responses:
        return contents.add("recorded", path)
    name = contents.place("recorded", path)
    contents.absent[name] = file_hash(path)
    return name


def _prompt_set(study: Study, each: PromptSetSpec, contents: _Contents) -> PromptSetSpec:
    return replace(each, path=_optional(study, each.path, "prompts", contents))


def _optional(study: Study, path: str | None, folder: str, contents: _Contents) -> str | None:
    return contents.add(folder, study.resolve(path)) if path else None


def _shipped(study: Study) -> dict[str, bytes]:
    """What the study takes from the program, as it is in this version."""
    return {f"shipped/{'/'.join(parts)}": resources.path(*parts).read_bytes() for parts in _parts(study)} | (
        {"shipped/rubric.txt": rubric.STANDARD.text.encode()}
        if "rse" in study.metrics and not study.rse.rubric
        else {}
    )


def _parts(study: Study) -> Iterator[tuple[str, ...]]:
    for name in dict.fromkeys(each.bundled for each in study.prompt_sets if each.bundled):
        yield "prompts", f"{name}.jsonl"
    if "ice" not in study.metrics:
        return
    if not study.ice.templates and study.ice.mode != "plain":
        yield "ice", "templates.jsonl"
    if not study.ice.questions:
        yield "ice", "questions.jsonl"
    for vendor in sorted({m.facts for m in study.models if m.facts}):
        if resources.path("identity", "facts", f"{vendor}.toml").is_file():
            yield "identity", "facts", f"{vendor}.toml"


_ANSWERS = """
SELECT m.name AS model, ifnull(s.name, '') AS prompt_set, p.turns, a.repeat, a.outcome, a.text FROM answer a
JOIN run_model m ON m.id = a.model_id JOIN prompt p ON p.id = a.prompt_id
LEFT JOIN prompt_set s ON s.id = p.prompt_set_id WHERE a.run_id = ? AND a.outcome IN ('answered', 'refused')
ORDER BY a.model_id, a.id"""


def _responses(reader: Reader, run: int) -> dict[str, bytes]:
    """The answers of each model of a run, as files that can be imported or recorded from."""
    lines: dict[str, list[str]] = {}
    for row in reader.db.execute(_ANSWERS, (run,)):
        turns = json.loads(row["turns"])
        kept = {name: row[name] for name in ("model", "prompt_set", "repeat", "outcome")}
        record = {"prompt": turns[0] if len(turns) == 1 else turns, "response": row["text"], **kept}
        lines.setdefault(row["model"], []).append(json.dumps(record, ensure_ascii=False))
    contents = _Contents()
    for model, own in lines.items():
        name = contents.place("responses", Path(f"{_ODD.sub('-', model)[:80]}.jsonl"))
        contents.files[name] = ("\n".join(own) + "\n").encode("utf-8", "backslashreplace")
    return contents.files


def _manifest(study: Study, contents: _Contents) -> bytes:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(contents.files.items())}
    data: dict[str, Any] = {
        "format": FORMAT,
        "program": program_version(),
        "study": study.name,
        "fingerprint": study.fingerprint(),
        "files": hashes,
        "absent": contents.absent,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def _write(out: Path, files: dict[str, bytes]) -> None:
    with replacing(out) as draft, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)


_README = """\
A DistilScope study with its files.

To open it:    distilscope bundle open THIS_FILE --into FOLDER
To run it:     distilscope run FOLDER/study.toml --workspace FOLDER/study.distilscope

study.toml is the study. shipped/ holds what the study takes from the program itself, in the version that packed it:
to read, and for comparing. bundle.json lists every file with its SHA-256. No key is in here: the study only
names where its owner keeps one.
"""
