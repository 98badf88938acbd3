"""The study page: four steps, a way back and forth, and Start run at the end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from core.errors import DistilScopeError
from core.study import ModelSpec, PromptSetSpec, Study
from gui import preferences as prefs
from gui.context import Context
from gui.i18n import tr
from gui.missing_keys import with_keys
from gui.study import asking, autosave, opening
from gui.study.draft import FIRST_ICE, FIRST_SET, Afresh, Draft, Ready, three_prompts
from gui.study.filing import Filing
from gui.study.measure import MeasureStep
from gui.study.models_step import ModelsStep
from gui.study.notes import Message, Notes, only_similarity, refusal, unfinished
from gui.study.prompts_step import PromptsStep
from gui.study.review import ReviewStep
from gui.study.so_far import Beside, SoFar
from gui.study.trial import is_trial
from gui.study.unpriced import Unpriced
from gui.widgets.banner import Banner
from gui.widgets.layout import column, row
from gui.widgets.page import Page
from gui.widgets.stepper import Stepper
from gui.widgets.taborder import follow_layout
from gui.widgets.text import allow, button, restyle

_TRIAL = "Shows requests, answers and judgments of three prompts. What is asked now is not asked again later."
STEPS = ("What to measure", "Models", "Prompts", "Review")


class StudyPage(Page):
    """Edits one study. Shown with "new", "start", a Study, one to be run afresh (Afresh), a study file's path, a model
    (Ready, or to be asked about) or a set to add, or settings of ICE as a dict."""

    NAME, TITLE = "study", "Study"
    SUBTITLE = "Four steps. Nothing is sent before you start the run."

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._kept = context.preferences.data_folder() / "draft.json"
        self.draft = autosave.load(self._kept) or self._fresh()
        self._begun = self._fresh()  # the study as it is known elsewhere: new, in a file or in a run
        self.stepper = Stepper(STEPS)
        self.stack, self.so_far = QStackedWidget(), SoFar()
        self.banner = Banner()
        self.notes = Notes(self.banner)
        self.filing = Filing(self, self)
        self.open_button = button("Open study file…", self.filing.ask_file)
        self.save_button = button("Save study file…", self.filing.ask_where)
        self.back = button("Back", lambda: self.go(self.step - 1))
        self.next = button("Next", lambda: self.go(self.step + 1), "primary")
        self.start = button("Start run", self.start_run, "primary")
        self.trial = button("Try three prompts", self.start_trial, tip=_TRIAL)
        self._lay_out()
        self.stepper.chosen.connect(self.go)
        self.edit(self.draft)

    @property
    def step(self) -> int:
        """The step in front, from 0."""
        return self.stack.currentIndex()

    def shown(self, what: object = None) -> None:
        if what == "new":
            self.put(self._fresh())
        elif what == "start":
            self.start_run()
        elif isinstance(what, Path):
            self.filing.open(what)
        elif isinstance(what, Study):
            self._copy_of(what)
        elif isinstance(what, Unpriced):
            self._copy_of(what.study)
            self.models.ask_price(what.model)
        elif isinstance(what, Afresh):
            self.put(replace(Draft.of(what.study), again=True), step=len(STEPS) - 1)
        elif what is None:
            self._edited()  # what was missing may have been put right on another page
        else:
            self._add(what)

    def _copy_of(self, study: Study) -> None:
        """Show a study for review, or for what it lacks."""
        draft = Draft.of(study)
        draft.drop_own_copies()
        missing = draft.missing()
        self.put(draft, step=missing[0] if missing else len(STEPS) - 1)
        self.notes.say(self._unfinished)

    def _add(self, what: object) -> None:
        """Something to be put into the study."""
        if isinstance(what, Ready):
            self._take(what.model)
        elif isinstance(what, ModelSpec):
            self.go(1)
            self.models.add(what.role, what, lend=True)
        elif isinstance(what, PromptSetSpec):
            self.draft.put_set(what)
            self.go(2)
        elif isinstance(what, dict):
            self.draft.ice_on, self.draft.ice = True, replace(self.draft.ice, **what)
            self._build(0)

    def _take(self, model: ModelSpec) -> None:
        """Put a model into the study, and go to what is missing, or to the review where nothing is."""
        if is_trial(self.draft.name):
            self.edit(self._fresh())  # what was there to try things out has had its time
        self.models.take(model)
        missing = self.draft.missing()
        self.go(missing[0] if missing else len(STEPS) - 1)
        if self.step == 1:  # the first one was not seen
            self.notes.say(only_similarity(self.draft, lambda: self.step == 1, lambda: self.go(0)))

    def put(self, draft: Draft, step: int = 0) -> None:
        """Show another study, under the caps of the settings, which no study file holds; what was changed in the one
        before, and is nowhere else yet, can come back."""
        caps = self._fresh()
        draft.max_cost, draft.max_calls = caps.max_cost, caps.max_calls
        before, place = self.draft, self.step
        unsaved = before not in (self._begun, draft)
        self.edit(draft, step)
        self.is_kept(draft.copied())
        if unsaved:
            name = before.title or tr("without a name")
            text = tr("The study that you were editing was put aside: {name}.", name=name)
            self.context.offer_undo.emit(text, lambda: self._bring_back(before, place))

    def is_kept(self, draft: Draft) -> None:
        """The study as it stands in a file or in a run."""
        self._begun = draft

    def _bring_back(self, draft: Draft, step: int) -> None:
        self.context.show("study")
        self.edit(draft, step)

    def edit(self, draft: Draft, step: int = 0) -> None:
        """Show a draft."""
        self.draft = draft
        self.notes.clear()
        self._build(step)

    def _build(self, step: int) -> None:
        draft = self.draft
        while (old := self.stack.widget(0)) is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        folder = self.context.preferences.data_folder()
        self.measure = MeasureStep(draft, folder / "rubrics", opening.template_files(folder))
        self.models = ModelsStep(self.context, draft)
        self.prompts, self.review = PromptsStep(self.context, draft), ReviewStep(self.context, draft)
        self.review.judged.connect(self._offer_start)
        self.review.workspace_wanted.connect(self._ask_workspace)
        self.review.step_wanted.connect(self.go)
        self.review.price_wanted.connect(self.models.ask_price)
        self.review.maker_wanted.connect(self.models.ask_maker)
        self.review.paired_wanted.connect(self._use_same_templates)
        self.models.changed.connect(self._edited)
        for each in (self.measure, self.prompts):
            each.changed.connect(self._changed)
        parts: tuple[QWidget, ...] = (self.measure, self.models, self.prompts, self.review)
        for part in parts:
            self.stack.addWidget(part)
        self.go(step)

    def go(self, step: int) -> None:
        """Bring a step to the front."""
        step = max(0, min(step, len(STEPS) - 1))
        had_focus = self._has_focus()
        if step == 1:
            self.models.show_draft()
        elif step == 2:
            self.prompts.show_draft()
        elif step == 3:
            self.review.refresh()
        self.stack.setCurrentIndex(step)
        self.stepper.mark(step)
        self._changed()
        self.back.setEnabled(step > 0)
        self.next.setVisible(step < len(STEPS) - 1)
        self.start.setVisible(step == len(STEPS) - 1)
        # What is asked afresh takes nothing over, so that a trial would be paid for twice.
        self.trial.setVisible(step == len(STEPS) - 1 and not self.draft.again)
        follow_layout(self)
        if had_focus and not self._has_focus():
            (self.first_focus() or (self.back if self.next.isHidden() else self.next)).setFocus()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def first_focus(self) -> QWidget | None:
        if self.step < len(STEPS) - 1:
            return None
        return self.start if self.start.isEnabled() else self.review.banner.first_act()

    def _offer_start(self, wrong: str) -> None:
        """What the review found to be wrong could not begin: the buttons say why."""
        for each, tip in ((self.start, ""), (self.trial, _TRIAL)):
            allow(each, tip, wrong)

    def _edited(self) -> None:
        """What was entered from the review is reckoned with at once."""
        self._changed()
        if self.step == len(STEPS) - 1:
            self.review.refresh()

    def _changed(self) -> None:
        """Say what is still true of the study, and let the main action of its step stand out."""
        self.notes.again()
        self.so_far.show_draft(self.draft)
        missing = self.draft.missing()
        restyle(self.next, kind="" if missing and missing[0] == self.step == 1 else "primary")

    def use(self, models: list[ModelSpec]) -> None:
        """Let the study have these models, and show what becomes of it."""
        self.draft.models = models
        self._build(self.step)

    def _use_same_templates(self) -> None:
        self.draft.ice = replace(self.draft.ice, mode="paired")
        self._build(self.step)
        self.start.setFocus()

    def start_trial(self) -> None:
        """Run three prompts only; the answers are kept, and the whole run does not pay for them again."""
        self.start_run(trial=True)

    def start_run(self, trial: bool = False) -> None:
        """Start the run, or say what is missing and where."""
        if missing := self.draft.missing():
            self.go(missing[0])
            self.notes.say(self._unfinished)
            return
        if self.step == len(STEPS) - 1 and not self.start.isEnabled():  # by its key; the review says why
            self.review.refresh()  # what was wrong may have been put right
            return
        try:
            study = self.draft.study()
        except DistilScopeError as error:
            self.refuse(error)
            return
        study, options = (three_prompts(study) if trial else study), self._options()
        start = partial(self._launch, study, options)
        with_keys(self.context, study, self.context.default_workspace(), options, start)

    def _unfinished(self) -> Message | None:
        return unfinished(self.draft, self.step)

    def refuse(self, error: DistilScopeError) -> None:
        """Say what is wrong with the study."""
        self.notes.say(refusal(self.draft, error))

    def leave(self) -> None:
        autosave.save(self.draft, self._kept)

    def retranslate(self) -> None:
        self._build(self.step)

    def _options(self) -> dict[str, Any]:
        again = {"again": True} if self.draft.again else {}
        return {"max_cost": self.draft.max_cost or None, "max_calls": self.draft.max_calls or None, **again}

    def _launch(self, study: Study, options: dict[str, Any]) -> None:
        context, workspace = self.context, self.context.default_workspace()
        if context.workspace != workspace:
            context.open_workspace(workspace)
        self.notes.clear()
        self.draft.again = False  # what is asked now need not be asked once more
        if study == self.draft.study():  # three prompts of it are not all of it
            self.is_kept(self.draft.copied())
        context.show("live")
        context.runs.start(study, workspace, **options)

    def _fresh(self) -> Draft:
        get = self.context.preferences.get
        cost, calls = float(get(prefs.MAX_COST)), int(get(prefs.MAX_CALLS))
        return Draft(prompt_sets=[FIRST_SET], ice=FIRST_ICE, max_cost=cost, max_calls=calls)

    def _ask_workspace(self) -> None:
        if path := asking.workspace(self, self.context.default_workspace()):
            self.context.open_workspace(path)
            self.review.refresh()

    def _lay_out(self) -> None:
        self.buttons.addWidget(self.open_button)
        self.buttons.addWidget(self.save_button)
        steps = column(
            self.stepper,
            self.banner,
            self.stack,
            row(self.back, None, self.trial, self.next, self.start),
            gap=14,
        )
        steps.setStretch(2, 1)
        self.body.addWidget(Beside(steps, self.so_far), 1)
