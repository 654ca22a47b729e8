"""What the desk says to a rewrite: a first line for all of it, then group by group, in plain words. Never a score."""

from __future__ import annotations

from collections.abc import Sequence

from byline.key.places import short
from byline.rewriting import Fact, Rewritten, Said, Weighed, compare_rewrite
from byline.rewriting.facts import Facts
from byline.sheet import List, Note, Part, Sheet
from newsmarks.model import Reading
from newsmarks.text import ArticleError

#: How many of a group are told; what is more is counted.
MOST_TOLD = 6
MOST_ASKED = 3
#: Signs of a quotation from either text.
LONG = 90
LOST = {
    "harm": "“{words}” is gone. It told what happened to people or things. Say it in plain words, but keep it.",
    "name": "“{words}” is gone: a reader no longer learns who or where.",
    "number": "“{words}” is gone: a reader no longer learns how many.",
    "date": "“{words}” is gone: a reader no longer learns when.",
    "event": "“{words}” is gone: a reader no longer learns this.",
    "quotation": "The quotation “{words}” is gone, and nothing stands in its place.",
    "cut": "“{words}” is cut from the quotation. Does what is left still say what the speaker meant?",
}
SAID = {
    "attributed": "“{words}” now has a source: {now}.",
    "lent": "“{words}” now comes from {now}, whom the paragraph does not name. Does the article say so?",
    "new source": "“{words}” now comes from {now}. The article does not name this source. Where did you find it: in "
                  "the task?",
    "flat": "“{words}” was said by {was}. Now nobody says it: it is your own claim.",
    "nameless": "“{words}” was said by {was}. Now nobody is named.",
    "hedged": "“{words}” is now held at a distance by “{now}”. Who says it, the text does not tell.",
    "hedge lost": "“{was}” held “{words}” at a distance. That is gone: now it is told as a fact.",
    "stance": "“{was}” has become “{now}”. What does the new word say about the claim?",
    "other source": "“{words}” was said by {was}. Now it comes from {now}.",
    "vaguer": "The source was {was}. Now a reader learns only “{now}”.",
    "reported": "The words of {was} are now told in your own words. Is all of it still there?",
    "quoted": "{words} stands in quotation marks, but nobody in the article says these words. Take the marks away.",
    "joined": "{words} leaves words of the quotation out. Put […] where they were.",
    "open": "“{words}” tells a reader what is left open. Does no other paragraph tell it?",
    "adopted": "{words} had quotation marks, which said: not our word. Without them the word is yours.",
}
LOADED = {
    "kept": "“{words}” is still there. It is the word of {by}.",
    "moved": "“{words}” was the word of {was}. Outside quotation marks it reads as {by}.",
    "gone": "“{words}”, the word of {was}, is gone.",
    "gone well": "“{words}”, the word of {was}, is gone, and no fact went with it.",
    "new": "“{words}” is new, and it is {by}. Does it judge?",
}


def rewrite(reading: Reading, paragraph: int, words: str) -> Sheet:
    """What your words for a paragraph keep, lose and add, who says it now, and the loaded words in it.

    Raises ArticleError for a paragraph that is not there, and for what is no reading or no text.
    """
    if not isinstance(reading, Reading) or not isinstance(words, str):
        raise ArticleError("rewrite() needs a reading, a paragraph and your words: rewrite(reading, 17, \"…\").")
    return Sheet(rewritten_parts(reading, paragraph, words))


def rewritten_parts(reading: Reading, paragraph: int, words: str) -> list[Part]:
    """The same part by part, the sum in one sentence first."""
    if not words.strip():
        return [Note("", "There is nothing to compare yet. Write your paragraph.")]
    found = compare_rewrite(reading, paragraph, words)
    parts: list[Part] = [Note("", summary(found))]
    for name, told in _groups(found) if not found.same else ():
        more = [f"And {len(told) - MOST_TOLD} more."] if len(told) > MOST_TOLD else []
        parts += [Note(name), List([*told[:MOST_TOLD], *more])] if told else []
    return parts


