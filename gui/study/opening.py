"""A study from a file: a study file, or a bundle of somebody else, unpacked into a folder of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.report.safe import one_line
from core.study import ModelSpec, Study
from gui.i18n import lines, sentences, tr
from gui.study import brought
from gui.study.words import BUILT_IN

USE = "Use these responses"
FILES = "DistilScope study (*.toml *.distilscope.zip)"
_ENDINGS = (".distilscope.zip", ".zip")
_NAMED = 6  # models or files; the steps of the study show all


@dataclass(frozen=True)
class Found:
    """A study and its file. `bundle`: what is known of the bundle that it came from (core's Opened), if from one.

    `responses`: the files of those of an earlier run that it brought, by the models' names.
    """

    study: Study
    path: Path
    bundle: Any = None
    responses: Mapping[str, str] = field(default_factory=dict)


def read(path: Path, folder: Path) -> Found:
    """Read a study; a bundle is unpacked below the folder. Blocking; raises BadInput."""
    from core import study_file

    if path.suffix.lower() != ".zip":
        return Found(study_file.read(path), path)
    from core.report.bundle_open import unpack

    opened = unpack(path, _free(folder, path.name))
    return Found(opened.study, opened.folder / "study.toml", opened, brought.responses(opened.folder))


def template_files(folder: Path) -> list[Path]:
    """The user's own files of templates, kept below the data folder."""
    from gui.identity import files as library

    found = library.list_templates(library.templates_folder(folder))
    return [entry.path for entry in found if entry.path]


def told(found: Found, models: Iterable[ModelSpec]) -> str:
    """What to know of a bundle before its study is started: where it lies, whom it would ask, what is not as it was.

    The models are those of the study as it stands now.
    """
    models = tuple(models)
    told = [tr("The bundle was unpacked into {path}. Nothing has been asked yet.", path=found.path.parent)]
    told += _brought(found, models)
    told += _some([_asked(m) for m in models if m.provider not in BUILT_IN])
    for name in found.bundle.absent:
        told.append(tr("Recorded answers are not in it: put them at {path}.", path=found.path.parent / name))
    told += _some(
        [tr("Differs in this version of the program: {name}.", name=n) for n in found.bundle.changed]
    )
    return lines(*told)


def doubtful(found: Found) -> bool:
    """Whether the study cannot be repeated as it was packed."""
    return bool(found.bundle.absent or found.bundle.changed)


def usable(found: Found, models: Iterable[ModelSpec]) -> bool:
    """Whether a model of the study could answer with responses that are in the bundle."""
    return any(model.name in found.responses and model.provider != "recorded" for model in models)


def _brought(found: Found, models: tuple[ModelSpec, ...]) -> list[str]:
    """A run does not take a stranger's responses for replies of its own; whoever opens them may use them as such."""
    if not found.responses:
        return []
    folder, n = found.path.parent / brought.FOLDER, len(found.responses)
    there = tr("It holds responses of an earlier run, by {n} models, in {path}.", n=n, path=folder)
    if not usable(found, models):
        return [there]
    use = tr(
        "A run does not use them by itself: “{button}” lets these models answer with them instead of being asked.",
        button=tr(USE),
    )
    return [sentences(there, use)]


def _asked(model: ModelSpec) -> str:
    name, address = one_line(model.name), one_line(model.base_url or model.provider)
    if not model.key:
        return tr("{name} would be asked at {address}.", name=name, address=address)
    key = one_line(model.key)
    return tr("{name} would be asked at {address}, with the key {key}.", name=name, address=address, key=key)


def _some(told: list[str]) -> list[str]:
    return told if len(told) <= _NAMED else [*told[:_NAMED], "…"]


def _free(folder: Path, name: str) -> Path:
    """A folder for a bundle of this name that is not there yet."""
    ending = next((each for each in _ENDINGS if name.lower().endswith(each)), "")
    plain = name.removesuffix(name[len(name) - len(ending) :]).strip(" .") or "study"
    folders = (folder / (plain if n == 1 else f"{plain} {n}") for n in itertools.count(1))
    return next(each for each in folders if not each.exists())
