"""The word lists of the measured judge: function words, connectives and everyday words, English and Chinese.

Written for this program from grammar (closed word classes), not counted in any collection of answers, so that
no model's habits are built into the judge. Changing a list changes scores: raise `VERSION` with it.
"""

from __future__ import annotations

ARTICLES_AND_PREPOSITIONS = """
a an the of to in on at by for with from as into onto about over under between among through during before
after above below against within without across along around behind beside besides beyond near off out per
since than toward towards until unlike upon up down via throughout despite like except
"""
PRONOUNS_FIRST_SINGULAR = "i me my mine myself i'm i've i'll i'd"
PRONOUNS_FIRST_PLURAL = "we us our ours ourselves we're we've we'll we'd let's"
PRONOUNS_SECOND = "you your yours yourself yourselves you're you've you'll you'd"
PRONOUNS_OTHER = """
he him his himself she her hers herself it its itself they them their theirs themselves one one's it's he's
she's they're they've they'll that's there's here's what's who's this that these those who whom whose which
what something anything nothing everything someone anyone everyone here there
"""
AUXILIARIES = """
am is are was were be been being do does did done doing have has had having isn't aren't wasn't weren't
don't doesn't didn't haven't hasn't hadn't
"""
MODALS = """
can could may might must shall should will would ought cannot can't couldn't mustn't shouldn't won't
wouldn't
"""
CONJUNCTIONS = """
and or but nor so yet if then else because while when where why how whether though although unless once
whereas whenever wherever both either neither not no
"""
QUANTIFIERS_AND_DEGREE = """
all any some each every many much more most few less least several other others another such same only very
too also just even still already quite rather almost enough again ever never always often sometimes usually
perhaps maybe first second third next last finally two three own well now
"""
CONNECTIVES = """
however therefore thus hence moreover furthermore additionally instead otherwise meanwhile overall firstly
secondly thirdly lastly ultimately consequently nevertheless similarly likewise specifically generally
typically
"""

CHINESE_FIRST = "我 我的 我们 我们的 咱们"
CHINESE_SECOND = "你 您 你的 您的 你们 您们"
CHINESE_MODALS = "可以 可能 能够 应该 应当 必须 需要 也许 或许 会 能 要"
CHINESE_CONNECTIVES = """
但是 然而 不过 因此 所以 因为 由于 如果 虽然 尽管 而且 并且 此外 另外 首先 其次 然后 最后 总之 总的来说
综上所述 例如 比如 同时
"""
CHINESE_FUNCTION = """
的 地 得 了 着 过 是 在 和 与 及 或 而 也 就 都 还 又 再 才 只 很 更 最 太 非常 不 没 没有 不是 这 那 这个
那个 这些 那些 这样 那样 一个 一种 一些 每 每个 各 各种 其 其中 它 他 她 它们 他们 她们 自己 什么 怎么 如何
哪 吗 呢 吧 啊 把 被 将 对 对于 关于 从 到 向 往 给 为 为了 以 以及 以下 以上 之 所 等 等等 上 下 中 里 内
外 前 后 时 有 来 去 让 使 通过 根据 按照 作为 之间 之后 之前 还是 或者 包括 当 则 即
"""

# Words so common in any explaining answer that sharing them says little about its content.
EVERYDAY = """
use used user make made good important provide help example time way people include need different new many
work create find get give go know take want see look think say come try ask keep start end show let set put
run call follow allow ensure consider various specific certain common possible available able based using
like number part type form kind case point thing step process result problem question answer information
data order change place day year world life person person's man woman group system high low great small
large long short big main key best better right left full real true simple clear easy hard general
particular note sure please hope well-known effective significant essential understand explain describe
contain require become develop increase reduce improve lead cause support involve relate addition term line
base level value name list word way method 使用 需要 可以 进行 提供 帮助 问题 方法 重要 不同 一些 内容 信息
时间 方面 情况 例如 包括
"""

FIRST_SINGULAR = frozenset(PRONOUNS_FIRST_SINGULAR.split()) | {"我", "我的"}
FIRST_PLURAL = frozenset(PRONOUNS_FIRST_PLURAL.split()) | {"我们", "我们的", "咱们"}
SECOND_PERSON = frozenset((PRONOUNS_SECOND + " " + CHINESE_SECOND).split())
MODAL_WORDS = frozenset((MODALS + CHINESE_MODALS).split())
CONNECTIVE_WORDS = frozenset((CONNECTIVES + CHINESE_CONNECTIVES).split())
EVERYDAY_WORDS = frozenset(EVERYDAY.split())


def _distinct(*lists: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in lists for word in words.split()))


ENGLISH = _distinct(
    ARTICLES_AND_PREPOSITIONS,
    PRONOUNS_FIRST_SINGULAR,
    PRONOUNS_FIRST_PLURAL,
    PRONOUNS_SECOND,
    PRONOUNS_OTHER,
    AUXILIARIES,
    MODALS,
    CONJUNCTIONS,
    QUANTIFIERS_AND_DEGREE,
    CONNECTIVES,
)
CHINESE = _distinct(CHINESE_FIRST, CHINESE_SECOND, CHINESE_MODALS, CHINESE_CONNECTIVES, CHINESE_FUNCTION)
FUNCTION_WORDS = frozenset(ENGLISH) | frozenset(CHINESE)
