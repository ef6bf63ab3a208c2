"""aerc: ``outgoing`` of each account in accounts.conf, in a block that stands for the old line."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import HookError
from ..record import record
from .blocks import eol_of, in_place_of, lines_of, split_end
from .program import SENDS, Machine, Plan, Program, command_missing

_SECTION = re.compile(r"\s*\[([^\]\n]*)\]")
_OUTGOING = re.compile(r"(?P<before>\s*outgoing[ \t]*=[ \t]*)(?P<value>.*)", re.DOTALL)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@record
class Outgoing:
    """One ``outgoing`` line; ``at`` is its index among the lines."""

    account: str
    at: int
    before: str
    value: str

    @property
    def refusal(self) -> str | None:
        """Why it cannot be wrapped, if so."""
        url = _URL.match(self.value)
        if url:
            return f"sends by {url[0]}, which aerc does itself: set outgoing to a command such as msmtp"
        if not self.value or self.value[0] in "#;":
            return "is empty"
        if self.value.startswith(('"""', "'''")) or self.value.endswith("\\"):
            return "goes over several lines: put it on one"
        return None

    @property
    def is_wrapped(self) -> bool:
        """Whether it goes through replylint."""
        return self.value.lstrip("\"'`").split(" ", 1)[0].rsplit("/", 1)[-1].startswith("replylint")

    @property
    def wrapped(self) -> str:
        """The line as it is to become, without its end."""
        first = self.value[0]
        quotes = first in "\"'`" and len(self.value) > 1 and self.value.find(first, 1) == len(self.value) - 1
        head, rest = (first, self.value[1:]) if quotes else ("", self.value)
        return f"{self.before}{head}{SENDS}{rest}"


def outgoing_in(text: str) -> list[Outgoing]:
    """The ``outgoing`` lines of all accounts, as aerc reads them."""
    found = []
    account, continued = "", False
    for number, line in enumerate(lines_of(text)):
        bare = split_end(line)[0].rstrip()
        section = _SECTION.match(bare)
        match = _OUTGOING.match(bare)
        if bare.lstrip().startswith(("#", ";")):
            continue
        if continued:
            pass
        elif section:
            account = section[1]
        elif match and account not in ("", "DEFAULT"):
            found.append(Outgoing(account, number, match["before"], match["value"]))
        continued = bare.endswith("\\")
    return found


class Aerc(Program):
    """aerc."""

    name = "aerc"
    mode = 0o600

    def find(self, machine: Machine) -> Path:
        """accounts.conf."""
        places = (machine.config / "aerc", machine.home / "Library/Preferences/aerc")
        return next((place / "accounts.conf" for place in places if place.is_dir()), places[0] / "accounts.conf")

    def wrapped(self, text: str | None, at: Path, machine: Machine) -> Plan:
        """The accounts, each with its command behind ``replylint send``."""
        if text is None:
            raise HookError(f"{at}: no such file: set up an account in aerc first")
        lines, eol, notes = lines_of(text), eol_of(text), []
        found = outgoing_in(text)
        for one in found:
            if one.is_wrapped:
                notes.append(f"[{one.account}] goes through replylint already: left as it is")
            elif one.refusal:
                notes.append(f"[{one.account}] cannot be wrapped: line {one.at + 1} {one.refusal}")
            else:
                lines[one.at] = in_place_of(lines[one.at], (one.wrapped,), eol)
        if not any(one.is_wrapped or not one.refusal for one in found):
            raise HookError(f"{at}: {'; '.join(notes) or 'no account has an outgoing command'}")
        return Plan("".join(lines), tuple(notes))

    def troubles(self, text: str, at: Path, machine: Machine) -> tuple[str, ...]:
        """Accounts that do not pass replylint, and commands that are not there."""
        out: list[str] = []
        for one in outgoing_in(text):
            if not one.is_wrapped:
                out.append(
                    f"[{one.account}] does not pass replylint: line {one.at + 1} {one.refusal or 'is not wrapped'}"
                )
            else:
                out += command_missing(one.value.strip("\"'`").removeprefix(SENDS), machine)
        return tuple(out)
