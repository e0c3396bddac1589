"""The order as the supervisor reads it from ``spec.json``."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = 1


class Spec:
    """What to run, and within which limits. Sizes are bytes, lengths of time seconds."""

    def __init__(self, fields: "dict[str, Any]") -> None:
        """Raises KeyError, TypeError or ValueError for an order that this release cannot read."""
        if fields["v"] != VERSION:
            raise ValueError(f"version {fields['v']} is not known to this release")
        self.name = str(fields["name"])
        self.argv = [str(argument) for argument in fields["argv"]]
        self.env = {str(name): str(value) for name, value in fields["env"].items()}
        self.cwd = str(fields["cwd"])
        self.secrets = [str(name) for name in fields["secrets"]]
        self.hold: str | None = fields["hold"]
        self.grace = float(fields["grace"])
        self.time_limit: float | None = fields["time_limit"]
        self.log_limit = int(fields["log_limit"])
        self.log_full = str(fields["log_full"])
        self.memory = int(fields["memory"])
        self.groups: list[dict[str, Any]] = fields["groups"]
        # Where no control group does it: looked at once a second, or cores to stay on.
        self.watched_memory: int | None = fields["watched_memory"]
        self.watched_processes: int | None = fields["watched_processes"]
        self.cores: list[int] | None = fields["cores"]
