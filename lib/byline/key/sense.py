"""Whether a key makes sense: its tiling, the scope of its claims, its verdicts, and the words of its feedback."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from byline.key.places import short
from byline.key.types import GUIDELINE, Mark
from newsmarks.model import (
    CONTESTED,
    CRITERIA,
    LADDER,
    NOT_FALSE,
    VOICES,
    Article,
    Attribution,
    Figure,
    Loaded,
    Span,
    Voice,
)
from newsmarks.text import sentences

Block = Mapping[str, Any]
MOST_WORDS = 45
#: What is read at once, under an option or a passage.
MOST_AT_ONCE = 30
#: Which voice a stretch can have where an attribution of a mode holds it.
VOICE_OF_MODE = {"direct": ("direct",), "indirect": ("indirect",), "mixed": ("direct", "indirect"),
                 "hedged": ("hedged", "borrowed"), "borrowed": ("borrowed",)}  # fmt: skip
HELD = ("indirect", "hedged", "borrowed")
#: Words that no feedback says of anybody's claim, but in the one fixed sentence.
VERDICT_WORDS = re.compile(r"\b(true|truth|false|falsehood|lies?|lied|lying|liars?|fakes?|faked|propaganda|bias|biased"
                           r"|terrorists?|hero|heroes|heroic)\b", re.I)  # fmt: skip
QUOTED = re.compile(r"“([^“”]+)”")
#: How a next step begins, where it is no question.
STEP = re.compile(
    r"(?:now |then |next,? |in p\d+,? )?"
    r"(?:add|ask|check|choose|circle|compare|count|cover|cross|cut|decide|draw|explain"
    r"|find|follow|give|go|keep|leave|let|list|look|mark|move|name|note|notice|open|pick|point|put|read|replace|rewrite|say"
    r"|see|show|start|stop|swap|take|tell|test|think|trace|try|turn|underline|use|watch|weigh|work|write)\b", re.I
)  # fmt: skip
#: The name of a rule may hold that of a label (reporter rule).
RULE = re.compile("|".join(GUIDELINE), re.I)
#: What must have a voice; marks and spaces between two stretches go to the reporter.
WORDS = re.compile(r"[^\W_].*", re.S)
SENTENCE_END = re.compile(r"(?<=[.?!])[”)]*\s+")


def about_tiles(article: Article, voices: Sequence[Voice]) -> Iterator[str]:
    """A sentence for each stretch of words that no voice holds; `voices` are in text order."""
    ends = [0, *(v.span.end for v in voices)]
    for start, end in zip(ends, [*(v.span.start for v in voices), len(article.text)], strict=True):
        if start < end and (words := WORDS.search(article.text, start, end)):
            gap = f"P{article.number(words.start())}: “{short(words.group())}”"
            yield f"voice, {gap} has no voice. Add a [[voice]] block for it, or lengthen its neighbour."


def about_attribution(article: Article, block: Block, mark: Attribution) -> Iterator[str]:
    """What does not hold together in an attribution."""
    if mark.mode in ("hedged", "borrowed"):
        if not mark.cue:
            yield "field “cue” is missing. Quote the words that hold it at a distance; of a borrowed term, the term."
        if (mark.source or mark.source_name) and mark.mode == "hedged":
            yield f"mode “{mark.mode}” names nobody, and here is a source. Delete it and its name, or change “mode”."
    else:
        for name in ("source", "name", "type", "ladder"):
            if name not in block and not (name == "source" and block.get("ladder") == 0):
                yield f"field “{name}” is missing: in mode “{mark.mode}” somebody said it. Add it, or change “mode”."
    if mark.mode != "borrowed" and not mark.content:
        yield "field “content” is missing. Quote what is said."
    if mark.mode in ("indirect", "hedged"):
        for span in mark.content:
            yield from _scope(article, span)


def _scope(article: Article, span: Span) -> Iterator[str]:
    """Indirect and hedged claims end with their sentence."""
    paragraph = article.paragraphs[article.number(span.start) - 1]
    if not any(sentence.contains(span) for sentence in sentences(article.text, paragraph)):
        yield (f"“{short(span.of(article.text))}” goes on over the end of its sentence. An attribution that is not a "
               "quotation ends with its sentence (no carry-over): shorten it.")  # fmt: skip


def about_voice(article: Article, mark: Voice, held: Attribution | None, told: bool) -> Iterator[str]:
    """What does not hold together in a stretch of one voice; `told` where its attribution is not at fault itself."""
    over = list(_scope(article, mark.span)) if mark.voice in ("indirect", "hedged") else []
    yield from over
    if held is None:
        if mark.voice in HELD and told:  # a quotation may stand without anybody who said it
            yield f"field “attribution” is missing: “{mark.voice}” needs a claim. Add the id of its [[attribution]]."
        return
    if mark.voice not in VOICE_OF_MODE[held.mode]:
        yield (f"voice “{mark.voice}” does not go with attribution “{held.rule}”, whose mode is “{held.mode}”. "
               "Change one of the two.")  # fmt: skip
    elif not over and not any(part.contains(mark.span) for part in held.content or held.cue):
        yield f"this is outside of what attribution “{held.rule}” holds. Lengthen its content, or shorten this."


def about_figure(block: Block, mark: Figure) -> Iterator[str]:
    """Whether the verdict is the one that the five questions give."""
    if mark.kind in ("identifier", "idiom") or mark.verdict == "not a quantity":
        if mark.verdict != "not a quantity" or mark.kind not in ("identifier", "idiom", "date"):
            yield (f"kind “{mark.kind}” and verdict “{mark.verdict}” do not go together: an identifier or an idiom is "
                   "“not a quantity”, and so is the date of a stamp. Change one of the two.")  # fmt: skip
        elif any(name in block for name in CRITERIA):
            yield "what counts nothing has none of the five questions. Delete them."
        return
    due = mark.criteria.verdict
    if due != mark.verdict:
        yield (f"verdict “{mark.verdict}” is not what its five questions give (who {mark.criteria.who.score:g}, in all "
               f"{mark.criteria.total:g} of 5: “{due}”). Change the verdict, or a score.")  # fmt: skip


def about_tier(block: Block) -> Iterator[str]:
    """Whether the tier goes with the readings that there are."""
    accepted = block.get("tier") == "accepted readings"
    if accepted and not block.get("also"):
        yield "tier “accepted readings” needs a second one. Add also = [{ …, why = \"…\" }], or delete the tier."
    elif block.get("also") and not accepted:
        yield "there is a second reading: write tier = \"accepted readings\", or delete “also”."
    if accepted and "separates" not in block:
        yield "field “separates” is missing. Say in one sentence what tells the accepted readings apart."


def about_feedback(article: Article, feedback: Mapping[str, str]) -> Iterator[str]:
    """What a text of feedback lacks, or says and must not."""
    for answer, text in feedback.items():
        for problem in feedback_faults(article, text):
            yield f"feedback.{answer}: {problem}"


def about_labels(article: Article, feedback: Mapping[str, str], marks: Iterable[Mark]) -> Iterator[str]:
    """Which texts for a wrong label name the right one, by the words that students know it by; `marks` are all right.

    What is said of an entry that was missed is shown with the key, so it may. Words of the article tell of no label.
    """

    def no_words_of_it(quoted: re.Match[str]) -> str:
        return "" if _stands_in(article.text, quoted[1]) else quoted[0]

    several = list(marks)
    for answer, text in feedback.items():
        plain = RULE.sub("", QUOTED.sub(no_words_of_it, text.replace(NOT_FALSE, "")))
        names = (name for mark in several for name in _names(mark, answer))
        if told := next((name for name in names if answer != "missed" and _is_named(name, plain)), None):
            yield f"feedback.{answer}: it gives the right label away (“{told}”). Say what the text shows, no more."


def _names(mark: Mark, answer: str) -> tuple[str, ...]:
    """The words for what is right where an answer went wrong."""
    match mark:
        case Voice():
            return mark.voice, VOICES[mark.voice][1]
        case Attribution():
            return {"stance": (mark.stance,), "ladder": (str(mark.ladder), LADDER[mark.ladder])}.get(answer, ())
        case Loaded():
            whose = mark.words_by if mark.words_by in ("reporter", "nobody") else "source’s"
            kind = (mark.category, *["ask both sides"] * (mark.category == CONTESTED))
            return {"words_by": (whose,), "category": kind, "strength": (str(mark.strength),)}.get(answer, ())
        case Figure():
            return (mark.kind if answer == "kind" else mark.verdict,)


def _is_named(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w½-])(?<!\bnot ){re.escape(name)}(?![\w½-])", text, re.I) is not None


def plain_faults(text: str, most: int = MOST_WORDS) -> Iterator[str]:
    """The bars for whatever a student is told: at most so many words, and no verdict on a claim."""
    if len(text.split()) > most:
        yield f"{len(text.split())} words. Keep to {most}."
    if found := VERDICT_WORDS.search(text.replace(NOT_FALSE, "")):
        yield f"“{found.group()}” passes judgement. Say what the text shows: attributed or not, checkable or not."


def feedback_faults(article: Article, text: str) -> Iterator[str]:
    """The bars that a text of feedback must pass: length, cue, rule, next step, and no verdict on a claim."""
    yield from plain_faults(text)
    plain = text.replace(NOT_FALSE, "")
    if not any(_stands_in(article.text, words) for words in QUOTED.findall(plain)):
        yield "it quotes nothing from the text. Put the deciding words in “ ”."
    if not any(rule in plain.casefold() for rule in GUIDELINE):
        yield f"it names no rule. Name one: {', '.join(GUIDELINE)}."
    last = SENTENCE_END.split(plain.strip())[-1].lstrip("“(")
    if not last.rstrip("”)").endswith("?") and not STEP.match(last):
        yield f"it ends without a next step (“{short(last)}”). End with a question, or a sentence like “Look at P3.”"


def _stands_in(text: str, words: str) -> bool:
    flat, parts = " ".join(text.split()).casefold(), re.split(r"\s*(?:…|\.\.\.)\s*", words)
    return all(part.strip(" .,:;").casefold() in flat for part in parts) and any(part.strip() for part in parts)
