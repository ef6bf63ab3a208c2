"""How the writer of a message feels."""

from __future__ import annotations

from .core import Reading, message_fact


@message_fact()
def mood(reading: Reading) -> str:
    """``upset`` (complaint, anger, distress, disappointment), ``pleased`` (praise, thanks, joy) or ``neutral``."""
    from ..models.mood import classify

    return classify(reading)
