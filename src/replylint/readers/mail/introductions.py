"""What introduces a quote: “On … wrote:”, headers, separators; in many languages.

quotequail knows how many mail programs write it; here stands what it leaves to its callers. An introduction without quoted lines below it makes everything below a
quote: of that, more is asked than of one that marks follow.
"""

from __future__ import annotations

from typing import Literal

from ...lazy import lazy

Kind = Literal["reply", "quote", "attribution", "forward", "signature", "patch"]
MAX_LINE = 300
"""No mail program writes a longer line of introduction; patterns see no more of a line than this."""
MAX_WRAPPED = 4
"""Over so many lines the introduction of a quote may run."""
MAX_CANDIDATES = 200
"""About so many lines quotequail is asked."""

VERB = (
    r"wrote|writes|said|sent|schrieb|schreibt|geschrieben|a [eé]crit|escribi[oó]|escribe|escreveu|ha scritto|scrive|schreef|schrijft|geschreven|skrev|"
    r"skriver|kirjoitti|napisa[łl](?:\(a\)|a)?|napsal(?:\(a\)|a)?|nap[ií]sal(?:\(a\)|a)?|nadesłał|написал(?:\(а\)|а)?|пишет|написа|писал(?:\(а\)|а)?|написав|yazd[ıi]|írta|a scris|έγραψε|"
    r"đã viết|menulis|כתבה?|מאת|كتب|napisao|je napisal|rašė|kirjutas|va escriure|ha escrit|pisze"
)
_ATTRIBUTION = lazy(
    rf"(?i)(?:(?:^|[\s>)\]\"'’，,])(?:{VERB})(?!\w)|写道|寫道|書きました|のメッセージ|작성)[^\n]{{0,80}}[:：]\s*(?:\[.{{0,60}}\]|…|\.\.\.)?$"
)
HAS_ORIGIN = lazy(r"\d|@|<[^>]+>")
_SENDER_DATE = lazy(
    r"^(?:>?\s*)(?:\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\D.{0,120}<[^<>\s]+@[^<>\s]+>\s*:?$"
    r"|^(?=.{0,60}\d{1,2}[:.h]\d{2})(?=.{0,80}\b20\d\d\b).{8,160}<\s?[^<>\s]+@[^<>\s]+>\s*[:：]$"
    r"|^.{1,80}<[^<>\s]+@[^<>\s]+>[^.!?]{0,60}\d{1,2}:\d{2}[^.!?]{0,30}:$"
)
_WITHOUT_COLON = lazy(
    r"(?i)^[-—_*\s]*(?:on|le|am|el|il|op|em|den|dnia)\b[^\n]{0,200}\b20\d\d\b[^\n]{0,160}@[^\n]{0,120}\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\b[-—_*\s]*$"
)
_DASHED = r"[-=_*~─—]{2,}"
_SEPARATOR = lazy(
    rf"(?i)^>?\s*{_DASHED}\s*(?:[^\n]{{2,120}}\b(?:wrote|schrieb|a écrit|escribió|ha scritto)(?=\s*{_DASHED}$)|"
    r"(?:original|reply|ursprüngliche|oprindelig|opprinnelig|ursprungligt|alkuperäinen|oorspronkelijk|origineel|původní|eredeti|orijinal|исходное|исходящее) "
    r"(?:message|mail|e-mail|nachricht|besked|meddelelse|melding|meddelande|viesti|bericht|zpráva|üzenet|ileti|сообщение|письмо)|"
    r"(?:message|messaggio|mensaje|mensagem|wiadomość) (?:d'origine|original|originale|oryginalna)|message original|原始邮件|原始郵件|元のメッセージ|원본 메시지)"
    rf"[^\n]{{0,40}}?\s*(?:{_DASHED})?$"
)
_FORWARDED = lazy(
    rf"(?i)^>?\s*{_DASHED}\s*(?:forwarded (?:message|mail|by)|weitergeleitete (?:nachricht|e-?mail)|(?:message|messaggio|mensaje|mensagem|wiadomość) "
    r"(?:transféré|réexpédié|inoltrato|reenviado|encaminhada|reencaminhada|przekazana)|doorgestuurd bericht|videresendt (?:besked|melding)|vidarebefordrat (?:meddelande|brev)|"
    r"vidarebefordrat|välitetty viesti|přeposlaná zpráva|továbbított üzenet|iletilen mesaj|пересылаемое сообщение|転送メッセージ|转发的?邮件|전달된 메시지)"
    rf"[^\n]{{0,60}}?\s*(?:{_DASHED})?$"
)
_LINE_ONLY = lazy(r"^\s*(?:_{10,}|={4,}|-{10,}|\*{10,})$")
_FORWARD = lazy(
    r"(?i)^>?\s*(?:begin forwarded message|anfang der weitergeleiteten (?:e-?mail|nachricht)|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|"
    r"inizio messaggio inoltrato|begin doorgestuurd bericht|start på videresendt (?:besked|melding)|vidarebefordrat brev|início da mensagem (?:encaminhada|reencaminhada)|"
    r"(?:forwarded|original) message):?$"
)
_REPLY_ABOVE = lazy(
    r"(?i)^[\s>#*=_~-]*(?:please )?(?:(?:type|write|enter|add) your (?:reply|response|answer)|reply|respond|antworten sie|bitte antworten|répondez|répondre|responda|conteste)\b"
    r"[^\n]{0,40}\b(?:(?:above|below) (?:this|the) (?:line|text|message)|oberhalb dieser (?:zeile|linie)|au[- ]dessus de cette ligne|(?:por )?encima de esta línea|acima desta linha)\b[^\n]{0,40}$"
)
_HEADER_NAME = lazy(
    r"(?i)^>?\s*[*_]{0,2}(?:from|sent|to|cc|bcc|date|subject|reply-to|received|importance|attachments?|organi[sz]ation|von|gesendet(?: am)?|an|kopie|datum|betreff|de|message du|envoy[eé](?: le)?|[àa]|copie(?: [àa])?|objet|sujet|"
    r"enviad[oa](?: el| em)?|para|asunto|assunto|fecha|data|da|inviato|a|oggetto|van|verzonden|aan|onderwerp|från|skickat|till|ämne|kopia|fra|sendt|til|emne|dato|lähettäjä|lähetetty|"
    r"vastaanottaja|aihe|od|wysłano|do|dw|temat|odesláno|komu|předmět|kopie|от|отправлено|отправлен|изпратено|до|относно|кому|тема|дата|от кого|kimden|gönderildi|gönderme tarihi|kime|konu|feladó|elküldve|címzett|tárgy|από|στάλθηκε|προς|θέμα|ημερομηνία|de la|trimis|către|subiect|"
    r"发件人|发送时间|收件人|主题|抄送|日期|寄件者|收件者|主旨|差出人|送信日時|宛先|件名|보낸 ?사람|보낸 ?날짜|받는 ?사람|제목|참조)[*_]{0,2}\s?[:：][*_]{0,2}(?=\s|$|\S)"
)
_FROM_NAME = lazy(
    r"(?i)^>?\s*[*_]{0,2}(?:from|von|de|message du|da|van|från|fra|lähettäjä|od|от|от кого|kimden|feladó|από|de la|发件人|寄件者|差出人|보낸 ?사람|to|an|à|para|aan|till|til|kome|komu)[*_]{0,2}\s?[:：]"
)


