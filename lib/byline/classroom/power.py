"""How many students it takes to see an effect: classes are simulated, and measured as a real one is.

A simulated student has a sharpness and a suspicion of her own, and the passages differ in how hard they are. Half of
the students begin with one set of passages and half with the other, as with the forms.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from byline.attempts import Discernment
from byline.sheet import Table

#: Of a simulated class: the mean sharpness before the lessons, and how far students and passages lie apart (d′).
MEAN, STUDENTS_APART, LEAN_APART, PASSAGES_APART = 1.0, 0.5, 0.3, 0.4
#: Passages of a sort in a form, over all skills and in one.
OVER_ALL, IN_ONE = 6, 2
SIZES, EFFECTS = (10, 25, 50, 100, 200), (0.2, 0.4, 0.6)
#: In how many of 100 classes the interval leaves zero out: (passages of a sort, effect) -> for each of SIZES. Printed
#: by tests/bench/power.py.
SEEN = {
    (6, 0.2): (13, 20, 27, 38, 68),
    (6, 0.4): (27, 46, 65, 94, 100),
    (6, 0.6): (43, 71, 93, 100, 100),
    (2, 0.2): (9, 8, 11, 19, 32),
    (2, 0.4): (13, 24, 23, 53, 78),
    (2, 0.6): (20, 32, 53, 83, 97),
}

Pairs = list[tuple[Discernment, Discernment]]


def simulated_class(students: int, effect: float, each: int, chance: random.Random, doubt: float = 0) -> Pairs:
    """What each student has before and after, of `each` weak and as many sound passages at either time.

    `effect` is what she gains in sharpness (d′), `doubt` in suspicion.
    """
    forms = [[[chance.gauss(0, PASSAGES_APART) for _ in range(each)] for _ in range(2)] for _ in range(2)]
    found = Pairs()
    for n in range(students):
        sharp, lean = chance.gauss(MEAN, STUDENTS_APART), chance.gauss(0, LEAN_APART)
        first, second = forms if n % 2 else forms[::-1]
        found.append((_filled(first, sharp, lean, chance), _filled(second, sharp + effect, lean + doubt, chance)))
    return found


def _filled(form: Sequence[Sequence[float]], sharp: float, lean: float, chance: random.Random) -> Discernment:
    """One form: a passage is called weak where what it looks like lies above what its reader lets pass."""
    hits, alarms = (sum(chance.gauss(0, 1) + hard + lean + side * sharp / 2 > 0 for hard in passages)
                    for side, passages in zip((1, -1), form, strict=True))  # fmt: skip
    return Discernment(hits, len(form[0]), alarms, len(form[1]))


def power_table() -> Table:
    """How often a class of some size would show an effect, as it was simulated."""
    rows = [(("over all skills" if each == OVER_ALL else "in one skill"), f"{effect:.1f}", *(f"{n} %" for n in seen))
            for (each, effect), seen in SEEN.items()]  # fmt: skip
    heads = ("Measured", "Gain in sharpness", *(f"{n} students" for n in SIZES))
    return Table("How often so many students would show such a gain (simulated; 80 % is what studies ask for)", heads,
                 rows, numbers=tuple(range(1, len(heads))))  # fmt: skip
