from __future__ import annotations

import contextlib
import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command import write_jsonl, write_study
from engine import Engine, results
from hypothesis import given
from hypothesis import strategies as st

from core import study_file
from core.errors import BadInput
from core.report.bundle import pack
from core.report.bundle_open import unpack
from core.store.reader import Reader

RECORDED = [
    {"name": "a", "role": "reference", "provider": "recorded", "path": "deep/a.jsonl"},
    {"name": "b", "role": "test", "provider": "recorded", "path": "b.jsonl"},
]
PROMPTS = [f"What is {n} and {n}?" for n in range(35)]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    (folder / "deep").mkdir(parents=True)
    for name in ("deep/a", "b"):
        write_jsonl(
            folder / f"{name}.jsonl", ({"prompt": p, "response": f"{name} says {p}"} for p in PROMPTS)
        )
    (folder / "own rubric.txt").write_text("Give 1 to 5.", encoding="utf-8")
    return write_study(folder / "study.toml", RECORDED, prompts=PROMPTS, rse={"rubric": "own rubric.txt"})


def test_an_opened_bundle_is_the_same_study_and_gives_the_same_scores(study: Path, tmp_path: Path) -> None:
    packed = pack(study_file.read(study), tmp_path / "s.distilscope.zip", responses=True)
    assert packed.absent == ()
    opened = unpack(packed.path, tmp_path / "theirs")
    assert opened.same
    assert opened.changed == opened.absent == opened.reached == ()
    assert opened.study.fingerprint() == study_file.read(study).fingerprint()
    with Engine() as engine:
        engine.run(study, tmp_path / "1.distilscope")
        engine.run(opened.folder / "study.toml", tmp_path / "2.distilscope")
    assert results(tmp_path / "1.distilscope") == results(tmp_path / "2.distilscope")


def test_recorded_answers_are_left_out_unless_asked_for(study: Path, tmp_path: Path) -> None:
    packed = pack(study_file.read(study), tmp_path / "s.zip")
    assert len(packed.absent) == 2
    assert not any(name.startswith("recorded/") for name in packed.files)
    opened = unpack(packed.path, tmp_path / "theirs")
    assert not opened.same
    assert set(opened.absent) == set(packed.absent)


def test_the_same_study_packs_to_the_same_bytes(study: Path, tmp_path: Path) -> None:
    for name in ("1.zip", "2.zip"):
        pack(study_file.read(study), tmp_path / name, responses=True)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_nothing_of_the_owners_folders_is_handed_on(study: Path, tmp_path: Path) -> None:
    packed = pack(study_file.read(study), tmp_path / "s.zip", responses=True)
    with zipfile.ZipFile(packed.path) as archive:
        assert not any(str(tmp_path).encode() in archive.read(name) for name in archive.namelist())


def test_names_of_keys_are_kept_and_told(tmp_path: Path) -> None:
    models = [
        {"name": "a", "role": "reference", "provider": "openai", "key": "keyring:mine"},
        {"name": "b", "role": "test", "provider": "openai-compatible", "base_url": "https://b.example/v1",
         "key": "env:B_KEY"},
    ]  # fmt: skip
    packed = pack(
        study_file.read(write_study(tmp_path / "s.toml", models, prompts=PROMPTS)), tmp_path / "s.zip"
    )
    opened = unpack(packed.path, tmp_path / "theirs")
    assert opened.reached == (
        "a: openai, with the key keyring:mine", "b: https://b.example/v1, with the key env:B_KEY"
    )  # fmt: skip


def test_what_the_program_ships_lies_beside_the_study(tmp_path: Path) -> None:
    models = [{"name": "m", "role": "test", "provider": "simulated", "facts": "mistral"}]
    study = study_file.read(
        write_study(tmp_path / "s.toml", models, study={"metrics": ["ice"]}, ice={"queries": 5})
    )
    names = pack(study, tmp_path / "s.zip").files
    shipped = {"ice/templates.jsonl", "ice/questions.jsonl", "identity/facts/mistral.toml"}
    assert {f"shipped/{name}" for name in shipped} <= set(names)
    assert unpack(tmp_path / "s.zip", tmp_path / "o").changed == ()


def test_answers_of_a_run_come_on_request(rse_reader: Reader, tmp_path: Path) -> None:
    study = rse_reader.study(1)
    files = pack(study, tmp_path / "s.zip", responses=True, reader=rse_reader, run=1).files
    assert sum(name.startswith("responses/") for name in files) == 2
    unpack(tmp_path / "s.zip", tmp_path / "theirs")


def test_a_missing_file_of_the_study_is_named(study: Path, tmp_path: Path) -> None:
    read = study_file.read(study)
    (study.parent / "b.jsonl").unlink()
    with pytest.raises(BadInput, match=r"b\.jsonl"):
        pack(read, tmp_path / "s.zip", responses=True)
    assert not list(tmp_path.glob("*.zip*"))


