"""Readers: files → exchanges, with the place of each character in its file."""
