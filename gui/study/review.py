"""Step 4: what will happen and what it costs, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.errors import DistilScopeError, MakerUnknown
from core.report.safe import one_line
from core.study import Study
from gui import format as fmt
from gui.context import Context
from gui.counted import COUNTED, WHAT_COUNTS
from gui.i18n import bind, sentences, tr
from gui.identity.files import FactsEntry, NewFacts
from gui.messages import said
from gui.missing_keys import SESSION, MissingKey, ask_for_keys, missing_keys
from gui.study import forecast, other_prompts, own_facts, words
from gui.study.draft import Draft
from gui.study.trial import told
from gui.widgets.banner import Act, Banner, begun
from gui.widgets.form import Form, real, whole
from gui.widgets.layout import card, clear, column, row, scrolled
from gui.widgets.low_table import LowTable
from gui.widgets.rows import Column, RowsModel
from gui.widgets.text import button, label

_SIMULATED = (
    "The only reference is simulated: {names}. That is good to try things out, but scores against it say nothing of how"
    " similar real models are."
)
_COLUMNS = (
    Column("Model", lambda m: m.name),
    Column("Role", lambda m: tr(words.ROLES.get(m.role, m.role))),
    Column("Calls", lambda m: fmt.count(m.calls), lambda m: m.calls, number=True),
    Column("Already there", lambda m: fmt.count(m.cached), lambda m: m.cached, number=True),
    Column("Input tokens", lambda m: fmt.count(m.input_tokens), lambda m: m.input_tokens, number=True),
    Column("Output tokens", lambda m: fmt.count(m.output_tokens), lambda m: m.output_tokens, number=True),
    Column("Cost", lambda m: fmt.money(m.cost_low, m.cost_high), lambda m: m.cost_high, number=True),
)
_NO_MAKER = (
    "Identity consistency (ICE) compares what {model} says of itself with the facts on its maker, and who made it is"
    " not known: choose the maker in the model's field Made by, or measure without ICE."
)
_NO_FACTS = (
    "Identity consistency (ICE) compares what {model} says of itself with the facts on its maker, and no facts are"
    " known on {maker}: write them on the Identity page, choose another maker, or measure without ICE."
)
_ASKED_DIFFERENTLY = (
    "The reference and the test models are not all asked with the same temperature, longest answer and system prompt: a"
    " difference between them may come from that."
)
_NO_KEYS = "The keys of these accounts were kept for an earlier session only: {names}."
_SEARCHED = (
    "For identity, each model is asked under templates that are searched for it: the scores say what can be found, not"
    " how often it happens, and models cannot be compared by them."
)


class ReviewStep(QWidget):
    """Estimate, warnings, cap, where it is kept. `changed` when the cap was edited."""

    changed = Signal()
    workspace_wanted = Signal()
    step_wanted = Signal(int)  # where something is missing
    price_wanted = Signal(str)  # of a model, by its name
    maker_wanted = Signal(str)
    paired_wanted = Signal()  # identity asked for under the same templates
    judged = Signal(str)  # why the study cannot be started, or nothing

    def __init__(self, context: Context, draft: Draft) -> None:
        super().__init__()
        self.context, self.draft = context, draft
        self.banner = Banner()
        self.counted = label(COUNTED, "caption", wrap=True)
        self.figures = {name: _figure() for name in ("Answers", "Judgments", "Calls", "Cost", "Time")}
        bind(self.figures["Time"], "setToolTip", forecast.TIME)
        self.model = RowsModel(_COLUMNS, self)
        self.table = LowTable("Estimate by model", self.model)
        self._warnings = QVBoxLayout()
        self.power, self.basis = label(role="muted", wrap=True), label(role="muted", wrap=True)
        for each in (self.power, self.basis):
            each.hide()
        self.max_cost = real(draft.max_cost, 0, 100_000, 1, 2, none="no cap")
        self.max_calls = whole(draft.max_calls, 0, 100_000_000, none="no cap")
        self.place = label(wrap=True)
        self._lay_out()
        self.max_cost.valueChanged.connect(self._edited)
        self.max_calls.valueChanged.connect(self._edited)

    def refresh(self) -> None:
        """Estimate anew, off the window's thread."""
        self.place.setText(str(self.context.default_workspace()))
        self.judged.emit("")
        missing = self.draft.missing()
        if missing:
            self._show_nothing()
            self._must(tr(missing[1]), (tr("Go there"), lambda: self.step_wanted.emit(missing[0])))
            self.judged.emit(self.banner.text())
            return
        try:
            study = self.draft.study()
        except DistilScopeError as error:
            self._failed(error)
            return
        self.banner.say(tr("Counting calls…"))
        # A run afresh takes nothing over from the workspace.
        workspace = None if self.draft.again else self.context.workspace
        job = self.context.tasks.work(lambda: _estimated(study, workspace))
        job.latest("study.estimate").owned_by(self).then(partial(self._show, told(study))).otherwise(
            self._failed
        ).start()

    def _show(self, about: str, found: tuple[Any, list[MissingKey]]) -> None:
        """`about`: what the study itself says of what is to be known of it, in place of the warnings."""
        estimate, missing = found
        self.banner.hide()
        self.model.set_rows(estimate.models)
        self.table.show()
        self.table.fit()
        cost = fmt.money(estimate.cost_low, estimate.cost_high)
        seconds = forecast.time(estimate.seconds)
        counts = (estimate.answers, estimate.judgments, estimate.calls)
        values = (*map(fmt.count, counts), cost, seconds)
        for figure, text in zip(self.figures.values(), values, strict=True):
            figure.setText(text)
        self.power.setText(forecast.power(estimate) if self.draft.rse_on else "")
        self.power.setVisible(bool(self.power.text()))
        self.basis.setText(forecast.basis(estimate))
        self.basis.setVisible(bool(self.basis.text()))
        clear(self._warnings)
        if about:
            self._warn().say(about)
        self._ask_for_keys(missing)
        for text in other_prompts.warnings(estimate.unanswered):
            self._warn().say(text, "warn", (tr("Go there"), lambda: self.step_wanted.emit(2)))
        self._say_afresh()
        if not about:
            self._question(estimate)
        self._ask_for_prices([model.name for model in estimate.models if model.cost_high is None])

    def _question(self, estimate: Any) -> None:
        """What a reader of the results would object to."""
        if self.draft.only_lent_reference():
            self._ask_for_reference()
        if self.draft.asked_differently():
            self._warn().say(
                tr(_ASKED_DIFFERENTLY), "warn", (tr("Go there"), lambda: self.step_wanted.emit(1))
            )
        self._show_warnings(estimate.warnings)

    def _show_warnings(self, warnings: Iterable[str]) -> None:
        from core.engine.warnings import FOUND_BY_SEARCH  # the estimate has imported it

        for warning in warnings:
            if warning == FOUND_BY_SEARCH:
                self._offer_same_templates()
            else:
                self._warn().say(said(warning), "warn")

    def _say_afresh(self) -> None:
        bind(self.counted, "setText", WHAT_COUNTS if self.draft.again else COUNTED)
        if self.draft.again:
            text = tr("Every model is asked afresh: what was asked before is asked, and paid for, again.")
            self._warn().say(text, "info", (tr("Ask only what is new"), self._take_over))

    def _take_over(self) -> None:
        self.draft.again = False
        self.step_wanted.emit(3)

    def _ask_for_keys(self, missing: list[MissingKey]) -> None:
        """They can be given here, all at once; else the start asks for them."""
        if not missing:
            return
        ask = partial(ask_for_keys, self.context, missing, self.refresh)
        text, act = sentences(missing[0].text, tr("Starting the run asks for it.")), tr("Enter the key")
        if len(missing) > 1:
            names = ", ".join(one_line(key.account) for key in missing)
            text, act = (
                sentences(tr(_NO_KEYS, names=names), tr("Starting the run asks for them.")),
                tr("Enter the keys"),
            )
        self._warn().say(text, "warn", (act, ask))

    def _ask_for_reference(self) -> None:
        """Plainly and by name: it may have been added by the program, where none was chosen."""
        names = tr(", ").join(one_line(model.name) for model in self.draft.of_role("reference"))
        text = tr(_SIMULATED, names=names)
        self._warn().say(text, "warn", (tr("Choose a reference"), lambda: self.step_wanted.emit(1)))

    def _offer_same_templates(self) -> None:
        """In the window's own words: the warning's are those of a study file."""
        act = (tr("Use the same templates"), self.paired_wanted.emit)
        self._warn().say(tr(_SEARCHED), "warn", act)

    def _ask_for_prices(self, names: list[str]) -> None:
        """A cost that is not known can be known at once: by whoever knows what the provider asks for."""
        if names:
            text = tr(
                "No price is known for {models}: enter it to see the cost, and to be able to pause at one.",
                models=", ".join(map(one_line, names)),
            )
            self._warn().say(text, "warn", (tr("Enter the price"), lambda: self.price_wanted.emit(names[0])))

    def _warn(self) -> Banner:
        banner = Banner()
        # Before it is shown: without a parent it would be a window for a moment.
        self._warnings.addWidget(banner)
        return banner

    def _must(self, text: str, *acts: Act) -> None:
        """What keeps the study from being started, above all that is merely to be known."""
        self.banner.say(tr("Must be put right: {what}", what=begun(text)), "bad", *acts)

    def _show_nothing(self) -> None:
        clear(self._warnings)
        self.model.set_rows([])
        self.table.hide()
        self.power.hide()
        self.basis.hide()
        for figure in self.figures.values():
            figure.setText(fmt.NONE)

    def _failed(self, error: DistilScopeError) -> None:
        self._show_nothing()
        if isinstance(error, MakerUnknown):
            self._ask_for_maker(error)
            self._look_for_own_facts(error)
        else:
            self._must(said(error))
        self.judged.emit(self.banner.text())

    def _look_for_own_facts(self, error: MakerUnknown) -> None:
        """The user may have written facts on a maker whose name a model says."""
        if error.named:
            folder = self.context.preferences.data_folder()
            job = self.context.tasks.work(lambda: own_facts.read(folder)).latest("study.review.facts")
            job.owned_by(self).then(partial(self._use_own_facts, error)).start()

    def _use_own_facts(self, error: MakerUnknown, entries: list[FactsEntry]) -> None:
        if path := own_facts.path_of(error.named, entries):
            self.draft.know_maker(error.model, error.named, path)
            self.refresh()

    def _ask_for_maker(self, error: MakerUnknown) -> None:
        """In the window's own words: the error's are those of a study file."""
        model, maker = one_line(error.model), one_line(error.named or "")
        text = tr(_NO_FACTS, maker=maker, model=model) if maker else tr(_NO_MAKER, model=model)
        acts = [(tr("Choose the maker"), lambda: self.maker_wanted.emit(error.model))]
        if error.named:
            acts.append((tr("New facts…"), lambda: self.context.show("identity", NewFacts(error.named))))
        self._must(text, *acts)

    def _edited(self) -> None:
        self.draft.max_cost, self.draft.max_calls = self.max_cost.value(), self.max_calls.value()
        self.changed.emit()

    def _lay_out(self) -> None:
        figures = [column(label(name, "caption"), figure, gap=2) for name, figure in self.figures.items()]
        caps = Form()
        caps.add("Pause at this cost (US$)", self.max_cost, "The run pauses before a call could pass this.")
        caps.add("Pause after calls", self.max_calls, "The run pauses after this many calls.")
        keep = row(label("Kept in"), self.place, button("Change…", self.workspace_wanted.emit), gap=12)
        keep.setStretch(1, 1)
        counts = card(row(*figures, gap=24), self.counted, self.basis, self.power)
        parts = column(
            self.banner, self._warnings, counts, self.table,
            card(caps, keep, heading="Limits and place"), None, gap=12,
        )  # fmt: skip
        self.setLayout(column(scrolled(parts, beside_bar=6)))


def _figure() -> QLabel:
    made = label(role="big")
    made.setText(fmt.NONE)
    return made


def _estimated(study: Study, workspace: Path | None) -> tuple[Any, list[MissingKey]]:
    """The estimate, and the keys of an earlier session that this run needs; the keyring is left alone till then."""
    from core.engine import estimate

    there = workspace if workspace is not None and workspace.exists() else None
    found = estimate.estimate(study, there)
    asked = {model.name for model in found.models if model.calls}
    return found, missing_keys((model for model in study.models if model.name in asked), (SESSION,))
