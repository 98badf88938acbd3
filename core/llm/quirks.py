"""How one server differs from the plain wire format: data of the catalog, applied to a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any, Literal

from core.llm.chat import Message

SystemRole = Literal["system", "developer", "user"]


@dataclass(frozen=True, slots=True)
class Quirks:
    """What a server, or one family of its models, wants otherwise.

    `drop`: parameters it refuses. `rename`: its names for neutral ones. `extra`: further fields of the body.
    `auth`: the header that carries the key (`bearer` is Authorization). `system`: the role of the system
    prompt; `user` puts it before the first turn. `json_schema`: whether structured output is offered.
    `query`: part of the address. `within`: the least and the greatest value of a parameter that it takes.
    `models`: (pattern of a model's name, overriding fields); all that fit apply.
    """

    drop: frozenset[str] = frozenset()
    rename: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    auth: str = "bearer"
    headers: Mapping[str, str] = field(default_factory=dict)
    system: SystemRole = "system"
    json_schema: bool = False
    query: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, Sequence[float]] = field(default_factory=dict)
    models: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def for_model(self, model: str) -> Quirks:
        """The quirks of one model: the server's, overridden by each pattern that its name fits."""
        bare = model.lower().rsplit("/", 1)[-1]
        fitting = [fields for pattern, fields in self.models if fnmatchcase(bare, pattern)]
        result = self
        for fields in fitting:
            result = replace(result, **_typed(fields))
        return result

    def with_api_version(self, version: str | None) -> Quirks:
        """The same with the version of the interface that the user named, where the server takes one."""
        if version is None or "api-version" not in self.query:
            return self
        return replace(self, query={**self.query, "api-version": version})

    def params(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The neutral parameters under this server's names, without those that it refuses."""
        return {self.rename.get(name, name): value for name, value in self.kept(params).items()}

    def kept(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters that this server does not refuse, within its bounds, under their neutral names."""
        given = {name: value for name, value in params.items() if value is not None}
        return {name: self._bound(name, value) for name, value in given.items() if name not in self.drop}

    def _bound(self, name: str, value: Any) -> Any:
        if name not in self.within or not isinstance(value, (int, float)):
            return value
        least, greatest = self.within[name]
        return min(max(value, least), greatest)

    def messages(self, messages: Iterable[Message]) -> list[dict[str, str]]:
        """The conversation as role and content, the system prompt where this server wants it."""
        turns = [{"role": m.role, "content": m.content} for m in messages]
        if self.system == "user":
            return _system_into_user(turns)
        for turn in turns:
            if turn["role"] == "system":
                turn["role"] = self.system
        return turns


def quirks_from(data: Mapping[str, Any]) -> Quirks:
    """Quirks from the catalog's plain data; raises TypeError for a field that there is not."""
    fields = dict(data)
    families = fields.pop("models", {})
    return Quirks(**_typed(fields), models=tuple((pattern, dict(each)) for pattern, each in families.items()))


def _typed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: frozenset(value) if name == "drop" else value for name, value in fields.items()}


def _system_into_user(turns: list[dict[str, str]]) -> list[dict[str, str]]:
    system = "\n\n".join(turn["content"] for turn in turns if turn["role"] == "system")
    rest = [turn for turn in turns if turn["role"] != "system"]
    first = next((turn for turn in rest if turn["role"] == "user"), None)
    if system and first:
        first["content"] = f"{system}\n\n{first['content']}"
    return rest
