"""How the stand-in says no, in Google's form."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """`body` is what is answered; the headers come along."""

    def __init__(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status, self.body, self.headers = status, body, headers or {}


def refusal(status: int, reason: str, message: str, **headers: str) -> Refusal:
    """The calendar's."""
    one = {"domain": "global", "reason": reason, "message": message}
    error = {"code": status, "message": message, "errors": [one]}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Refusal(status, {"error": error}, named)


def consent_refusal(error: str, description: str, status: int = 400) -> Refusal:
    """The token endpoint's."""
    return Refusal(status, {"error": error, "error_description": description})


def invalid(message: str) -> Refusal:
    return refusal(400, "invalid", message)


def not_found() -> Refusal:
    return refusal(404, "notFound", "Not Found")


def unauthorized() -> Refusal:
    challenge = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    return refusal(401, "authError", "Invalid Credentials", WWW_Authenticate=challenge)
