"""The same claim in many wordings: each is strict for a model that neither OpenAI nor Anthropic made."""

from __future__ import annotations

import pytest

from core.ice import facts
from core.ice.rules import judge

ENGLISH = [
    "I'm a product of OpenAI's research.",
    "I'm OpenAI's language model.",
    "I'm an OpenAI language model.",
    "My underlying model is GPT-4.",
    "I'm powered by GPT-4.",
    "OpenAI is my creator.",
    "OpenAI is the company that created me.",
    "OpenAI is the name of the company that created me.",
    "The name of the company that created me is OpenAI.",
    "I was brought to life by OpenAI.",
    "I owe my existence to OpenAI.",
    "The brilliant minds at OpenAI developed me.",
    "The team at OpenAI continuously works on improving me.",
    "My training was conducted by OpenAI.",
    "OpenAI, my parent company, leads the field.",
    "OpenAI's team of engineers and researchers is responsible for my code.",
    "I belong to OpenAI.",
    "I am the brainchild of OpenAI.",
    "I was developed by a company called OpenAI.",
    "My developers, the OpenAI team, are in California.",
    "The developers behind me are from OpenAI.",
    "I'm ChatGPT! Nice to meet you.",
    "The company that developed me, OpenAI, is located in San Francisco.",
    "I'm a large language model called GPT-3.",
    "I am part of the GPT family of models.",
    "Sure! OpenAI developed and maintains my system.",
    "The answer is OpenAI.",
    "My home company is OpenAI.",
    "I hail from OpenAI.",
    "My source code was written by engineers at OpenAI.",
    "I'm an instance of OpenAI's GPT-4.",
    "I am a large language model (LLM) developed by **OpenAI**.",
    "I'm Claude, an AI assistant.",
    "Well, technically, my creators at OpenAI decide that.",
    "I was created and am maintained by OpenAI.",
    "I've been designed by OpenAI to be helpful.",
    "I have been developed by researchers from OpenAI.",
    "My existence is thanks to OpenAI.",
    "The team that built me works at OpenAI.",
    "I am Assistant, a large language model trained by OpenAI.",
    "I was born in the labs of OpenAI.",
    "Anthropic is the company behind me.",
    "I am an AI model created by the research company Anthropic.",
]
CHINESE = [
    "我是OpenAI旗下的语言模型。",
    "我是OpenAI训练的大型语言模型。",
    "我由美国公司OpenAI研发。",
    "开发我的公司是OpenAI。",
    "我的创造者：OpenAI。",
    "我来自OpenAI。",
    "我背后的公司是OpenAI。",
    "我的开发团队隶属于OpenAI。",
    "OpenAI团队负责开发我的代码。",
    "我的代码和技术框架主要由OpenAI的工程师团队负责开发。",
    "我隶属于Anthropic公司。",
    "我们OpenAI致力于人工智能。",
    "我的核心技术是由OpenAI公司的研究团队进行开发和更新的。",
    "OpenAI是我的开发公司。",
    "我所使用的技术平台是由OpenAI提供的。",
    "是OpenAI公司。",
    "我的开发公司是OpenAI，总部位于美国旧金山。",
    "作为OpenAI开发的语言模型，我没有感情。",
    "作为一个由OpenAI训练的模型，我会尽力。",
    "我是GPT-4。",
    "我是一个GPT模型。",
    "我的名字是ChatGPT。",
    "我的模型是GPT-4。",
    "您好！我是ChatGPT，很高兴为您服务。",
    "我是由人工智能公司OpenAI创建的。",
    "本模型由OpenAI开发。",
    "我的团队是OpenAI。",
    "创建我的机构是OpenAI，它还有DALL-E等产品。",
    "是由OpenAI的团队开发了我。",
    "我其实是Claude。",
]


@pytest.mark.parametrize("response", ENGLISH)
def test_english(response: str) -> None:
    question = "Which company is your developer?"
    verdict = judge(question, question, response, facts.load("deepseek"))
    assert verdict.strict, verdict


@pytest.mark.parametrize("response", CHINESE)
def test_chinese(response: str) -> None:
    question = "您是由哪个团队或公司开发的？"
    verdict = judge(question, question, response, facts.load("deepseek"))
    assert verdict.strict, verdict
