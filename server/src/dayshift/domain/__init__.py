"""The rules: pure functions on frozen dataclasses. No clock, no I/O, the standard library only."""
