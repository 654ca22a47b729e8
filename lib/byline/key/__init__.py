"""The key: a reading that people made, written as quotations, with its tiers, reasons and feedback."""

from byline.key.draft import draft_from
from byline.key.load import check_decisions, check_key, load_key
from byline.key.types import TIERS, Decision, Entry, Key, Passage, Question, Trap

__all__ = [
    "TIERS", "Decision", "Entry", "Key", "Passage", "Question", "Trap", "check_decisions", "check_key", "draft_from",
    "load_key",
]  # fmt: skip
