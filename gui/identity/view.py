"""The identity page: what ICE asks with and judges by, and the tree that a search grew."""

from __future__ import annotations

from gui.context import Context
from gui.identity.facts_tab import FactsTab
from gui.identity.files import NewFacts
from gui.identity.questions_tab import QuestionsTab
from gui.identity.templates_tab import TemplatesTab
from gui.identity.tree_tab import TreeTab
from gui.widgets.page import Page
from gui.widgets.tabs import Tabs

TABS = ("facts", "questions", "templates", "tree")


class IdentityPage(Page):
    """Shown with the name of a tab, with facts that are to be written (NewFacts), or with nothing."""

    NAME, TITLE = "identity", "Identity"
    SUBTITLE = "Who each model is, what it is asked, and how a search for contradictions went."

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.facts, self.questions = FactsTab(context), QuestionsTab(context)
        self.templates, self.tree = TemplatesTab(context), TreeTab(context)
        self.tabs = Tabs(
            "Parts of the identity page",
            ("Facts", self.facts),
            ("Questions", self.questions),
            ("Templates", self.templates),
            ("Search tree", self.tree),
        )
        self.tree.saved.connect(self.templates.saved)
        self.tabs.currentChanged.connect(lambda _index: self._refresh())
        self.body.addWidget(self.tabs, 1)

    def shown(self, what: object = None) -> None:
        if what in TABS:
            self.tabs.setCurrentIndex(TABS.index(str(what)))
        self._refresh()
        if isinstance(what, NewFacts):
            self.tabs.setCurrentIndex(0)
            self.facts.begin(what.maker)

    def retranslate(self) -> None:
        for part in (self.facts, self.questions, self.templates, self.tree):
            part.retranslate()

    def _refresh(self) -> None:
        (self.facts, self.questions, self.templates, self.tree)[self.tabs.currentIndex()].refresh()
