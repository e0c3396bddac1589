"""Fakes that obey the contracts, and the suites that every implementation passes."""
