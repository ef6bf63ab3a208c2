"""One sentence in many wordings: other names, numbers, days and things, so that few sentences of a corpus are the same.

Whatever keeps what it has seen would look faster than it is on a corpus of few sentences repeated often.
"""

from __future__ import annotations

import random
import re

NAMES = (
    "Marta Ola Jane Dougie Hine Declan Maureen Helen Priya Tomasz Aisha Lukas Chloe Diego Freya Gareth Ines Jonas Kwame Leila Mateo Nadia"
    " Owen Petra Quentin Rosa Samir Tilda Umar Vera Wendy Xenia Yusuf Zoe Anton Beatriz Callum Dana Emeka Fatima"
).split()
SURNAMES = "Lindqvist Doyle Hendricks Okafor Novak Campbell Ferreira Haddad Jensen Kowalski Laurent Moretti Nakamura Osborne Patel Quinn".split()
PLACES = "Leeds Carlisle Penrith Brampton Galway Utrecht Porto Austin Denver Lyon Bergen Hobart Tampere Cork Ghent Graz Perth Malmö".split()
_CLASSES = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "January February March April June July August September October November December",
    "parcel package box envelope crate shipment",
    "order booking reservation purchase subscription",
    "invoice bill receipt statement quote",
    "lamp kettle toaster blender mixer heater radio clock vase mirror basket blanket rug cushion shelf",
    "phone tablet laptop camera printer router speaker monitor keyboard",
    "shirt jacket coat dress jumper scarf hat skirt",
    "table desk chair sofa bench wardrobe bed",
    "card voucher ticket pass coupon",
    "red blue green grey white black yellow brown purple",
    "driver courier plumber engineer fitter technician electrician",
    "shop office branch warehouse depot studio workshop",
    "street road lane avenue square terrace",
    "morning afternoon evening",
    "today tomorrow yesterday tonight",
    "two three four five six seven eight nine eleven twelve",
    "manager colleague supervisor",
    "kitchen bathroom bedroom hallway garage garden",
    "cat dog rabbit hamster parrot",
    "cake bread pizza soup salad coffee tea",
    "hotel restaurant museum theatre library clinic",
    "train bus flight ferry coach",
    "small large big tiny huge",
    "quickly slowly carefully",
    "new old used",
    "screen battery charger cable button handle lid door window wheel",
    "week month",
    "website app portal account",
)
_OTHERS = {word: members for line in _CLASSES for members in [line.split()] for word in members}
_WORDS = re.compile(rf"\b({'|'.join(sorted({*_OTHERS, *NAMES, *SURNAMES, *PLACES}, key=len, reverse=True))})\b")
_NUMBER = re.compile(r"\d+")
_END = re.compile(r"([.!?]+)$")
_TAILS = (
    " about the {thing} from {place}",
    " for the {thing} and the {other}",
    ", as {name} {surname} wrote on {day}",
    ", so {name} in {place} knows about the {thing}",
    " at {hour} on {day} in {place}",
    " with the {thing} beside the {other}",
    ", and {name} has put it beside the {thing}",
    ", just like the {thing} that {name} {surname} had",
    " after {name} called from {place} on {day}",
    " on the {day} when the {thing} came to {place}",
)
_THINGS = [word for line in _CLASSES[2:] for word in line.split() if not word.endswith("ly")][:80]
WITH_TAIL = 0.85
"""The share of the sentences without anything to change that get something at their end."""


def varied(sentence: str, pick: random.Random) -> str:
    """The sentence with other names, numbers and things, and if there are none in it, mostly with a few words more at its end."""
    changed = _NUMBER.sub(lambda match: _number(match[0], pick), sentence)
    changed, many = _WORDS.subn(lambda match: _other(match[0], pick), changed)
    # Two changes give hundreds of wordings; one gives a handful, which repeat soon.
    if many >= 2 or pick.random() > WITH_TAIL:
        return changed
    end = _END.search(changed)
    return changed[: end.start()] + tail(pick) + end[1] if end else changed + tail(pick)


def tail(pick: random.Random) -> str:
    """A few words for the end of a sentence."""
    return pick.choice(_TAILS).format(
        thing=pick.choice(_THINGS),
        other=pick.choice(_THINGS),
        name=pick.choice(NAMES),
        surname=pick.choice(SURNAMES),
        place=pick.choice(PLACES),
        day=pick.choice(_CLASSES[0].split()),
        hour=f"{pick.randint(8, 19)}.{pick.randint(10, 59)}",
    )


def _number(written: str, pick: random.Random) -> str:
    """As many digits; of two, a number that is a day of a month too, so that dates stay dates."""
    if len(written) == 1:
        return str(pick.randint(1, 9))
    if len(written) == 2:
        return str(pick.randint(10, 28))
    if len(written) == 4 and written[:2] in ("19", "20"):
        return written
    return str(pick.randint(1, 9)) + "".join(str(pick.randint(0, 9)) for _ in written[1:])


def _other(word: str, pick: random.Random) -> str:
    for members in (NAMES, SURNAMES, PLACES):
        if word in members:
            return pick.choice(members)
    return pick.choice(_OTHERS[word])
