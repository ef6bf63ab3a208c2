"""What ``send`` does: keep, judge, then hand over or hold. Nothing here may lose a mail."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

from ..errors import ConfigError, InputError, ReplylintError, WriteError
from ..outbox.store import Kept, Store, state_folder
from ..outbox.transport import NOT_LOGGED, hand_over
from ..reporters.safe_text import one_line
from . import judging
from .checking import Wanted, asked
from .circumstances import Given
from .judging import House, Verdict
from .options import SEND_OPTIONS
from .run import CLEAN, INTERRUPTED, UNREADABLE, complain

BLOCKED = 65
"""EX_DATAERR of sysexits.h: the mail itself is at fault; a mail program keeps it as a draft."""
BROKEN = 70
"""EX_SOFTWARE: replylint itself failed."""
CANNOT_KEEP = 73
"""EX_CANTCREAT: the mail could not be kept, and so was not touched."""


def send_command(command: tuple[str, ...], values: dict[str, Any]) -> int:
    """``send`` with its options by field; returns the exit code."""
    if sys.stdin is None or sys.stdin.isatty():
        raise ConfigError("send reads a mail on standard input: replylint send -- COMMAND < reply.eml")
    given, wanted = asked(values)
    store = Store(state_folder())
    try:
        kept = store.receive(sys.stdin.buffer, command, {name: values[name] for name in LASTING if values.get(name)})
    except OSError as error:
        what = store.folder if error.errno != errno.EBADF else "standard input"
        complain(f"{what}: the mail cannot be kept: {error.strerror}: not sent")
        return CANNOT_KEEP
    if not kept.data.strip():
        kept.gone("empty")
        kept.close()
        complain("no mail on standard input: nothing sent")
        return BLOCKED
    try:
        return _process(kept, command, given, wanted, Override.of(values), bool(values.get("no_input")))
    finally:
        kept.close()


LASTING = tuple(option.field for option in SEND_OPTIONS if option.field not in ("no_verify", "reason", "no_input"))
"""Options that hold for a mail as long as it is held."""


class Override:
    """Whether the person wants to send without a check, and why."""

    def __init__(self, wanted: bool, reason: str) -> None:
        self.wanted, self.reason = wanted, reason

    @classmethod
    def of(cls, values: dict[str, Any]) -> Override:
        """From the command line or from the environment, as git has it."""
        said = os.environ.get("REPLYLINT_NO_VERIFY", "").strip().lower()
        wanted = bool(values.get("no_verify")) or said not in ("", "0", "false", "no")
        return cls(wanted, values.get("reason") or os.environ.get("REPLYLINT_REASON", "") or "no reason given")


def _process(
    kept: Kept, command: tuple[str, ...], given: Given, wanted: Wanted, override: Override, no_input: bool
) -> int:
    at: House | None = None
    try:
        at = judging.house(wanted)
        if override.wanted:
            if at.policy.allow_override:
                return deliver(kept, command, "sent unchecked", reason=override.reason)
            say("--no-verify is not allowed here (allow_override: false): checked all the same")
        verdict = judging.judge(kept, command, given, wanted, at)
        kept.know(verdict.message_id)
        if verdict.note:
            say(verdict.note)
        if verdict.passes:
            if verdict.reply is not None and verdict.reply.has_doubts:
                say(f"set apart, and not checked: {judging.set_apart(verdict)}")
            # Whatever leaves without a check is in the log with the reason.
            return deliver(kept, command, **({"note": verdict.note} if verdict.note else {}))
        _tell(verdict)
        # Written down before anybody is asked: whoever closes the terminal has given no answer.
        kept.become("held", why=verdict.why, rules=verdict.rules, hold_until=verdict.hold_until)
        if not no_input:
            from .asking import ask

            answer = ask(kept, verdict, at, lambda: judging.judge(kept, command, given, wanted, at))
            if answer.send:
                code = deliver(kept, command, answer.event, **answer.told)
                if code == 0:
                    say("sent")
                return code
            verdict = answer.verdict
        return _stop(kept, verdict, at)
    except KeyboardInterrupt:
        if kept.entry.state == "checking":
            hold(kept, "interrupted before it was sent")
        elif kept.entry.state == "held":  # at the question: why it is held has been written down
            say(f"not sent, kept as {kept.path}")
        return INTERRUPTED
    except WriteError as error:
        say(f"{error}: not sent, kept as {kept.path}")
        return CANNOT_KEEP
    except ReplylintError as error:
        return _failed(kept, command, at, str(error), BLOCKED if isinstance(error, InputError) else UNREADABLE)
    except Exception as error:
        from .run import where

        if isinstance(error, OSError):
            return _failed(
                kept, command, at, f"{error.strerror or type(error).__name__}: {error.filename or where(error)}", BROKEN
            )
        if os.environ.get("REPLYLINT_DEBUG"):
            hold(kept, "a fault in replylint")
            raise
        return _failed(kept, command, at, f"a fault in replylint itself, please report it: {where(error)}", BROKEN)


def deliver(kept: Kept, command: Sequence[str], event: str = "sent", **told: object) -> int:
    """Hands the mail over; returns the exit code of the command."""
    code, why = hand_over(kept, command, event, **told)
    if why == NOT_LOGGED:
        say(why)
    elif why:
        say(f"{why}: the mail is kept as {kept.entry.id} (replylint held)")
    for copy in kept.supersede() if code == 0 else ():
        say(
            f"{copy} is held, and has the same Message-ID: replylint held drop {copy}, if it is an older state of this mail"
        )
    return code


def hold(kept: Kept, why: str, rules: tuple[str, ...] = (), until: str | None = None) -> None:
    """Keeps the mail, and says where."""
    try:
        kept.become("held", why=why, rules=rules, hold_until=until)
    except WriteError as error:
        say(str(error))
    kept.log("held", why=why)
    say(f"not sent: {why}")
    say(f"kept as {kept.path}")


def _tell(verdict: Verdict) -> None:
    try:
        judging.tell(verdict, sys.stderr)
    except OSError:
        pass  # nobody reads any more: the mail is kept all the same


def _stop(kept: Kept, verdict: Verdict, at: House) -> int:
    until = verdict.hold_until
    if until is not None and at.policy.off_hours == "schedule":
        kept.become("held", why=verdict.why, rules=verdict.rules, hold_until=until)
        kept.log("scheduled", hold_until=until)
        say(f"taken, to be sent by `replylint held send --due` from {until} on: kept as {kept.path}")
        return CLEAN
    hold(kept, verdict.why, verdict.rules, until)
    if until is not None:
        say(f"from {until} on, `replylint held send --due` sends it")
    else:
        say(
            f"mend it in the mail program, or: replylint held edit {kept.entry.id}, replylint held send {kept.entry.id}"
        )
    return BLOCKED


def _failed(kept: Kept, command: tuple[str, ...], at: House | None, why: str, code: int) -> int:
    """What happens when there is no verdict: the mail is held, unless the config wants it sent."""
    if kept.entry.state not in ("checking", "held"):
        say(f"{why}: see replylint held list")
        return code
    if at is not None and at.policy.on_failure == "send":
        say(f"{why}: sent unchecked (on_failure: send)")
        return deliver(kept, command, "sent unchecked", reason=f"replylint failed: {one_line(why)}")
    hold(kept, one_line(why))
    return code


def say(line: str) -> None:
    """A line on standard error."""
    try:
        sys.stderr.write(f"replylint: {one_line(line)}\n")
        sys.stderr.flush()
    except OSError:
        pass


__all__ = ["BLOCKED", "deliver", "hold", "say", "send_command"]
