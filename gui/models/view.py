"""The models page: accounts with their keys, and the models that the program knows of."""

from __future__ import annotations

from core.study import ModelSpec
from gui.context import Context
from gui.models.accounts import AccountsTab
from gui.models.known import KnownTab
from gui.study.draft import Ready
from gui.widgets.form import choose
from gui.widgets.page import Page
from gui.widgets.tabs import Tabs


class ModelsPage(Page):
    """Shown with "connect", a local server that was found, a model whose key is to be pasted, or with nothing."""

    NAME, TITLE = "models", "Models"
    SUBTITLE = "Where models are reached, with which key, and what they cost."

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.accounts, self.known = AccountsTab(context), KnownTab(context)
        self.tabs = Tabs(
            "Accounts and models", ("Accounts and keys", self.accounts), ("Known models", self.known)
        )
        self.accounts.model_wanted.connect(self._use)
        self.known.model_wanted.connect(self._use)
        self.tabs.currentChanged.connect(lambda _index: self._refresh())
        self.body.addWidget(self.tabs, 1)

    def shown(self, what: object = None) -> None:
        if what is not None:
            self.tabs.setCurrentIndex(0)
            if isinstance(what, ModelSpec):
                self._show_model(what)
            elif what != "connect":
                self.accounts.use(what)
            self.accounts.first_field().setFocus()
        self._refresh()

    def _show_model(self, model: ModelSpec) -> None:
        """Where a model of a study is reached, and the account of its key."""
        from core.llm.catalog import provider

        accounts = self.accounts
        choose(accounts.provider, model.provider)
        accounts.base_url.setText(model.base_url or provider(model.provider).base_url)
        kind, _, account = (model.key or "").partition(":")
        accounts.account.setText(account if kind in {"session", "keyring"} else "")
        accounts.model.setCurrentText(model.served_name)

    def retranslate(self) -> None:
        self.accounts.retranslate()
        self.accounts.refresh()

    def _refresh(self) -> None:
        (self.accounts if self.tabs.currentIndex() == 0 else self.known).refresh()

    def _use(self, model: ModelSpec | Ready) -> None:
        self.context.show("study", model)
