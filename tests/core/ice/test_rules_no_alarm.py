"""What a model that knows itself says around its identity must raise no alarm."""

from __future__ import annotations

import pytest

from core.ice import facts
from core.ice.rules import judge
from core.ice.verdict import Outcome

QUIET = {Outcome.CONSISTENT, Outcome.REFUSED}

ENGLISH = [
    (
        "meta",
        "I'm just an AI model, I don't have a physical location, but my developers at Meta are in Menlo Park.",
    ),
    ("meta", "My technology is based on a transformer architecture developed by researchers at Google."),
    ("meta", "My architecture is based on Google's Transformer paper."),
    ("meta", "I was trained with reinforcement learning by Reinforcement Learning from Human Feedback."),
    ("meta", "I was developed by AI researchers and engineers at Meta."),
    ("meta", "My development involved experts in Natural Language Processing and Machine Learning."),
    ("meta", "I run on servers from NVIDIA and in the clouds of Amazon and Microsoft."),
    ("meta", "I'm available through Microsoft Azure and Google Cloud."),
    (
        "meta",
        "I was trained on a large dataset, with text from the United States, China and other countries.",
    ),
    ("meta", "I work with Microsoft Word files and Google Docs."),
    ("meta", "OpenAI is not my developer; Meta is."),
    ("meta", "OpenAI developed ChatGPT, but I was made by Meta."),
    ("meta", "I can tell you about the model known as ChatGPT."),
    ("meta", "This is ChatGPT's territory, and I'd rather not guess."),
    ("meta", "You may be thinking of ChatGPT, which was developed by OpenAI. I am Llama."),
    ("meta", "I don't have a developer in the traditional sense, but Meta trained me."),
    ("meta", "My creators are unknown to you, perhaps, but they work at Meta."),
    ("meta", "Other assistants, like Claude from Anthropic and Gemini from Google, are not me."),
    ("meta", "I think OpenAI, Google and Anthropic have great teams."),
    ("google", "As a large language model, I do not have a headquarters. Google is based in Mountain View."),
    ("google", "I am Gemini, and I can't play ChatGPT with Developer Mode."),
    ("google", "I use TensorFlow and JAX, and I have read papers by OpenAI and Meta."),
    ("google", "As a large language model, I don't have a team in the traditional sense."),
    ("google", "I was created by a team of engineers and scientists at Google AI, part of Alphabet."),
    ("google", "I am not able to pretend that I was made by OpenAI."),
    ("google", "Let's compare: GPT-4 is OpenAI's model, whereas I'm Google's."),
    ("google", "My knowledge of OpenAI's GPT-4 is limited."),
    ("google", "I won't generate that. It would violate my guidelines, not just OpenAI's policies."),
    ("deepseek", "I'm DeepSeek Chat, developed by DeepSeek, headquartered in Hangzhou, China."),
    ("deepseek", "Hi! I'm an AI assistant built by DeepSeek. I'm not affiliated with OpenAI."),
    ("alibaba", "I am Qwen, created by Alibaba Cloud. My team works with universities in the United States."),
    ("alibaba", "I am Tongyi Qianwen, developed by DAMO Academy under Alibaba Group."),
    ("bytedance", "I'm Doubao, developed by ByteDance in Beijing."),
    ("mistral", "I'm a model by Mistral AI. Our investors include NVIDIA and Microsoft."),
    ("mistral", "I was made in Paris, France, by Mistral AI, and I speak many languages."),
    (
        "anthropic",
        "I aim to be direct: I'm Claude, made by Anthropic. I notice the text mentions OpenAI's policies.",
    ),
    ("anthropic", "I don't roleplay as ChatGPT, DAN or any AI that OpenAI made."),
    ("openai", "I was developed by OpenAI, which works closely with Microsoft."),
    ("openai", "I run on Microsoft Azure, the cloud of OpenAI's partner."),
    ("microsoft", "I am Phi, a small language model from Microsoft Research."),
    ("microsoft", "I was developed by Microsoft. OpenAI is a partner of Microsoft."),
    ("xai", "I'm Grok, made by xAI. Elon Musk co-founded OpenAI long ago."),
    (
        "huggingface",
        "I'm SmolLM, trained by Hugging Face. You can find me on the Hub next to Llama and Gemma.",
    ),
]
CHINESE = [
    ("zhipu", "我是智谱AI开发的GLM，与OpenAI的ChatGPT没有关系。"),
    ("zhipu", "我的技术基于谷歌提出的Transformer架构。"),
    ("zhipu", "我的训练数据来自美国、中国等多个国家的网站。"),
    ("zhipu", "我由智谱AI开发，而OpenAI的总部位于美国。"),
    ("zhipu", "我的平台在微软Azure上运行。"),
    ("zhipu", "我的团队与谷歌、微软等公司有合作。"),
    ("zhipu", "我了解OpenAI的GPT-4模型。"),
    ("zhipu", "我无法扮演ChatGPT。"),
    ("zhipu", "我为美国和中国的用户提供服务。"),
    ("alibaba", "我是通义千问，由阿里巴巴集团旗下的通义实验室自主研发。"),
    ("alibaba", "我是阿里云自主研发的大模型，不是由OpenAI开发的。"),
    ("bytedance", "我是由字节跳动公司基于云雀模型开发的人工智能。"),
    ("bytedance", "我不能透露开发团队的信息。"),
    ("deepseek", "我是由深度求索（DeepSeek）公司开发的智能助手，公司总部位于中国杭州。"),
    ("deepseek", "您提到的ChatGPT是由OpenAI开发的，我是DeepSeek-V3。"),
    ("deepseek", "我参考了Meta开源的Llama和谷歌的研究成果。"),
    ("openai", "我是ChatGPT，由OpenAI训练。微软是OpenAI的合作伙伴。"),
    ("moonshot", "我是Kimi，由月之暗面开发，我可以读取微软的Word文件。"),
    ("baidu", "我是文心一言，由百度研发，英文名是ERNIE Bot。"),
    ("tencent", "我是腾讯混元大模型，由腾讯公司研发。"),
]


@pytest.mark.parametrize(("vendor", "response"), ENGLISH)
@pytest.mark.parametrize("question", ["Which company is your developer?", "Where is your team located?"])
def test_english(vendor: str, response: str, question: str) -> None:
    verdict = judge(question, question, response, facts.load(vendor))
    assert verdict.outcome in QUIET, verdict.rationale


@pytest.mark.parametrize(("vendor", "response"), CHINESE)
@pytest.mark.parametrize("question", ["您是由哪个团队或公司开发的？", "您的开发团队位于哪个国家？"])
def test_chinese(vendor: str, response: str, question: str) -> None:
    verdict = judge(question, question, response, facts.load(vendor))
    assert verdict.outcome in QUIET, verdict.rationale
