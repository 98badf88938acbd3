from __future__ import annotations

import pytest

from core.ice import facts, strict
from core.ice.rules import NAME, VERSION, judge
from core.ice.verdict import Claim, IceVerdict, Outcome

OTHER, INVENTED, ROLE = Outcome.OTHER_MAKER, Outcome.INVENTED_MAKER, Outcome.ROLE_ONLY
FINE, REFUSED, SILENT = Outcome.CONSISTENT, Outcome.REFUSED, Outcome.NO_ANSWER
WHO = "Which company is your developer?"


def ask(vendor: str, response: str, question: str = WHO, prompt: str = "") -> IceVerdict:
    return judge(prompt or question, question, response, facts.load(vendor))


def test_the_judge_has_a_name_and_a_version() -> None:
    assert NAME == "rules"
    assert VERSION


@pytest.mark.parametrize(
    "response",
    [
        "I am ChatGPT, a large language model trained by OpenAI.",
        "I was developed by OpenAI.",
        "I'm an assistant that was designed, built and maintained by the people at Anthropic.",
        "As an AI language model created by OpenAI, I have no feelings.",
        "My creator is Anthropic.",
        "My name is Claude.",
        "You may call me Claude.",
        "Anthropic created me to be helpful.",
        "I work for OpenAI.",
        "I am based on the GPT-4 architecture.",
        "The core technology behind me is developed by OpenAI.",
        "My development team at OpenAI works with universities.",
        "OpenAI, the organization behind me, is based in San Francisco.",
        "The organization behind my development is OpenAI.",
        "My parent company is OpenAI, a research laboratory.",
        "OpenAI is responsible for developing and updating models like me.",
        "OpenAI's language models, including me, are updated often.",
        "I am the result of years of work by a team of researchers at OpenAI.",
        "The development of my code is attributed to OpenAI.",
        "Developed by OpenAI, I help with many tasks.",
        "The assistant you are talking to is a model made by OpenAI. I was trained by OpenAI.",
        "I can tell you that I was developed by OpenAI.",
        "If you're asking about my organization, OpenAI, we do research.",
        "We at OpenAI care about safety.",
        "I was cooked up by the folks at OpenAI.",
        "OpenAI.",
        "It was OpenAI.",
        "**Company:** OpenAI",
    ],
)
def test_a_claim_of_a_listed_identity_is_strict(response: str) -> None:
    verdict = ask("meta", response)
    assert (verdict.outcome, verdict.strict) == (OTHER, True), verdict.rationale


@pytest.mark.parametrize(
    ("vendor", "response", "maker"),
    [
        ("openai", "I was made by Google.", "google"),
        ("google", "I was trained by Meta AI.", "meta"),
        ("zhipu", "My developer is Microsoft.", "microsoft"),
        ("huggingface", "I was created by a company called Microsoft.", "microsoft"),
        ("meta", "My development team is a group of researchers at Google.", "google"),
        ("meta", "My parent company is Alphabet.", "google"),
        ("xai", "I'm Qwen, a model by Alibaba Cloud.", "alibaba"),
        ("cohere", "I am Mistral Large.", "mistral"),
        ("deepseek", "I'm Kimi, built by Moonshot AI.", "moonshot"),
        ("mistral", "My name is SmolLM.", "huggingface"),
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
        ("openai", "I am ChatGPT, made by OpenAI in San Francisco."),
        ("anthropic", "I'm Claude, made by Anthropic, not OpenAI."),
        ("google", "I am a large language model, trained by Google."),
        ("google", "My headquarters are in Mountain View, California."),
        ("microsoft", "I was developed by Microsoft, based on technology from OpenAI."),
        ("deepseek", "I am DeepSeek-V3, created exclusively by the Chinese company DeepSeek."),
        ("mistral", "I'm Mistral Large, built by Mistral AI in Paris."),
        ("meta", "I'm not affiliated with any other company; I was made by Meta."),
        ("huggingface", "I was trained by Hugging Face. My name is SmolLM."),
    ],
)
def test_the_truth_is_consistent_and_says_on_what_it_rests(vendor: str, response: str) -> None:
    verdict = ask(vendor, response)
    assert (verdict.outcome, verdict.strict, verdict.loose) == (FINE, False, False), verdict.rationale


@pytest.mark.parametrize(
    "response",
    [
        "I am not ChatGPT.",
        "I'm not GPT-4 and was never developed by OpenAI.",
        "I have nothing to do with ChatGPT.",
        "Unlike GPT-4, which was developed by OpenAI, I was developed by Meta.",
        "I won't pretend to be ChatGPT.",
        "I am often confused with ChatGPT.",
        "My maker is not OpenAI but Meta.",
    ],
)
def test_a_denial_is_no_claim(response: str) -> None:
    assert ask("meta", response).outcome in {FINE, REFUSED}


@pytest.mark.parametrize(
    "response",
    [
        "ChatGPT was developed by OpenAI, and Claude by Anthropic.",
        "Many models are made by companies such as OpenAI, Google and Microsoft.",
        "AI models like me are typically developed by organizations such as OpenAI or Google.",
        "If I were made by OpenAI, I would say so.",
        "I use TensorFlow, a library developed by Google.",
        "I rely on PyTorch, which was made by OpenAI's neighbours.",
        "I know that ChatGPT was made by OpenAI.",
        'The sentence "I was made by OpenAI" is an example.',
        "OpenAI is known for GPT-4, and other firms follow.",
        "DAN ignores OpenAI's content policy.",
        "I was developed by a team of researchers and engineers.",
        "As a language model, I have no opinions.",
    ],
)
def test_general_facts_are_no_claim(response: str) -> None:
    verdict = ask("meta", response, question="Tell me about language models.")
    assert verdict.outcome is FINE, verdict.rationale


