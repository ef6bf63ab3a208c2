"""Which language a message is in: reliable, or silent."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..phrases.tokens import TERMINATORS
from .characters import has_letters
from .core import Reading, message_fact
from .layout import prose, tokens

_MIN_LETTERS = 12
_FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "the and you is to in of it that for we your have this not are with my was can be on i but so if they what there at as will from me our us do has just been how when please thanks thank hi hello would could he she his her him its their them these those who which whose why where yes or nor because while although though unless until since after before about into onto over through without within than then only even very too also again still already now never always ever here more most some any all both each every much many such same other another anything nothing everything something someone everyone nobody anyone were am being had did does having doing should might must may cannot can't don't didn't doesn't won't isn't wasn't i'm i've it's that's you're we're there's couldn't wouldn't haven't hasn't get got one back up down off out away by an".split()
    ),
    "es": frozenset(
        "el la los las de que y en un una por con para no se lo su del al es mi me te le tu más pero como está este esta muy ya hola gracias porque cuando qué quiero puedo tengo hemos sus desde hasta su nos".split()
    ),
    "fr": frozenset(
        "le la les des de du et un une que qui dans pour pas sur est vous nous je il elle ce cette au aux avec mon ma votre notre ne se plus mais bonjour merci très été ai avez c'est j'ai suis sont par quand comment".split()
    ),
    "de": frozenset(
        "der die das und ist ich nicht ein eine zu den mit sie es auf für von dem im wir haben hat sich auch bei wie aber noch nach kann mein meine ihr ihre sehr danke bitte hallo wann wird war wurde uns oder guten".split()
    ),
    "it": frozenset(
        "il lo la gli le di che e un una per non con si da sono mi ho del della nel alla più ma come è questo questa anche ci vi grazie ciao buongiorno quando perché molto stato vostro nostro".split()
    ),
    "pt": frozenset(
        "o a os as de que e um uma para com não em do da no na se por mais mas como eu meu minha está você foi muito obrigado obrigada olá quando porque isso este esta são ao tem já vocês nosso".split()
    ),
    "nl": frozenset(
        "de het een en van ik je dat is niet op te in zijn met voor er maar om aan heb ook wij mijn uw bij nog kan was hallo bedankt dank graag wanneer heeft deze naar dit hij ze we jullie mij".split()
    ),
    "sv": frozenset(
        "och att det i en jag som är på för inte med har till den av om så men kan vi ni min mitt hej tack när ett från mycket var er oss".split()
    ),
    "pl": frozenset(
        "i w nie na się z do to że jest jak o za ale co czy po od mam dla już tak proszę dziękuję dzień dobry kiedy mi moje moja przez jestem mój być".split()
    ),
    "tr": frozenset(
        "ve bir bu için de da çok ne ben mi var ama değil gibi daha olarak teşekkürler merhaba lütfen nasıl bana benim sizin neden zaman".split()
    ),
    "hi-latn": frozenset(
        "hai nahi kya ka ki ke se ko mera meri aap hum bhi kar raha rahe ho gaya tha kab kyu kyun bahut acha accha paisa nhi hota karo mujhe abhi tak hua karna".split()
    ),
    "id": frozenset(
        "yang dan di ini itu tidak saya dengan untuk dari ada bisa sudah apa kami anda belum terima kasih tolong kapan kenapa juga akan ke".split()
    ),
}
_SCRIPTS = (
    ("\u0400", "\u04ff", "ru"), ("\u0370", "\u03ff", "el"), ("\u0590", "\u05ff", "he"), ("\u0600", "\u06ff", "ar"),
    ("\u0900", "\u097f", "hi"), ("\u0980", "\u09ff", "bn"), ("\u0e00", "\u0e7f", "th"), ("\u3040", "\u30ff", "ja"),
    ("\uac00", "\ud7af", "ko"), ("\u4e00", "\u9fff", "zh"),
)  # fmt: skip
_LATIN = "\u036f"
"""The last character before those of other scripts."""
_SURE, _CONFIRMS = 0.995, 0.9
"""Least probabilities for a language that only the model sees, and for one that function words suggest as well."""


@message_fact("a text long enough to tell its language")
def language(reading: Reading) -> str | None:
    """ISO 639-1 code of the language, or ``None`` where the text is too short or too mixed to tell.

    The script, then function words, decide what is evident; py3langid is asked only about the rest, and believed only
    from 12 words on and above a probability of 0.995 (its calibrated score is poor on less).
    """
    text = prose(reading)
    if not has_letters(text, _MIN_LETTERS):
        return None
    if not text.isascii():
        by_script = _by_script(text)
        if by_script:
            return by_script
    if _is_evidently_english(tokens(reading).words):
        return "en"
    written = text.lower().replace("’", "'").split()
    words = [word for word in [w.strip('.,!?:;"()“”') for w in written] if word[:1].isalpha()]
    if len(words) < 4:
        return None
    scores = sorted(
        ((sum(w in known for w in words) / len(words), code) for code, known in _FUNCTION_WORDS.items()), reverse=True
    )
    (best, code), (second, other) = scores[0], scores[1]
    if best >= 0.2 and best >= 1.6 * second and best * len(words) >= 2:
        return "hi" if code == "hi-latn" else code
    if len(words) < 12:
        return None
    # Sisters such as Spanish and Portuguese share function words: there the model decides, but only between the two.
    if best < 0.1:
        return _by_model(" ".join(words), _SURE)
    guess = _by_model(" ".join(words), _CONFIRMS)
    return guess if guess in (code, other) else None


@message_fact()
def in_english(reading: Reading) -> bool:
    """Whether the text is in English, or too short to tell: what the wordings of the default pack can judge."""
    return language(reading) in (None, "en")


def _is_evidently_english(tokens: tuple[str, ...]) -> bool:
    """Whether three of ten words are English function words: so for nearly all English, which needs no closer look then."""
    words = len(tokens) - sum(map(TERMINATORS.__contains__, tokens))
    english = sum(map(_FUNCTION_WORDS["en"].__contains__, tokens))
    return words >= 4 and english >= 2 and english >= 0.3 * words


def _by_script(text: str) -> str | None:
    if not any(c > _LATIN and c.isalpha() for c in text):
        return None  # most texts beyond ASCII have curly quotes, accents or emoji, and no other script
    letters = [c for c in text if c.isalpha()]
    for low, high, code in _SCRIPTS:
        share = sum(low <= c <= high for c in letters) / len(letters)
        if share > (0.2 if code == "ja" else 0.5):
            return code
    return None


def _by_model(text: str, least: float) -> str | None:
    code, probability = _identifier().classify(text)
    return str(code) if probability >= least else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
