"""What ``held`` does with the mails that ``send`` kept."""

from __future__ import annotations

import json
import os
import shlex
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from ..errors import ConfigError, InputError, ReplylintError
from ..outbox.store import Entry, Kept, Store, state_folder
from ..readers.mail.message import Mail, read_mail
from ..record import fields, replace
from ..reporters.safe_text import one_line, visible
from . import judging
from .checking import Wanted, asked
from .circumstances import Given
from .judging import Verdict
from .run import CLEAN, UNREADABLE, complain
from .sending import BLOCKED, deliver, say

_STATES = {
    "checking": "not checked: interrupted before it was",
    "held": "held",
    "sending": "MAY HAVE BEEN SENT: interrupted while the command had it",
    "refused": "refused by the command",
}


def list_held(as_json: bool) -> int:
    """Prints the kept mails."""
    store = Store(state_folder())
    store.clear_interrupted()
    entries = list(store.entries())
    if as_json:
        for entry in entries:
            sys.stdout.write(json.dumps(_record(entry, store), ensure_ascii=False) + "\n")
        return CLEAN
    if not entries:
        sys.stdout.write("nothing is held\n")
    for entry in entries:
        mail = _mail(store, entry)
        sys.stdout.write(f"{entry.id}  {_state(entry)}\n")
        if mail is not None:
            to = ", ".join(address.name or address.address for address in mail.to) or "nobody in To"
            sys.stdout.write(f"    to {_cut(to)}: {_cut(mail.subject) or '(no subject)'}\n")
        if entry.why:
            sys.stdout.write(f"    {one_line(entry.why)}\n")
        if entry.hold_until:
            sys.stdout.write(
                f"    hold until {one_line(entry.hold_until)}: then `replylint held send --due` sends it\n"
            )
    return CLEAN


def _state(entry: Entry) -> str:
    if entry.locked:
        return "in work at this moment"
    return f"{_STATES.get(entry.state, entry.state)} · {entry.at}"


