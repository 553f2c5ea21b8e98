"""What we ask of SendGrid holds to SendGrid's own description of what it may be asked."""

import pytest

from coachbook.integrations.sendgrid.body import Body, body
from tests.integrations import sendgrid_description
from tests.integrations.letters import ORIGIN, email, invitation

pytestmark = pytest.mark.slow

LINK = "https://coachbook.example.com/unsubscribe/daily-summary/abc"
EMAILS = {
    "plain": email(),
    "optional": email(unsubscribe_link=LINK, reply_to=""),
    "invitation": email(invitations=(invitation(),)),
    "cancellation": email(invitations=(invitation(is_cancelled=True),)),
    "several": email(invitations=(invitation(number=1), invitation(number=2))),
    "names": email(sender_name="Weiss, Anna; “Ace”", recipient_name="한국 🏋️"),
}


def _body(name: str = "plain") -> Body:
    return body(EMAILS[name], ORIGIN, to="robin@example.com")


@pytest.mark.parametrize("name", EMAILS)
def test_request_holds_to_the_description(name: str) -> None:
    assert sendgrid_description.faults(_body(name)) == []


@pytest.mark.parametrize(
    "slip",
    [
        {"personalisations": []},
        {"personalizations": "robin@example.com"},
        {"from": {"name": "Anna"}},
        {"from": {"email": "no address"}},
        {"content": [{"type": "text/plain"}]},
        {"attachments": [{"content": "eA=="}]},
        {"tracking_settings": {"click_tracking": {"enable": "no"}}},
    ],
)
def test_description_finds_slips(slip: Body) -> None:
    assert sendgrid_description.faults(_body() | slip)
