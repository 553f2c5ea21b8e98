"""Hands emails to SendGrid. It has no key against sending twice: a lost answer leaves a doubt."""

from http.client import HTTPException
from urllib.error import URLError

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from coachbook.integrations import envelopes
from coachbook.integrations.envelopes import Origin
from coachbook.integrations.sendgrid import answers
from coachbook.integrations.sendgrid.body import Body, body
from coachbook.notifications.sending import Email, TryLater

TIMEOUT_SECONDS = 10


class SendGrid:
    """One for the whole process; threads may share it."""

    def __init__(self, key: str, url: str, origin: Origin) -> None:
        self._origin = origin
        self._api = SendGridAPIClient(key, host=url)
        self._api.client.timeout = TIMEOUT_SECONDS  # without it, it waits for ever

    def send(self, email: Email) -> str:
        to = envelopes.address(email.recipient_email)
        return self._post(body(email, self._origin, to=to))

    def _post(self, wanted: Body) -> str:
        try:
            answer = self._api.client.mail.send.post(request_body=wanted)
        except HTTPError as refusal:
            raise answers.failure(refusal.status_code, refusal.headers, refusal.body) from refusal
        except URLError as problem:
            raise TryLater(f"SendGrid can't be reached ({_kind(problem)}).") from problem
        except (OSError, HTTPException) as problem:
            reason = f"SendGrid's answer was lost ({type(problem).__name__})."
            raise TryLater(reason, is_in_doubt=True) from problem
        return str(answer.headers.get("X-Message-Id") or "")


def _kind(problem: URLError) -> str:
    return type(problem.reason).__name__