def _cut(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 80 else text[:79] + "…"


def _record(entry: Entry, store: Store) -> dict[str, object]:
    known = {f.name: getattr(entry, f.name) for f in fields(Entry)}
    return {**known, "may_have_been_sent": entry.is_uncertain, "path": str(store.path(entry.id))}


def _mail(store: Store, entry: Entry) -> Mail | None:
    try:
        return read_mail(store.path(entry.id).read_bytes(), entry.id)
    except (OSError, InputError):
        return None


def show(id: str, raw: bool) -> int:
    """Prints a mail, or its bytes, and the report on it."""
    with closing(Store(state_folder()).take(id)) as kept:
        if raw:
            sys.stdout.buffer.write(kept.data)
            return CLEAN
        text = kept.data.decode("utf-8", "replace").replace("\r\n", "\n")
        sys.stdout.writelines(visible(line) + "\n" for line in text.split("\n"))
        sys.stdout.write(
            f"\n{kept.entry.id}: {_state(kept.entry)}{': ' + one_line(kept.entry.why) if kept.entry.why else ''}\n"
        )
        _go_back(kept)
        given, wanted = _asked(kept, None)
        # Without the hooks: to look at a mail does nothing else.
        judging.tell(judging.check(kept, kept.entry.command, given, wanted, judging.house(wanted)), sys.stdout)
        return CLEAN


def edit_held(id: str) -> int:
    """Edits a mail and checks it again; 65 if it does not pass then."""
    from .asking import edit

    with closing(Store(state_folder()).take(id)) as kept:
        changed = edit(kept)
        if changed is None:
            return UNREADABLE
        if not changed:
            say(f"{kept.entry.id}: unchanged")
            return CLEAN
        kept.log("edited")
        verdict = _judged(kept, None)
        if not kept.entry.is_uncertain:
            _hold(kept, verdict, verdict.why or "edited, not sent yet")
        judging.tell(verdict, sys.stderr)
        say(f"{kept.entry.id}: {'passes now: replylint held send ' + kept.entry.id if verdict.passes else verdict.why}")
        return CLEAN if verdict.passes else BLOCKED


def _judged(kept: Kept, config: str | None) -> Verdict:
    """The verdict as of now, with the options of then, where the mail was sent from; raises ReplylintError."""
    _go_back(kept, config)
    given, wanted = _asked(kept, config)
    return judging.judge(kept, kept.entry.command, given, wanted, judging.house(wanted))


def _asked(kept: Kept, config: str | None) -> tuple[Given, Wanted]:
    given, wanted = asked(kept.entry.options or {})
    given = replace(given, send_at=datetime.now().astimezone().isoformat(), was_held=True)
    return given, wanted if config is None else replace(wanted, config=config)


def _go_back(kept: Kept, config: str | None = None) -> None:
    """Into the folder that the mail was sent from: its config, its hooks and a relative command are there."""
    folder = kept.entry.folder
    try:
        if folder:
            os.chdir(folder)
    except OSError as error:
        if config is None:
            raise InputError(
                f"{kept.entry.id}: was sent from {folder}: {error.strerror}: say with --config which config holds"
            ) from None


def _hold(kept: Kept, verdict: Verdict, why: str) -> None:
    kept.know(verdict.message_id)
    kept.become("held", why=why, rules=verdict.rules, hold_until=verdict.hold_until)


def send_held(
    ids: Sequence[str],
    *,
    due: bool,
    again: bool,
    no_verify: bool,
    reason: str | None,
    config: str | None,
    command: str | None,
) -> int:
    """Sends mails that pass now; the highest exit code of all."""
    if due == bool(ids):
        raise ConfigError("held send: name the mails, or --due for those whose hour has come")
    if due and (again or no_verify):
        raise ConfigError("held send --due sends only what passes, and only once")
    config = os.path.abspath(config) if config else None
    store = Store(state_folder())
    here = Path.cwd()
    worst = CLEAN
    for id in _due(store) if due else ids:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the one before has been answered
        try:
            with closing(store.take(id)) as kept:
                code = _send_one(kept, due, again, no_verify, reason, config, command)
        except ReplylintError as error:
            code = complain(str(error))
        os.chdir(here)
        worst = max(worst, code)
    return worst


def _due(store: Store) -> list[str]:
    now = datetime.now().astimezone()
    return [
        entry.id
        for entry in store.entries()
        if entry.state == "held" and entry.hold_until and not entry.locked and _moment(entry.hold_until) <= now
    ]


def _moment(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.astimezone()


def _send_one(
    kept: Kept, due: bool, again: bool, no_verify: bool, reason: str | None, config: str | None, command: str | None
) -> int:
    entry = kept.entry
    if entry.is_uncertain and not again:
        raise InputError(
            f"{entry.id}: may have been sent already: look whether it arrived, then `held send --again` or `held drop`"
        )
    if due and (entry.state != "held" or not entry.hold_until):
        return CLEAN
    words = _words(command) if command else entry.command
    if not words:
        raise InputError(f"{entry.id}: with which command? held send {entry.id} --command 'msmtp -t'")
    here = Path.cwd()
    _go_back(kept, config)
    house = judging.house(_asked(kept, config)[1])
    if no_verify and house.policy.allow_override:
        if command:
            os.chdir(here)
        return _told(kept, deliver(kept, words, "sent unchecked", reason=reason or "no reason given"))
    if no_verify:
        say("--no-verify is not allowed here (allow_override: false): checked all the same")
    verdict = _judged(kept, config)
    if not verdict.passes:
        if not entry.is_uncertain:
            _hold(kept, verdict, verdict.why)
        judging.tell(verdict, sys.stderr)
        say(f"{entry.id}: not sent: {verdict.why}")
        return BLOCKED
    if command:
        os.chdir(here)
    return _told(kept, deliver(kept, words, "sent again" if entry.is_uncertain else "sent"))


def _words(command: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(command))
    except ValueError as error:
        raise ConfigError(f"--command: {command!r}: {error}") from None


def _told(kept: Kept, code: int) -> int:
    if code == 0:
        say(f"{kept.entry.id}: sent")
    return code


def drop_held(ids: Sequence[str]) -> int:
    """Deletes mails."""
    store = Store(state_folder())
    worst = CLEAN
    for id in ids:
        try:
            with closing(store.take(id)) as kept:
                if not kept.gone("dropped"):
                    worst = complain(
                        f"{store.folder}: cannot be written: {kept.entry.id} is still there, or the log is not written"
                    )
                else:
                    say(f"{kept.entry.id}: dropped")
        except InputError as error:
            worst = complain(str(error))
    return worst


def print_log() -> int:
    """Prints the log."""
    path = Store(state_folder()).folder / "log.jsonl"
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        lines = []
    except OSError as error:
        complain(f"{path}: cannot be read: {error.strerror}")
        return UNREADABLE
    for line in lines:
        sys.stdout.write(f"{visible(line)}\n")
    return CLEAN


__all__ = ["drop_held", "edit_held", "list_held", "print_log", "send_held", "show"]
