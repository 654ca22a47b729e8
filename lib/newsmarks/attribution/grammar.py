"""Sentences as tagged words, and the few phrases that attribution needs: verb groups and noun phrases.

No parser and no model: closed word classes (newsmarks.english), capital letters and endings. A quotation is
one word here, so that nothing inside it can be taken for the reporter's own sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import newsmarks.english as english
from newsmarks.attribution.quotes import Quotation
from newsmarks.model import Span
from newsmarks.text import sentences

WORD = re.compile(
    r"(?P<code></?[a-z][^<>]{0,400}>)|(?P<clitic>[’'](?:s|re|ve|ll|d|m)\b)|"
    r"(?P<pronoun>(?:he|she|it|that|who|what|there|here|we|they|you|i)(?=[’'](?:s|re|ve|ll|d|m)\b))|"
    r"(?P<abbreviation>(?:[A-Za-z]\.){2,})|(?P<number>[$€£]?\d[\d,.:]*(?<![.,:])(?:%|[a-z]{2})?)|"
    r"(?P<word>[^\W_]++(?:[’'.&‑-][^\W_]++)*(?:(?<=s)[’'](?=\s+[^\W\d_]))?)|(?P<mark>--|[^\w\s]|_)",
    re.I,
)
#: Tags that can stand inside a noun phrase.
NOMINAL = frozenset({"DET", "GEN", "NUM", "NOUN", "NAME", "ING", "ED", "PRON", "OBJ"})
FINITE = frozenset({"AUX", "MODAL", "PAST", "CUE"})
#: Pronouns that can only begin a clause.
SUBJECTS = frozenset("he she it they we i you there".split())
DASHES = frozenset({"—", "–", "--", "-", "―"})


class Word(NamedTuple):
    """A word or mark of a sentence; `low` is its lower-case form, `tag` its class."""

    start: int
    end: int
    low: str
    tag: str


Words = Sequence[Word]
#: What stands in front of a sentence and behind it.
EDGE = Word(0, 0, "", "")
#: No phrase is followed further than so many words, so that a sentence takes linear time.
FAR = 30


def word(ws: Words, k: int) -> Word:
    """The word at a place, or EDGE outside the sentence."""
    return ws[k] if 0 <= k < len(ws) else EDGE


def leftwards(k: int) -> range:
    """The places left of a word, the nearest first."""
    return range(k - 1, max(0, k - FAR) - 1, -1)


def rightwards(ws: Words, k: int) -> range:
    """The places from a word on."""
    return range(k, min(len(ws), k + FAR))


def _classes() -> dict[str, str]:
    tags: dict[str, str] = {}
    for words, tag in (
        (english.OBJECTS, "OBJ"), (english.PRONOUNS, "PRON"), (english.DETERMINERS, "DET"),
        (english.POSSESSIVES, "GEN"), (english.PREPOSITIONS, "PREP"), (english.ADVERBS, "ADV"),
        (english.SUBORDINATORS, "SUB"), (english.CONJUNCTIONS, "CC"), (english.RELATIVES, "REL"),
        (english.PASTS, "PAST"), (english.PARTICIPLES, "ED"), (english.MODALS, "MODAL"), (english.NEGATIONS, "NEG"),
        (english.AUXILIARIES, "AUX"),
    ):  # fmt: skip
        tags.update(dict.fromkeys(words, tag))
    tags.update(dict.fromkeys("he she it they we i you there".split(), "PRON"))
    tags.update(dict.fromkeys("this these those some any each all both another no".split(), "DET"))
    tags.update({"that": "THAT", "to": "TO", "’m": "AUX", "'m": "AUX", "her": "GEN", "’s": "AUX", "'s": "AUX"})
    tags.update(dict.fromkeys("one two three four five six seven eight nine ten".split(), "NUM"))
    return tags


CLASSES = _classes()


def words(text: str, span: Span, quotations: Sequence[Quotation]) -> list[Word]:
    """The words of a span in order; each quotation in it is one word with the tag Q."""
    found: list[Word] = []
    at = span.start
    for q in quotations:
        _add(text, at, q.span.start, found)
        named = found and found[-1].tag in ("GEN", "PREP", "DET", "NOUN") and is_title(q.inside(text))
        found.append(Word(*q.span, "“”", "NAME" if named else "Q"))
        at = q.span.end
    _add(text, at, span.end, found)
    if found and found[0].tag == "NAME":
        found[0] = found[0]._replace(tag=_first_tag(found))
    return found


def _first_tag(found: list[Word]) -> str:
    """The class of a sentence's first word, which has its capital letter from its place: "Saying", "Meanwhile,"."""
    tag = _ending(found[0].low)
    return tag if tag in ("ED", "ING") or (tag == "ADV" and len(found) > 1 and found[1].tag == ",") else "NAME"


