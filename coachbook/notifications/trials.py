"""One email to whoever asks for it, to see that emails arrive. Nothing of it is kept."""

from uuid import uuid4

from coachbook.models import Profile
from coachbook.notifications import messages
from coachbook.notifications.facts import Facts
from coachbook.notifications.letters import Letter
from coachbook.notifications.sending import Email


def trial(reader: Profile) -> Email:
    known = Facts(
        event="trial",
        reader=reader,
        reader_name=reader.name,
        coach=None,
        practice=None,
        client_name="",
        bookings=(),
        told=(),
        was=None,
        packages=(),
        is_by_coach=False,
        link=None,
        address=reader.email,
    )
    return messages.email(uuid4(), known, LETTER)


LETTER = Letter(
    subject="Email from your coachbook arrives",
    sentences=(
        "You asked for this email to see whether emails leave, and here it is.",
        "If it was in the spam folder, see what the sender's domain says about who may send for "
        "it: its SPF, DKIM and DMARC records.",
    ),
    button="Open the operator's page",
    path="/operator",
)
