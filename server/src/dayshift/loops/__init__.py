"""The clockwork: objects with one ``step()``. Each is safe to run twice, on any replica, at any time."""