def mark_introduced(lines: list[str], kinds: list[Kind]) -> None:
    """Lines that introduce a quote, and, where no marks show how far it goes, everything below them."""
    _mark_own(lines, kinds, -1)
    known = _first_known(lines, kinds)
    if known >= 0 and kinds[known] == "reply":
        _mark_own(lines, kinds, known)


def introduces_below(lines: list[str], at: int) -> bool:
    """Whether the last line above ``at`` that is not blank introduces a quote."""
    above = next((number for number in range(at - 1, max(-1, at - 4), -1) if lines[number]), None)
    return above is not None and _is_attribution(lines[above])


def _mark_own(lines: list[str], kinds: list[Kind], known: int) -> None:
    at = 0
    while at < len(lines):
        end = _introduction(lines, kinds, at, known) if kinds[at] == "reply" and lines[at] else None
        if end is None:
            at += 1
            continue
        after = next((n for n in range(end, len(lines)) if lines[n]), len(lines))
        is_marked = after < len(lines) and kinds[after] == "quote"
        if not is_marked and not _is_sure(lines[at:end]):
            at = end
            continue
        is_forward = any(_FORWARD.match(line) or _FORWARDED.match(line) for line in lines[at:end])
        if is_marked or after < len(lines) or at:
            kinds[at:end] = ["forward" if is_forward else "attribution"] * (end - at)
        if not is_marked:
            kinds[end:] = ["quote"] * (len(lines) - end)
            return
        at = end


