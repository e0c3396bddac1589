"""Every module of ours, read and parsed once."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = (ROOT / "server/src", ROOT / "client/src")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One file of ours. ``name`` is what others import it by."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    @property
    def calls(self) -> list[tuple[str, ast.Call]]:
        """What is called, as it is written, with the call."""
        return [(ast.unparse(node.func), node) for node in ast.walk(self.tree) if isinstance(node, ast.Call)]

    @property
    def imports(self) -> set[str]:
        """The modules and names that it asks for, dotted; relative imports are not ours to have."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def is_in(self, *names: str) -> bool:
        """Whether it is one of these modules, or inside one of these packages."""
        return any(self.name == name or self.name.startswith(f"{name}.") for name in names)


def _read(path: Path, source: Path) -> Module:
    text = path.read_text()
    parts = path.relative_to(source).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name=name, path=path.relative_to(ROOT), text=text, tree=ast.parse(text))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """All modules of server and client."""
    return [_read(path, source) for source in SOURCES for path in sorted(source.rglob("*.py"))]


@pytest.fixture(scope="session")
def inside(modules: list[Module]) -> Callable[..., list[Module]]:
    """The modules of some packages: ``inside("dayshift.store")``."""
    return lambda *names: [module for module in modules if module.is_in(*names)]
