"""Private data of a person: cards, accounts, ids, phones, addresses, secrets.

Formats with a checksum are checked with python-stdnum and phonenumbers; formats without one count only beside a word
that says what they are. Order numbers, tracking numbers, prices, dates and the business's own contacts are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lazy import lazy
from .characters import caseless, count_digits
from .core import Mark, Marks, Reading, message_fact
from .placeholders import placeholders

_DIGITS = lazy(r"(?<![\w.,/-])\+?\(?\d[\d\s().\-/]{5,24}\d(?:[xX]\d{1,6})?(?![\w])")
_EMAIL = lazy(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.UNICODE)
_CARD = lazy(r"(?<![\w.-])(?:\d[ -]?){11,18}\d(?![\w-]|\.\d)")
_IBAN = lazy(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){3,8}\b")
_NOT_A_CARD = lazy(
    r"(?:order|tracking|track|parcel|shipment|ticket|case|reference|ref|invoice|serial|imei|utr|rrn|transaction|txn|status|id|request)\W{0,3}(?:id|no\.?|nr\.?|number|code|is|reference)?\W{0,4}(?:is\W{0,2})?$",
    re.IGNORECASE,
)
_ACCOUNT = lazy(
    r"\b(?:(?:bank\s+)?account\s+(?:number|no\.?)|acct\.?(?:\s+no\.?)?|a/c(?:\s+(?:no\.?|number))?|routing\s+number|sort\s+code)\s*+(?:is|:|#|=|,)?\s*+(?P<value>\d[\d -]{4,20}\d)",
    re.IGNORECASE,
)
_PASSPORT = lazy(r"(?i:\bpassport\s*+(?:number|no\.?|#)?\s*+(?:is|:|#)?\s*+)(?P<value>(?=[A-Z0-9]*\d)[A-Z0-9]{6,10})\b")
_SECRET = lazy(
    r"\b(?i:(?:temporary |new |current |your |one[- ]time |wi-?fi |login |door |gate |entry |security |verification |access |key ?(?:box|safe) )*(?:password|passcode|passphrase|pass ?code|pin(?: code| number)?|otp|cvv|(?:login|security|verification|access|door|gate|entry|one[- ]time|key ?(?:box|safe)) code))"
    r"(?i:\s++(?:for\s++[\w ]{2,30}?\s++)?(?:is|was|to|now|reads)(?:\s++now)?\s*+:?|\s*+[:=])\s*+[\"'“‘]?(?P<value>[^\s\"'”’,]{4,40})"
)
_SECRET_WORDS = ("password", "passc", "passphrase", "pass code", "otp", "cvv")
_SECRET_CODES = tuple("login security verification access door gate entry one box safe".split())
_PIN = lazy(r"\bpin\b")
_SET_SECRET = lazy(
    r"(?i)\b(?:set|put|made|gave|given|created|chosen|changed)\b[^.?!\n:]{0,30}\b(?:password|passcode|passphrase)\b[^.?!\n:]{0,90}:[ \t]*"
    r"(?P<value>(?=[^\s\d]*\d)(?=[^\sa-z]*[a-z])[\w#$%&*+-]{6,40})(?![\w@./:])"
)
"""A password that is told at the end of the sentence that says it was set."""
_BIRTH = lazy(
    r"\b(?:date\s+of\s+birth|birth\s*date|dob|d\.o\.b\.?|born(?:\s+on)?|birthday)\b[^\n\d]{0,24}"
    r"(?P<value>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]{2,8},?\s+\d{4}|[A-Z][a-z]{2,8}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})",
    re.IGNORECASE,
)
_CALL_CUE = lazy(
    r"\b(?:phone|mobile|cell|tel|telephone|call|calls|calling|ring|fax|desk|office|whatsapp|sms|text|texts|message|messages|reach|dial|answering|number|numbers|registered|contact|landline|home|work|line|hotline)\b",
    re.IGNORECASE,
)
_OWN_LINE = lazy(
    r"\b(?:(?:call|ring|phone|text|reach|contact|dial|whatsapp|email|mail|e-mail|write(?:\s+to)?|message|drop)\s+(?:us|our|the|in|reception)|to\s+us|our\s+(?:e-?mail|mail|address|inbox|team|support|desk|page|line|number|hotline|office|website|site|helpdesk|service|contact|address|phone|customer|complaints?|sales|billing|accounts?)\b|us\s+(?:at|on|via|by|a)|(?:helpline|hotline|switchboard|toll[- ]free|customer\s+(?:care|service)|support\s+(?:line|team)|reception|front\s+desk|(?:support|service)\s+(?:number|email)))\b[^.\n]{0,50}$",
    re.IGNORECASE,
)
_WRITE_TO = lazy(
    r"\b(?:write|reach|contact|drop|connect|touch|escalate|e?-?mail|inform|wait|(?:by|try|consider|via|or) (?:writing|reaching|contacting|dropping|connecting|e?-?mailing))\b[^.?!\n]{0,90}$",
    re.IGNORECASE,
)
_SEND_TO = lazy(
    r"\b(?:share|submit|send|forward|direct|address|report|raise|request(?:ing)?|kindly|please|feedback|suggestions|concerns?|quer(?:y|ies))\b"
    r"[^.?!\n]{0,90}\b(?:to|at|on|over|via|through|with\s+us)\s*:?\s*$",
    re.IGNORECASE,
)
_REACH_VIA = lazy(
    r"\b(?:reach(?:\s+out)?|contact|connect|whatsapp|feedback|suggestions)\b[^.?!\n]{0,30}\b(?:via|by|through|on|at)\b[^.?!\n]{0,40}$",
    re.IGNORECASE,
)
_THEIRS = lazy(
    r"\b(?:your|my|his|her|their|this|customer'?s?)\s+(?:\w+\s+){0,2}(?:e-?mail|mail|address|inbox|id)\b(?!\s*(?:subject|body))[^.?!\n]{0,20}$",
    re.IGNORECASE,
)
_TOLL_FREE = lazy(
    r"^\+?(?:1[\s.-]?)?\(?(?:800|888|877|866|855|844|833)\)?[\s.-]|^\(?0?\)?(?:800|808|300|345|844|845|870|371)[\s.-]|^00800|^1[38]00\b|^0(?:800|808|300|345)|^1860|^1800"
)
_DATE_LIKE = lazy(r"^\(?(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?:[ T]\d{1,2}.*)?$")
_IP_LIKE = lazy(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_FREE_MAIL = frozenset(
    "gmail googlemail yahoo ymail hotmail outlook live msn icloud me mac aol gmx web protonmail proton mail yandex rediffmail".split()
)


@message_fact()
def private_data(reading: Reading) -> Marks:
    """Private data of a person; the kind is ``card``, ``bank_account``, ``national_id``, ``passport``, ``phone``,
    ``email``, ``postal_address``, ``birth_date`` or ``password``. The note is a form that may be printed."""
    text = reading.text
    found: list[Mark] = []
    taken = bytearray(len(text))
    for blank in placeholders(reading):
        taken[blank.start : blank.end] = b"\1" * (blank.end - blank.start)
    for mark in _candidates(reading):
        if not any(taken[mark.start : mark.end]):
            found.append(mark)
            taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    return tuple(
        Mark(m.start, m.end, m.kind, masked(m.kind, text[m.start : m.end]))
        for m in sorted(found, key=lambda mark: mark.start)
    )


def masked(kind: str, value: str) -> str:
    """A form of ``value`` that gives nothing away but its kind: never more than four digits or a domain."""
    if kind == "card":
        return "•••• " + re.sub(r"\D", "", value)[-4:]
    if kind == "email":
        return value[:1] + "•••@" + value.rpartition("@")[2]
    if kind == "phone":
        return "•••" + re.sub(r"\D", "", value)[-2:]
    return "••••"


def _candidates(reading: Reading) -> Iterator[Mark]:
    """Best-known formats first: a later one does not claim what an earlier one explains."""
    text = reading.text
    if "@" in text:
        yield from _emails(reading)
    digits = count_digits(text)
    lower = text.lower()
    if any(word in lower for word in (*_SECRET_WORDS, "pin", "code")) and _may_tell_a_secret(caseless(text)):
        yield from _group(_SECRET, "password", text, _is_secret)
        yield from _group(_SET_SECRET, "password", text)
    if digits >= 12:
        yield from _ibans(text)
        yield from _cards(text)
    if digits >= 4 and (digits >= 8 or _MIXED_ID.search(text)):
        yield from _national_ids(text)
    if digits >= 5:
        if any(word in lower for word in ("account", "acct", "a/c", "routing", "sort")):
            yield from _group(_ACCOUNT, "bank_account", text)
        if "passport" in lower:
            yield from _group(_PASSPORT, "passport", text)
        if any(word in lower for word in ("birth", "dob", "d.o.b", "born")):
            yield from _group(_BIRTH, "birth_date", text)
    if digits >= 7:
        yield from _phones(reading)
    if digits:
        from .addresses import postal_addresses

        yield from postal_addresses(text)


def _may_tell_a_secret(lower: str) -> bool:
    """Whether a secret is named: “pin” not only in “shipping”, and “code” not only in “postcode”."""
    return (
        any(word in lower for word in _SECRET_WORDS)
        or ("code" in lower and any(word in lower for word in _SECRET_CODES))
        or bool(_PIN.search(lower))
    )


def _group(pattern: re.Pattern[str], kind: str, text: str, holds: object = None) -> Iterator[Mark]:
    for match in pattern.finditer(text):
        value = match.group("value").rstrip(".!?)")
        if holds is None or _is_secret(value):
            yield Mark(match.start("value"), match.start("value") + len(value), kind)


def _is_secret(value: str) -> bool:
    """Not an ordinary word: a digit or a sign in it, or capitals inside."""
    return any(c.isdigit() for c in value) or bool(re.search(r"[a-z][A-Z]|[!@#$%^&*]", value))


def _emails(reading: Reading) -> Iterator[Mark]:
    roles = reading.book.words("role-addresses")
    own = {domain.lower().lstrip("@") for domain in reading.business.domains}
    contacts = {contact.lower() for contact in reading.business.contacts}
    for match in _EMAIL.finditer(reading.text):
        local, _, domain = match.group().lower().partition("@")
        if match.group().lower() in contacts or any(domain == d or domain.endswith("." + d) for d in own):
            continue
        words = set(re.split(r"[._+-]|\d+", local))
        if words & roles or local in roles or any(local.startswith(r) for r in roles if len(r) > 5):
            continue
        free = domain.split(".")[0] in _FREE_MAIL
        before = reading.text[max(0, match.start() - 110) : match.start()]
        is_ours = _WRITE_TO.search(before) or _SEND_TO.search(before)
        if not free and (_OWN_LINE.search(before) or (is_ours and not _THEIRS.search(before))):
            contacts.add(match.group().lower())  # written once more, in brackets behind itself, it is ours as well
            continue
        yield Mark(match.start(), match.end(), "email")


def _ibans(text: str) -> Iterator[Mark]:
    candidates = list(_IBAN.finditer(text))
    if candidates:
        from stdnum import iban

        for match in candidates:
            written = match.group()
            while len(written) >= 15:
                if iban.is_valid(written, check_country=False):
                    yield Mark(match.start(), match.start() + len(written), "bank_account")
                    break
                written = written[: written.rstrip().rfind(" ")] if " " in written.rstrip() else ""


def _cards(text: str) -> Iterator[Mark]:
    for match in _CARD.finditer(text):
        number = re.sub(r"\D", "", match.group())
        before = text[max(0, match.start() - 40) : match.start()]
        named = re.search(
            r"\b(?:card|visa|mastercard|amex|maestro|debit|credit|cc)\b",
            before + text[match.end() : match.end() + 15],
            re.IGNORECASE,
        )
        if not _is_card(number, bool(named)) or (not named and _NOT_A_CARD.search(before)):
            continue
        from stdnum import luhn

        if luhn.is_valid(number):
            yield Mark(match.start(), match.end(), "card")


_BRANDS = lazy(
    r"^(?:4\d{12}(?:\d{3}){0,2}|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|(?:2131|1800)\d{11}|62\d{14,17})$"
)
_MAESTRO = lazy(r"^(?:5[06-9]|6\d)\d{10,17}$")


def _is_card(number: str, named: bool) -> bool:
    """Prefixes and lengths that issuers use (ISO/IEC 7812); Maestro's are so wide that the word must stand by."""
    return bool(_BRANDS.match(number)) or (named and bool(_MAESTRO.match(number)))