_NAMES_US = lazy(
    rf"(?i)\b(?:you|we|i|they|he|she|it|carrier|bank|letter|colleagues?)\s+(?:\w+\s+)?(?:{VERB})\b|\b(?:wrote|said|writes)\b[^:]{{0,20}}\("
)
_UNMISTAKABLE = lazy(rf"(?i)<[^<>\s]+@[^<>\s]+>\s*(?:{VERB})\s*:$|^on [^.!?\n]{{4,30}}\b20\d\d,? you wrote:$")


def _is_sure(block: list[str]) -> bool:
    """Whether an introduction is one even if nothing below it is marked: headers and separators are; words need a whole date and a time
    or an address, and nobody whom the writer speaks of or to."""
    if len(block) > MAX_WRAPPED or not (joined := " ".join(block)).endswith(_ENDS) or _HEADER_NAME.match(block[0]):
        return True
    if any(pattern.match(block[0]) for pattern in (_REPLY_ABOVE, _FORWARD, _FORWARDED, _SEPARATOR, _LINE_ONLY)):
        return True
    if _UNMISTAKABLE.search(joined):
        return True
    if _NAMES_US.search(joined):
        return False
    return bool(_HAS_YEAR.search(joined) or _SENDER_DATE.match(joined)) and bool(
        "@" in joined or _HAS_TIME.search(joined)
    )


def _first_known(lines: list[str], kinds: list[Kind]) -> int:
    """The first line that quotequail takes for an introduction; it is asked, since importing it takes 20 ms, only where a line is left
    that could be one."""
    candidates = [
        number
        for number, line in enumerate(lines)
        if kinds[number] == "reply"
        and line.endswith((":", ">", "-", "_"))
        and (not line.endswith(":") or HAS_ORIGIN.search(line))
    ][:MAX_CANDIDATES]
    if not candidates:
        return -1
    import quotequail

    asked = {near for number in candidates for near in (number - 1, number)}
    shown = [line if number in asked else "" for number, line in enumerate(lines[: candidates[-1] + 1])]
    parts = quotequail.quote("\n".join(shown), limit=len(shown) + 1, quote_intro_line=True)
    if len(parts) < 2:
        return -1
    return parts[0][1].count("\n") + 1 if parts[0][1] else 0


def _introduction(lines: list[str], kinds: list[Kind], at: int, known: int) -> int | None:
    """Where the introduction that begins at line ``at`` ends, if one begins there."""
    line = lines[at]
    if any(pattern.match(line) for pattern in (_REPLY_ABOVE, _FORWARD, _FORWARDED, _SEPARATOR)):
        return _past_headers(lines, at + 1)
    if _LINE_ONLY.match(line) and (below := _past_headers(lines, at + 1)) > at + 1:
        first = next(number for number in range(at + 1, below) if lines[number])
        return below if _is_header_block(lines, first, is_ruled=True) else None
    if _HEADER_NAME.match(line) and _is_header_block(lines, at):
        return _past_headers(lines, at)
    return _attribution(lines, kinds, at, known)


