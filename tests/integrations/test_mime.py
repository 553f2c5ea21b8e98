"""Emails as bytes: the standard library, which didn't write them, reads what was meant."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachbook.integrations.smtp import mime
from coachbook.notifications.messages import one_line
from coachbook.notifications.sending import Email
from tests.conftest import NOW
from tests.integrations.letters import ORIGIN, email, invitation


def _written(one: Email) -> bytes:
    return mime.written(one, ORIGIN, to="robin@example.com", now=NOW)


def _read(one: Email) -> EmailMessage:
    found = message_from_bytes(_written(one), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.parametrize(
    "name",
    ["=?utf-8?q?Robin?=", 'Robin "Ace" \\ Fields', "Robin, Eve <eve@example.com>", "a" * 200,
     "한국" * 5, "(comment) ;:@", "نور"],
)  # fmt: skip
def test_name_arrives_as_it_was_written(name: str) -> None:
    message = _read(email(sender_name=name, recipient_name=name, subject=name))
    assert [one.display_name for one in message["To"].addresses] == [name]
    assert message["From"].addresses[0].display_name == name
    assert message["Subject"] == name


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=400))
def test_any_words_come_out_as_they_went_in(line: str, words: str) -> None:
    """Read by the standard library, which didn't write them."""
    subject = one_line(line)
    one = email(subject=subject, sender_name=subject, text=words, invitations=(invitation(),))
    content, found = _written(one), _read(one)
    assert not found.defects
    assert [part.get_content_type() for part in found.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
        "application/ics",
    ]  # fmt: skip
    readable = words.encode("utf-8", "replace").decode()
    text = found.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == (readable.splitlines() or [""])
    assert " ".join(str(found["Subject"]).split()) == subject
    assert all(len(line) < 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
