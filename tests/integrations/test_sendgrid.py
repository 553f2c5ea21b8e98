"""What SendGrid is asked, and what each of its answers means."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from coachbook.integrations.sendgrid import sender as senders
from coachbook.integrations.sendgrid.sender import SendGrid
from coachbook.notifications.sending import AddressRefused, NeverWorks, NotSent, TryLater
from tests.calendar_readers import by_icalendar
from tests.integrations.letters import ID, ORIGIN, email, invitation
from tests.integrations.provider import Provider, serving


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving(Provider()) as found:
        yield found


@pytest.fixture
def sendgrid(provider: Provider) -> SendGrid:
    return SendGrid("SG.secret", provider.url, ORIGIN)


def _sent(sendgrid: SendGrid, provider: Provider, **more: Any) -> dict[str, Any]:
    sendgrid.send(email(**more))
    found = json.loads(provider.asked[-1].body)
    assert isinstance(found, dict)
    return found


def _failure(sendgrid: SendGrid, **more: Any) -> NotSent:
    with pytest.raises(NotSent) as caught:
        sendgrid.send(email(**more))
    return caught.value


def test_email_goes_to_one_person_under_its_own_id(sendgrid: SendGrid, provider: Provider) -> None:
    body = _sent(sendgrid, provider)
    assert body["personalizations"] == [
        {
            "to": [{"email": "robin@example.com", "name": "Robin Fields"}],
            "custom_args": {"outbox_id": str(ID)},
        }
    ]
    assert body["from"] == {"email": "bookings@mail.example.com", "name": "Anna Weiss"}
    assert body["reply_to"] == {"email": "anna@example.com"}
    assert [one["type"] for one in body["content"]] == ["text/plain", "text/html"]
    assert provider.asked[0].path == "/v3/mail/send"
    assert provider.asked[0].headers["Authorization"] == "Bearer SG.secret"


def test_name_that_sendgrid_gave_it_is_kept(sendgrid: SendGrid) -> None:
    assert sendgrid.send(email()) == "sg-4711"


def test_nothing_is_tracked(sendgrid: SendGrid, provider: Provider) -> None:
    tracking = _sent(sendgrid, provider)["tracking_settings"]
    assert {kind for kind, one in tracking.items() if not one["enable"]} == {
        "click_tracking", "open_tracking", "subscription_tracking", "ganalytics",
    }  # fmt: skip
    assert not tracking["click_tracking"]["enable_text"]


def test_headers_say_what_programs_need(sendgrid: SendGrid, provider: Provider) -> None:
    link = "https://coachbook.example.com/unsubscribe/daily-summary/abc"
    headers = _sent(sendgrid, provider, unsubscribe_link=link)["headers"]
    assert headers == {
        "Message-ID": f"<{ID.hex}@coachbook.example.com>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_invitation_is_the_last_form_and_a_file(sendgrid: SendGrid, provider: Provider) -> None:
    body = _sent(sendgrid, provider, invitations=(invitation(is_cancelled=True),))
    assert body["content"][2]["type"] == "text/calendar; method=CANCEL"
    (file,) = body["attachments"]
    assert (file["type"], file["filename"]) == ("application/ics", "invite.ics")
    content = base64.b64decode(file["content"])
    assert content.decode() == body["content"][2]["value"]
    assert by_icalendar(content)[0].status == "CANCELLED"


def test_several_invitations_are_files(sendgrid: SendGrid, provider: Provider) -> None:
    both = (invitation(number=1), invitation(number=2))
    body = _sent(sendgrid, provider, invitations=both)
    assert len(body["content"]) == 2
    assert [one["filename"] for one in body["attachments"]] == ["invite-1.ics", "invite-2.ics"]


def test_name_with_a_comma_stays_one_name(sendgrid: SendGrid, provider: Provider) -> None:
    body = _sent(sendgrid, provider, sender_name='Weiss, Anna "Ace"; Coach', recipient_name="")
    assert body["from"]["name"] == "\"Weiss, Anna 'Ace'; Coach\""
    assert "name" not in body["personalizations"][0]["to"][0]


ANSWERS = [
    (400, {}, b'{"errors":[{"message":"Bad","field":"subject","help":null}]}', NeverWorks,
     "SendGrid refused the email (400, subject)."),
    (400, {}, b"<html>", NeverWorks, "SendGrid refused the email (400)."),
    (400, {}, b'{"errors":[{"message":"Does not contain a valid address.",'
     b'"field":"personalizations.0.to.0.email"}]}', AddressRefused,
     "SendGrid refused the address (400)."),
    (401, {}, b"", TryLater, "SendGrid doesn't accept the key or the sender (401)."),
    (403, {}, b"", TryLater, "SendGrid doesn't accept the key or the sender (403)."),
    (413, {}, b"", NeverWorks, "The email is too large for SendGrid (413)."),
    (429, {"Retry-After": "77"}, b"", TryLater, "SendGrid asks to slow down (429)."),
    (500, {}, b"", TryLater, "SendGrid has a problem of its own (500)."),
    (503, {"Retry-After": "5"}, b"", TryLater, "SendGrid has a problem of its own (503)."),
]  # fmt: skip


@pytest.mark.parametrize(("status", "headers", "body", "kind", "reason"), ANSWERS)
def test_each_answer_says_whether_to_try_again(
    sendgrid: SendGrid, provider: Provider, status: int, headers: dict[str, str], body: bytes,
    kind: type[NotSent], reason: str,
) -> None:  # fmt: skip
    provider.status, provider.headers, provider.body = status, headers, body
    failure = _failure(sendgrid)
    assert type(failure) is kind
    assert failure.reason == reason


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("77", 77), ("0", 0), ("999999", 3600), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("", None),
     ("-5", None)],
)  # fmt: skip
def test_sendgrid_says_how_long_to_wait(
    sendgrid: SendGrid, provider: Provider, words: str, seconds: float | None
) -> None:
    provider.status, provider.headers = 429, {"Retry-After": words}
    failure = _failure(sendgrid)
    assert isinstance(failure, TryLater)
    assert failure.after_seconds == seconds


@pytest.mark.parametrize(("status", "is_in_doubt"), [(500, False), (502, True), (504, True)])
def test_answer_of_somebody_between_leaves_a_doubt(
    sendgrid: SendGrid, provider: Provider, status: int, is_in_doubt: bool
) -> None:
    provider.status = status
    failure = _failure(sendgrid)
    assert isinstance(failure, TryLater)
    assert failure.is_in_doubt is is_in_doubt


def test_cut_after_sendgrid_took_it_leaves_a_doubt(sendgrid: SendGrid, provider: Provider) -> None:
    provider.cuts = True
    failure = _failure(sendgrid)
    assert isinstance(failure, TryLater)
    assert failure.is_in_doubt
    assert len(provider.asked) == 1


def test_hang_ends_after_a_while(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senders, "TIMEOUT_SECONDS", 0.2)
    provider.hangs = True
    failure = _failure(SendGrid("SG.secret", provider.url, ORIGIN))
    assert isinstance(failure, TryLater)
    assert failure.is_in_doubt


def test_sendgrid_that_is_not_there_is_asked_later() -> None:
    failure = _failure(SendGrid("SG.secret", "http://127.0.0.1:1", ORIGIN))
    assert isinstance(failure, TryLater)
    assert not failure.is_in_doubt


def test_address_in_other_letters_is_named_as_mail_servers_do(
    sendgrid: SendGrid, provider: Provider
) -> None:
    body = _sent(sendgrid, provider, recipient_email="robin@bücher.example.com")
    assert body["personalizations"][0]["to"][0]["email"] == "robin@xn--bcher-kva.example.com"


@pytest.mark.parametrize("address", ["", "robin", "a@b\r\nc", "a@example.com,b@example.com"])
def test_malformed_address_is_not_sent_anywhere(
    sendgrid: SendGrid, provider: Provider, address: str
) -> None:
    assert isinstance(_failure(sendgrid, recipient_email=address), AddressRefused)
    assert not provider.asked


def test_no_answer_carries_the_key_or_an_address(sendgrid: SendGrid, provider: Provider) -> None:
    provider.status, provider.body = (
        400,
        json.dumps(
            {"errors": [{"message": "robin@example.com SG.secret", "field": "robin@example.com"}]}
        ).encode(),
    )
    reason = _failure(sendgrid).reason
    assert "robin" not in reason
    assert "SG." not in reason
