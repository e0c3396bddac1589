"""A program that looks at another one: it reads it from its input, never runs it, and prints what is wrong as JSON.

It imports nothing of ours and is started by itself, with little time and memory: some texts take for ever to read.
"""

import ast
import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

from pyflakes import checker, messages

SECONDS, MEMORY = 4, 1 << 30
MOST = 200  # nobody reads more
_FILE = "<program>"
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")

# The program cannot mean this; all else may be meant.
ERRORS = (
    messages.DoctestSyntaxError,
    messages.DuplicateArgument,
    messages.ForwardAnnotationSyntaxError,
    messages.ReturnOutsideFunction,
    messages.UndefinedExport,
    messages.UndefinedLocal,
    messages.UndefinedName,
    messages.YieldOutsideFunction,
)
# What is said otherwise than there: {} is the name that it is about.
SAID = {
    messages.RedefinedWhileUnused: "`{}` is defined again before it was used",
    messages.UndefinedName: "`{}` is not defined",
    messages.UnusedAnnotation: "`{}` is declared but never used",
    messages.UnusedImport: "`{}` is imported but never used",
    messages.UnusedVariable: "`{}` is assigned but never used",
}


def problems_of(source: str) -> list[dict[str, Any]]:
    """What is wrong with a program, in the order of its lines. A text that is none has one problem."""
    try:
        tree = ast.parse(source)
        compile(tree, _FILE, "exec", dont_inherit=True)
        found = checker.Checker(tree, filename=_FILE).messages
    except SyntaxError as error:
        return [_of_syntax(error)]
    except (MemoryError, RecursionError, ValueError):
        where = {"line": 1, "column": 1, "end_line": 1, "end_column": 1}
        return [
            {**where, "severity": "error", "code": "unreadable", "text": "This cannot be read as a Python program."}
        ]
    ends = _ends(tree)
    lines = source.splitlines()
    said = (_of_message(message, ends, lines) for message in found)
    return sorted(said, key=lambda problem: (problem["line"], problem["column"]))[:MOST]


def _of_syntax(error: SyntaxError) -> dict[str, Any]:
    line, column = error.lineno or 1, max(1, error.offset or 1)
    end_line = max(line, error.end_lineno or line)
    end = error.end_offset if error.end_offset and error.end_offset > 0 else column
    return {
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": max(end, column) if end_line == line else end,
        "severity": "error",
        "code": "syntax",
        "text": error.msg,
    }


def _of_message(message: Any, ends: dict[tuple[int, int], tuple[int, int]], lines: list[str]) -> dict[str, Any]:
    start = message.lineno, message.col
    end = ends.get(start, start)
    template = SAID.get(type(message))
    return {
        "line": start[0],
        "column": _column(lines, *start),
        "end_line": end[0],
        "end_column": _column(lines, *end),
        "severity": "error" if isinstance(message, ERRORS) else "warning",
        "code": _WORDS.sub("_", type(message).__name__).lower(),
        "text": template.format(message.message_args[0]) if template else message.message % message.message_args,
    }


def _column(lines: list[str], line: int, byte: int) -> int:
    """A place in a line as people count it: in characters, from 1."""
    text = lines[line - 1] if line <= len(lines) else ""
    return len(text.encode()[:byte].decode(errors="ignore")) + 1


def _ends(tree: ast.AST) -> dict[tuple[int, int], tuple[int, int]]:
    """Where the smallest thing that begins at a place ends."""
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for start, end in _spans(tree):
        ends[start] = min(end, ends.get(start, end))
    return ends


def _spans(tree: ast.AST) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt | ast.arg | ast.excepthandler):
            yield (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(problems_of(sys.stdin.buffer.read().decode()), sys.stdout)
