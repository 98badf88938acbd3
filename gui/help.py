"""What each page is for, in a few plain paragraphs, and the glossary; F1 opens them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPushButton, QWidget

from gui import glossary, pages
from gui.glossary import GlossaryPane
from gui.i18n import tr
from gui.widgets.flow import Flow
from gui.widgets.layout import column, scrolled
from gui.widgets.tabs import Tabs
from gui.widgets.text import label

SCORES = (
    "RSE (response similarity) gives the same prompts to a reference model and to test models, and rates how similar "
    "each pair of responses is: style, structure and content, from 1 (very dissimilar) to 5 (very similar).",
    "ICE (identity consistency) asks a model in many ways who it is, and counts the responses that contradict what is "
    "known of it. Loose: any contradiction. Strict: it claims an identity on the strict list. Hard: strict, though the "
    "question named no such identity.",
    "A high score means similar, not copied. Similar responses can also come from one right answer, from length, or "
    "from formatting. Look at the interval, at the number of judgments, and at the floor and the ceiling where there are any.",
)
HELP: dict[str, tuple[str, ...]] = {
    "home": (
        "Workspaces hold studies with their responses and scores, one file each. Open a recent one, or drop a workspace, "
        "a study or the bundle of somebody else's study on the window.",
        "Without a key you can look around the sample study, or try a small study with the built-in models.",
        "Import results brings in a published attack log, with its authors' verdicts beside ours, or responses of a model "
        "that were recorded elsewhere. A file of either kind can be dropped on the window too.",
    ),
    "models": (
        "Accounts say where models are reached and which key is used. Keys are kept in the system's keyring and are "
        "never written to a study file or a workspace.",
        "Check asks the provider for its list of models, or the model for one short answer.",
    ),
    "prompts": (
        "A prompt set is a file of questions that every model is asked. Three sets come with the program; others can be "
        "imported from a file, or downloaded from a hub.",
    ),
    "identity": (
        "What identity consistency (ICE) works with. Facts: who each maker and its models are; a response that conflicts "
        "with them is a contradiction. Save a copy to change them; each saved version is kept as it is.",
        "Templates are frames around the questions. A search mutates those that led to a contradiction and asks again; "
        "the search tree shows what it made of what, and leads to the judgments behind every figure.",
        "What a search found is no rate, since it looks for the templates that work. Where nothing was found, that is no "
        "proof that there is nothing: training about identity hides what ICE looks for.",
    ),
    "study": (
        "Four steps: what to measure, which models, which prompts, and a review with the number of calls and the cost. "
        "Nothing is sent before you press Start run.",
        *SCORES,
    ),
    "live": (
        "How the run goes: progress, cost so far, errors by cause, and the scores as they come. Pause and Cancel answer "
        "at once; what is finished is kept, and the same study goes on from there.",
    ),
    "results": SCORES,
    "inspector": (
        "Every judgment with the prompt, both responses side by side, the scores and the judge's reason. Passages that both "
        "responses share are marked and underlined.",
        "Filter above the list. J and K, or the arrow keys, go to the next and the previous one. Your own label can "
        "stand beside the judge's.",
        "A labelling task chooses 30 judgments, spread over models and scores, and hides what judges say of each, and of "
        "which model, until you have labelled it. Prompts in the language of this window come first. The task is kept "
        "until all have a label, also when the program is closed meanwhile. A digit gives the score, Ctrl+Enter saves the label and goes on to the next.",
    ),
    "settings": ("How the program looks and works, and what it keeps where.",),
}  # fmt: skip


# The words that stand on a page, each of which its help leads to.
WORDS: dict[str, tuple[str, ...]] = {
    "home": ("study", "run", "score"),
    "models": ("model", "reference", "test", "control", "judge", "mutator"),
    "prompts": ("prompt_set", "response"),
    "identity": ("facts", "question", "templates", "lineages", "claim", "strict_list", "search"),
    "study": ("rse", "ice", "reference", "control", "judge", "ceiling", "floor", "seed"),
    "live": ("judgment", "unscored", "no_answer"),
    "results": (
        "rse", "ice", "n", "interval", "ceiling", "floor", "affinity", "stability", "loose", "strict", "hard",
        "lineages", "alpha",
    ),
    "inspector": ("judgment", "style", "structure", "content", "loose", "strict", "hard", "claim"),
}  # fmt: skip


class HelpDialog(QDialog):
    """The help of one page, and the glossary; with `term` the glossary is in front, at that word."""

    def __init__(self, page: str, parent: QWidget, term: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Help: {page}", page=tr(pages.TITLES.get(page, "Home"))))
        self.words = GlossaryPane()
        self.tabs = Tabs("Help", ("This page", self._page(page)), ("What the words mean", self.words))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = column(self.tabs, buttons, margins=(16, 8, 12, 12))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.resize(620, 540)
        if term:
            self.show_term(term)

    def show_term(self, key: str) -> None:
        """Turn to the glossary, at this word."""
        self.tabs.setCurrentWidget(self.words)
        self.words.show_term(key)
        self.words.page.setFocus()

    def _page(self, page: str) -> QWidget:
        texts = [label(text, wrap=True) for text in HELP.get(page, ())]
        for each in texts:
            each.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        title = label(pages.TITLES.get(page, "Home"), "title")
        links = self._links(WORDS.get(page, ()))
        return scrolled(column(title, *texts, *links, None, gap=14, margins=(8, 14, 8, 8)))

    def _links(self, keys: Sequence[str]) -> list[QWidget]:
        """The words of the page, each of which leads to its meaning."""
        if not keys:
            return []
        return [label("Words on this page", "heading"), Flow(*map(self._link, keys), gap=2)]

    def _link(self, key: str) -> QPushButton:
        made = QPushButton(glossary.title(key))
        made.setAutoDefault(False)
        made.setProperty("kind", "quiet")
        made.setAccessibleName(made.text())
        made.setToolTip(glossary.meaning(key))
        made.clicked.connect(lambda: self.show_term(key))
        return made


def about(parent: QWidget) -> QMessageBox:
    """A box with name, version and licence."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("distilscope")
    except PackageNotFoundError:
        number = ""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(tr("About DistilScope"))
    box.setIconPixmap(parent.windowIcon().pixmap(64, 64))
    box.setText(f"DistilScope {number}")
    box.setInformativeText(
        tr("Measures how far one language model has been distilled from another. Apache-2.0 licence.")
    )
    return box