SMALL = frozenset("a an the of in on at to for and or is it with by from".split())


def is_title(inside: str) -> bool:
    """Whether what the marks hold is a name: every word of weight has a capital letter ("Let It Be")."""
    parts = re.findall(r"[^\W_][\w’'-]*", inside)
    return (
        bool(parts) and inside[-1:] not in "!?…" and all(p[0].isupper() or p[0].isdigit() or p in SMALL for p in parts)
    )


def _add(text: str, start: int, end: int, found: list[Word]) -> None:
    for m in WORD.finditer(text, start, end):
        piece = m.group()
        low, tag = _class(piece, m.lastgroup)
        if piece != low and found:
            if tag in ("PAST", "MODAL"):
                tag = "NAME"  # the Fed, Will, May
            elif tag in ("DET", "PRON") and found[-1].tag == "NAME":
                tag = "NAME"  # "James A. Lee", "This Morning"
        elif tag == "THAT" and found and found[-1].tag in ("PREP", "TO"):
            tag = "DET"  # "to that message"
        found.append(Word(*m.span(), low, tag))


@lru_cache(maxsize=8192)
def _class(piece: str, group: str | None) -> tuple[str, str]:
    """A word's lower-case form and its class, as far as the word alone tells."""
    low = piece.lower()
    return low, CLASSES.get(low) or _tag(piece, low, group or "")


def _tag(piece: str, low: str, group: str) -> str:
    if group == "code":
        return ";"  # a piece of HTML that was pasted with the text parts what stands around it
    if group == "mark":
        return "—" if piece in DASHES else piece
    if group == "number":
        return "NUM"
    if low.endswith(("’s", "'s", "s’", "s'")):
        return "GEN"
    if piece[0].isupper():
        return "NAME"
    return _ending(low) or "NOUN"


def _ending(low: str) -> str:
    """The class that a word's ending tells, or nothing."""
    if low.endswith("ly") and low not in english.NOT_ADVERBS:
        return "ADV"
    if low.endswith("ed") and len(low) > 3 and low not in english.NOT_PAST:
        return "ED"
    return "ING" if low.endswith("ing") and len(low) > 4 else ""


def outer_sentences(
    text: str, paragraph: Span, quotations: Sequence[Quotation]
) -> Iterator[tuple[Span, list[Quotation]]]:
    """The reporter's sentences of a paragraph, each with its quotations; a stop inside marks ends nothing,

    unless the quotation itself ends with a stop and a new sentence begins after it.
    """
    masked = text if not quotations else _masked(text, paragraph, quotations)
    shift = 0 if not quotations else paragraph.start
    starts = [q.span.start for q in quotations]
    for s in sentences(masked, Span(paragraph.start - shift, paragraph.end - shift)):
        span = Span(s.start + shift, s.end + shift)
        yield span, list(quotations[bisect_left(starts, span.start) : bisect_left(starts, span.end)])


def _masked(text: str, paragraph: Span, quotations: Sequence[Quotation]) -> str:
    parts, at = [], paragraph.start
    for q in quotations:
        parts.append(text[at : q.span.start])
        inside = text[q.span.start : q.span.end]
        width = 2 if inside.endswith("''") else 1
        last = inside[-width - 1 : -width]
        tail = (last if last in ".!?…" and last else "x") + inside[-width:] if q.closed else "x" * (width + 1)
        filling = "X" if next(filter(str.isalnum, inside), "x").isupper() else "x"
        parts.append(
            "“" + filling * (len(inside) - len(tail) - 1) + tail if len(inside) > len(tail) else filling * len(inside)
        )
        at = q.span.end
    parts.append(text[at : paragraph.end])
    return "".join(parts)


