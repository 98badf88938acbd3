"""Keys that a provider refused: the head of a run says so, and they are asked for before it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from core.errors import Cause
from core.report.safe import one_line
from core.study import ModelSpec
from gui.context import Context
from gui.i18n import tr
from gui.missing_keys import ask_for_keys, provider_name, refused_keys
from gui.widgets.banner import Banner

WRONG = Cause.WRONG_KEY.value


def refused_models(models: Iterable[ModelSpec], errors: Iterable[tuple[str, str]]) -> list[ModelSpec]:
    """The models that failed for their key; `errors` are pairs of a model's name and a cause."""
    names = {model for model, cause in errors if cause == WRONG}
    return [model for model in models if model.name in names]


def with_new_keys(context: Context, models: Sequence[ModelSpec], then: Callable[[], object]) -> None:
    """Ask for the keys of these models, which were refused, and go on; a variable's is set outside the program."""
    if not models:
        then()
        return
    job = context.tasks.work(lambda: refused_keys(models)).latest("keys.refused").owned_by(context)
    job.then(lambda keys: ask_for_keys(context, keys, then)).start()


class RefusedKeys(Banner):
    """Says which provider refused a key, and asks for it; `retry` asks for the keys too, and goes on.

    Once a new key was entered, here or on the Models page, it is not asked for again.
    """

    def __init__(self, context: Context, retry: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._retry = context, retry
        self.models: list[ModelSpec] = []
        self._entered: dict[str, int] = {}  # how often keys had been entered when each was seen to be refused
        self._on = False
        self._shown: tuple[object, ...] = ()

    def show_models(self, refused: Sequence[ModelSpec], *, on: bool = False) -> None:
        """The models whose keys were refused; none hides it. `on`: their run goes on with the others."""
        entered = {str(model.key): _times_entered(model) for model in refused}
        self._entered = {key: self._entered.get(key, times) for key, times in entered.items()}
        self.models = [m for m in refused if entered[str(m.key)] == self._entered[str(m.key)]]
        self._on = on
        shown = (tuple(refused), tuple(self.models), on)
        if shown != self._shown or self.isHidden() == bool(
            refused
        ):  # a run that is on shows it ten times a second
            self._shown = shown
            self._say_refused() if self.models else self._say_renewed() if refused else self.hide()

    def _say_refused(self) -> None:
        names = ", ".join(dict.fromkeys(one_line(provider_name(model)) for model in self.models))
        page = (tr("Open the Models page"), self._to_models)
        acts = ((tr("Enter the key"), self._ask), page) if any(map(_pasted, self.models)) else (page,)
        self.say(tr("The provider {name} refused the key.", name=names), "bad", *acts)

    def _say_renewed(self) -> None:
        if self._on:
            what = tr(
                "A new key was entered. Once this run has ended, “Retry errors only” asks for what failed."
            )
        else:
            what = tr("A new key was entered. “Retry errors only” asks for what failed.")
        self.say(what, "info")

    def _ask(self) -> None:
        self.show()  # who enters none needs it still
        if self._on:  # what failed is asked for once it has ended
            with_new_keys(self._context, self.models, lambda: None)
        else:
            self._retry()

    def _to_models(self) -> None:
        self.show()
        self._context.show("models", self.models[0])


def _pasted(model: ModelSpec) -> bool:
    return (model.key or "").startswith(("session:", "keyring:"))


def _times_entered(model: ModelSpec) -> int:
    from core.keys import Keys

    return Keys().entered((model.key or "").partition(":")[2])
