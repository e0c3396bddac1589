"""The kind ``python``: a program of the snapshot, started directly by its environment's interpreter."""

from dayshift.executors.commands.base import Command, Program


def command(program: Program) -> Command:
    """``sys.path[0]`` is the program's folder in the snapshot, so imports are those of the launch."""
    return Command(argv=(program.python, program.path, *program.arguments))
