"""What the study is by now, in a few lines beside its steps, where a window has the room."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from core.report.safe import one_line
from core.study import PromptSetSpec
from gui import format as fmt
from gui.calm import calm
from gui.i18n import tr
from gui.study.draft import Draft
from gui.widgets.layout import FORM_WIDTH, card, clear, column, holder, row
from gui.widgets.text import label

WIDTH, _GAP = 340, 20  # pixels: the least of what is said, and between it and the steps
_MOST = 100  # parts of the room, up to what the steps may take; the rest is for what is said
_NAMED = 8  # models of a role
_ROLES = (
    ("reference", "Reference"),
    ("test", "Test models"),
    ("control", "Controls"),
    ("judge", "Judges"),
    ("mutator", "Mutators"),
)


class SoFar(QWidget):
    """Told of every edit by whoever shows it."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout()
        self._shown: list[tuple[str, str]] = []
        self.card: QFrame = card(self._lines, heading="The study so far")
        self.setLayout(column(self.card, None))
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(2 * WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_draft(self, draft: Draft) -> None:
        """Say what is measured, of which models, with what."""
        lines = list(_lines(draft))
        if lines == self._shown:
            return
        self._shown = lines
        clear(self._lines)
        for name, text in lines:
            caption, value = label(role="caption"), label(wrap=True)
            caption.setText(name)
            value.setText(text)
            self._lines.addLayout(column(caption, value, gap=2))

    def text(self) -> str:
        """All of it, line by line."""
        return "\n".join(f"{name}: {text}" for name, text in self._shown)


@calm
class Beside(QWidget):
    """The steps, no wider than is read well, and what the study is by now where that leaves room for it."""

    def __init__(self, steps: QLayout, so_far: SoFar) -> None:
        super().__init__()
        self._so_far = so_far
        edited = holder(steps)
        edited.setMaximumWidth(FORM_WIDTH)
        box = row(edited, so_far, gap=_GAP)
        box.setStretch(0, _MOST)
        box.setStretch(1, 1)
        # Without what is said it has what the steps leave, and not, as a stretch would, a share of what they need.
        box.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))
        self.setLayout(box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._so_far.setVisible(event.size().width() >= FORM_WIDTH + _GAP + WIDTH)


def _lines(draft: Draft) -> Iterator[tuple[str, str]]:
    metrics = [
        tr(words)
        for words, on in (
            ("Response similarity (RSE)", draft.rse_on),
            ("Identity consistency (ICE)", draft.ice_on),
        )
        if on
    ]
    yield tr("What is measured"), "\n".join(metrics) or fmt.NONE
    for role, words in _ROLES:
        names = [one_line(model.name) for model in draft.of_role(role)]
        needed = role == "test" or (role == "reference" and draft.rse_on)
        if names or needed:
            yield tr(words), _listed(names) or tr("none yet")
    if draft.rse_on:
        yield tr("Prompt sets"), "\n".join(map(_set, draft.prompt_sets)) or tr("none yet")
    if draft.ice_on:
        yield tr("Identity questions per model"), fmt.count(draft.ice.queries)


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return "\n".join([*names[:_NAMED], *([tr("and {n} more models", n=fmt.count(more))] if more > 0 else [])])


def _set(spec: PromptSetSpec) -> str:
    if spec.sample is None:
        return tr("{name}: all prompts", name=one_line(spec.name))
    return tr("{name}: {n} prompts", name=one_line(spec.name), n=fmt.count(spec.sample))
