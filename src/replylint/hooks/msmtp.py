"""A sendmail of our own: a script that calls msmtp, for programs that take the path of one. msmtp itself is not touched."""

from __future__ import annotations

from pathlib import Path

from ..errors import HookError
from .blocks import BEGIN, END, MADE, SHELL
from .program import Machine, Plan, Program

SCRIPT = "replylint-msmtp"


class Msmtp(Program):
    """The script."""

    name = "msmtp"
    mode = 0o755

    def find(self, machine: Machine) -> Path:
        """Where commands of one's own stand."""
        return machine.home / ".local/bin" / SCRIPT

    def wrapped(self, text: str | None, at: Path, machine: Machine) -> Plan:
        """The whole script."""
        if text is not None:
            raise HookError(f"{at}: is there already, and replylint did not write it: --file names another place")
        about = "# A sendmail that checks the mail before msmtp gets it. To take this out: replylint hook uninstall --for msmtp"
        lines = (SHELL, BEGIN, MADE, about, 'exec replylint send -- msmtp "$@"', END, "")
        use = f"give {at} to the program as the path of its sendmail"
        return Plan("\n".join(lines), (*self.troubles("", at, machine), use))

    def troubles(self, text: str, at: Path, machine: Machine) -> tuple[str, ...]:
        """There is no msmtp."""
        return () if machine.which("msmtp") else ("msmtp is not on PATH",)
