"""Studies of every kind, as Hypothesis draws them: each optional part is there or not."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from core.study import (
    IceMode,
    IceSpec,
    JudgeOn,
    Kind,
    ModelRole,
    ModelSpec,
    PromptSetSpec,
    RseSpec,
    Selection,
    Study,
)

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1).filter(
    lambda text: bool(text.strip())
)


json_values = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


sizes = st.integers(1, 10**6)


shares = st.floats(0, 1)


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def a_model(name: str, role: str) -> st.SearchStrategy[ModelSpec]:
    params = st.dictionaries(
        words.filter(lambda w: "key" not in w and "auth" not in w), json_values, max_size=3
    )
    return st.builds(
        ModelSpec, st.just(name), st.just(role), st.sampled_from(["simulated", "openai", "local"]),
        model=optional(words), path=optional(words), builtin=optional(words), base_url=optional(words),
        key=optional(st.from_regex(r"\A(keyring|env|session):[A-Z_]{1,12}\Z")), params=params,
        kind=st.sampled_from(get_args(Kind)), system=optional(words), facts=optional(words),
        vendor=optional(words), closeness=optional(shares), leak=optional(shares),
        leak_by_template=st.booleans(), allow_http=st.booleans(), deployment=optional(words),
        api_version=optional(words), price=st.just({}) | st.just({"input": 1.5, "output": 2.0}),
        requests_per_minute=optional(sizes), tokens_per_minute=optional(sizes), notes=words | st.just(""),
    )  # fmt: skip


@st.composite
def studies(draw: st.DrawFn) -> Study:
    names = draw(st.lists(words, min_size=3, max_size=5, unique=True))
    roles = ["reference", "test", "judge", *draw(st.lists(st.sampled_from(get_args(ModelRole)), max_size=2))]
    models = tuple(draw(a_model(n, r)) for n, r in zip(names, roles, strict=False))
    judges = [m.name for m in models if m.role == "judge" and m.name not in {"measured", "rules"}]
    sets = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    rse = st.builds(
        RseSpec, st.sampled_from([("measured",), ("measured", *judges), tuple(judges) or ("measured",)]),
        st.integers(1, 100), st.booleans(), st.booleans(), st.sampled_from(get_args(JudgeOn)), optional(words),
    )  # fmt: skip
    ice = st.builds(
        IceSpec, st.sampled_from([("rules",), ("rules", *judges)]), sizes, st.sampled_from(get_args(IceMode)),
        st.sampled_from(get_args(Selection)), sizes, sizes, optional(words), optional(words),
        st.just(("zh",)) | st.just(("en", "zh")), optional(sizes), optional(sizes), optional(sizes),
        st.booleans(), st.lists(words, unique=True, max_size=3).map(tuple), st.integers(1, 9),
    )  # fmt: skip
    return Study(
        draw(words),
        draw(st.sampled_from([("rse",), ("ice",), ("rse", "ice"), ("ice", "rse")])),
        draw(st.integers(0, 2**63 - 1)),
        models,
        tuple(
            PromptSetSpec(
                name, *draw(st.sampled_from([("file.csv", None), (None, "math")])), draw(optional(sizes))
            )
            for name in sets
        ),
        draw(rse),
        draw(ice),
        draw(shares),
    )
