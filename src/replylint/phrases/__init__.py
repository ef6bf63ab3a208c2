"""Phrases: a small language for wordings, matched on tokens by one automaton for all rules."""
