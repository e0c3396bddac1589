"""Waiting before something is tried again."""

import threading

FIRST_S, LONGEST_S = 0.2, 5.0


def wait(seconds: float) -> None:
    """Do nothing for so long."""
    threading.Event().wait(seconds)


def wait_before_try(number: int) -> None:
    """Wait before the try of that number, 1 being the second: a server that starts again needs a few seconds."""
    wait(min(FIRST_S * 2 ** (number - 1), LONGEST_S))
