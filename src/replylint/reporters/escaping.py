"""User text in JSON and XML: well-formed whatever a draft holds, and never a raw control character."""

from __future__ import annotations

import json
import re
from typing import Any

from ..lazy import lazy
from .safe_text import visible

_RAW_IN_JSON = lazy("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a JSON string may hold as it is, and a terminal or a viewer had better not see."""
_NOT_IN_XML = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 forbids, even as a reference."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def json_text(value: Any, indent: int | None = None) -> str:
    """``value`` as JSON, on one line unless indented; control and direction characters and lone surrogates as escapes."""
    text = _encode(value) if indent is None else json.dumps(value, ensure_ascii=False, indent=indent)
    return _RAW_IN_JSON.sub(_json_escape, text)


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def xml_text(text: str) -> str:
    """``text`` between tags or inside double quotes; what XML forbids is replaced."""
    text = _NOT_IN_XML.sub("\ufffd", visible(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def xml_attributes(values: dict[str, object]) -> str:
    """``values`` as the attributes of a tag, each after a space."""
    return "".join(f' {name}="{xml_text(" ".join(str(value).split()))}"' for name, value in values.items())