def verb_group(ws: Words, i: int) -> tuple[int, int]:
    """The whole verb group around the verb at `i`: auxiliaries, negation and adverbs ("has not yet said")."""
    start = _auxiliaries(ws, i)
    if word(ws, start - 1).tag == "TO" and word(ws, start - 2).tag not in ("", "NOUN", "NAME", ",", "Q"):
        start = _auxiliaries(ws, start - 2)
        if ws[start].tag == "NEG" and word(ws, start - 1).tag in ("ED", "ING"):  # "has chosen not to say"
            return verb_group(ws, start - 1)[0], i + 1
    while start < i and ws[start].tag == "ADV" and word(ws, start - 1).tag in ("", ",", "Q"):
        start += 1
    return start, i + 1


def _auxiliaries(ws: Words, start: int) -> int:
    while word(ws, start - 1).tag in ("AUX", "MODAL", "NEG", "ADV"):
        start -= 1
    return start


def subject(ws: Words, verb: int) -> tuple[int, int] | None:
    """The noun phrase that ends before the verb group at `verb`: (first, after last), or None."""
    last = _before_times(ws, verb - 1)
    if last < 0:
        return None
    if ws[last].tag == "CC":
        return None
    if ws[last].low in ("both", "all", "each") and word(ws, last - 1).tag in ("AUX", "NAME", "NOUN", "PRON"):
        return subject(ws, verb_group(ws, last)[0])  # "who has both praised it and …", "Lee and Kay both said"
    if ws[last].tag in ("REL", "THAT", "PRON"):
        return _one_word_subject(ws, last)
    end = last + 1
    if ws[last].tag in (",", "—"):
        before = _before_apposition(ws, last) if ws[last].tag == "," else _before_dashes(ws, last)
        if before is None:
            return None
        last = before
    if ws[end - 1].tag == "," and all(w.tag in ("ADV", ",") for w in ws[last + 1 : end]):
        end = last + 1  # "the mayor, however, said"
    start = _without_opening(ws, _phrase_start(ws, last), last + 1)
    start = _with_name_before(ws, start)
    if not any(w.tag in NOMINAL or w.tag == "Q" for w in ws[start : last + 1]):
        return None
    return start, end if ws[end - 1].tag not in (",", "—") else end - 1


def _with_name_before(ws: Words, start: int) -> int:
    """ "Ann Lee, a nurse from Leeds told …": the name before a comma that no second comma answers."""
    if word(ws, start - 1).tag != "," or ws[start].low not in ("a", "an", "the"):
        return start
    k = start - 1
    while word(ws, k - 1).tag in ("NAME", "(", ")", "."):
        k -= 1
    return k if k < start - 1 and word(ws, k - 1).tag in ("", ",", "Q") else start


def _before_times(ws: Words, last: int) -> int:
    """Left past "on Tuesday" and "last week" between a subject and its verb."""
    k = last
    while k > 0 and (ws[k].low in english.TIMES or ws[k].low in ("last", "this", "late", "early")):
        k -= 1
    if k < last and ws[k].low == "on":
        return k - 1
    return k if k < last and (ws[k].tag == "," or ws[k + 1].tag != "NAME") else last


def _one_word_subject(ws: Words, at: int) -> tuple[int, int] | None:
    if ws[at].low in ("there", "what") and ws[at].tag == "PRON":
        return None
    start = at
    if ws[at].low in ("others", "many", "most", "several", "few", "one", "some", "both", "all"):
        while word(ws, start - 1).tag in ("DET", "NUM", "ADV"):
            start -= 1
    return start, at + 1


