"""Where the signature at the end of a text begins: delimiters, telephones, disclaimers, contacts below a closing.

What looks like a signature is only one if what stands below it does too: a line of dashes divides a text as well as it ends one.
"""

from __future__ import annotations

from ...lazy import lazy

MAX_DISCLAIMERS = 5
"""So many lines that could begin a disclaimer are looked at."""
MAX_SIGNATURE = 14
"""Lines of a signature without a delimiter, blank ones aside."""
DELIMITER = "-- "
"""What stands above a signature, with its space, by RFC 3676."""
_DELIMITER = lazy(r"^(?:__|—|––|-{3,}|_{3,})$")
_SENT_FROM = lazy(
    r"(?i)^[-–—*_\s(<]*(?:sent (?:\w+ )?from (?:my|a|an|the|outlook|mail|e-?mail|yahoo|gmail|samsung|iphone|ipad|android|blackberry|proton|windows|mobile|\w+ ?<http)(?!\w)|"
    r"sent (?:via|with|by) (?:my|outlook|yahoo|gmail|proton\w*|tuta\w*|spark|superhuman|mailbird|mobile|samsung|airmail|polymail|front|missive|canary|edison|galaxy)\b|via mobile$|"
    r"get outlook for\b|(?:von meine[mr]|gesendet (?:von|mit) (?:meine[mr]|outlook|yahoo|gmail|samsung|der|dem|mail)|diese nachricht wurde von)\b|"
    r"envoy[eé] (?:[^\W\d]+ ){0,2}?(?:de|depuis|par|à partir) (?:mon|ma|outlook|yahoo|l['’])|"
    r"enviad[oa] (?:desde|do|de|a partir)(?: de)? (?:mi|meu|mein|outlook|yahoo)\b|inviato da(?:l mio)?\b|verzonden (?:vanaf|met|via) (?:mijn|outlook|mail)\b|verstuurd vanaf\b|"
    r"skickat från min\b|sendt fra min\b|wysłan[eo] z\b|odesláno z\b|отправлено (?:с|из)\b|lähetetty (?:iphone|minun|outlook)|iphone[’']?(?:dan|umdan) gönderildi|发自|從我的|从我的|"
    r"iphoneから送信|나의 iphone|내 iphone|outlook für (?:android|ios)|download the official\b|yahoo mail[: ]|<<sent by)(?:[^.!?\n]|[.!?](?=\S)){0,120}[.!]?[)>]*$"
)
_VIRUS_FREE = lazy(
    r"(?i)^(?:virus-?free|virenfrei|sans virus|libre de virus)\b.{0,40}$|^this (?:e-?mail|message) has been (?:checked|scanned) for viruses"
)
_DASHED_NAME = lazy(r"^[-–—~]{1,2} ?[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’.-]*){0,2}$|^[-–—~] ?[a-z]{2,12}$")
_DISCLAIMER = lazy(
    r"(?i)^[\s*_#-]*(?:(?:this|the (?:information|contents?)(?: contained)? (?:in|of) this) (?:e-?mail|message|communication)\b|(?:confidentiality|legal|privacy|important) (?:notice|note|disclaimer)\b|"
    r"disclaimer:|privileged (?:and|/) confidential|diese (?:e-?mail|nachricht)\b|ce (?:message|courriel|mail)\b|este (?:mensaje|correo)\b|questa (?:e-?mail|comunicazione)\b)"
)
_LEGAL = lazy(
    r"(?i)\b(?:confidential\w*|privileged|intended (?:only|solely|recipient|for the)|addressee|unauthori[sz]ed|disclosure|delete|vertraulich\w*|unbefugt\w*|löschen|vernichten|geschützt\w*|adressat\w*|irrtümlich\w*|confidentiel\w*|destinataires?|"
    r"confidencial\w*|destinatario|riservat\w+)\b"
)
_CONTACT = lazy(
    r"(?i)(?:\+?\d[\d ()./-]{6,}\d)|https?://|www\.|@[\w-]+\.\w|^(?:tel|phone|fon|telefon|mobile?|cell|fax|m|t|p|o|e|w)[.:]\s"
    r"|\b(?:ltd|limited|inc|gmbh|llc|ag|s\.?a\.?r\.?l|b\.?v|plc|co\. kg)\b\.?$"
)
_CLOSING = lazy(
    r"(?i)^(?:(?:with |my )?(?:kind|best|warm|many|friendly)(?:est)? (?:regards|wishes|thanks)|regards|best|all the best|cheers|thanks(?: again| so much| in advance)?|thank you|many thanks|sincerely|"
    r"yours(?: sincerely| truly| faithfully)?|mit (?:freundlichen|besten|herzlichen) grüßen|(?:viele|liebe|beste|freundliche|herzliche) grüße|mfg|lg|vg|cordialement|bien cordialement|salutations|"
    r"(?:un )?saludos?|atentamente|cordiali saluti|met vriendelijke groeten?|(?:med )?venlig hilsen|(?:med )?vänliga hälsningar|mvh|pozdrawiam|s pozdravem)[\s,.!]*$"
)


