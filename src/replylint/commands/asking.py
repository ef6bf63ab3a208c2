"""A blocked mail at a terminal: send anyway, edit, fix, or hold. Without a terminal nothing is asked."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from typing import IO, Any

from ..errors import ReplylintError, WriteError
from ..fixer import apply_fixes
from ..outbox.store import Kept
from ..readers.mail.sniff import looks_like_mail
from ..record import field, record
from .judging import House, Verdict, tell

MAX_QUESTIONS = 50


@record
class Answer:
    """What the person decided; ``event`` and ``told`` are for the log."""

    send: bool
    verdict: Verdict
    event: str = "sent"
    told: dict[str, Any] = field(default_factory=dict)


def ask(kept: Kept, verdict: Verdict, at: House, again: Callable[[], Verdict]) -> Answer:
    """Asks at the terminal what to do with a mail that does not pass; holds it where there is none."""
    terminal = _terminal()
    if terminal is None:
        return Answer(False, verdict)
    with terminal:
        for _ in range(MAX_QUESTIONS):
            answer = _ask_once(kept, verdict, at, again, terminal)
            if isinstance(answer, Answer):
                return answer
            verdict = answer
        return Answer(False, verdict)


def _terminal() -> IO[str] | None:
    """The terminal of the person who waits: standard error goes there, and it can be read from."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None
    try:
        file = os.open("/dev/tty", os.O_RDWR | getattr(os, "O_NOCTTY", 0))
        # A background job that reads from its terminal is stopped: nobody would see the question.
        if hasattr(os, "tcgetpgrp") and os.tcgetpgrp(file) != os.getpgrp():
            os.close(file)
            return None
    except OSError:
        return None
    return os.fdopen(file, "r", encoding="utf-8", errors="replace")


def _ask_once(
    kept: Kept, verdict: Verdict, at: House, again: Callable[[], Verdict], terminal: IO[str]
) -> Answer | Verdict:
    """An answer, or the verdict on what the person made of the mail."""
    fixable = _safe_fixes(verdict)
    choices = ["[e]dit", *(["apply safe [f]ixes"] if fixable else []), "[h]old"]
    if at.policy.allow_override:
        choices.insert(0, "[s]end anyway")
    said = _read(f"{', '.join(choices)}? ", terminal)
    key = said[:1].lower() if said is not None else "h"
    if key == "h":
        return Answer(False, verdict)
    if key == "s" and at.policy.allow_override:
        reason = _read("why? ", terminal)
        return (
            Answer(True, verdict, "sent unchecked", {"reason": reason, "rules": list(verdict.rules)})
            if reason
            else verdict
        )
    if key == "e":
        changed = edit(kept)
    elif key == "f" and fixable:
        changed = _fix(kept, verdict)
    else:
        return verdict
    return _judged_anew(verdict, again) if changed else verdict


def _judged_anew(before: Verdict, again: Callable[[], Verdict]) -> Answer | Verdict:
    try:
        verdict = again()
    except ReplylintError as error:
        _print(str(error))
        return Verdict(False, why=str(error))
    if verdict.passes:
        _print("passes now")
        return Answer(True, verdict)
    tell(verdict, sys.stderr)
    return verdict


def _read(question: str, terminal: IO[str]) -> str | None:
    """What the person writes; ``None`` at the end of input."""
    sys.stderr.write(question)
    sys.stderr.flush()
    line = terminal.readline()
    return line.strip() if line else None


def _print(line: str) -> None:
    from ..reporters.safe_text import one_line

    sys.stderr.write(one_line(line) + "\n")


def edit(kept: Kept) -> bool | None:
    """Opens the mail in the person's editor; whether it has changed, ``None`` if that could not be done. The mail is replaced only by a
    whole file, and what was written is kept if it cannot be."""
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(prefix="replylint-")
    path = os.path.join(folder, f"{kept.entry.id}.eml")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
        out.write(kept.data)
    fault = _opened_in_editor(path)
    try:
        with open(path, "rb") as source:
            data = source.read()
    except OSError as error:
        fault, data = fault or f"{path}: {error.strerror}", kept.data
    is_changed = data != kept.data
    try:
        if fault is None and is_changed:
            if not looks_like_mail(data):
                fault = "the headers are gone"
            else:
                kept.rewrite(data)
    except WriteError as error:
        fault = str(error)
    if fault is not None and is_changed:
        _print(f"{fault}: the mail is as it was; what you wrote is in {path}")
        return None
    shutil.rmtree(folder, ignore_errors=True)
    if fault is not None:
        _print(f"{fault}: the mail is as it was")
        return None
    return is_changed


def _opened_in_editor(path: str) -> str | None:
    """Lets the person edit a file at the terminal; what went wrong, if anything did."""
    import subprocess

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    terminal = None
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        pass
    try:
        code = subprocess.run(
            [*shlex.split(editor), path], stdin=terminal, stdout=terminal, stderr=terminal, check=False
        ).returncode
    except (OSError, ValueError) as error:
        return f"{editor}: cannot be started: {error}"
    finally:
        if terminal is not None:
            os.close(terminal)
    return f"{editor} exited {code}" if code else None


def _safe_fixes(verdict: Verdict) -> bool:
    if verdict.checked is None or verdict.reply is None:
        return False
    if verdict.reply.mail.is_sealed or verdict.reply.mail.alternatives:
        return False
    return any(finding.fix and finding.fix.safety == "safe" for finding in verdict.checked.report.findings)


def _fix(kept: Kept, verdict: Verdict) -> bool:
    if verdict.checked is None or verdict.reply is None:
        return False
    fixes = [finding.fix for finding in verdict.checked.report.findings if finding.fix]
    done = apply_fixes(verdict.reply.exchange.draft.text, fixes)
    try:
        data = verdict.reply.edited(edit for fix in done.applied for edit in fix.edits)
    except ReplylintError as error:
        _print(str(error))
        return False
    kept.rewrite(data)
    return True


__all__ = ["Answer", "ask", "edit"]
