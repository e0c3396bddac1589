"""The files of a project: a jailed tree, uploads that go on after a break, and snapshots of code."""
