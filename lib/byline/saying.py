"""What is said of an answer where the key has no words of its own: the texts, by layer and outcome.

{key}, {yours}, {words}, {why} and {separates} are filled in.
"""

from __future__ import annotations

#: What an outcome is told where the key has no words of its own; {key}, {yours}, {words} and {why} are filled in.
PLAIN: dict[str, dict[str, str]] = {
    "voices": {
        "missed": "“{words}” has no mark of yours, so it counts as the reporter's. The key has {key}: {why} Who makes "
                  "this claim?",
        "other label": "You have {yours} for “{words}”. The key has {key}: {why} Ask whose words they are, and whose "
                       "claim.",
        "too short": "You have {yours} on a part of it. The key has it on “{words}”: {why} Where does it end?",
        "too long": "{yours} is accepted for “{words}”, and your mark runs on. A cue, and who says it, stay with the "
                    "reporter (reporter rule). Which words are only what is said?",
        "extra": "You have {yours} for “{words}”. The key leaves these words to the reporter. Which word would hand "
                 "them to somebody (source rule)?",
        "held": "You have {yours} for “{words}”. Nothing here is held at a distance in the key. Which word would do "
                "that (hedge rule)? A source may be missing all the same.",
        "inside": "You have {yours} for “{words}”, and another voice for the words around. What makes these "
                  "different: a mark, a speaker, a cue?",
        "runs on": "The voice is right, and your mark runs on into a part that nothing hands over or holds back. "
                   "Where does a new statement begin (minimal scope)?",
    },
    "loaded": {
        "missed": "“{words}” is marked in the key: {key}. {why} Try the swap test on it.",
        "other label": "You marked “{words}” as {yours}; the key has {key}. {why} Look for quotation marks around it.",
        "unasked": "“{words}” can be the exact word for what happened (technical test), so leave it unmarked here. "
                   "Look for words that only judge.",
        "asked": "You marked “{words}” as {yours}; the key has {key}. {why} Does it have a legal or military sense "
                 "(technical test)?",
        "extra": "“{words}” is not marked in the key. Swap it for a plainer word: is a fact lost, or only a feeling "
                 "(swap test)?",
    },
    "figures": {
        "missed": "“{words}” is a figure in the key: {key}. {why} Put the five questions to it.",
        "other label": "You marked “{words}” as {yours}; the key has {key}. {why} Which words told you otherwise?",
        "extra": "“{words}” is no figure in the key. Does it count anything (counting rule)?",
    },
    "stances": {
        "missed": "“{words}” is a cue in the key, {key}. {why} Ask what it does to the claim.",
        "other label": "You marked “{words}” as {yours}; the key has {key}. {why} What does it do to the claim: leave "
                       "it plain, step back, vouch, colour the speaker, or pass on what others say?",
        "extra": "“{words}” is not marked in the key. Does it say that somebody says, thinks or reports something "
                 "(source rule)?",
        "borrowed": "The quotation marks hand on a term, not a claim, so there is no stance here (quotation rule). "
                    "What would a saying word add?",
    },
}  # fmt: skip
#: The same for all layers that are about the fewest words.
NEAR = {
    "too short": "Your mark leaves out the word that counts. The key has “{words}”: {why} Which word of it judges or "
                 "counts?",
    "too long": "Your mark takes in more words than it needs. The key has only “{words}”: {why} Mark the fewest "
                "words that do it.",
}  # fmt: skip
#: What stands there until the key is asked for, by layer and outcome: where to look, and not what is there.
LOOK: dict[str, dict[str, str]] = {
    "voices": {
        "missed": "Not all of this sentence is the reporter’s plain claim. Which words hand a part of it to somebody, "
                  "or hold it at a distance?",
        "other label": "Ask both questions of these words: who chose them, and who makes the claim?",
        "too short": "The voice is right, and it goes on. Where does it begin, and where does it end?",
        "too long": "The voice is right, and your mark runs on. A cue, and the words for who says it, stay with the "
                    "reporter (reporter rule).",
    },
    "loaded": {
        "missed": "A word here may judge while it describes. Try the swap test on each strong word.",
        "other label": "Look for quotation marks around it, and for a speaker (whose words).",
        "asked": "You would ask both sides. Does the word have a legal or technical sense of its own that could fit, "
                 "or is there only a judgement in it (technical test)?",
        "not asked": "Does the word have a legal, military or technical sense that could fit here (technical test)?",
    },
    "figures": {
        "missed": "A figure is here: a number, a date, or a word for an amount.",
        "other label": "Does it count anything? And who answers for it (verdict rule)?",
        "how far": "Could an outsider look it up, and which words say where (verdict rule)?",
    },
    "stances": {
        "missed": "A word here passes something on. Who says, thinks or shows it?",
        "other label": "Put “said” in its place. What changes: the step back, the backing, the speaker, or the name "
                       "that is missing (stance of the cue)?",
    },
}  # fmt: skip
NEARLY = {"too short": "Your mark leaves out the word that does it. Which word judges, counts or says?",
          "too long": "Your mark takes in more words than it needs. Mark each on its own, with the fewest words "
                      "that do it."}  # fmt: skip
#: A place where good readers differ, before the readings are asked for.
ACCEPTED = "Accepted: good readers differ here. {separates}"
SPEAKER = ("“{words}” shows who says it, and the reporter put it there (reporter rule). What does this source say, and "
           "where does that begin?")  # fmt: skip
CUE = ("“{words}” is the cue. The cue itself stays with the reporter (reporter rule); it is what it holds that has "
       "another voice. Which words does it hold?")  # fmt: skip
#: How sure -> how it is said back, where the first try holds, and where not yet.
SURENESS = {
    "low": ("You were not sure, and it holds. What made you doubt?",
            "You were not sure, and it is not there yet: your doubt was well placed."),
    "middle": ("You were fairly sure, and it holds.", "You were fairly sure, and it is not there yet."),
    "high": ("You were sure, and it holds.", "You were sure, and it is not there yet. What made you sure?"),
}  # fmt: skip
