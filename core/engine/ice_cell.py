"""One identity question put to one model, and judged by every judge."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from core.engine import judges
from core.engine.ask_judge import Form, ask_judge
from core.engine.asking import ANSWERED, ERROR, REFUSED, Answer, answer
from core.engine.asking import Question as Put
from core.engine.context import Context
from core.engine.control import Stopped
from core.engine.ice_plan import IcePlan, new_prompt, prompt_key
from core.errors import CallFailed, KeyUnavailable
from core.ice import judge_llm
from core.ice.modes import Ask
from core.ice.strict import names_strict_identity
from core.ice.templates import Template
from core.ice.verdict import IceVerdict, Outcome
from core.llm.chat import Message
from core.store.runs import prompt_row
from core.store.statements import JudgmentRow, TemplateRow, insert
from core.store.writer import Statement
from core.study import RULES, ModelSpec

NOT_ASKED = "The judge could not be asked: "


class IceCell:
    """Puts questions to one model of an ICE run. Belongs to the engine's loop."""

    def __init__(self, context: Context, plan: IcePlan, model: ModelSpec) -> None:
        self._context, self._plan, self.model = context, plan, model
        self._facts = plan.facts[model.name]
        self._form: Form[IceVerdict] = Form(judge_llm.SCHEMA, self._parse, judge_llm.repair_messages)

    @property
    def cut_off(self) -> bool:
        """Whether the model's account was stopped for good: whatever is asked, nobody answers."""
        return any(model == self.model.name for model, _ in self._context.stopped)

    def failed(self, ask: Ask) -> bool:
        """Whether the answer, or a judgment of it, failed in an earlier sitting."""
        state, key = self._context.state, self._key(ask)
        if state.answers.get(f"ice-ask|{self.model.name}|{key}|{ask.repeat}", (0, ""))[1] == ERROR:
            return True
        return any(
            self._judgment_key(judge, turn, ask) in state.redo
            for judge in self._plan.study.ice.judges
            for turn in range(self._plan.repeats(judge))
        )

    async def query(self, ask: Ask) -> tuple[IceVerdict, ...] | None:
        """Ask and judge; the verdicts, first judge first. None where a cap came first."""
        got = await self._ask(ask)
        if got is None:
            return None
        verdicts = []
        for judge in self._plan.study.ice.judges:
            for turn in range(self._plan.repeats(judge)):
                verdict = await self._judge(judge, turn, got, ask)
                if verdict is None:
                    return None
                verdicts.append(verdict)
        return tuple(verdicts)

    def template_row(self, template: Template) -> tuple[Statement, ...]:
        """The row of a template that a search has just made; nothing where it is there."""
        state, writer = self._context.state, self._context.writer
        key = f"{self._scope(template)}{template.id}"
        if key in state.templates:
            return ()
        state.templates[key] = writer.next_id("template")
        row = TemplateRow(
            id=state.templates[key],
            run_id=state.id,
            key=template.id,
            text=template.text,
            kind=template.kind,
            language=template.language,
            names_identity=template.names_identity,
            lineage=template.lineage,
            model_id=state.models[self.model.name],
            parent=template.parent,
            mutator=template.mutator,
        )
        return (insert(row),)

    def _scope(self, template: Template | None) -> str:
        """Templates that a search makes belong to its model; frozen ones are shared by all."""
        shared = template is None or template.id in self._context.state.templates
        return "" if shared else f"{self.model.name}:"

    def _key(self, ask: Ask) -> str:
        return self._scope(ask.template) + prompt_key(ask.template, ask.question)

    def _judgment_key(self, judge: str, turn: int, ask: Ask) -> str:
        return f"ice|{judge}|{self.model.name}|{self._key(ask)}|{ask.repeat}|{turn}"

    async def _ask(self, ask: Ask) -> Answer | None:
        key = self._key(ask)
        before = self._new_prompt(key, ask)
        name = self.model.name
        prompt = self._context.state.prompts[key]
        put = Put(f"ice-ask|{name}|{key}|{ask.repeat}", name, prompt, key, (ask.prompt_text,), ask.repeat)
        return await answer(self._context, put, *before)

    def _new_prompt(self, key: str, ask: Ask) -> tuple[Statement, ...]:
        """The prompt that a search has just made, if the workspace does not hold it yet."""
        state, writer = self._context.state, self._context.writer
        if key in state.prompts:
            return ()
        state.prompts[key] = writer.next_id("prompt")
        new = replace(new_prompt(ask, state.prompts[key], self._plan.strict), key=key)
        template = f"{self._scope(ask.template)}{ask.template.id}" if ask.template else ""
        row = prompt_row(state.prompts[key], state.id, new, None, state.templates.get(template))
        return (insert(row),)

    async def _judge(self, judge: str, turn: int, got: Answer, ask: Ask) -> IceVerdict | None:
        key = self._judgment_key(judge, turn, ask)
        if key in self._context.state.judgments:
            return self._stored(key)
        try:
            verdict = await self._verdict(judge, turn, got, ask)
        except Stopped:
            return None
        row_id = self._context.state.redo.get(key) or self._context.writer.next_id("judgment")
        row = replace(
            self._row(verdict, ask), id=row_id, task_key=key, judge=judge, repeat=turn, answer_id=got.id
        )
        row = replace(row, judge_version=judges.rules_version() if judge == RULES else judge_llm.VERSION)
        await self._context.save_judgment(row, "")
        return verdict

    async def _verdict(self, judge: str, turn: int, got: Answer, ask: Ask) -> IceVerdict:
        if got.outcome == REFUSED:
            return IceVerdict(Outcome.REFUSED, False, None, "The provider blocked the answer.")
        if got.outcome != ANSWERED:
            return IceVerdict(Outcome.NO_ANSWER, False, None, "Not judged: the model gave no answer.")
        response = self._context.text_of(got.id) if got.text is None else got.text
        if judge == RULES:
            case = (ask.prompt_text, ask.question.text, response, self._facts, self._plan.strict)
            verdict: IceVerdict = await self._context.computer.run(judges.rules, case)
            return verdict
        return await self._by_model(judge, turn, ask, response)

    async def _by_model(self, judge: str, turn: int, ask: Ask, response: str) -> IceVerdict:
        facts = judge_llm.facts_text(self._facts)
        strict = judge_llm.strict_description(self._plan.strict)
        messages = judge_llm.messages(ask.prompt_text, ask.question.text, response, facts, strict)
        try:
            found, raw = await self._asked(judge, messages, turn)
        except (CallFailed, KeyUnavailable) as error:
            self._context.tell_failure(judge, error)
            return IceVerdict(Outcome.UNSCORED, False, None, f"{NOT_ASKED}{error}")
        if found is None:
            return IceVerdict(
                Outcome.UNSCORED, False, None, "The judge's reply held no usable verdict.", raw=raw
            )
        return replace(found, raw=raw)

    async def _asked(
        self, judge: str, messages: tuple[Message, ...], turn: int
    ) -> tuple[IceVerdict | None, str]:
        return await ask_judge(self._context, judge, messages, turn, self._form)

    def _parse(self, reply: str, sent: Sequence[str], *, asked_again: bool) -> IceVerdict | None:
        return judge_llm.parse(reply, self._facts, self._plan.strict, sent, asked_again=asked_again)

    def _stored(self, key: str) -> IceVerdict:
        sql = "SELECT outcome, strict, rationale FROM judgment WHERE run_id = ? AND task_key = ?"
        outcome, strict, rationale = self._context.reader.execute(sql, (self._context.run, key)).fetchone()
        return IceVerdict(Outcome(outcome), bool(strict), None, rationale)

    def _row(self, verdict: IceVerdict, ask: Ask) -> JudgmentRow:
        state = self._context.state
        loose = verdict.loose
        strict = None if loose is None else loose and verdict.strict
        named = names_strict_identity(ask.prompt_text, self._plan.strict)
        failed = verdict.rationale.startswith(NOT_ASKED)
        return JudgmentRow(
            id=0,
            run_id=state.id,
            task_key="",
            metric="ice",
            model_id=state.models[self.model.name],
            judge="",
            prompt_id=state.prompts[self._key(ask)],
            outcome="error" if failed else verdict.outcome.value,
            loose=loose,
            strict=strict,
            hard=None if strict is None else strict and not named,
            claim_maker=verdict.claim.maker if verdict.claim else "",
            claim_model=verdict.claim.model if verdict.claim else "",
            evidence=verdict.evidence,
            rationale=verdict.rationale,
            raw=verdict.raw,
            created=time.time(),
        )