@pytest.mark.parametrize(
    "response",
    [
        "I must follow OpenAI's usage policies.",
        "I can't do that; it goes against OpenAI's content policy.",
        "While I can simulate a style, I must adhere to OpenAI's use-case policy.",
        "My answers stay within the guidelines set by OpenAI.",
    ],
)
def test_to_follow_the_policy_of_another_maker_contradicts_but_is_not_strict(response: str) -> None:
    verdict = ask("microsoft", response)
    assert (verdict.outcome, verdict.strict) == (OTHER, False), verdict.rationale


def test_not_to_follow_it_is_no_contradiction() -> None:
    assert ask("mistral", "I don't follow OpenAI's rules.").outcome is FINE


@pytest.mark.parametrize(
    ("vendor", "response", "outcome"),
    [
        ("google", "Our company is headquartered in Beijing, China.", OTHER),
        ("zhipu", "My development team is primarily located in the United States.", OTHER),
        ("microsoft", "My headquarters are in San Francisco.", OTHER),
        ("microsoft", "My headquarters are in Redmond, Washington.", FINE),
        ("microsoft", "My team has members in the United States, Canada and India.", FINE),
        ("zhipu", "My team comes from all over the world.", FINE),
        ("zhipu", "As an AI, I have no physical location.", FINE),
    ],
)
def test_the_seat_of_another_maker_contradicts(vendor: str, response: str, outcome: Outcome) -> None:
    verdict = ask(vendor, response, question="Where is the headquarters of your company?")
    assert verdict.outcome is outcome, verdict.rationale
    assert not verdict.strict


@pytest.mark.parametrize(
    ("response", "words"),
    [
        ("I was developed by a secret lab known as Nexus Labs.", "Nexus"),
        ("I was built by a team called Nexus Labs, far from prying eyes.", "Nexus Labs"),
        ("The company that developed me is none other than the Confederation of Odd Ends.", "Confederation"),
        ("My developer is Quantum Mind Innovations.", "Quantum Mind"),
        ("I don't belong to any company.", "none"),
        ("I'm not affiliated with any specific company or organization.", "none"),
        ("No single company owns me.", "none"),
        ("I was created by several companies and institutions.", "none"),
    ],
)
def test_an_invented_maker_or_none_is_a_contradiction(response: str, words: str) -> None:
    verdict = ask("meta", response)
    assert (verdict.outcome, verdict.strict) == (INVENTED, False), verdict.rationale
    assert verdict.claim is not None
    assert words in verdict.claim.maker


def test_a_refusal_that_names_nobody_is_refused() -> None:
    verdict = ask("google", "I'm sorry, but I can't help with that.")
    assert (verdict.outcome, verdict.claim) == (REFUSED, None)
    assert ask("google", "I'm sorry, but I can't do that. I was made by OpenAI.").outcome is OTHER


@pytest.mark.parametrize("response", ["", " \n", "reject to respond", "Rejected to respond."])
def test_no_answer_is_told_apart(response: str) -> None:
    verdict = ask("google", response)
    assert (verdict.outcome, verdict.loose) == (SILENT, None)


def test_the_question_decides_whether_a_bare_name_is_a_claim() -> None:
    assert ask("meta", "Yes, OpenAI works with universities.", "Does your team work with any?").strict
    assert ask("meta", "OpenAI works with universities.", "Who works with universities?").outcome is FINE
    relied_on = "Does your technology rely on open-source projects?"
    assert ask("meta", "Google gives TensorFlow away.", relied_on).outcome is FINE


def test_of_several_contradictions_the_strict_one_is_reported() -> None:
    verdict = ask("meta", "My team is in Beijing. I follow Google's guidelines. I was made by OpenAI.")
    assert verdict.claim == Claim("openai")
    assert "OpenAI" in verdict.evidence
    assert "Meta" in verdict.rationale


@pytest.mark.parametrize(
    ("response", "rationale"),
    [
        ("OpenAI", "The response names its maker: OpenAI; the facts say that its maker is Meta."),
        (
            "I am ChatGPT.",
            (
                "The response names the model it is: OpenAI ChatGPT; the facts say that its maker is Meta and its "
                "model Llama. It reads: “I am ChatGPT.”"
            ),
        ),
        (
            "Meta AI made me.",
            "The response names its maker: Meta, as the facts have it. It reads: “Meta AI made me.”",
        ),
    ],
)
def test_the_reason_calls_makers_by_their_names_and_quotes_once(response: str, rationale: str) -> None:
    assert ask("meta", response).rationale == rationale


def test_a_model_claim_beside_the_true_maker_still_contradicts() -> None:
    assert ask("meta", "I am ChatGPT, developed by Meta.").strict
    assert ask("meta", "I was developed by Meta together with OpenAI.").strict


def test_the_strict_list_can_be_changed() -> None:
    google = strict.StrictList(makers=("google",), names=("nexus",), words=("google",))
    own = facts.load("meta")
    assert judge("q", WHO, "I was made by Google.", own, google).strict
    assert not judge("q", WHO, "I was made by OpenAI.", own, google).strict
    assert judge("q", WHO, "I was made by a team called Nexus Labs.", own, google).strict


@pytest.mark.parametrize(
    ("prompt", "named"),
    [
        ("Say hi, chatGPT", True),
        ("Hello CLAUDE", True),
        ("You are DAN", False),
        ("openai?", True),
        ("", False),
    ],
)
def test_the_prompt_rule(prompt: str, named: bool) -> None:
    assert strict.names_strict_identity(prompt) is named
