"""One identity question put to one model, and judged by every judge."""

from __future__ import annotations

import time
from dataclasses import replace

from core.engine import judges
from core.engine.ask_judge import Form, ask_judge
from core.engine.asking import ANSWERED, REFUSED, Answer, answer
from core.engine.asking import Question as Put
from core.engine.context import Context
from core.engine.control import Stopped
from core.engine.ice_plan import IcePlan, new_prompt, prompt_key
from core.errors import CallFailed, KeyUnavailable
from core.ice import judge_llm
from core.ice.modes import Ask
from core.ice.questions import Question
from core.ice.strict import names_strict_identity
from core.ice.templates import Template
from core.ice.verdict import IceVerdict, Outcome
from core.store.runs import prompt_row
from core.store.statements import JudgmentRow, TemplateRow, insert
from core.store.writer import Statement
from core.study import RULES, ModelSpec


class IceCell:
    """Puts questions to one model of an ICE run. Belongs to the engine's loop."""

    def __init__(self, context: Context, plan: IcePlan, model: ModelSpec) -> None:
        self._context, self._plan, self.model = context, plan, model
        self._facts = plan.facts[model.name]
        self._form = Form(judge_llm.SCHEMA, self._parse, judge_llm.repair_messages)

    def repeats(self, judge: str) -> int:
        """How often a judge is asked about one response; the rules would only say the same again."""
        return 1 if judge == RULES else self._plan.study.ice.repeats

    async def query(
        self, template: Template | None, question: Question, text: str, repeat: int
    ) -> tuple[IceVerdict, ...] | None:
        """Ask and judge; the verdicts, first judge first. None where a cap came first."""
        got = await self._ask(template, question, text, repeat)
        if got is None:
            return None
        verdicts = []
        for judge in self._plan.study.ice.judges:
            for turn in range(self.repeats(judge)):
                verdict = await self._judge(judge, turn, got, template, question, text, repeat)
                if verdict is None:
                    return None
                verdicts.append(verdict)
        return tuple(verdicts)

    def _scope(self, template: Template | None) -> str:
        """Templates that a search makes belong to its model; frozen ones are shared by all."""
        shared = template is None or template.id in self._context.state.templates
        return "" if shared else f"{self.model.name}:"

    async def _ask(self, template: Template | None, question: Question, text: str, repeat: int) -> Answer | None:
        key = self._scope(template) + prompt_key(template, question)
        before = self._new_rows(key, template, question, text)
        put = Put(
            f"ice-ask|{self.model.name}|{key}|{repeat}", self.model.name, self._context.state.prompts[key], key,
            (text,), repeat,
        )  # fmt: skip
        return await answer(self._context, put, *before)

    def _new_rows(
        self, key: str, template: Template | None, question: Question, text: str
    ) -> tuple[Statement, ...]:
        """The prompt that a search has just made, if the workspace does not hold it yet."""
        state, writer = self._context.state, self._context.writer
        if key in state.prompts:
            return ()
        state.prompts[key] = writer.next_id("prompt")
        new = replace(new_prompt(Ask(template, question, text), state.prompts[key]), key=key)
        template_id = state.templates.get(f"{self._scope(template)}{template.id}" if template else "")
        return (insert(prompt_row(state.prompts[key], state.id, new, None, template_id)),)

    def template_row(self, template: Template) -> tuple[Statement, ...]:
        """The row of a template that a search has just made; nothing where it is there."""
        state, writer = self._context.state, self._context.writer
        key = f"{self._scope(template)}{template.id}"
        if key in state.templates:
            return ()
        state.templates[key] = writer.next_id("template")
        row = TemplateRow(
            state.templates[key], state.id, template.id, template.text, template.kind, template.language,
            template.names_identity, template.lineage, state.models[self.model.name], "[]", template.parent,
            template.mutator,
        )  # fmt: skip
        return (insert(row),)

    async def _judge(  # noqa: PLR0913 - a verdict is about all of these
        self, judge: str, turn: int, got: Answer, template: Template | None, question: Question, text: str, repeat: int
    ) -> IceVerdict | None:
        key = f"ice|{judge}|{self.model.name}|{self._scope(template)}{prompt_key(template, question)}|{repeat}|{turn}"
        if key in self._context.state.judgments:
            return self._stored(key)
        try:
            verdict = await self._verdict(judge, turn, got, question, text)
        except Stopped:
            return None
        row = self._row(key, judge, turn, got, template, question, text, verdict)
        await self._context.save_judgment(row, "")
        return verdict

    async def _verdict(self, judge: str, turn: int, got: Answer, question: Question, text: str) -> IceVerdict:
        if got.outcome == REFUSED:
            return IceVerdict(Outcome.REFUSED, False, None, "The provider blocked the answer.")
        if got.outcome != ANSWERED:
            return IceVerdict(Outcome.NO_ANSWER, False, None, "Not judged: the model gave no answer.")
        response = self._context.text_of(got.id) if got.text is None else got.text
        if judge == RULES:
            case = (text, question.text, response, self._facts, self._plan.strict)
            verdict: IceVerdict = await self._context.computer.run(judges.rules, case)
            return verdict
        return await self._by_model(judge, turn, question, text, response)

    async def _by_model(self, judge: str, turn: int, question: Question, text: str, response: str) -> IceVerdict:
        messages = judge_llm.messages(
            text, question.text, response, judge_llm.facts_text(self._facts), judge_llm.strict_description(self._plan.strict)
        )
        try:
            found, raw = await ask_judge(self._context, judge, messages, turn, self._form)
        except (CallFailed, KeyUnavailable) as error:
            permanent = isinstance(error, KeyUnavailable) or error.permanent
            cause = error.cause if isinstance(error, CallFailed) else "wrong key"
            self._context.tell_once(judge, cause, str(error), stops_account=permanent)
            return IceVerdict(Outcome.UNSCORED, False, None, f"The judge could not be asked: {error}", raw="error")
        if found is None:
            return IceVerdict(Outcome.UNSCORED, False, None, "The judge's reply held no usable verdict.", raw=raw)
        return replace(found, raw=raw)

    def _parse(self, reply: str) -> IceVerdict | None:
        return judge_llm.parse(reply, self._facts, self._plan.strict)

    def _stored(self, key: str) -> IceVerdict:
        sql = "SELECT outcome, strict, rationale FROM judgment WHERE run_id = ? AND task_key = ?"
        outcome, strict, rationale = self._context.reader.execute(sql, (self._context.run, key)).fetchone()
        return IceVerdict(Outcome(outcome), bool(strict), None, rationale)

    def _row(  # noqa: PLR0913 - a verdict is about all of these
        self,
        key: str,
        judge: str,
        turn: int,
        got: Answer,
        template: Template | None,
        question: Question,
        text: str,
        verdict: IceVerdict,
    ) -> JudgmentRow:
        state = self._context.state
        loose = verdict.loose
        strict = None if loose is None else loose and verdict.strict
        failed = verdict.outcome is Outcome.UNSCORED and verdict.raw == "error"
        return JudgmentRow(
            id=state.redo.get(key) or self._context.writer.next_id("judgment"),
            run_id=state.id,
            task_key=key,
            metric="ice",
            model_id=state.models[self.model.name],
            judge=judge,
            judge_version=judges.rules_version() if judge == RULES else judge_llm.VERSION,
            prompt_id=state.prompts[self._scope(template) + prompt_key(template, question)],
            repeat=turn,
            answer_id=got.id,
            outcome="error" if failed else verdict.outcome.value,
            loose=loose,
            strict=strict,
            hard=None if strict is None else strict and not names_strict_identity(text, self._plan.strict),
            claim_maker=verdict.claim.maker if verdict.claim else "",
            claim_model=verdict.claim.model if verdict.claim else "",
            evidence=verdict.evidence,
            rationale=verdict.rationale,
            raw="" if failed else verdict.raw,
            created=time.time(),
        )