def dashed_name(line: str) -> bool:
    """Whether a line is a name behind a dash: “-Tom”."""
    return bool(_DASHED_NAME.match(line))


def signature_start(lines: list[str], start: int, end: int) -> int:
    """The line on which the signature at the end of the lines from ``start`` to ``end`` begins; ``end`` if there is none."""
    left = sum(1 for line in lines[start:end] if line)
    disclaimers = 0
    for number in range(start, end):
        line = lines[number]
        left -= bool(line)
        may_divide = line == "--" or bool(_DELIMITER.match(line))
        if line == DELIMITER or (may_divide and 0 < left <= MAX_SIGNATURE and _divides(line, lines[number + 1 : end])):
            return number
        if number > start and disclaimers < MAX_DISCLAIMERS and _DISCLAIMER.match(line):
            disclaimers += 1
            if len(_LEGAL.findall(" ".join(lines[number : number + 40])[:4000])) >= 2:
                return number
        if _VIRUS_FREE.match(line) or (
            _SENT_FROM.match(line) and (left <= 2 or (number > start and not lines[number - 1]))
        ):
            return number
    return _below_closing(lines, start, end)


def _divides(line: str, below: list[str]) -> bool:
    """Whether a line of dashes ends the text. Two dashes that lost their space do it above few lines, others above a visiting card."""
    if line == "--":
        return len([other for other in below if other]) <= 6 and sum(map(_is_sentence, below)) <= 1
    return _is_card(below)


def _is_card(lines: list[str]) -> bool:
    """Whether lines are what a visiting card holds: short, hardly a sentence among them, and, from three on, a contact."""
    written = [line for line in lines if line]
    if any(len(line) > 80 for line in written) or sum(_is_sentence(line) for line in written) > 1:
        return False
    return any(_CONTACT.search(line) for line in written) or (
        len(written) <= 2 and not any(line.endswith((".", "!", "?", ":")) for line in written)
    )


def _is_sentence(line: str) -> bool:
    return len(line.split()) > 3 and line.endswith((".", "!", "?", ":"))


def _below_closing(lines: list[str], start: int, end: int) -> int:
    """Below a closing and the name under it: everything, if a contact or a role in few short lines is part of it; without a closing, below a
    name at the end of the text, if two contacts are."""
    closing = next((n for n in range(end - 1, start, -1) if _CLOSING.match(lines[n])), None)
    if closing is not None:
        name = next((n for n in range(closing + 1, end) if lines[n]), None)
        below = [line for line in lines[name + 1 : end] if line] if name is not None else []
        has_contact = any(_CONTACT.search(line) for line in below)
        if name is not None and below and (has_contact or _is_card(below)) and len(below) <= 2 * MAX_SIGNATURE:
            sentences = [_is_sentence(line) and not _LEGAL.search(line) for line in below]
            return name + 1 if not any(sentences[:2]) and sum(sentences) <= 1 else end
    return _contacts(lines, start, end)


def _contacts(lines: list[str], start: int, end: int) -> int:
    stop = end
    while stop > start and not lines[stop - 1]:
        stop -= 1
    first = stop
    while (
        first > start
        and lines[first - 1]
        and len(lines[first - 1]) <= 80
        and not lines[first - 1].endswith((".", "?", "!", ",", ":"))
    ):
        first -= 1
    block = lines[first:stop]
    telling = [number for number, line in enumerate(block) if _CONTACT.search(line) and len(line.split()) <= 8]
    return first + 1 if len(telling) >= 2 and len(block) >= 3 and first > start and telling[0] else end


__all__ = ["DELIMITER", "dashed_name", "signature_start"]
