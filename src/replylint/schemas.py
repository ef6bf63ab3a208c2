"""JSON Schemas of the YAML files, made from the records that read them."""

from __future__ import annotations

from typing import Any

from .checks import KINDS
from .checks.fixes import FixSpec
from .config import ConfigFile
from .facts import exchange_facts, message_facts
from .findings import SEVERITIES
from .rulebook.conditions import OPERATORS
from .rulebook.files import LexiconFile, RuleFile
from .shape import schema_of

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def rule_schema() -> dict[str, Any]:
    """The schema of a rule file."""
    schema = {"$schema": _DRAFT, "title": "replylint rule", **schema_of(RuleFile)}
    schema["properties"]["check"] = {
        "description": "one check, or a list of them",
        "anyOf": [_check_schema(), {"type": "array", "items": _check_schema(), "minItems": 1}],
    }
    schema["properties"]["when"] = _when_schema()
    return schema


def _check_schema() -> dict[str, Any]:
    clause = {
        "when": _when_schema(),
        "message": {"type": "string"},
        "fix": schema_of(FixSpec),
        "severity": {"enum": list(SEVERITIES), "description": "the most that a finding of this check can weigh"},
    }
    kinds = {}
    for name, kind in KINDS.items():
        schema = schema_of(kind)
        for options in schema["properties"].values():
            described = {key: options.pop(key) for key in ("description", "default") if key in options}
            plain = dict(options)
            options.clear()
            options.update({"anyOf": [plain, {"type": "string", "pattern": r"^\$"}], **described})
        kinds[name] = {**schema, "description": (kind.__doc__ or "").strip()}
    return {
        "type": "object",
        "properties": {**kinds, **clause},
        "additionalProperties": False,
        "oneOf": [{"required": [name]} for name in KINDS],
    }


def _when_schema() -> dict[str, Any]:
    comparison = {
        "anyOf": [
            {"type": ["string", "number", "boolean", "array"]},
            {"type": "object", "properties": {name: {} for name in OPERATORS}, "additionalProperties": False},
        ]
    }
    described = {}
    for prefix, facts in (("", message_facts()), ("", exchange_facts()), ("incoming.", message_facts())):
        for name, fact in facts.items():
            described[prefix + name] = {**comparison, "description": fact.doc}
    return {"type": "object", "properties": described, "additionalProperties": False}


def lexicon_schema() -> dict[str, Any]:
    """The schema of a lexicon file."""
    return {"$schema": _DRAFT, "title": "replylint lexicon", **schema_of(LexiconFile)}


def config_schema() -> dict[str, Any]:
    """The schema of replylint.yaml."""
    return {"$schema": _DRAFT, "title": "replylint.yaml", **schema_of(ConfigFile)}