def test_a_folder_in_use_is_left_alone(study: Path, tmp_path: Path) -> None:
    pack(study_file.read(study), tmp_path / "s.zip")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="not empty"):
        unpack(tmp_path / "s.zip", tmp_path / "full")
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_a_bundle_opens_into_the_empty_folder_one_stands_in(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(study_file.read(study), tmp_path / "s.zip")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert unpack(tmp_path / "s.zip", Path()).study.name == study_file.read(study).name
    assert Path("study.toml").is_file()
    assert not list(Path().glob("*.part")) + list(Path().glob(".part"))
    with pytest.raises(BadInput):
        unpack(tmp_path / "s.zip", Path())
    assert Path("study.toml").is_file()


def test_an_empty_folder_stays_empty_where_a_bundle_is_bad(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    refused(tmp_path, forged(tmp_path / "f.zip", {"prompts/ü": b"x"}), "no bundle has")


STUDY = """[study]
name = "x"
metrics = ["ice"]
[[model]]
name = "m"
role = "test"
provider = "simulated"
facts = "mistral"
"""


def forged(
    path: Path, files: dict[str, bytes], change: Callable[[zipfile.ZipFile], None] | None = None
) -> Path:
    """A bundle whose list of files is right, whatever the files are."""
    files = {"study.toml": STUDY.encode(), **files}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("bundle.json", json.dumps({"format": 1, "files": hashes, "fingerprint": ""}))
        if change:
            change(archive)
    return path


def refused(tmp_path: Path, bundle: Path, match: str) -> None:
    before = sorted(p for p in tmp_path.rglob("*") if p != bundle)
    with pytest.raises(BadInput, match=match):
        unpack(bundle, tmp_path / "theirs")
    assert sorted(p for p in tmp_path.rglob("*") if p != bundle) == before


def test_a_forged_bundle_without_fault_opens(tmp_path: Path) -> None:
    assert (
        unpack(forged(tmp_path / "f.zip", {"prompts/p.csv": b"prompt\nx\n"}), tmp_path / "o").study.name
        == "x"
    )


@pytest.mark.parametrize("version", ["1e999", "NaN", "[]", '"x"'])
def test_a_list_of_files_with_an_odd_version_is_refused(tmp_path: Path, version: str) -> None:
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("study.toml", STUDY)
        archive.writestr("bundle.json", f'{{"format": {version}, "files": {{}}}}')
    refused(tmp_path, tmp_path / "f.zip", "cannot be read")


def test_a_file_said_to_lie_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    def move(archive: zipfile.ZipFile) -> None:
        archive.infolist()[0].header_offset = (1 << 64) - 2

    refused(tmp_path, forged(tmp_path / "f.zip", {}, move), "cannot be opened")


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt", "prompts/../../out.txt", "/etc/out", "C:/out", "prompts\\..\\out", "prompts/..", ".bashrc",
        "study.toml/x", "prompts/con.txt", "prompts/a:b", "other/p.csv", "prompts/ü", "prompts/p. ", "prompts//p",
        "prompts/", "autorun.inf",
    ],
)  # fmt: skip
def test_a_file_outside_of_the_bundles_folders_is_refused(tmp_path: Path, name: str) -> None:
    refused(tmp_path, forged(tmp_path / "f.zip", {name: b"x"}), "no bundle has|two files|cannot be opened")


@given(name=st.text(st.sampled_from("./\\:ab~ \x00ü"), min_size=1, max_size=12))
def test_no_name_leads_out_of_the_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("zip")
    bundle = forged(folder / "f.zip", {f"prompts/{name}": b"x"})
    (folder / "in").mkdir()
    with contextlib.suppress(BadInput):
        unpack(bundle, folder / "in" / "theirs")
    assert {p.name for p in folder.iterdir()} == {"f.zip", "in"}
    assert {p.name for p in (folder / "in").iterdir()} <= {"theirs"}


def test_a_link_is_refused(tmp_path: Path) -> None:
    def link(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("prompts/link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")

    refused(tmp_path, forged(tmp_path / "f.zip", {}, link), "no bundle has")


def test_a_bomb_is_refused_before_it_is_written(tmp_path: Path) -> None:
    refused(tmp_path, forged(tmp_path / "f.zip", {"prompts/p.csv": b"0" * (12 << 20)}), "far larger")


def test_a_changed_file_and_an_unlisted_one_are_refused(tmp_path: Path) -> None:
    refused(
        tmp_path, forged(tmp_path / "f.zip", {}, lambda a: a.writestr("prompts/more.csv", "x")), "other files"
    )
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        archive.writestr("study.toml", STUDY)
        archive.writestr("bundle.json", json.dumps({"format": 1, "files": {"study.toml": "0" * 64}}))
    (tmp_path / "f.zip").unlink()
    refused(tmp_path, tmp_path / "g.zip", "not as it was")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../secret.jsonl", "prompts/../../x", "C:\\x.csv", "~/x.csv"]
)
def test_a_study_that_reads_files_of_this_machine_is_refused(tmp_path: Path, path: str) -> None:
    text = f"""[study]
name = "x"
metrics = ["ice"]
[[model]]
name = "m"
role = "test"
provider = "recorded"
path = {json.dumps(path)}
facts = "mistral"
"""
    refused(tmp_path, forged(tmp_path / "f.zip", {"study.toml": text.encode()}), "outside")


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all" * 50, b"PK\x05\x06" + b"\x00" * 18])
def test_what_is_no_bundle_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "f.zip"
    path.write_bytes(content)
    refused(tmp_path, path, "f.zip")


@given(cut=st.integers(0, 900), flip=st.integers(0, 255))
def test_damage_is_an_error_and_leaves_nothing(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flip: int
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    bundle = forged(folder / "f.zip", {"prompts/p.csv": b"prompt\nWhat is a tide?\n" * 20})
    data = bytearray(bundle.read_bytes())
    data[cut % len(data)] ^= flip
    bundle.write_bytes(bytes(data))
    try:
        unpack(bundle, folder / "o")
    except BadInput:
        assert {p.name for p in folder.iterdir()} == {"f.zip"}
    else:
        assert (folder / "o" / "study.toml").read_text("utf-8") == STUDY
