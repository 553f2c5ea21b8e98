"""What can be called from outside is declared, listed and small; the rest is refused."""

import ast
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
from pydantic import BaseModel
from reflex.istate.storage import ClientStorageBase

import coachbook.ui
from coachbook.ui.gate import FRAMEWORK_EVENTS, NOT_UNDERSTOOD
from tests.security import surface
from tests.ui.harness import SomePerson, opened, signed_in

RENEW = (
    "The surface changed. Look at every line below: may these people really call it? Then write "
    "it down with `python -m tests.security.surface` and put words where a route has a '?'."
)
RUNS_WHAT_IT_GETS = ("html", "markdown", "script", "call_script", "call_function", "download")
TRUSTS_THE_BROWSER = ("upload", "Cookie", "LocalStorage", "SessionStorage", "SharedState")
DANGEROUS = frozenset((*RUNS_WHAT_IT_GETS, *TRUSTS_THE_BROWSER, "toast", "set_clipboard"))
ONLY_IN = {"redirect": "paths.py"}
UI = Path(coachbook.ui.__file__).parent


def test_surface_is_the_committed_one() -> None:
    live, known = surface.inventory(), surface.committed()
    changes = [f"+ {name} -> {policy}" for name, policy in live.items() if name not in known]
    changes += [f"- {name}" for name in known if name not in live]
    changes += [
        f"~ {name}: {known[name]} -> {policy}"
        for name, policy in live.items()
        if name in known and policy not in (known[name], surface.UNDECIDED)
    ]
    assert not changes, "\n".join([RENEW, *changes])


def test_every_line_has_a_policy() -> None:
    undecided = [name for name, policy in surface.committed().items() if policy == "?"]
    assert undecided == []


def test_no_method_of_ours_is_public_without_a_policy() -> None:
    """Every method without an underscore can be called from any websocket."""
    unmarked = [
        one.title
        for one in surface.handlers()
        if one.is_ours and not one.policy and one.title.rpartition(".")[2] != "setvar"
    ]
    assert unmarked == []
    assert len(surface.marked()) > 80


def test_what_nobody_pressed_leaves_the_last_error_where_it_is() -> None:
    refreshes = [one for one in surface.marked() if one.title.endswith(".refresh")]
    assert [one.title for one in refreshes if not one.policy.is_quiet] == []
    assert len(refreshes) > 10


def test_no_state_has_a_setter_that_setvar_could_find() -> None:
    allowed = {"set_is_hydrated"}
    states = {one.state for one in surface.handlers() if one.is_ours}
    found = [
        f"{state.__name__}.{name}"
        for state in states
        for name in dir(state)
        if name.startswith("set_") and name not in allowed
    ]
    assert found == []


def test_arguments_are_typed_values_and_no_rows() -> None:
    problems = []
    for one in surface.marked():
        hints = typing.get_type_hints(one.function)
        for parameter in one.parameters:
            hint = hints.get(parameter.name, Any)
            is_model = inspect.isclass(hint) and issubclass(hint, BaseModel)
            if parameter.name.startswith("_") or hint is Any or is_model:
                problems.append(f"{one.title}({parameter.name}: {hint})")
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                problems.append(f"{one.title}(*{parameter.name})")
    assert problems == []


def test_no_state_keeps_anything_in_the_browser_or_is_shared() -> None:
    states = {one.state for one in surface.handlers() if one.is_ours}
    stored = [
        f"{state.__name__}.{name}"
        for state in states
        for name, field in state.get_fields().items()
        if isinstance(getattr(field, "default", None), ClientStorageBase)
    ]
    assert stored == []
    assert not any(issubclass(state, rx.SharedState) for state in states)


def test_framework_serves_no_uploads_and_no_lists() -> None:
    assert surface.framework_routes() == ["/_event", "/_health", "/ping"]


def test_no_page_runs_what_people_wrote() -> None:
    found = [f"{path.name}: rx.{name}" for path, name in _uses_of_reflex()]
    forbidden = [use for use in found if use.rpartition(".")[2] in DANGEROUS]
    misplaced = [
        f"{path.name}: rx.{name}"
        for path, name in _uses_of_reflex()
        if name in ONLY_IN and path.name != ONLY_IN[name]
    ]
    assert forbidden + misplaced == []


def _uses_of_reflex() -> Iterator[tuple[Path, str]]:
    """`rx.name` wherever it stands; `rx.el.script` as well."""
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("rx", "rx.el"):
                yield path, node.attr


@pytest.mark.parametrize("cookie", ["", "coach"])
async def test_whatever_is_not_marked_is_refused(cookie: str) -> None:
    """`setvar` of every state, `update_vars_internal`, the browser's error reports."""
    unmarked = [
        one
        for one in surface.handlers()
        if not one.policy and one.name.rpartition(".")[2] not in FRAMEWORK_EVENTS
    ]
    everyone = SomePerson(is_coach=True, is_client=True, is_owner=True)
    async with opened(signed_in({"coach": everyone})) as tab:
        for one in unmarked:
            someone = tab(cookie=cookie)
            arguments: dict[str, Any] = {each.name: "is_owner" for each in one.parameters}
            await someone.send(one.name, **arguments)
            assert await someone.sentences() == [NOT_UNDERSTOOD], one.name
    assert len(unmarked) > 20