_MIXED_ID = lazy(r"\b[A-Z]{2,6} ?\d{2}")
_NATIONAL = (
    (lazy(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"), "us.ssn", None),
    (lazy(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"), None, None),
    (lazy(r"\b[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]\b"), "in_.pan", None),
    (lazy(r"(?<![\w.-])[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?![\w-]|[ -]?\d)"), "in_.aadhaar", r"aadh?aa?r|uid"),
    (lazy(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])"), "br.cpf", None),
    (lazy(r"\b\d{8}-?[A-HJ-NP-TV-Z]\b"), "es.dni", None),
    (lazy(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b"), "it.codicefiscale", None),
    (lazy(r"(?<![\w.-])[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?![\w-])"), "fr.nir", None),
    (lazy(r"(?<![\w.-])\d{9}(?![\w-])"), "nl.bsn", r"bsn|burgerservice"),
    (lazy(r"(?<![\w.-])\d{3} ?\d{3} ?\d{4}(?![\w-])"), "gb.nhs", r"nhs"),
    (lazy(r"(?<![\w.-])\d{9}(?![\w-])"), None, r"ssn|social\s+security"),
)


def _national_ids(text: str) -> Iterator[Mark]:
    from importlib import import_module

    for pattern, module, cue in _NATIONAL:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 50) : match.start()]
            if cue and not re.search(cue, before, re.IGNORECASE):
                continue
            if module is None or import_module(f"stdnum.{module}").is_valid(match.group()):
                yield Mark(match.start(), match.end(), "national_id")


def _phones(reading: Reading) -> Iterator[Mark]:
    text = reading.text
    contacts = {re.sub(r"\D", "", contact) for contact in reading.business.contacts} - {""}
    for match in _DIGITS.finditer(text):
        written = match.group().strip()
        number = re.sub(r"\D", "", written.lower().split("x")[0])
        if not 7 <= len(number) <= 15 or "\n" in written or _DATE_LIKE.match(written) or _IP_LIKE.match(written):
            continue
        if any(number.endswith(c.lstrip("0")) or c.endswith(number.lstrip("0")) for c in contacts):
            continue
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 12]
        if (
            _TOLL_FREE.match(written)
            or _OWN_LINE.search(before)
            or _REACH_VIA.search(before)
            or _NOT_A_CARD.search(before)
        ):
            continue
        if written.startswith("+"):
            if _is_possible(written):
                yield Mark(match.start(), match.start() + len(written), "phone")
            continue
        near = before.rpartition("\n\n")[2]
        if re.search(r"[$€£₹]\s*$|\b(?:rs|inr|usd|eur|gbp)\.?\s*$", near, re.IGNORECASE):
            continue
        if _CALL_CUE.search(near[-45:]) or re.match(
            r"\s*(?:\(?(?:office|mobile|fax|cell|home|work)\b)", after, re.IGNORECASE
        ):
            yield Mark(match.start(), match.start() + len(written), "phone")


def _is_possible(written: str) -> bool:
    import phonenumbers

    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", written), None)
    except phonenumbers.NumberParseException:
        return False
    return (
        phonenumbers.is_possible_number(number)
        and phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.TOLL_FREE
    )
