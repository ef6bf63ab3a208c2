"""``check --fix``, ``--unsafe-fixes`` and ``--diff``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ..findings import Report
from ..fixer import Fixed, apply_fixes
from ..readers.document import Document


def fixed_document(document: Document, report: Report, *, unsafe: bool) -> tuple[Document, Fixed]:
    """The document with the fixes of its report made, in one pass."""
    fixed = apply_fixes(document.text, [f.fix for f in report.findings if f.fix], unsafe=unsafe)
    edits = [edit for fix in fixed.applied for edit in fix.edits]
    return document.edited(edits), fixed


def diff_lines(before: Document, after: Document) -> Iterator[str]:
    """A unified diff of two states of a document."""
    import difflib

    old, new = before.text.splitlines(keepends=True), after.text.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, f"a/{before.name}", f"b/{before.name}"):
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def report_fixes(name: str, fixed: Fixed, *, unsafe: bool) -> None:
    """Says on standard error what was mended and what was left."""
    if fixed.applied:
        count = len(fixed.applied)
        sys.stderr.write(f"{name}: {count} fix{'es' if count != 1 else ''} made\n")
    for fix in fixed.left:
        sys.stderr.write(f"{name}: left, as it overlaps another fix: {' '.join(fix.title.split())}\n")
