"""Rules as a reader changes them for a reading: a word taken out, one put in, another strength."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newsmarks.form import choice, meant
from newsmarks.model import CATEGORIES
from newsmarks.ruleset import Rule, RuleError, Rules, RuleSet, pieces, standard

#: What a rule of the reader's own says; a word that no rule knows yet judges things, unless its category is given.
NEW = Rule(
    "yours", "loaded", label="your own rule", why="“{term}” is marked by a rule of your own; the word is {whose}.",
    authority="your own rule", catches=(), spares=(), category="judging things",
)  # fmt: skip
#: What takes a word out.
OUT = (0, False)
HOW = 'Give 0 to take it out, or 1, 2 or 3 to put it in, or a category too, as in ("judging people", 2).'


def change_rules(
    *, loaded: Mapping[str, Any] | None = None, cues: Mapping[str, Any] | None = None, rules: RuleSet | None = None
) -> RuleSet:
    """The rules with some words changed, for `read(article, rules)`; those of the library stay as they are.

    loaded: word -> 0 or False takes it out in all its forms; 1, 2 or 3 puts it in with that strength, or changes it;
    ("judging people", 2) gives the category, too. A word of your own is marked wherever it stands.
    cues: saying word -> 0 or False takes it out; another one, as in {"huff": "say"}, puts it in to be read like that.
    rules: what is changed, if not the library's own.
    Raises RuleError, a ValueError, in one sentence that says what is wrong and what to do.
    """
    families = dict((rules or standard()).families)
    for word, wish in _asked("loaded", loaded):
        families["loaded"] = _change_loaded(families["loaded"], word, wish)
    for word, wish in _asked("cues", cues):
        families["cues"] = _change_cue(families["cues"], word, wish)
    return RuleSet(families)


def _asked(name: str, words: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    if words is not None and not isinstance(words, Mapping):
        raise RuleError(f'{name} must be words in curly brackets, as in {name}={{"carnage": 0}}.')
    for word in words or ():
        if not isinstance(word, str) or not pieces(word):
            raise RuleError(f'{name}: {word!r} is no word. Write it in quotation marks, as in "carnage".')
    return list((words or {}).items())


def _change_loaded(rules: Rules, word: str, wish: Any) -> Rules:
    if wish in OUT:
        return _without(rules, word)
    rule, _, forms = _known(rules).get(pieces(word), (NEW, word, (word,)))
    category, strength = wish if isinstance(wish, tuple) and len(wish) == 2 else (rule.category, wish)
    if isinstance(strength, bool) or strength not in (1, 2, 3):
        raise RuleError(f"loaded: {wish!r} says nothing of “{word}”. {HOW}")
    if fault := choice(*CATEGORIES)(category):
        raise RuleError(f"loaded: the category of “{word}” {fault}")
    mine = replace(NEW, id=_id(word), terms=forms, category=category, strength=strength, neutral=rule.neutral)
    return (*(rules if rule is NEW else _without(rules, word)), mine)


def _change_cue(rules: Rules, word: str, wish: Any) -> Rules:
    if wish in OUT:
        return _without(rules, word)
    old = _known(rules).get(pieces(str(wish)))
    if not isinstance(wish, str) or old is None:
        raise RuleError(f'cues: {wish!r} says nothing of “{word}”. Give 0, or a cue that it is like, as in "say".')
    rest = _without(rules, word) if pieces(word) in _known(rules) else rules
    why = f"“{{cue}}” is a cue by a rule of your own, read like “{wish}”; the words are those of {{source}}."
    mine = replace(NEW, id=_id(word), family="cues", why=why, terms=(word,), takes=old[0].takes, stance=old[0].stance)
    return (*rest, mine)


def _id(word: str) -> str:
    return f"yours.{'-'.join(pieces(word).split())}"


def _known(rules: Rules) -> dict[str, tuple[Rule, str, tuple[str, ...]]]:
    """Every form of a word, plain -> its rule, the word as the rule writes it, and all its forms."""
    words = ((rule, *of) for rule in rules for of in rule.forms() if of[0] not in rule.out)
    return {pieces(form): (rule, word, forms) for rule, word, forms in words for form in forms}


def _without(rules: Rules, word: str) -> Rules:
    """The rules without a word in any of its forms."""
    known = _known(rules)
    if pieces(word) not in known:
        hint = meant(pieces(word), known, "Only a word that is there can be taken out.")
        raise RuleError(f"No rule knows “{word}”. {hint}")
    rule, written, _ = known[pieces(word)]
    return tuple(replace(r, out=(*r.out, written)) if r is rule else r for r in rules)