def _before_apposition(ws: Words, comma: int) -> int | None:
    """The last word before ", the mayor of X," (several such parts allowed), or None if that is no apposition."""
    at = comma
    for _ in range(4):
        left = _comma_left_of(ws, at)
        if not left:
            break
        if not _is_apposition(ws[left + 1 : at]) or (at < comma and _is_adverbial(ws, left)):
            break
        if at < comma and has_finite(ws, 0, left) and ws[left - 1].tag != "NAME":
            break  # "The mill employs 160 people, its owner, Ann Lee, says"
        at = left
    return at - 1 if at < comma and ws[at - 1].tag in NOMINAL | {")", "Q", "."} else None


def _is_adverbial(ws: Words, comma: int) -> bool:
    """Whether all that stands before this comma opens the sentence and is no noun phrase: "In May, however,"."""
    firsts = [0, *(k + 1 for k in range(comma) if ws[k].tag == ",")]
    return all(ws[k].tag in ("PREP", "SUB", "ING", "ED", "ADV", "TO", "CC") for k in firsts)


def _before_dashes(ws: Words, dash: int) -> int | None:
    for k in leftwards(dash):
        if ws[k].tag == "—":
            return k - 1
    return None


def has_finite(ws: Words, k: int, end: int) -> bool:
    """Whether there is the verb of a clause in words[k:end], as far as can be seen without a dictionary."""
    if word(ws, k).tag == "PRON" and k + 1 < end:
        return True
    return any(
        w.tag in FINITE or (w.tag == "Q" and j > k) or looks_finite(ws, j, k) for j, w in enumerate(ws[k:end], k)
    )


def looks_finite(ws: Words, j: int, k: int) -> bool:
    """A word in -ed or -s behind a noun and before what a verb takes."""
    if j <= k or ws[j - 1].tag not in ("NOUN", "NAME", "PRON", "ADV", "NUM", "REL", "THAT"):
        return False
    if ws[j].tag == "ED":
        return True
    after = word(ws, j + 1).tag
    ends_in_s = ws[j].tag == "NOUN" and ws[j].low.endswith("s") and ws[j - 1].tag not in ("NUM", "ADV")
    return ends_in_s and after in OBJECT_START | {"TO", "ADV"}


def _comma_left_of(ws: Words, at: int) -> int | None:
    for k in leftwards(at):
        if ws[k].tag == ",":
            return k
        if ws[k].tag in (";", ":"):
            return None
    return None


def _is_apposition(part: Words) -> bool:
    if not part:
        return False
    first = part[0].tag
    if first in ("REL", "ING", "ED", "PREP") or part[0].low in ("when", "as", "who"):
        return True
    has_verb = any(w.tag in FINITE for w in part) and not any(w.tag in ("REL", "THAT") for w in part)
    return first in ("DET", "GEN", "NUM", "NAME", "NOUN", "ADV") and not has_verb


def _phrase_start(ws: Words, last: int) -> int:
    """Leftwards from the last word of a noun phrase to its first."""
    k, relative = last, False
    while k >= 0:
        if ws[k].tag == ")":
            k = _opening(ws, k)
        elif _ends_leftwards(ws, k, last, relative=relative):
            break
        elif (ws[k].tag == "DET" or ws[k].low in english.POSSESSIVES) and word(ws, k - 1).tag not in BEFORE_DETERMINER:
            return k
        relative = relative or ws[k].tag in ("REL", "THAT")
        k -= 1
    return k + 1


def _ends_leftwards(ws: Words, k: int, last: int, *, relative: bool) -> bool:
    """Whether the noun phrase that ends at `last` begins behind the word at `k`."""
    tag = ws[k].tag
    if tag in FINITE:
        return not relative and not any(w.tag in ("REL", "THAT") for w in ws[max(0, k - 4) : k])
    if tag in ("REL", "THAT"):
        return not any(w.tag in (*FINITE, "ED") for w in ws[k:last])
    if tag == "TO":  # "sources close to the company"
        return ws[k + 1].tag not in ("DET", "GEN", "NAME")
    if tag in JOINTS:
        return not JOINTS[tag](ws, k, last)
    return tag in CLOSED or (tag == "ED" and is_finite_ed(ws, k))


#: Never inside a noun phrase.
CLOSED = frozenset({";", ":", "—", "(", "?", "!", "NEG", "SUB", "TO"})
#: What may stand inside a noun phrase before "the" or "his": "one of the men", "all the men", "Ann and the men".
BEFORE_DETERMINER = frozenset({"PREP", "CC", "DET", ",", "TO"})


