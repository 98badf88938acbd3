"""A model whose answers are in a file: nothing is asked, the recorded answer is looked up."""

from __future__ import annotations

from pathlib import Path

from core.errors import BadInput, CallFailed, Cause
from core.llm.chat import ChatReply, ChatRequest, ModelIdentity
from core.llm.recorded_index import RecordedIndex
from core.llm.recorded_rows import conversations


class Recorded:
    """Answers a request from a file, by the prompt's id where it has one, else by its text.

    A request's `repeat` picks among several answers to one prompt; beyond their number they come round again.
    """

    def __init__(self, index: RecordedIndex, digest: str, name: str) -> None:
        self._index, self._digest, self._name = index, digest, name

    @classmethod
    def load(cls, path: Path | str, model: str | None = None) -> Recorded:
        """Read a file of answers; `model` keeps only the rows that name it.

        Formats: ArenaHard model answers (`messages`, or the older `choices` with `turns`), AlpacaEval model
        outputs, conversations, and any JSONL, JSON, CSV, TSV or spreadsheet with a column of prompts and one
        of responses. Raises BadInput, naming file and line, for a malformed row or unusable columns.
        """
        from core.study import file_hash
        from core.tables import read_rows

        path = Path(path)
        digest = file_hash(path)
        index = RecordedIndex(conversations(read_rows(path, strict=True), path, model))
        if not index:
            raise BadInput(
                _nothing(model), path=path, remedy="Check the file, or the model's name in the study"
            )
        return cls(index, f"{digest}:{model}" if model else digest, model or path.stem)

    @property
    def identity(self) -> ModelIdentity:
        """Named by the content of the file, and by `model` where only its rows are used."""
        return ModelIdentity("recorded", "", f"sha256:{self._digest}")

    @property
    def account(self) -> str:
        """Each file by itself; there is nothing to share."""
        return f"recorded:{self._name}:{self._digest[:12]}"

    def __len__(self) -> int:
        """How many prompts have an answer."""
        return len(self._index)

    def has(self, request: ChatRequest) -> bool:
        """Whether there is an answer to this request."""
        return bool(self._index.find(request))

    def count(self, request: ChatRequest) -> int:
        """How many answers there are to this request."""
        return len(self._index.find(request))

    async def ask(self, request: ChatRequest) -> ChatReply:
        """The recorded answer; raises CallFailed (no recorded answer) where there is none."""
        answers = self._index.find(request)
        if not answers:
            shown = " ".join(request.last_user.split())[:60]
            raise CallFailed(
                Cause.NOT_RECORDED, f"{self._name} has no recorded answer to the prompt {shown!r}"
            )
        text = answers[request.repeat % len(answers)]
        return ChatReply(text, finish_reason="stop", asked_as="recorded", model=self._name)

    async def aclose(self) -> None:
        """Nothing is held open."""


def _nothing(model: str | None) -> str:
    return f"no row holds an answer of the model {model!r}" if model else "there is no answer in the file"
