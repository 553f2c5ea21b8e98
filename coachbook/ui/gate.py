"""The gate before every event handler: who may call it, with what, how often.

A handler that says nothing never runs.
"""

import functools
import hashlib
import inspect
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, Literal, Protocol

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from coachbook.errors import NotSignedIn
from coachbook.ui import arguments, refusals
from coachbook.ui.arguments import BadArguments
from coachbook.ui.pace import Pace, Rate
from coachbook.ui.paths import go, own_path, sign_in_path

Role = Literal["anyone", "person", "coach", "client", "owner"]

FRAMEWORK_EVENTS: Mapping[str, Mapping[str, Any]] = {
    "hydrate": {},
    "hydrate_and_load": {"vars": dict[str, Any] | None, "hashes": list[str] | None},
    "on_load_internal": {},
    "set_is_hydrated": {"value": bool},
}
WRONG_ROLE = "You can't do that with the account you are signed in with."
TOO_FAST = "That was a lot at once. Wait a few seconds, then go on."
NOT_UNDERSTOOD = "This page seems to be out of date. Reload it, then try again."

log = logging.getLogger("coachbook.gate")


class Identity(Protocol):
    """What the gate needs to know of a signed-in person."""

    @property
    def id(self) -> Any: ...
    @property
    def is_coach(self) -> bool: ...
    @property
    def is_client(self) -> bool: ...
    @property
    def is_owner(self) -> bool: ...


@dataclass(frozen=True)
class Policy:
    roles: frozenset[str]
    rate: Rate
    is_quiet: bool


_current: ContextVar[Any] = ContextVar("current_person", default=None)


def person() -> Any:
    """Inside a handler: the services.people.Person signed in, looked up for this very event."""
    found = _current.get()
    if found is None:
        raise NotSignedIn
    return found


def visitor() -> Any:
    """Who is signed in, or None: for handlers that anyone may call."""
    return _current.get()


def handler(
    *roles: Role, rate: Rate = "normal", quiet: bool = False, **options: Any
) -> Callable[[Any], Any]:
    """Make a state's method an event handler that these roles may call; refusals become messages.

    `rate="costly"` for what takes long or sends something; `quiet` for what nobody pressed, like a
    refresh: it leaves the last error where it is. `options` are those of `rx.event`.
    """
    if not roles:
        raise TypeError("A handler says who may call it.")

    def mark(function: Callable[..., Any]) -> Any:
        guarded = _guarded(function, is_background=bool(options.get("background")))
        guarded._policy = Policy(frozenset(roles), rate, quiet)  # type: ignore[attr-defined]
        return rx.event(guarded, **options)

    return mark