def is_finite_ed(ws: Words, k: int) -> bool:
    """Whether a word in -ed is the verb of a clause ("Lee attacked the plan"), not part of a noun phrase."""
    if k == 0 or k + 1 >= len(ws):
        return False
    if ws[k - 1].tag in ("PRON", "REL"):
        return True
    if any(w.low in english.TIMES for w in ws[k + 1 : k + 3]):
        return False  # "a poll released this week"
    if ws[k - 1].tag == "NAME" and ws[k + 1].tag in ("CC", "TO", "ADV", "PREP"):
        return True
    return ws[k - 1].tag in ("NAME", "NOUN", "ADV", ")") and ws[k + 1].tag in OBJECT_START


#: What the object of a verb begins with.
OBJECT_START = frozenset({"DET", "GEN", "NAME", "THAT", "PRON", "NUM"})


def _is_list(ws: Words, comma: int, last: int) -> bool:
    """A comma in "A, B and C": a conjunction follows soon, and no verb stands between."""
    after = ws[comma + 1 : last + 1]
    if len(after) > 12 or not any(w.low == "and" for w in after) or any(w.tag in (*FINITE, "SUB") for w in after):
        return False
    return word(ws, comma - 1).tag in ("NAME", "NOUN") and not _has_verb(ws, comma)


def _has_verb(ws: Words, end: int) -> bool:
    for k in range(end - 1, -1, -1):
        if ws[k].tag in (";", ":", "Q", ",", "SUB"):
            return False
        if ws[k].tag in FINITE or (ws[k].tag == "ED" and is_finite_ed(ws, k)):
            return True
    return False


def _joins_names(ws: Words, k: int, last: int) -> bool:
    return ws[k].low in ("and", "or", "&") and word(ws, k - 1).tag in NOMINAL | {",", ")"} and not _has_verb(ws, k)


def _is_nickname(ws: Words, k: int, last: int = 0) -> bool:
    return k + 1 < len(ws) and ws[k].end - ws[k].start < 25 and word(ws, k - 1).tag in ("NAME", "DET", "GEN")


#: What may join the parts of a noun phrase, and when it does.
JOINTS: dict[str, Callable[[Words, int, int], bool]] = {",": _is_list, "Q": _is_nickname, "CC": _joins_names}


def _opening(ws: Words, k: int) -> int:
    for j in leftwards(k):
        if ws[j].tag == "(":
            return j
    return k


def _without_opening(ws: Words, start: int, end: int) -> int:
    """Past "And", "Meanwhile", "On Monday": what opens a sentence before its subject."""
    while start < end and ws[start].tag in ("CC", "ADV", ".", ",", "SUB", "}", "]", "•", "*"):
        start += 1
    if start < end and (ws[start].tag == "PREP" or ws[start].low in ("last", "earlier", "late")):
        for k in range(min(end - 1, start + 6), start, -1):
            if ws[k].low in english.TIMES or (ws[k].tag == "NUM" and len(ws[k].low) == 4):
                return _without_opening(ws, k + 1, end)
        names = [k for k in range(start + 1, end) if ws[k].tag in ("NAME", "PRON") and ws[k - 1].tag == "NOUN"]
        return names[0] if names else start
    return start


def noun_phrase(ws: Words, start: int, *, most: int = FAR) -> int:
    """Rightwards from `start`, the index after the last word of the noun phrase (start itself if none)."""
    k = start
    if word(ws, k).low in english.TIMES:
        return k + 2 if word(ws, k + 1).tag == "NUM" else k + 1
    if word(ws, k).tag in ("PRON", "OBJ") and word(ws, k + 1).low != "of":
        return k + 1
    while k < start + most and _goes_on(ws, start, k):
        k = _closing(ws, k) if ws[k].tag == "(" else k + 1
    return k


