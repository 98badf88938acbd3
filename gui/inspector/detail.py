"""One judgment: prompt, both responses side by side, scores, the judge's reason and all that it rests on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QSplitter, QWidget

from gui import format as fmt
from gui import statuses
from gui.calm import calm
from gui.context import Context
from gui.i18n import tr
from gui.inspector import detail_words as words
from gui.inspector.columns import verdict
from gui.inspector.labels import LabelPanel
from gui.inspector.lookup import ALL_NAMES, facts_line
from gui.inspector.marks import MarksBar
from gui.inspector.parts import Parts
from gui.inspector.request import RequestPane
from gui.inspector.scores import scores_line
from gui.inspector.shared import NO_MARKS, Marks
from gui.judges import called
from gui.widgets.layout import column, holder, row, scrolled
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.tabs import Tabs
from gui.widgets.text import label
from gui.widgets.textpane import TextPane

_OTHERS = (
    Column("Judge", lambda r: called(r.judge)),
    Column("Repeat", lambda r: fmt.count(r.repeat + 1), lambda r: r.repeat, number=True),
    Column("Reference", lambda r: r.reference or fmt.NONE, spare=1),
    Column("Score", verdict, number=True),
    Column("Outcome", lambda r: statuses.outcome(r.outcome)),
)
_TABS = ("Reason", "Judge's reply", "Other judgments", "Request", "Thinking", "Template", "Your label")
_LOWEST, _EDGES, _BELOW = (
    150,
    14,
    8,
)  # pixels: of the tabs, about what stands in one, and below its last button
_OF_TABLE = 270
_TOLD_BY_JUDGES = ("Judge's reply", "Other judgments")
_ALWAYS_THERE = ("Reason", "Request")  # unless labels are given blind: a request names its model


@calm
class DetailView(QWidget):
    """Shows a JudgmentDetail."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.head = label(role="heading")
        self.scores = label(wrap=True)
        self.facts = label(role="muted", wrap=True)
        self.scores.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.prompt = TextPane("Prompt")
        self.left, self.right = TextPane("Response of the reference"), TextPane("Response of the model")
        self.marks = MarksBar(context)
        self.left_name, self.right_name = _caption(), _caption()
        self.left_note, self.right_note = (
            _caption("Cut off at the limit of tokens.", "warn") for _each in "ab"
        )
        self.reason, self.raw = TextPane("Reason"), TextPane("Judge's reply")
        self.request, self.thinking = RequestPane(), TextPane("Thinking")
        self.template = TextPane("Template")
        self.labels = LabelPanel(context)
        self.detail: Any = None
        self._docked = self._coming = self.hides = False  # hides: judges' words and the models' names, by now
        self.others_model = RowsModel(_OTHERS, self)
        self.others = DataTable("Other judgments", self.others_model)
        self._lay_out()
        self.marks.changed.connect(self._mark)

    def show_detail(self, detail: Any, marks: Marks, labels: list[Any], facts: Any = None) -> None:
        """Show a judgment and its labels; marks are of the two responses, facts those of ICE."""
        if self._docked and (self.detail is None or self.detail.row.id != detail.row.id):
            self._scroll.verticalScrollBar().setValue(0)  # the next to label is read from its prompt on
        row, self.detail = detail.row, detail
        self.head.setText(words.head(row))
        self.scores.setText(scores_line(row))
        self.facts.setVisible(facts is not None)
        self.facts.setText(facts_line(facts) if facts is not None else "")
        self.facts.setToolTip(facts_line(facts, ALL_NAMES) if facts is not None else "")
        self.prompt.show_text("\n\n".join(detail.prompt))
        hidden = self.hides = self.blind and not any(not each.replaced for each in labels)
        # What is marked says how similar the two are before a person has judged it.
        self._show_responses(detail, NO_MARKS if hidden else marks)
        self.marks.setVisible(row.metric == "rse" and not hidden and marks != NO_MARKS)
        self.reason.show_text(words.whole_reason(detail))
        self.raw.show_text(words.reply(detail))
        self.request.show_requests(detail.requests, detail.reference_requests)
        self.thinking.show_text(words.thinking(detail))
        self.template.show_text(words.template(detail))
        self.others_model.set_rows(detail.others)
        self._fit_others()
        self.labels.show_judgment(row, labels)
        there = {
            "Other judgments": detail.others,
            "Thinking": detail.thinking or detail.reference_thinking,
            "Template": detail.template,
            "Judge's reply": detail.raw,
        }
        for name, content in there.items():
            self.tabs.setTabVisible(_TABS.index(name), bool(content))
        self._hide_what_judges_say(hidden)

    def _hide_what_judges_say(self, hide: bool) -> None:
        """Blind: nothing of a judge is shown before there is a label, nor which model answered."""
        for name in _ALWAYS_THERE:
            self.tabs.setTabVisible(_TABS.index(name), not hide)
        if hide:
            self.scores.setText(tr("Hidden until you have saved a label: what the judge says."))
            for name in _TOLD_BY_JUDGES:
                self.tabs.setTabVisible(_TABS.index(name), False)
            self.tabs.setCurrentWidget(self.labels)
        self._name_responses(hide)
        self._mend_tabs()
        self._parts.fit()

    def told(self) -> Any:
        """The judgment that is shown; none while it is to be labelled blind."""
        return None if self.hides else self.detail

    def dock_labels(self, below: bool) -> None:
        """In a task the label stands below the texts, always in sight, not among the tabs."""
        if below == self._docked:
            return
        self._docked = below
        self.labels.dock(below)
        if below:
            self.tabs.removeTab(_TABS.index("Your label"))
            self._whole.addWidget(self.labels)
            self.labels.show()
        else:
            self._whole.removeWidget(self.labels)
            self.tabs.addTab(self.labels, tr("Your label"))
        self._mend_tabs()

    def show_labels(self) -> None:
        """Bring the label to the front."""
        if not self._docked:
            self.tabs.setCurrentWidget(self.labels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _fit_others(self) -> None:
        if self.tabs.currentWidget() is self.others:
            self.others.fit()

    def _come_to_label(self) -> None:
        self._coming = self.tabs.currentWidget() is self.labels
        self._make_room()
        self._show_all_of_label()

    def _show_all_of_label(self) -> None:
        """Down to the button that saves it, again however often its room changes, until somebody scrolls."""
        if self._coming:
            QTimer.singleShot(0, self, self._to_button)

    def _to_button(self) -> None:
        if self._coming:  # somebody may have scrolled meanwhile
            self._scroll.ensureWidgetVisible(self.labels.save_button, ymargin=_BELOW)

    def _stay(self) -> None:
        """Where whoever scrolled wants to be."""
        self._coming = False

    def _make_room(self) -> None:
        """For the whole label, or some rows of a table, while it is in front: what is scrolled already scrolls it."""
        if self.tabs.currentWidget() is self.labels:
            lowest = self.tabs.tabBar().sizeHint().height() + self.labels.lowest() + _EDGES
        else:
            lowest = _OF_TABLE if self.tabs.currentWidget() is self.request else _LOWEST
        self.tabs.setMinimumHeight(max(_LOWEST, lowest))

    def _mend_tabs(self) -> None:
        """Without a tab there is no need for their room."""
        self._make_room()
        self.tabs.setVisible(any(self.tabs.isTabVisible(n) for n in range(self.tabs.count())))

    def _name_responses(self, hide: bool) -> None:
        """Blind to the models' names, but for ICE: who a model is decides whether it contradicts the facts."""
        row = self.detail.row
        hide = hide and row.metric == "rse"
        left = tr("Response of the reference") if hide else tr("Reference: {name}", name=row.reference)
        right = tr("Response of the model") if hide else tr("Model: {name}", name=row.model)
        for name, text in ((self.left_name, left), (self.right_name, right)):
            name.setText(text)
            name.setToolTip(text)
        self._note_what_was_cut(self.detail.reference_cut_off, self.detail.cut_off)

    def _note_what_was_cut(self, *cut_off: bool) -> None:
        for note, cut in zip((self.left_note, self.right_note), cut_off, strict=True):
            policy = note.sizePolicy()
            policy.setRetainSizeWhenHidden(any(cut_off))  # the two texts begin at one height
            note.setSizePolicy(policy)
            note.setVisible(cut)

    @property
    def blind(self) -> bool:
        """Whether labels are given without seeing what judges say."""
        return self.labels.blind

    @blind.setter
    def blind(self, on: bool) -> None:
        self.labels.blind = on

    def recolor(self) -> None:
        """Draw the marks in the theme's colours."""
        self.marks.say()
        for pane in (self.left, self.right):
            pane.draw_marks(self.context.theme.colors)

    def _show_responses(self, detail: Any, marks: Marks) -> None:
        row = detail.row
        self.left.parentWidget().setVisible(row.metric == "rse")
        none = tr("(no answer)")
        self.left.show_text(detail.reference_response or none)
        self.right.show_text(detail.response or none)
        self.marks.show_marks(marks)
        self._mark()

    def _mark(self) -> None:
        shown = self.marks.marks
        for pane, marks in ((self.left, shown.left), (self.right, shown.right)):
            pane.mark(marks.shared, marks.only_here)
            said = self.marks.in_words(marks)
            pane.setToolTip(said)
            pane.setAccessibleDescription(said)
        self.recolor()

    def stand_beside(self, beside: bool) -> None:
        """Beside the list there is air between the two; below it both begin at the same edge."""
        self._whole.setContentsMargins(10 if beside else 0, 0, 0, 0)

    def _lay_out(self) -> None:
        """From the outside in: whatever is put into something else later is styled anew with all that is in it."""
        whole = self._parts = Parts()
        self._scroll = scrolled(column(whole))
        # On a small screen the whole scrolls rather than each part showing two lines. The wrapped line of scores stays
        # outside: its height hangs on its width, and a scroll area then grows to what all parts would like to have.
        self._whole = column(
            row(self.head, None),
            self.scores,
            self.facts,
            self._scroll,
            gap=6,
            margins=(10, 0, 0, 0),
        )
        self._whole.setStretch(3, 1)
        self.setLayout(self._whole)
        pair, self.tabs = QSplitter(Qt.Orientation.Horizontal), Tabs("Details of the judgment")
        both = column(self.marks, pair, gap=4)
        both.setStretch(1, 1)
        asked = column(_caption("Prompt"), self.prompt, gap=3)
        whole.fill(self.prompt, holder(asked), holder(both), self.tabs)
        pair.setChildrenCollapsible(False)
        left, right = (
            (self.left_name, self.left_note, self.left),
            (self.right_name, self.right_note, self.right),
        )
        for side in (left, right):
            pair.addWidget(holder(column(*side, gap=3)))
        parts = (
            self.reason, self.raw, self.others, self.request, self.thinking, self.template, self.labels
        )  # fmt: skip
        self.tabs.add(*zip(_TABS, parts, strict=True))
        self.context.memory.keep("inspector.heights", whole)
        for part, lowest in ((pair, 170), (self.tabs, _LOWEST)):
            part.setMinimumHeight(lowest)
        self.tabs.currentChanged.connect(lambda _tab: self._come_to_label())
        self.tabs.currentChanged.connect(lambda _tab: self._fit_others())
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, _most: self._show_all_of_label())
        bar.actionTriggered.connect(lambda _action: self._stay())


def _caption(text: str = "", role: str = "caption") -> QLabel:
    """However long it is, it widens no pane."""
    made = label(text, role)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made
