"""Python environments for runs: a lock becomes an immutable folder, named by what it holds."""