def _goes_on(ws: Words, start: int, k: int) -> bool:
    """Whether the word at `k` belongs to the noun phrase that begins at `start`."""
    (*_, low, tag), before = word(ws, k), ws[k - 1].tag if k > start else ""
    if tag in INSIDE:
        return before != "" and INSIDE[tag](ws, k)
    if (tag == "PRON" and low in SUBJECTS) or (tag == "DET" and before in ("NAME", "NOUN", "OBJ")):
        return before == ""
    if low in english.TIMES and before in NOMINAL and not _is_in_name(ws, k):
        return False
    return tag in NOMINAL or (tag == "ADV" and before != "")


def _is_in_name(ws: Words, k: int) -> bool:
    """ "the Sunday Times", "the Sydney Morning Herald": a time word inside a name, unlike "told X Monday"."""
    after = word(ws, k + 1).tag
    if ws[k - 1].low in ("the", "a", "an"):
        return after in NOMINAL
    return ws[k].low in english.PARTS_OF_TIME and (ws[k].tag, after) == ("NAME", "NAME")

def _links(ws: Words, k: int) -> bool:
    """A preposition that goes on with a noun phrase: "of", "for", "from", "with"; "in" only before a name."""
    if word(ws, k + 1).tag not in NOMINAL or ws[k + 1].low in english.TIMES:
        return False
    if ws[k].low in ("in", "on", "at", "to"):
        return ws[k + 1].tag == "NAME" or ws[k - 1].tag == "ED"
    return ws[k].low in ("of", "for", "from", "with") or (ws[k].low == "by" and ws[k - 1].tag == "ED")


#: Nouns for people that are something to somebody: "an aide to the mayor".
TO_WHOM = frozenset(
    f"{noun}{plural}"
    for noun in "aide adviser advisor ambassador envoy assistant deputy secretary counsel heir successor".split()
    for plural in ("", "s")
)


def _closing(ws: Words, k: int) -> int:
    return next((j + 1 for j in rightwards(ws, k)[:10] if ws[j].tag == ")"), k)


#: What joins the parts of a noun phrase from left to right, and when it does.
INSIDE: dict[str, Callable[[Words, int], bool]] = {
    "PREP": _links,
    "TO": lambda ws, k: ws[k - 1].low in TO_WHOM and word(ws, k + 1).tag in ("NAME", "DET", "GEN"),
    "CC": lambda ws, k: word(ws, k + 1).tag in ("NAME", "DET", "GEN", "NOUN"),
    "(": lambda ws, k: _closing(ws, k) > k,
    ".": lambda ws, k: k + 1 < len(ws) and ws[k - 1].end - ws[k - 1].start <= 4,  # "Gov. Lee"
    "Q": _is_nickname,
}


def with_apposition(ws: Words, end: int) -> int:
    """Past ", the mayor of X, who …" after a noun phrase, if a comma or the sentence's end closes each part."""
    for _ in range(3):
        closes = _apposition_end(ws, end)
        if closes is None:
            break
        end = closes
    return end


def _apposition_end(ws: Words, end: int) -> int | None:
    if word(ws, end).tag != "," or word(ws, end + 1).tag not in ("DET", "GEN", "NUM", "REL", "NOUN", "NAME"):
        return None
    for k in rightwards(ws, end + 2):
        if ws[k].tag in (",", ";", "Q", "—") or k == len(ws) - 1:
            part = ws[end + 1 : k]
            closed = ws[k].tag in (",", ";", "—") or ws[k].tag in (".", "!", "?")
            relative = any(w.tag in ("REL", "THAT") for w in part)
            return k if closed and (relative or not any(w.tag in FINITE for w in part)) else None
    return None


def antecedent(ws: Words, relative: int) -> tuple[int, int] | None:
    """The noun phrase that "who", "which" or "that" at `relative` stands for."""
    last = relative - 1 if word(ws, relative - 1).tag == "," else relative
    if word(ws, last - 1).tag not in NOMINAL | {")"}:
        return None
    start = _without_opening(ws, _phrase_start(ws, last - 1), last)
    while start < last and ws[start].tag == "PREP":
        start += 1
    near = [k for k in range(start, last - 1) if ws[k].tag in ("DET", "GEN") and last - k > 1]
    return (near[-1] if near and last - start > 6 else start, last) if start < last else None
