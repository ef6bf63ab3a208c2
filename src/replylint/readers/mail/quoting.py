"""Which lines of a mail its writer wrote, which are quoted, and which are a signature.

quotequail knows how many mail programs introduce what they quote; here stands what it leaves to its callers: replies between
quoted lines and below them, more languages, header blocks, help desks' reply lines, signatures, and mail that wants to hurt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from ...lazy import lazy
from ...record import record

Kind = Literal["reply", "quote", "attribution", "signature", "patch"]
MAX_LINE = 300
"""No mail program writes a longer line of introduction; patterns see no more of a line than this."""
MAX_WRAPPED = 4
"""Over so many lines the introduction of a quote may run."""
MAX_SIGNATURE = 12
MAX_CANDIDATES = 200
"""About so many lines quotequail is asked."""


@record
class Section:
    """Consecutive lines of one kind: half-open line numbers, from 0."""

    kind: Kind
    start: int
    end: int


def split_lines(text: str, *, is_flowed: bool = False) -> tuple[Section, ...]:
    """``text`` by who wrote its lines, in order and without gaps; linear in its length."""
    lines = [_plain(line) for line in text.split("\n")]
    kinds: list[Kind] = ["reply"] * len(lines)
    _mark_quoted(lines, kinds, is_flowed)
    _mark_patch(lines, kinds)
    _mark_introduced(lines, kinds)
    _mark_signatures(lines, kinds)
    _join_blanks(lines, kinds)
    return tuple(_sections(kinds))


def unquoted(lines: Sequence[str]) -> str:
    """Quoted lines without the outermost marks before them."""
    return "\n".join(_QUOTE.sub("", line, count=1) for line in lines).strip("\n")


_INVISIBLE = str.maketrans({"\u200b": None, "\u200e": None, "\u200f": None, "\ufeff": None, "\xa0": " ", "\t": " "})


def _plain(line: str) -> str:
    return line[:MAX_LINE].translate(_INVISIBLE).rstrip()


def _sections(kinds: Sequence[Kind]) -> Iterator[Section]:
    at = 0
    for kind, run in groupby(kinds):
        end = at + len(list(run))
        yield Section(kind, at, end)
        at = end


# Quoted lines -------------------------------------------------------------------------------------------------------

_QUOTE = lazy(r"^ {0,3}(?:>|&gt;|[A-Z][A-Za-z]{0,3}>(?= )|[|:](?= ?\S| ?$)) ?")
_SURE_QUOTE = lazy(r" {0,3}(?:>|&gt;)|[A-Z][A-Za-z]{0,3}> ")
_BAR = lazy(r" {0,3}([|:])(?: \S| ?$)")


def _mark_quoted(lines: list[str], kinds: list[Kind], is_flowed: bool) -> None:
    """Lines with a mark before them. A bar or a colon counts from three lines on, and a space before a mark in flowed text hides it."""
    for number, line in enumerate(lines):
        if _SURE_QUOTE.match(line) and not (is_flowed and line.startswith(" ")):
            kinds[number] = "quote"
    _mark_wrapped(lines, kinds)
    for number, length in _runs([bool(_BAR.match(line)) for line in lines]):
        if length >= 3 and not any(line.count("|") > 1 for line in lines[number : number + length]):
            kinds[number : number + length] = ["quote"] * length


_VERB = (
    r"wrote|writes|said|sent|schrieb|schreibt|geschrieben|a [eé]crit|escribi[oó]|escribe|escreveu|ha scritto|scrive|schreef|schrijft|geschreven|skrev|"
    r"skriver|kirjoitti|napisa[łl](?:\(a\)|a)?|napsal(?:\(a\)|a)?|nap[ií]sal(?:\(a\)|a)?|nadesłał|написал(?:\(а\)|а)?|пишет|писал(?:\(а\)|а)?|написав|yazd[ıi]|írta|a scris|έγραψε|"
    r"đã viết|menulis|כתבה?|كتب|napisao|je napisal|rašė|kirjutas|va escriure|ha escrit|pisze"
)
_TAIL = lazy(rf"^>+\s?(?::|(?:{_VERB})\s?:)$")


_PIECE_OF_LINK = lazy(r"^\s*[(<]?(?:https?://\S*|\S*[=&?%/]\S*)[)>]*(?:\s*[)>])*$")


def _mark_wrapped(lines: list[str], kinds: list[Kind]) -> None:
    """Lines that a mail program broke after it had quoted them, and the end of an introduction that it took for quoted."""
    for number in range(1, len(lines)):
        if (
            kinds[number] == "quote"
            and kinds[number - 1] == "reply"
            and _TAIL.match(lines[number])
            and lines[number - 1]
        ):
            kinds[number] = "reply"
        elif (
            kinds[number] == "reply"
            and kinds[number - 1] == "quote"
            and lines[number]
            and (
                (len(lines[number - 1]) > 60 and len(lines[number]) < len(lines[number - 1]))
                or _PIECE_OF_LINK.match(lines[number])
            )
            and number + 1 < len(lines)
            and kinds[number + 1] == "quote"
        ):
            kinds[number] = "quote"


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    at = 0
    for flag, run in groupby(flags):
        length = len(list(run))
        if flag:
            yield at, length
        at += length


def _mark_patch(lines: list[str], kinds: list[Kind]) -> None:
    """What ``git format-patch`` writes below its ``---``."""
    if "---" in lines:
        start = lines.index("---")
        if any(line.startswith("diff --git ") for line in lines[start:]):
            kinds[start:] = ["patch"] * (len(lines) - start)


# What introduces a quote --------------------------------------------------------------------------------------------

_ATTRIBUTION = lazy(
    rf"(?i)(?:(?:^|[\s>)\]\"'’，,])(?:{_VERB})(?!\w)|写道|寫道|書きました|のメッセージ|작성)[^\n]{{0,80}}[:：]\s*(?:\[.{{0,60}}\]|…|\.\.\.)?$"
)
_HAS_ORIGIN = lazy(r"\d|@|<[^>]+>")
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
    rf"(?i)^>?\s*{_DASHED}\s*(?:[^\n]{{2,120}}\b(?:wrote|schrieb|a écrit|escribió|ha scritto)(?=\s*{_DASHED}$)|[^\W\d_][\w'’ .-]{{2,60}}\b(?:message|mail|e-mail|nachricht|bericht|messaggio|mensaje|mensagem|meddelande|meddelelse|melding|besked|viesti|wiadomo[śs][ćc]|"
    r"zpráva|üzenet|ileti|сообщение|письмо)\b[\w'’ .-]{0,30}|(?:original|forwarded|message|nachricht|bericht|messaggio|mensaje|mensagem|meddelande|wiadomo[śs][ćc]|"
    r"原始邮件|原始郵件|転送メッセージ|元のメッセージ|원본 메시지|conversation history|reply above|reply to this|please (?:reply|type)|do not (?:edit|write))[^\n]{0,60})"
    rf"\s*(?:{_DASHED})?$"
)
_LINE_ONLY = lazy(r"^\s*(?:_{10,}|={4,}|-{10,}|\*{10,})$")
_FORWARD = lazy(
    r"(?i)^>?\s*(?:begin forwarded message|anfang der weitergeleiteten (?:e-?mail|nachricht)|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|"
    r"inizio messaggio inoltrato|begin doorgestuurd bericht|start på videresendt (?:besked|melding)|vidarebefordrat brev|início da mensagem (?:encaminhada|reencaminhada)|"
    r"(?:forwarded|original) message):?$"
)
_REPLY_ABOVE = lazy(
    r"(?i)^[\s>#*=_~-]*(?:please )?(?:reply|respond|write|type|antworten|répond\w+)\b[^\n]{0,60}\b(?:above|below this|oberhalb|au-dessus|dessus)\b[^\n]{0,60}$"
)
_HEADER_NAME = lazy(
    r"(?i)^>?\s*[*_]{0,2}(?:from|sent|to|cc|bcc|date|subject|reply-to|received|importance|attachments?|organi[sz]ation|von|gesendet(?: am)?|an|kopie|datum|betreff|de|message du|envoy[eé](?: le)?|[àa]|copie(?: [àa])?|objet|sujet|"
    r"enviad[oa](?: el| em)?|para|asunto|assunto|fecha|data|da|inviato|a|oggetto|van|verzonden|aan|onderwerp|från|skickat|till|ämne|kopia|fra|sendt|til|emne|dato|lähettäjä|lähetetty|"
    r"vastaanottaja|aihe|od|wysłano|do|dw|temat|odesláno|komu|předmět|kopie|от|отправлено|кому|тема|дата|от кого|kimden|gönderildi|gönderme tarihi|kime|konu|feladó|elküldve|címzett|tárgy|"
    r"发件人|发送时间|收件人|主题|抄送|日期|寄件者|收件者|主旨|差出人|送信日時|宛先|件名|보낸 ?사람|보낸 ?날짜|받는 ?사람|제목|참조)[*_]{0,2}\s?[:：][*_]{0,2}(?=\s|$|\S)"
)
_FROM_NAME = lazy(
    r"(?i)^>?\s*[*_]{0,2}(?:from|von|de|message du|da|van|från|fra|lähettäjä|od|от|от кого|kimden|feladó|发件人|寄件者|差出人|보낸 ?사람|to|an|à|para|aan|till|til|kome|komu)[*_]{0,2}\s?[:：]"
)


def _mark_introduced(lines: list[str], kinds: list[Kind]) -> None:
    """Lines that introduce a quote, and, where no marks show how far it goes, everything below them."""
    _mark_own(lines, kinds, -1)
    known = _first_known(lines, kinds)
    if known >= 0 and kinds[known] == "reply":
        _mark_own(lines, kinds, known)


def _mark_own(lines: list[str], kinds: list[Kind], known: int) -> None:
    at = 0
    while at < len(lines):
        if kinds[at] != "reply" or not lines[at]:
            at += 1
            continue
        end = _introduction(lines, kinds, at, known)
        if end is None:
            at += 1
            continue
        after = next((n for n in range(end, len(lines)) if lines[n]), len(lines))
        if after == len(lines) or kinds[after] != "quote":
            if after < len(lines) or at:
                kinds[at:end] = ["attribution"] * (end - at)
                kinds[end:] = ["quote"] * (len(lines) - end)
            return
        kinds[at:end] = ["attribution"] * (end - at)
        at = end


def _first_known(lines: list[str], kinds: list[Kind]) -> int:
    """The first line that quotequail takes for an introduction; it is asked, since importing it takes 20 ms, only where a line is left
    that could be one."""
    candidates = [
        number
        for number, line in enumerate(lines)
        if kinds[number] == "reply"
        and line.endswith((":", ">", "-", "_"))
        and (not line.endswith(":") or _HAS_ORIGIN.search(line))
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
    if _REPLY_ABOVE.match(line) or _FORWARD.match(line) or _SEPARATOR.match(line):
        return _past_headers(lines, at + 1)
    if _LINE_ONLY.match(line) and _headers(lines, at + 1) >= 2:
        return _past_headers(lines, at + 1)
    if _HEADER_NAME.match(line) and _is_header_block(lines, at):
        return _past_headers(lines, at)
    return _attribution(lines, kinds, at, known)


def _attribution(lines: list[str], kinds: list[Kind], at: int, known: int) -> int | None:
    """“On … wrote:”, on up to four lines."""
    joined = ""
    for end in range(at + 1, min(at + MAX_WRAPPED, len(lines)) + 1):
        line = lines[end - 1]
        if kinds[end - 1] != "reply" or (not line and not (joined.endswith(",") and _HAS_ORIGIN.search(joined))):
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
    if joined.endswith((":", "：", "]", "...", "…")) and _ATTRIBUTION.search(joined) and _HAS_ORIGIN.search(joined):
        return True
    return bool(_SENDER_DATE.match(joined) or _WITHOUT_COLON.match(joined))


def _is_header_block(lines: list[str], at: int) -> bool:
    """Three headers, one of which names people; or two behind an empty line, with an address and a time of day."""
    found = _headers(lines, at)
    block = lines[at : at + found + 1]
    if found >= 3:
        return any(_FROM_NAME.match(line) for line in block)
    return found == 2 and any("@" in line for line in block) and any(_HAS_TIME.search(line) for line in block)


_HAS_TIME = lazy(r"\d{1,2}:\d{2}")


def _headers(lines: list[str], at: int) -> int:
    """How many header lines follow one another from ``at`` on, blank and wrapped lines aside."""
    found = misses = 0
    for line in lines[at : at + 16]:
        if _HEADER_NAME.match(line):
            found, misses = found + 1, 0
        elif line:
            misses += 1
            if misses > 1 or not found:
                break
    return found


def _past_headers(lines: list[str], at: int) -> int:
    """The line behind a block of headers, if one begins at ``at``, blank lines before it aside."""
    end = at
    for number in range(at, min(at + 16, len(lines))):
        if _HEADER_NAME.match(lines[number]):
            end = number + 1
        elif lines[number] and number > end + 1:
            break
    return end


# Signatures ---------------------------------------------------------------------------------------------------------

_DELIMITER = lazy(r"^(?:--|__|—|––)$|^-{3,}$|^_{3,}$")
_SENT_FROM = lazy(
    r"(?i)^[-–—*_\s(<]*(?:sent (?:\w+ )?(?:from|via|with|by)\b|get outlook for\b|(?:von meine[mr]|gesendet (?:von|mit)|diese nachricht wurde von)\b|envoy[eé] (?:[^\W\d]+ ){0,2}?(?:de|depuis|par|à partir)\b|"
    r"enviad[oa] (?:desde|do|de|a partir)\b|inviato da\b|verzonden (?:vanaf|met|via)\b|verstuurd vanaf\b|skickat från\b|sendt fra\b|wysłan[eo] z\b|odesláno z\b|"
    r"отправлено (?:с|из)\b|lähetetty\b|iphone[’']?(?:dan|umdan) gönderildi|发自|從我的|从我的|iphoneから送信|나의 iphone|내 iphone|download the official\b|yahoo mail\b)(?:[^.!?\n]|[.!?](?=\S)){0,120}[.!]?[)>]*$"
)
_DASHED_NAME = lazy(r"^[-–—~]{1,2} ?[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’.-]*){0,2}$|^[-–—~] ?[a-z]{2,12}$")
_DISCLAIMER = lazy(
    r"(?i)^[\s*_#-]*(?:(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication)\b.{0,160}\b(?:confidential|privileged|intended)|"
    r"(?:confidentiality|legal|privacy|important) (?:notice|note|disclaimer)\b|disclaimer:|caution:|privileged (?:and|/) confidential|"
    r"diese (?:e-?mail|nachricht)\b.{0,160}\bvertraulich|ce (?:message|courriel|mail)\b.{0,160}\bconfidentiel|este (?:mensaje|correo)\b.{0,160}\bconfidencial)"
)
_CONTACT = lazy(
    r"(?i)(?:\+?\d[\d ()./-]{6,}\d)|https?://|www\.|@[\w-]+\.\w|^(?:tel|phone|fon|mobile?|cell|fax|m|t|p|o|e|w)[.:]\s|\b(?:ltd|inc|gmbh|llc|s\.?a\.?r\.?l|b\.?v)\b"
)


def _mark_signatures(lines: list[str], kinds: list[Kind]) -> None:
    """In every stretch that the writer wrote, what stands from a delimiter, a “Sent from my …” or a disclaimer to its end."""
    for start, length in list(_runs([kind == "reply" for kind in kinds])):
        end = start + length
        begin = _signature(lines, start, end)
        begin = end if begin is None else begin
        last = next((number for number in range(begin - 1, start, -1) if lines[number]), start)
        begin = last if last > start and _DASHED_NAME.match(lines[last]) else begin
        kinds[begin:end] = ["signature"] * (end - begin)


def _signature(lines: list[str], start: int, end: int) -> int | None:
    """The line on which the signature at the end of a stretch of lines begins."""
    left = sum(1 for line in lines[start:end] if line)
    for number in range(start, end):
        line = lines[number]
        left -= bool(line)
        if _DELIMITER.match(line) and (line == "--" or 0 < left <= MAX_SIGNATURE):
            return number
        if _DISCLAIMER.match(line) and number > start:
            return number
        if _SENT_FROM.match(line) and (left <= 2 or (number > start and not lines[number - 1])):
            return number
    return _contacts(lines, start, end)


def _contacts(lines: list[str], start: int, end: int) -> int | None:
    """Unmarked: short lines at the end, below a name, at least two of them with a number, an address or a link."""
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
    if len(telling) < 2 or len(block) < 3 or first == start:
        return None
    return first + 1 if telling[0] else None


def _join_blanks(lines: list[str], kinds: list[Kind]) -> None:
    """Blank lines between two lines of one kind are of that kind."""
    last: tuple[int, Kind] | None = None
    for number, line in enumerate(lines):
        if not line and kinds[number] == "reply":
            continue
        if last is not None and kinds[number] == last[1] and number > last[0] + 1:
            kinds[last[0] : number] = [last[1]] * (number - last[0])
        last = number, kinds[number]


__all__ = ["Kind", "Section", "split_lines", "unquoted"]
