"""Visitors who sign in."""

from collections.abc import Callable

from starlette.testclient import TestClient

from coachbook.services.people import Person
from tests.accounts import PASSWORD

Visitors = Callable[[], TestClient]


def signed_in(visitor: TestClient, person: Person) -> TestClient:
    visitor.post("/auth/sign-in", data={"email": person.email, "password": PASSWORD})
    return visitor
