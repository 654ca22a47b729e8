"""What every finder needs to know of English: verb forms and the closed word classes."""

from __future__ import annotations

import re
from functools import cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words("the a an this that these those some any each every no another either neither both all half such")
POSSESSIVES = _words("my your his her its our their whose")
PRONOUNS = _words(
    "i he she it we they you who one someone somebody everyone everybody anyone anybody nobody others many most "
    "several few some all none both neither another those these this that everything nothing something"
)
OBJECTS = _words("me him her us them you it himself herself itself themselves myself ourselves yourself whom")
PREPOSITIONS = _words(
    "of in on at by for from with about to into onto over under after before during since until through between "
    "among against without within near across along around behind beyond despite toward towards upon off outside "
    "inside amid via per like unlike including following regarding concerning as than besides except throughout"
)
CONJUNCTIONS = _words("and or but nor yet")
SUBORDINATORS = _words(
    "because while although though whereas if unless when whenever where once until till since after before as so "
    "whether"
)
RELATIVES = _words("who which whom whose that")
MODALS = _words(
    "will would can could may might must shall should ’ll 'll ’d 'd cannot won’t won't can’t can't wouldn’t "
    "wouldn't couldn’t couldn't shouldn’t shouldn't"
)
AUXILIARIES = _words(
    "is are was were be been being am has have had having do does did isn’t isn't aren’t aren't wasn’t wasn't "
    "weren’t weren't hasn’t hasn't haven’t haven't hadn’t hadn't don’t don't doesn’t doesn't didn’t didn't ’s 's "
    "’re 're ’ve 've"
)
NEGATIONS = _words("not never n’t n't no")
ADVERBS = _words(
    "also again already always even ever often still soon now then there here just only once twice too very quite "
    "rather later earlier meanwhile instead however moreover furthermore otherwise perhaps maybe almost nearly "
    "about yesterday today tonight tomorrow seldom hardly further first previously repeatedly once more long since "
    "have"
) - {"have", "more", "about", "since"}
TIMES = _words(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow january february "
    "march april may june july august september october november december morning afternoon evening night week "
    "month year weekend earlier later recently mon tue wed thu fri sat sun"
)
#: Those of them that no calendar names: with a capital letter inside a name they belong to it ("Morning Herald").
PARTS_OF_TIME = _words("morning afternoon evening night week month year weekend")
#: Past forms of common irregular verbs: a clause has its verb when one of these stands in it.
PASTS = _words(
    "went took came began gave found left lost won ran met held made sent saw got kept brought built bought caught "
    "chose drew drove fell felt fled flew fought grew heard hit hurt knew laid led let paid put rose sat sold shot "
    "showed shut spent spoke stood stole struck swore taught thought threw told understood woke wore wrote said "
    "became broke shook blew froze hid rode shone sank sang swam swung spread sought slid bent bound bred crept "
    "dealt dug fed forgot forgave hung lent lit meant overcame split stuck swept tore undertook upheld withdrew "
    "wound goes takes comes begins gives finds leaves makes sends gets keeps brings runs wants needs seems appears "
    "remains means"
)
PARTICIPLES = _words(
    "chosen taken given gone done seen written begun spoken drawn shown broken fallen forgotten gotten grown hidden "
    "driven eaten risen stolen sworn thrown torn worn"
)
#: Nouns that end like a verb or adverb, and adverb-like words that are neither.
NOT_ADVERBS = _words(
    "family ally supply reply rally assembly italy july bully only early daily weekly monthly friendly likely "
    "elderly lonely lovely deadly costly ugly holy jelly belly fly apply rely imply multiply comply"
)  # fmt: skip
NOT_PAST = _words("red bed need seed speed feed breed indeed hundred sacred naked united wicked")


IRREGULAR: dict[str, str] = {
    "admit": "admits admitted admitting",
    "be": "is was are were been being am",
    "begin": "begins began begun beginning",
    "bring": "brings brought bringing",
    "come": "comes came coming",
    "concur": "concurs concurred concurring",
    "deadpan": "deadpans deadpanned deadpanning",
    "drive": "drives drove driven driving",
    "feel": "feels felt feeling",
    "find": "finds found finding",
    "focus": "focuses focused focusing",
    "foresee": "foresees foresaw foreseen foreseeing",
    "foretell": "foretells foretold foretelling",
    "forget": "forgets forgot forgotten forgetting",
    "get": "gets got getting",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "hear": "hears heard hearing",
    "hit": "hits hit hitting",
    "hold": "holds held holding",
    "infer": "infers inferred inferring",
    "know": "knows knew known knowing",
    "lay": "lays laid laying",
    "lead": "leads led leading",
    "leak": "leaks leaked leaking",
    "let": "lets let letting",
    "lie": "lies lied lying",
    "make": "makes made making",
    "mean": "means meant meaning",
    "mislead": "misleads misled misleading",
    "permit": "permits permitted permitting",
    "put": "puts put putting",
    "quip": "quips quipped quipping",
    "read": "reads read reading",
    "rebut": "rebuts rebutted rebutting",
    "refer": "refers referred referring",
    "regret": "regrets regretted regretting",
    "say": "says said saying",
    "see": "sees saw seen seeing",
    "seek": "seeks sought seeking",
    "set": "sets set setting",
    "shoot": "shoots shot shooting",
    "show": "shows showed shown showing",
    "sing": "sings sang sung singing",
    "speak": "speaks spoke spoken speaking",
    "stand": "stands stood standing",
    "submit": "submits submitted submitting",
    "swear": "swears swore sworn swearing",
    "take": "takes took taken taking",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "understand": "understands understood understanding",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "write": "writes wrote written writing",
}


@cache
def inflect(verb: str) -> tuple[str, ...]:
    """The forms of an English verb: ("say", "says", "said", "saying")."""
    if verb in IRREGULAR:
        return (verb, *IRREGULAR[verb].split())
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    if re.search(r"[^aeiou][ae]l\Z", verb):  # labeled, labelled
        return (verb, verb + "s", verb + "ed", verb + "ing", verb + "led", verb + "ling")
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb):
        return (verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return (verb, verb + ending, verb + "ed", verb + "ing")


def plural(noun: str) -> str:
    """More than one of an English noun or of the last word of several.

    >>> plural("witch hunt"), plural("crony"), plural("hitman")
    ('witch hunts', 'cronies', 'hitmen')
    """
    if noun.endswith("man"):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x", "z")) else "s")


def adverb(adjective: str) -> str:
    """The adverb of an English adjective.

    >>> adverb("grim"), adverb("scary"), adverb("terrible"), adverb("heroic")
    ('grimly', 'scarily', 'terribly', 'heroically')
    """
    if adjective.endswith("y"):
        return adjective[:-1] + "ily"
    if adjective.endswith("le") and adjective[-3:-2] not in "aeiou":
        return adjective[:-1] + "y"
    return adjective + ("ally" if adjective.endswith("ic") else "y" if adjective.endswith("ll") else "ly")
