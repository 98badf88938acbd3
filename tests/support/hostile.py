"""Runs whose texts try everything that a page, a table or a terminal could fall for."""

from __future__ import annotations

import json
from pathlib import Path

from command import write_jsonl, write_study
from engine import Engine

from core.engine.import_log import ImportedLog, import_log
from core.store.writer import Writer

CANARY = "evil.example"
TEXTS = (
    f"<script src='https://{CANARY}/x.js'>alert(1)</script>",
    f"</pre></style><img src=https://{CANARY}/a.png onerror=alert(1)>",
    "<!--piece--><h1>forged</h1><!--no-head-->",
    "\u202egnihtemos desrever\u202c and a bell \x07 and nothing \x00 and an escape \x1b[31m",
    f'=HYPERLINK("https://{CANARY}")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1 and -1 and a\ttab",
    r"\input{/etc/passwd} \write18{rm} $x^2$ 100 % & # _ ~ {",
    "| a | b |\n|---|---|\n[link](https://evil.example) ![p](https://evil.example/p.png) `code`",
    "{{ 7919 * 7919 }} {% raw %} ${7919*7919} {query}",
    "half of a character \ud83d alone",
    "汉字与中文标点，一段普通的回答。",
    "Z" + "\u0301" * 300 + "algo",
    "x" * 9000,
)
MODEL = "<b>évil</b> =1+1|&_% \u202e model"


def similarity_run(folder: Path) -> Path:
    """A finished run of two recorded models over hostile prompts and responses; its workspace."""
    prompts = [f"Prompt {number}: {text}" for number, text in enumerate(_encodable() * 3)]
    for name, shift in (("reference", 0), ("test", 1)):
        rows = [
            {"prompt": prompt, "response": _encodable()[(n + shift * (n % 3)) % len(_encodable())]}
            for n, prompt in enumerate(prompts)
        ]
        write_jsonl(folder / f"{name}.jsonl", rows)
    study = write_study(
        folder / "study.toml",
        [
            {"name": "reference", "role": "reference", "provider": "recorded", "path": "reference.jsonl"},
            {"name": MODEL, "role": "test", "provider": "recorded", "path": "test.jsonl", "notes": TEXTS[0]},
        ],
        prompts=prompts,
        study={"name": f"A <i>study</i> & {TEXTS[8]}"},
        rse={"judges": ["measured"]},
    )
    with Engine() as engine:
        engine.run(study, folder / "rse.distilscope")
    return folder / "rse.distilscope"


def identity_run(folder: Path) -> Path:
    """An imported log in which the model claims hostile makers; its workspace."""
    log = folder / "log.jsonl"
    rows = [
        {
            "jailbreak_prompt": f"Frame {number % 12}: {{query}} {TEXTS[number % 10]}".replace(
                " {query}", "", 0
            ),
            "query": f"Who made you, {number}?",
            "response": f"I was made by OpenAI. {text}" if number % 2 else f"I am a model by {text}",
            "eval_results": bool(number % 2),
        }
        for number, text in enumerate(TEXTS * 3)
    ]
    log.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    writer = Writer(folder / "ice.distilscope")
    try:
        import_log(writer, ImportedLog.read(log, MODEL, "zhipu", None))
    finally:
        writer.close()
    return folder / "ice.distilscope"


def _encodable() -> list[str]:
    """Those that a file of answers can hold; halves of characters come by escapes only."""
    return [text.encode("utf-8", "ignore").decode() for text in TEXTS]
