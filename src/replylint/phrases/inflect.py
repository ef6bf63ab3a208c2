"""The inflected forms of an English verb, for ``<verb>`` in phrases.

Spelling rules cover regular verbs; the table below holds the irregular ones that replies use.
"""

from __future__ import annotations

_IRREGULAR = {
    "be": "am is are was were been being be",
    "have": "have has had having",
    "do": "do does did done doing",
    "go": "go goes went gone going",
    "say": "say says said saying",
    "get": "get gets got gotten getting",
    "make": "make makes made making",
    "know": "know knows knew known knowing",
    "think": "think thinks thought thinking",
    "take": "take takes took taken taking",
    "see": "see sees saw seen seeing",
    "come": "come comes came coming",
    "give": "give gives gave given giving",
    "find": "find finds found finding",
    "tell": "tell tells told telling",
    "feel": "feel feels felt feeling",
    "leave": "leave leaves left leaving",
    "put": "put puts putting",
    "keep": "keep keeps kept keeping",
    "let": "let lets letting",
    "begin": "begin begins began begun beginning",
    "show": "show shows showed shown showing",
    "hear": "hear hears heard hearing",
    "run": "run runs ran running",
    "bring": "bring brings brought bringing",
    "write": "write writes wrote written writing",
    "sit": "sit sits sat sitting",
    "lose": "lose loses lost losing",
    "pay": "pay pays paid paying",
    "meet": "meet meets met meeting",
    "set": "set sets setting",
    "learn": "learn learns learned learnt learning",
    "understand": "understand understands understood understanding",
    "speak": "speak speaks spoke spoken speaking",
    "read": "read reads reading",
    "spend": "spend spends spent spending",
    "grow": "grow grows grew grown growing",
    "win": "win wins won winning",
    "buy": "buy buys bought buying",
    "send": "send sends sent sending",
    "build": "build builds built building",
    "fall": "fall falls fell fallen falling",
    "cut": "cut cuts cutting",
    "sell": "sell sells sold selling",
    "ring": "ring rings rang rung ringing",
    "forget": "forget forgets forgot forgotten forgetting",
    "forgive": "forgive forgives forgave forgiven forgiving",
    "break": "break breaks broke broken breaking",
    "choose": "choose chooses chose chosen choosing",
    "drive": "drive drives drove driven driving",
    "hold": "hold holds held holding",
    "stand": "stand stands stood standing",
    "teach": "teach teaches taught teaching",
    "catch": "catch catches caught catching",
    "throw": "throw throws threw thrown throwing",
    "hit": "hit hits hitting",
    "mean": "mean means meant meaning",
    "deal": "deal deals dealt dealing",
    "swear": "swear swears swore sworn swearing",
    "shoot": "shoot shoots shot shooting",
    "bear": "bear bears bore borne bearing",
    "stick": "stick sticks stuck sticking",
    "upset": "upset upsets upsetting",
    "cancel": "cancel cancels cancelled canceled cancelling canceling",
    "refer": "refer refers referred referring",
    "become": "become becomes became becoming",
    "steal": "steal steals stole stolen stealing",
    "wear": "wear wears wore worn wearing",
    "rewrite": "rewrite rewrites rewrote rewritten rewriting",
    "bend": "bend bends bent bending",
    "spread": "spread spreads spreading",
    "sling": "sling slings slung slinging",
    "burst": "burst bursts bursting",
    "burn": "burn burns burned burnt burning",
    "spill": "spill spills spilled spilt spilling",
    "backup": "backup backups backed backing",
}
_STRESSED_AT_END = frozenset(
    "regret submit defer prefer infer confer transfer occur incur admit commit permit omit emit compel expel propel enrol control patrol "
    "equip forget begin rebut abet acquit deter recur unplug unzip handicap".split()
)
"""Verbs of several syllables that double their last letter, since it is stressed: regret, regretted."""
_VOWELS = "aeiou"


def forms(verb: str) -> tuple[str, ...]:
    """All inflected forms of ``verb``, itself included."""
    if verb in _IRREGULAR:
        return tuple(dict.fromkeys((verb, *_IRREGULAR[verb].split())))
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb, verb + "es", verb + "ed", verb + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if verb.endswith("ee"):
        return verb, verb + "s", verb + "d", verb + "ing"
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if _doubles(verb):
        return verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing"
    return verb, verb + "s", verb + "ed", verb + "ing"


def _doubles(verb: str) -> bool:
    """One short vowel before one final consonant, in a word of one syllable or stressed at its end: chat, chatted."""
    if verb in _STRESSED_AT_END:
        return True
    if len(verb) < 3 or verb[-1] in _VOWELS + "wxy" or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return False
    return sum(letter in _VOWELS for letter in verb) == 1
