"""What the figures of a run count, in words: the same before it, while it is on, and after it."""

from __future__ import annotations

WHAT_COUNTS = (
    "An answer is what a model says to one prompt, a judgment what a judge says of it. A call is one request that is "
    "sent: a prompt of several turns takes one for each turn, and a judge that is a model one for each judgment."
)
# Not of a run that asks everything afresh.
COUNTED = f"{WHAT_COUNTS} What was asked before is not asked again."
