"""mutt and neomutt: ``set sendmail`` in a block at the end of the rc file, over what is set before."""

from __future__ import annotations

from pathlib import Path

from ..errors import HookError
from .blocks import appended
from .muttrc import Muttrc, Value, quoted
from .program import SENDS, Machine, Plan, Program, command_missing

_SBIN = ":/usr/sbin:/usr/lib:/usr/local/sbin"
"""Where sendmail stands on machines whose users have it not on their PATH."""


class Mutt(Program):
    """mutt."""

    name = "mutt"
    mode = 0o600

    def places(self, machine: Machine) -> tuple[Path, ...]:
        """The rc files in the order in which mutt looks; only the first is read."""
        home = machine.home
        return (home / ".muttrc", home / ".mutt/muttrc", machine.config / "mutt/muttrc")

    def new_place(self, machine: Machine) -> Path:
        """Where to make one if there is none."""
        return machine.home / ".muttrc"

    def find(self, machine: Machine) -> Path:
        """The rc file that is read."""
        return next((path for path in self.places(machine) if path.is_file()), self.new_place(machine))

    def wrapped(self, text: str | None, at: Path, machine: Machine) -> Plan:
        """The rc with a block at its end."""
        rc = Muttrc(text or "", at, machine.home)
        self._check(rc, at)
        if text and text.rstrip("\r\n").endswith("\\"):
            raise HookError(
                f"{at}: the last line ends in a backslash, and would run on into what is added: finish it first"
            )
        value = rc.value("sendmail")
        if value is not None and _command(value).startswith("replylint"):
            return Plan(text or "", (f"{value.where} goes through replylint already: left as it is",))
        if rc.unread or (value is not None and not _is_final(value)):
            # Made of variables or commands, or set where they lead, or a path in short: the program itself knows it best.
            word = f'"{SENDS}$sendmail"'
        elif value is None:
            word = quoted(SENDS + self._default(at, machine))
        else:
            word = quoted(SENDS + _full(value, machine))
        about = "# Mail passes `replylint send` before it is sent. `replylint hook uninstall` takes this out."
        return Plan(appended(text, (about, f"set sendmail={word}")), _doubts(rc))

    def troubles(self, text: str, at: Path, machine: Machine) -> tuple[str, ...]:
        """What is set after the block, or keeps it from being used."""
        rc = Muttrc(text, at, machine.home)
        try:
            self._check(rc, at)
        except HookError as error:
            return (str(error).removeprefix(f"{at}: "),)
        value = rc.value("sendmail")
        if value is None or not _command(value).startswith("replylint"):
            return ((f"{value.where} sets sendmail after the block" if value else "sendmail is unset after the block"),)
        wrapped = value.text.removeprefix(SENDS)
        return (*(() if "$" in wrapped else command_missing(wrapped, machine)), *_doubts(rc))

    def _check(self, rc: Muttrc, at: Path) -> None:
        """Raises HookError where the program would not use what is written, or not understand it."""
        url = rc.value("smtp_url")
        if url is not None:
            raise HookError(
                f"{at}: {url.where} sets smtp_url, so {self.name} sends by itself and never uses sendmail:"
                " unset it, and set sendmail to a command such as msmtp, first"
            )

    def _default(self, at: Path, machine: Machine) -> str:
        """What sends when nothing is set: sendmail, as the program is built, else msmtp."""
        where = Machine(machine.home, machine.config, machine.here, machine.search + _SBIN)
        sendmail = where.which("sendmail")
        if sendmail:
            return f"{sendmail} -oem -oi"
        msmtp = machine.which("msmtp")
        if msmtp:
            return msmtp
        raise HookError(f"{at}: sets no sendmail, and neither sendmail nor msmtp is on PATH: set it first")


class Neomutt(Mutt):
    """neomutt, which reads mutt's files where it has none of its own."""

    name = "neomutt"

    def places(self, machine: Machine) -> tuple[Path, ...]:
        """The rc files in the order in which neomutt looks."""
        home, config = machine.home, machine.config
        heads = (config / "neomutt", config / "mutt", home / ".neomutt", home / ".mutt")
        own = tuple(head / name for head in heads for name in ("neomuttrc", "muttrc"))
        return (*own, home / ".neomuttrc", home / ".muttrc")

    def new_place(self, machine: Machine) -> Path:
        """Where to make one if there is none."""
        return machine.home / ".neomuttrc"


def _is_final(value: Value) -> bool:
    """Whether it can be said in full here; in front, ``=`` and other signs are short for folders that the program knows."""
    command = value.text.strip()
    return value.plain and (command[0].isalnum() or command[0] in "/._" or command.startswith("~/"))


def _full(value: Value, machine: Machine) -> str:
    """The command, with the home written out, as the program does only for what stands in front."""
    command = value.text.strip()
    return f"{machine.home}{command[1:]}" if command.startswith("~/") else command


def _command(value: Value) -> str:
    """The name of the command that is set, without its folder."""
    return value.text.strip().split(" ", 1)[0].rsplit("/", 1)[-1]


def _doubts(rc: Muttrc) -> tuple[str, ...]:
    """What may lead past the block."""
    again = (
        f"{one.where}: {one.command} sets {one.variable} again; mail sent after it passes replylint only if that begins with `{SENDS.strip()}` too"
        for one in rc.later
    )
    unread = (f"{where} sources what cannot be read here; nothing in it may set smtp_url" for where in rc.unread)
    wait = rc.is_on("sendmail_wait")
    waits = (
        ()
        if wait is None
        else (
            f"{wait.where} sets sendmail_wait: a mail that is stopped may look as if it were sent; 0 waits for the answer",
        )
    )
    return (*again, *unread, *waits)
