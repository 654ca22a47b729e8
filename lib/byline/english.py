"""What every finder needs to know of English: verb forms and the closed word classes."""

from __future__ import annotations

from functools import cache

IRREGULAR: dict[str, str] = {
    "say": "says said saying", "tell": "tells told telling", "write": "writes wrote written writing",
    "think": "thinks thought thinking", "know": "knows knew known knowing", "feel": "feels felt feeling",
    "hold": "holds held holding", "find": "finds found finding", "show": "shows showed shown showing",
    "put": "puts put putting", "swear": "swears swore sworn swearing", "speak": "speaks spoke spoken speaking",
    "read": "reads read reading", "let": "lets let letting", "make": "makes made making",
    "go": "goes went gone going", "give": "gives gave given giving", "take": "takes took taken taking",
    "see": "sees saw seen seeing", "hear": "hears heard hearing", "understand": "understands understood understanding",
    "foresee": "foresees foresaw foreseen foreseeing", "foretell": "foretells foretold foretelling",
    "lay": "lays laid laying", "set": "sets set setting", "come": "comes came coming", "bring": "brings brought bringing",
    "seek": "seeks sought seeking", "mean": "means meant meaning", "begin": "begins began begun beginning",
    "sing": "sings sang sung singing", "be": "is was are were been being am", "lie": "lies lied lying",
    "withdraw": "withdraws withdrew withdrawn withdrawing", "maintain": "maintains maintained maintaining",
    "admit": "admits admitted admitting", "blast": "blasts blasted blasting", "quip": "quips quipped quipping",
    "rebut": "rebuts rebutted rebutting", "submit": "submits submitted submitting", "slam": "slams slammed slamming",
    "blog": "blogs blogged blogging", "plan": "plans planned planning", "concur": "concurs concurred concurring",
    "dub": "dubs dubbed dubbing", "refer": "refers referred referring", "infer": "infers inferred inferring",
    "regret": "regrets regretted regretting", "forget": "forgets forgot forgotten forgetting",
    "rap": "raps rapped rapping", "rip": "rips ripped ripping", "pan": "pans panned panning",
    "permit": "permits permitted permitting", "spot": "spots spotted spotting", "stress": "stresses stressed stressing",
    "offer": "offers offered offering", "focus": "focuses focused focusing", "leak": "leaks leaked leaking",
    "mislead": "misleads misled misleading", "stand": "stands stood standing", "drop": "drops dropped dropping",
}  # fmt: skip


@cache
def inflect(verb: str) -> tuple[str, ...]:
    """The forms of an English verb: ("say", "says", "said", "saying")."""
    if verb in IRREGULAR:
        return (verb, *IRREGULAR[verb].split())
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return (verb, verb + ending, verb + "ed", verb + "ing")
