"""What every page keeps to: marked handlers, no dangerous sinks, nothing that stops the others."""

import ast
from collections.abc import Iterator
from pathlib import Path

import coachbook.ui

UI = Path(coachbook.ui.__path__[0])
FILES = sorted(UI.rglob("*.py"))

# Each can run or load what it is given; messages and redirects of ours can't.
SINKS = {
    "html", "markdown", "call_script", "call_function", "run_script", "redirect", "download",
    "script", "toast", "upload", "Cookie", "LocalStorage", "SessionStorage", "SharedState",
    "set_value", "iframe", "embed",
}  # fmt: skip
MAY = {("paths.py", "redirect"), ("sandbox.py", "iframe")}
RAW_HTML = "dangerouslySetInnerHTML"
SLOW_MODULES = {
    "time", "subprocess", "sqlite3", "smtplib", "socket", "requests", "httpx", "urllib.request",
    "argon2", "coachbook.database",
}  # fmt: skip
MAY_BE_SLOW = {("calls.py", "coachbook.database"), ("gate.py", "time")}
SLOW_CALLS = {"open", "sleep", ".sleep", ".read_text", ".write_text", ".read_bytes", ".urlopen"}


def test_every_event_handler_says_who_may_call_it() -> None:
    import coachbook.app as application

    handlers = application.app._registration_context.event_handlers
    ours = {
        name: found.handler.fn
        for name, found in handlers.items()
        if found.states and found.states[0].__module__.startswith("coachbook.")
    }
    unmarked = {name.rpartition(".")[2] for name, fn in ours.items() if not hasattr(fn, "_policy")}
    assert len(ours) > 20
    assert unmarked == {"setvar"}, "mark them with @handler(...)"


def test_no_upload_route_exists() -> None:
    import reflex_components_core.core.upload as upload

    assert not upload.Upload.is_used


def test_no_dangerous_sink_is_used() -> None:
    used = [
        f"{_short(path)}: rx.{node.attr}"
        for path in FILES
        for node in _reflex_attributes(path)
        if node.attr in SINKS and (path.name, node.attr) not in MAY
    ]
    assert used == []
    assert [path for path in UI.rglob("*.jsx") if RAW_HTML in path.read_text()] == []


def test_only_the_gate_makes_event_handlers() -> None:
    others = [path for path in FILES if path.name != "gate.py"]
    assert [_short(path) for path in others if _decorators_named(path, "event")] == []


def test_states_have_no_public_method_but_handlers_and_vars() -> None:
    """Reflex lets anyone call any public method of a state, marked or not."""
    methods = [
        (f"{_short(path)}: {state.name}.{method.name}", method)
        for path in FILES
        for state in _states(path)
        for method in _methods(state)
    ]
    public = [(where, method) for where, method in methods if not method.name.startswith("_")]
    assert [where for where, m in public if not _decorators(m) & {"handler", "var"}] == []
    assert [w for w, m in public if _decorators(m) & {"staticmethod", "classmethod"}] == []
    assert [where for where, method in public if _hidden_parameters(method)] == []


def test_nothing_slow_happens_on_the_event_loop() -> None:
    imported = [(path, module) for path in FILES for module in _imports(path)]
    slow = [
        f"{_short(path)}: {module}"
        for path, module in imported
        if module in SLOW_MODULES and (path.name, module) not in MAY_BE_SLOW
    ]
    assert slow == []
    assert [_short(path) for path in FILES if _calls(path) & SLOW_CALLS] == []


def _short(path: Path) -> str:
    return str(path.relative_to(UI))


def _calls(path: Path) -> set[str]:
    """`open(...)`, but for a method its name with a dot: `.sleep`."""
    calls = [node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    return {f".{c.attr}" if isinstance(c, ast.Attribute) else _name(c) for c in calls}


def _decorators(method: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {_name(decorator) for decorator in method.decorator_list}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _reflex_attributes(path: Path) -> Iterator[ast.Attribute]:
    """`rx.x` and `rx.el.x`."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("rx", "rx.el"):
            yield node


def _states(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ClassDef) and any("State" in ast.unparse(b) for b in node.bases):
            yield node


def _methods(state: ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in state.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _hidden_parameters(method: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    every = [*method.args.args, *method.args.kwonlyargs]
    return [each.arg for each in every if each.arg.startswith("_")]


def _decorators_named(path: Path, name: str) -> list[ast.expr]:
    functions = (n for n in ast.walk(_tree(path)) if hasattr(n, "decorator_list"))
    return [d for function in functions for d in function.decorator_list if _name(d) == name]


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
