"""What holds of every reading, whatever the text."""

from newsmarks.model import LADDER, MODES, SOURCE_TYPES, STANCES, VOICES, Reading, Voice
from newsmarks.ruleset import standard


def voice_at(reading: Reading, position: int) -> Voice:
    """The voice of one character."""
    return next(v for v in reading.voices if v.span.start <= position < v.span.end)


def check(reading: Reading, *, by_rules: bool = True) -> None:
    """What holds of every reading: tiling voices, spans in the text, known labels; of the machine's, known rules."""
    length = len(reading.text)
    edges = [v.span.start for v in reading.voices] + [length]
    assert edges[0] == 0
    assert [v.span.end for v in reading.voices] == edges[1:]
    assert all(v.span.start < v.span.end and v.voice in VOICES for v in reading.voices)
    for a in reading.attributions:
        assert a.spans
        assert all(0 <= s.start < s.end <= length for s in a.spans)
        assert all(before.end <= after.start for before, after in zip(a.content, a.content[1:], strict=False))
        assert a.mode in MODES and a.stance in STANCES and a.source_type in SOURCE_TYPES and a.ladder in LADDER
        assert a.mode == "borrowed" or a.content
    for m in (*reading.loaded, *reading.figures):
        assert 0 <= m.span.start < m.span.end <= length
    for mark in (*reading.voices, *reading.attributions, *reading.loaded, *reading.figures):
        assert mark.why
        assert not by_rules or standard().rule(mark.rule).id == mark.rule
