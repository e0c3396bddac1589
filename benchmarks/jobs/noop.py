"""A program that does nothing: what it costs is the start of a Python."""