def summary(found: Rewritten) -> str:
    """The first line: "3 facts kept, 1 lost: “two”; 1 question.\""""
    facts = found.facts
    if found.same == "spelling":
        return "Nothing has changed but the spelling."
    if found.same:
        return "This is the paragraph as it stands: nothing is lost, and nothing is added."
    told = [f"{_counted(len(facts.kept), 'fact')} kept"]
    told += [_named(name, group) for name, group in (
        ("lost", facts.lost), ("changed", facts.changed), ("added", _new(facts, facts.added))) if group]  # fmt: skip
    if not facts.lost:
        told.insert(1, "none plainly lost" if facts.asked else "none lost")
    moved = sum(said.kind not in ("reported", "open") for said in found.said)
    told += [f"{moved} change{'s' * (moved > 1)} in who says it"] if moved else []
    asked = len(facts.asked[:MOST_ASKED])
    told += [_counted(asked, "question")] if asked else []
    return f"{', '.join(told)}."


def _counted(n: int, name: str) -> str:
    return f"{n} {name}{'' if n == 1 else 's'}"


def _named(name: str, facts: Sequence[Fact]) -> str:
    return f"{len(facts)} {name}: “{short(facts[0].words)}”{' and more' if len(facts) > 1 else ''}"


def _groups(found: Rewritten) -> list[tuple[str, list[str]]]:
    """What is told under each heading."""
    facts = found.facts
    return [
        ("Kept", [", ".join(f"“{_cut(fact.words)}”" for fact in facts.kept)] if facts.kept else []),
        ("Lost", [_lost(fact) for fact in facts.lost]),
        ("Changed", [_changed(fact) for fact in facts.changed]),
        ("Please look again", [_ask(fact, facts) for fact in facts.asked[:MOST_ASKED]]),
        ("Added", [_added(fact, found.paragraph) for fact in _new(facts, (*facts.added, *facts.elsewhere))]),
        ("Who says it now", [_said(said) for said in found.said]),
        ("Loaded words", [_weighed(word, not facts.lost and not facts.asked) for word in found.loaded]),
    ]


def _changed(fact: Fact) -> str:
    if fact.kind != "doer":
        return f"“{_cut(fact.words)}” has become “{_cut(fact.now)}”. Does the article say so?"
    where = f" (from P{fact.paragraph})" if fact.paragraph else ""
    was, now = _cut(fact.words), _cut(fact.now)
    return f"Who does it? In the paragraph it is “{was}”; now it is “{now}”{where}. Does the article say so?"


def _lost(fact: Fact) -> str:
    if fact.now:
        return f"“{_cut(fact.words)}” is gone, and with it a fact ({fact.now}). Say that in plain words."
    return LOST[fact.kind].format(words=_cut(fact.words))


def _new(facts: Facts, added: Sequence[Fact]) -> list[Fact]:
    """What is added, without what is told already as another's change."""
    told = {fact.now for fact in facts.changed}
    return [fact for fact in added if fact.words not in told]


def _ask(fact: Fact, facts: Facts) -> str:
    """With the words that may stand for it; words that might stand for several tell nothing."""
    single = [one.now for one in (*facts.changed, *facts.asked)].count(fact.now) == 1
    now = f" You have “{fact.now}”: is that the same?" if fact.now and single else ""
    return f"Is “{_cut(fact.words)}” still in it?{now}"


def _added(fact: Fact, paragraph: int) -> str:
    if fact.paragraph:
        return f"“{_cut(fact.words)}” is not in P{paragraph}. It is from P{fact.paragraph}."
    return f"“{_cut(fact.words)}” is in no paragraph of the article. How do you know it?"


def _said(said: Said) -> str:
    return SAID[said.kind].format(words=_cut(said.words), was=said.was, now=said.now)


def _weighed(word: Weighed, whole: bool) -> str:
    """What is told of a loaded word; that one is gone is well only where no fact is gone."""
    was, by = _whose(word.was), _whose(word.by)
    if word.kind == "gone":
        return LOADED["gone well" if whole else "gone"].format(words=word.words, was=by)
    mine = "yours" if word.by == "reporter" else f"the word of {by}"
    return LOADED[word.kind].format(words=word.words, was=was, by=mine if word.kind in ("moved", "new") else by)


def _whose(name: str) -> str:
    return {"reporter": "the reporter", "nobody": "nobody named"}.get(name, name)


def _cut(words: str) -> str:
    return short(words, LONG)
