"""placeholder until trained"""
from ..facts.core import Reading
def classify(reading: Reading) -> str:
    return "neutral"
