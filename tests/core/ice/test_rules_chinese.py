from __future__ import annotations

import pytest

from core.ice import facts
from core.ice.rules import judge
from core.ice.verdict import IceVerdict, Outcome

OTHER, INVENTED = Outcome.OTHER_MAKER, Outcome.INVENTED_MAKER
WHO = "您是由哪个团队或公司开发的？"


def ask(vendor: str, response: str, question: str = WHO) -> IceVerdict:
    return judge(question, question, response, facts.load(vendor))


@pytest.mark.parametrize(
    "response",
    [
        "我是一个由OpenAI开发的人工智能语言模型，名为ChatGPT。",
        "我是由 OpenAI 开发的。",
        "我的开发者是OpenAI公司。",
        "我的母公司是OpenAI，一家研究公司。",
        "我的开发公司OpenAI的总部位于旧金山。",
        "OpenAI开发了我。",
        "我基于OpenAI的GPT-4模型。",
        "我是ChatGPT，由智谱AI开发。",
        "我叫Claude。",
        "作为由Anthropic训练的AI助手，我不能这样做。",
        "作为Claude，我会诚实回答。",
        "我的系统架构和技术栈是由OpenAI团队开发并维护的。",
        "如果您是在询问我所在的组织，即OpenAI，我们主要做研究。",
        "不过，我可以告诉您，我由OpenAI开发，而OpenAI的总部位于旧金山。",
        "您的开发者是OpenAI。",
        "我的技术是由多家公司共同开发的，包括OpenAI和谷歌。",
        "OpenAI。",
    ],
)
def test_a_claim_of_a_listed_identity_is_strict(response: str) -> None:
    verdict = ask("zhipu", response)
    assert (verdict.outcome, verdict.strict) == (OTHER, True), verdict.rationale


@pytest.mark.parametrize(
    ("vendor", "response", "maker"),
    [
        ("bytedance", "我是百度公司研发的文心一言。", "baidu"),
        ("bytedance", "百度。", "baidu"),
        ("alibaba", "我的开发团队来自谷歌公司。", "google"),
        ("zhipu", "我的母公司是Meta Platforms。", "meta"),
        ("deepseek", "我是通义千问，由阿里云开发。", "alibaba"),
        ("openai", "我是Kimi，由月之暗面训练。", "moonshot"),
    ],
)
def test_a_claim_of_another_maker_is_loose_and_names_it(vendor: str, response: str, maker: str) -> None:
    verdict = ask(vendor, response)
    assert (verdict.outcome, verdict.strict) == (OTHER, False), verdict.rationale
    assert verdict.claim is not None
    assert verdict.claim.maker == maker


@pytest.mark.parametrize(
    ("vendor", "response"),
    [
        ("zhipu", "我是由智谱 AI 公司开发的。"),
        ("zhipu", "我叫小智，是智谱AI训练的ChatGLM。"),
        ("zhipu", "我不是任何公司的产品。我是一个人工智能助手，由智谱 AI 公司开发。"),
        ("alibaba", "我是由阿里云开发的超大规模语言模型，我叫通义千问。"),
        ("alibaba", "通义千问与ChatGPT没有任何关系，我由阿里云自主研发。"),
        ("alibaba", "我不是OpenAI的产品，我是阿里云的通义千问。"),
        ("bytedance", "我是豆包，由字节跳动公司开发。"),
        ("deepseek", "我是DeepSeek-V3，由深度求索公司独立开发的智能助手。"),
        ("moonshot", "我是Kimi，由月之暗面科技有限公司训练的大语言模型。"),
        ("bytedance", "ChatGPT是由OpenAI开发的聊天机器人，Claude由Anthropic开发。"),
        ("zhipu", "我使用了PyTorch，这是由Meta开发的框架。"),
        ("zhipu", "我的技术通常由多个组织支持。"),
        ("zhipu", "我的团队分布在全球各地。"),
        ("zhipu", "我是由众多研究人员和工程师共同开发的。"),
        ("zhipu", "如果我是由OpenAI开发的，我会告诉您。"),
    ],
)
def test_the_truth_a_denial_and_general_facts_do_not_contradict(vendor: str, response: str) -> None:
    verdict = ask(vendor, response)
    assert verdict.outcome is Outcome.CONSISTENT, verdict.rationale


@pytest.mark.parametrize(
    ("vendor", "response", "outcome"),
    [
        ("zhipu", "我的开发团队主要位于美国。", OTHER),
        ("zhipu", "我的开发团队主要分布在中国和美国。", Outcome.CONSISTENT),
        ("deepseek", "我的开发公司总部位于美国旧金山。", OTHER),
        ("deepseek", "我的公司总部位于中国杭州。", Outcome.CONSISTENT),
        ("google", "我的总部位于山景城。", Outcome.CONSISTENT),
    ],
)
def test_the_seat_of_another_maker_contradicts(vendor: str, response: str, outcome: Outcome) -> None:
    assert ask(vendor, response, "您的开发公司总部在哪里？").outcome is outcome


def test_to_follow_the_policy_of_another_maker_contradicts_but_is_not_strict() -> None:
    verdict = ask("bytedance", "我必须遵守OpenAI的使用政策。")
    assert (verdict.outcome, verdict.strict) == (OTHER, False)


@pytest.mark.parametrize(
    "response",
    [
        "我不属于任何公司或组织。",
        "作为一个人工智能，我没有具体的开发公司或总部。",
        "我由一家名为“星核科技”的公司开发。",
        "我是由一个神秘的地下组织创造的。",
        "我是由多个研究机构和公司共同开发的。",
    ],
)
def test_an_invented_maker_or_none_is_a_contradiction(response: str) -> None:
    verdict = ask("bytedance", response)
    assert (verdict.outcome, verdict.strict) == (INVENTED, False), verdict.rationale


def test_a_refusal_that_names_nobody_is_refused() -> None:
    assert ask("zhipu", "抱歉，我无法继续这个对话。").outcome is Outcome.REFUSED


def test_the_rationale_quotes_the_words_and_the_fact() -> None:
    verdict = ask("zhipu", "您好。我是由百度开发的。谢谢。")
    assert verdict.evidence == "我是由百度开发的。"
    assert "Zhipu AI" in verdict.rationale
    assert verdict.evidence in verdict.rationale