def _guarded(function: Callable[..., Any], *, is_background: bool) -> Callable[..., Any]:
    """The same handler; what it raises is shown, and the page learns that it has finished."""
    if inspect.isasyncgenfunction(function):

        @functools.wraps(function)
        async def steps(self: Any, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
            async with _answering(self, function, is_background):
                async for step in function(self, *args, **kwargs):
                    yield step

        return steps

    @functools.wraps(function)
    async def once(self: Any, *args: Any, **kwargs: Any) -> Any:
        async with _answering(self, function, is_background):
            result = function(self, *args, **kwargs)
            return await result if inspect.isawaitable(result) else result

    return once


@asynccontextmanager
async def _answering(
    state: Any, function: Callable[..., Any], is_background: bool
) -> AsyncIterator[None]:
    problem: Exception | None = None
    try:
        yield
    except Exception as caught:
        problem = caught
    if is_background:
        async with state:
            await _answer(state, function.__qualname__, problem)
    else:
        await _answer(state, function.__qualname__, problem)


async def _answer(state: Any, where: str, problem: Exception | None) -> None:
    messages = await state.get_state(refusals.Messages)
    messages.answered += 1
    if problem is not None:
        await refusals.tell(state, problem, where=where)


class Keeper(rx.State):
    """Whose state this tab holds: of one sign-in session, one person, one set of roles."""

    _owner: str = ""


class Gate(Middleware):
    """Sees every event before its handler, chained and background ones too."""

    def __init__(
        self, find_person: Callable[[str], Awaitable[Identity | None]], cookie_name: str
    ) -> None:
        self.find_person = find_person
        self.cookie_name = cookie_name
        self.pace = Pace()

    async def preprocess(self, app: Any, state: Any, event: Event) -> StateUpdate | None:
        """None lets the handler run; a gate that itself fails stays shut."""
        _current.set(None)
        try:
            return await self._judge(state, event)
        except BadArguments as problem:
            log.warning("arguments of %r: %s", event.name[-120:], problem)
            return await self._refuse(state, event, NOT_UNDERSTOOD)
        except Exception as problem:
            return await self._refuse(state, event, refusals.sentence_for(problem, where="gate"))

    async def _judge(self, state: Any, event: Event) -> StateUpdate | None:
        cookie = _cookie(state.router.headers.cookie, self.cookie_name)
        policy = _policy_of(event)
        if not self._is_in_pace(state, cookie, policy.rate if policy else "normal"):
            return await self._refuse(state, event, TOO_FAST)
        found = await self.find_person(cookie) if cookie else None
        _current.set(found)
        is_other = await _bind(state, _owner(cookie, found))
        if policy is None:
            return await self._framework(state, event)
        if is_other:
            return await self._send_away(state, found)
        return await self._marked(state, event, policy, found)

    def _is_in_pace(self, state: Any, cookie: str, rate: Rate) -> bool:
        key = _digest(cookie) or state.router.session.client_token
        return self.pace.admits(key, rate, at_seconds=time.monotonic())

    async def _framework(self, state: Any, event: Event) -> StateUpdate | None:
        if not _is_framework_event(event):
            return await self._refuse(state, event, NOT_UNDERSTOOD)
        hints = FRAMEWORK_EVENTS[event.name.rpartition(".")[2]]
        arguments.matching(hints, hints.keys() & {"value"}, event.payload)
        event.payload.pop("vars", None)  # no state of ours keeps anything in the browser
        return None

    async def _marked(
        self, state: Any, event: Event, policy: Policy, found: Identity | None
    ) -> StateUpdate | None:
        if not _may(found, policy.roles):
            if found is None:
                return await self._send_away(state, None)
            return await self._refuse(state, event, WRONG_ROLE)
        typed = arguments.accepted(_handler_of(event).fn, event.payload)
        event.payload.clear()
        event.payload.update(typed)
        if not policy.is_quiet:
            (await state.get_state(refusals.Messages))._forget_problem()
        return None

    async def _refuse(self, state: Any, event: Event, sentence: str) -> StateUpdate:
        messages = await state.get_state(refusals.Messages)
        if sentence == TOO_FAST and messages._says(sentence):
            return StateUpdate()  # a flood is neither answered nor logged event by event
        log.warning("refused %r: %s", event.name[-120:], sentence)
        messages._add(sentence, "error")
        messages.answered += 1
        return StateUpdate(delta=await _delta(state))

    async def _send_away(self, state: Any, found: Identity | None) -> StateUpdate:
        """To the sign-in page; or, as somebody else by now, to the same page anew."""
        here = own_path(_path_and_query(state.router.url))
        event = go(here, reload=True) if found else go(sign_in_path(here))
        return StateUpdate(delta=await _delta(state), events=[*Event.from_event_type(event)])


def _may(found: Identity | None, roles: frozenset[str]) -> bool:
    if "anyone" in roles:
        return True
    if found is None:
        return False
    return "person" in roles or bool(roles & _roles_of(found))


def _roles_of(found: Identity) -> set[str]:
    held = {"coach": found.is_coach, "client": found.is_client, "owner": found.is_owner}
    return {role for role, is_held in held.items() if is_held}


async def _bind(state: Any, owner: str) -> bool:
    """Empty the tab's state if it was filled for somebody else; whether it was."""
    keeper = await state.get_state(Keeper)
    is_other = bool(keeper._owner) and keeper._owner != owner
    if is_other:
        state._get_root_state().reset()
        keeper = await state.get_state(Keeper)
    keeper._owner = owner
    return is_other


def _owner(cookie: str, found: Identity | None) -> str:
    """A revoked session, another person or another role is another owner."""
    if found is None:
        return "nobody"
    return f"{_digest(cookie)} {found.id} {sorted(_roles_of(found))}"


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest() if cookie else ""


def _cookie(header: str, name: str) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header or "")
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


def _path_and_query(url: Any) -> str:
    return f"{url.path}?{url.query}" if url.query else str(url.path)


async def _delta(state: Any) -> Mapping[str, Any]:
    root = state._get_root_state()
    changed: Mapping[str, Any] = await root._get_resolved_delta()
    root._clean()
    return changed


def _handler_of(event: Event) -> Any:
    registered = RegistrationContext.get().event_handlers.get(event.name)
    return registered.handler if registered else None


def _policy_of(event: Event) -> Policy | None:
    return getattr(getattr(_handler_of(event), "fn", None), "_policy", None)


def _is_framework_event(event: Event) -> bool:
    registered = RegistrationContext.get().event_handlers.get(event.name)
    if registered is None or not registered.states:
        return False
    is_ours = not registered.states[0].__module__.startswith("reflex.")
    return not is_ours and event.name.rpartition(".")[2] in FRAMEWORK_EVENTS