def _attribution(lines: list[str], kinds: list[Kind], at: int, known: int) -> int | None:
    """“On … wrote:”, on up to four lines."""
    joined = ""
    for end in range(at + 1, min(at + MAX_WRAPPED, len(lines)) + 1):
        line = lines[end - 1]
        if kinds[end - 1] != "reply" or (not line and not (joined.endswith(",") and HAS_ORIGIN.search(joined))):
            return None
        joined = f"{joined} {line}".strip()
        if _is_attribution(joined):
            return end if _begins_at(lines, at, end) else None
        if at == known and line.endswith((":", ">")):
            return end
        if line.endswith((".", "!", "?")) and not line.endswith(("a.m.", "p.m.", "...")):
            return None
    return None


_OPENER = lazy(
    r"(?i)^>?\s*[-—_*\s]*(?:on|am|at|le|el|il|op|em|den|dne|dnia|w dniu|pe|em|a|[^\W\d_]{2,12}[,.]?\s+\d{1,2}\b|(?:mo|tu|we|th|fr|sa|su|di|mi|do|lun|mar|mer|jeu|ven|sam|dim|"
    r"пн|вт|ср|чт|пт|сб|вс|man|tir|ons|tor|fre|lør|søn|mån|tis|lör|sön)[^\W\d_]*[,.])\s|^>?\s*\d{1,4}[-/.年 ]"
)


def _begins_at(lines: list[str], at: int, end: int) -> bool:
    """Whether an introduction that ends before line ``end`` begins at ``at``, and not on a later line: what stands above may be the reply."""
    later = [n for n in range(at + 1, end) if lines[n] and _is_attribution(" ".join(lines[n:end]))]
    return not later or (bool(_OPENER.match(lines[at])) and not any(_OPENER.match(lines[n]) for n in later))


_ENDS = (":", "：", "]", "…", "...", ">", "-", "*", "_", *"etoóf")
"""How an introduction can end: a look at its last character spares most lines the patterns."""


def _is_attribution(joined: str) -> bool:
    if len(joined) > MAX_LINE or not joined.endswith(_ENDS):
        return False
    if joined.endswith((":", "：", "]", "...", "…")) and _ATTRIBUTION.search(joined) and HAS_ORIGIN.search(joined):
        return True
    return bool(_SENDER_DATE.match(joined) or _WITHOUT_COLON.match(joined))


def _is_header_block(lines: list[str], at: int, *, is_ruled: bool = False) -> bool:
    """Headers that follow one another: one names people, and there is an address or a whole date with its time. Two are enough only with
    both, or below a rule (``is_ruled``). “From: Rome, To: Lyon, Date: 3 December” is a timetable."""
    found = _headers(lines, at)
    block = lines[at : at + found]
    if found < 2 or not any(_FROM_NAME.match(line) for line in block):
        return False
    has_address = any("@" in line for line in block)
    has_moment = any(_HAS_YEAR.search(line) and _HAS_TIME.search(line) for line in block)
    if found == 2 and not is_ruled:
        return has_address and has_moment
    return has_address or (has_moment and (is_ruled or any(_SUBJECT.match(line) for line in block)))


_SUBJECT = lazy(
    r"(?i)^>?\s*[*_]{0,2}(?:subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|тема|относно|konu|tárgy|θέμα|subiect|主题|主旨|件名|제목)[*_]{0,2}\s?[:：]"
)


_HAS_TIME = lazy(r"\d{1,2}[:.h]\d{2}")
_HAS_YEAR = lazy(r"\b20\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2}\b|20\d\d[年년]")


def _headers(lines: list[str], at: int) -> int:
    """How many lines a block of headers has that begins at ``at``: a line between two headers belongs to the first, which was wrapped."""
    found = at
    while found < min(at + 24, len(lines)):
        if _HEADER_NAME.match(lines[found]):
            found += 1
        elif found > at and lines[found] and found + 1 < len(lines) and _HEADER_NAME.match(lines[found + 1]):
            found += 2
        else:
            break
    return found - at


def _past_headers(lines: list[str], at: int) -> int:
    """The line behind a block of headers, if one begins at ``at``, blank lines before it aside."""
    start = next((number for number in range(at, min(at + 3, len(lines))) if lines[number]), at)
    return start + found if (found := _headers(lines, start)) else at


__all__ = ["HAS_ORIGIN", "MAX_LINE", "VERB", "Kind", "introduces_below", "mark_introduced"]
