"""What the server lets only somebody do who has just signed in: the password is asked for once more."""

from collections.abc import Callable
from typing import TypeVar

import typer

from dayshift_client.cli.show import client
from dayshift_client.errors import ConfirmNeeded, WrongPassword

T = TypeVar("T")


def confirmed(do: Callable[[], T]) -> T:
    """Do it; if the server wants the password first, ask for it, and do it then."""
    try:
        return do()
    except ConfirmNeeded:
        _confirm(typer.prompt("Your password", hide_input=True))
    return do()


def _confirm(password: str) -> None:
    try:
        client().confirm(password)
    except WrongPassword as error:
        raise WrongPassword("That is not your password.", hint="Nothing was done. Try again.") from error
