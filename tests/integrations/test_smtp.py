"""Emails as a real mail server gets them, and what its answers mean."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest

from coachbook.integrations.smtp import connections, dialogues
from coachbook.integrations.smtp.sender import Smtp
from coachbook.notifications.sending import AddressRefused, NeverWorks, NotSent, TryLater
from tests.calendar_readers import by_icalendar, by_vobject
from tests.conftest import NOW
from tests.integrations.letters import ID, ORIGIN, email, invitation
from tests.integrations.mail_server import OK, MailServer, serving

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving(MailServer()) as found:
        yield found


@pytest.fixture
def smtp(server: MailServer) -> Iterator[Smtp]:
    sender = Smtp(server.url, ORIGIN)
    yield sender
    sender.close()


def _part(message: EmailMessage, kind: str) -> EmailMessage:
    (found,) = [one for one in message.walk() if one.get_content_type() == kind]
    assert isinstance(found, EmailMessage)
    return found


def _failure(smtp: Smtp, **more: str) -> NotSent:
    with pytest.raises(NotSent) as caught:
        smtp.send(email(**more))
    return caught.value


def test_email_arrives_as_text_and_html(smtp: Smtp, server: MailServer) -> None:
    assert smtp.send(email()) == "2.0.0 Taken as 4711"
    (message,) = server.received
    assert server.recipients == ["robin@example.com"]
    assert message["From"] == "Anna Weiss <bookings@mail.example.com>"
    assert message["To"] == "Robin Fields <robin@example.com>"
    assert message["Reply-To"] == "anna@example.com"
    assert message["Subject"] == "Booked: Tue, Nov 24, 9:00 AM with Anna Weiss"
    assert message["Date"].datetime == NOW
    assert _part(message, "text/plain").get_content().startswith("Hello Robin Fields,")
    assert "<p>Hello" in _part(message, "text/html").get_content()


def test_email_has_one_name_for_ever_and_says_that_a_program_sent_it(
    smtp: Smtp, server: MailServer
) -> None:
    for _ in range(2):
        smtp.send(email())
    assert {one["Message-ID"] for one in server.received} == {f"<{ID.hex}@coachbook.example.com>"}
    assert {one["Auto-Submitted"] for one in server.received} == {"auto-generated"}


def test_optional_email_says_how_to_stop_it(smtp: Smtp, server: MailServer) -> None:
    link = "https://coachbook.example.com/unsubscribe/checkin-reminder/" + "x" * 200
    smtp.send(email(unsubscribe_link=link))
    smtp.send(email())
    optional, fixed = server.received
    assert optional["List-Unsubscribe"] == f"<{link}>"
    assert optional["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in fixed


def test_one_click_is_offered_over_https_only(smtp: Smtp, server: MailServer) -> None:
    smtp.send(email(unsubscribe_link="http://localhost:8000/unsubscribe/daily-summary/abc"))
    (message,) = server.received
    assert "List-Unsubscribe" in message
    assert "List-Unsubscribe-Post" not in message


def test_links_in_headers_stay_in_one_piece(smtp: Smtp, server: MailServer) -> None:
    link = "https://coachbook.example.com/unsubscribe/" + "x" * 200
    smtp.send(email(unsubscribe_link=link))
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in server.contents[0]


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_invitation_is_a_form_of_the_email_and_a_file(
    smtp: Smtp, server: MailServer, is_cancelled: bool
) -> None:
    smtp.send(email(invitations=(invitation(is_cancelled=is_cancelled),)))
    (message,) = server.received
    calendar, file = _part(message, "text/calendar"), _part(message, "application/ics")
    method = "CANCEL" if is_cancelled else "REQUEST"
    assert calendar.get_param("method") == method
    assert calendar.get_content().encode() == file.get_content()
    assert f"METHOD:{method}\r\n".encode() in file.get_content()
    assert file.get_filename() == "invite.ics"
    (read,) = by_icalendar(file.get_content())
    assert by_vobject(file.get_content())[0].start == read.start


def test_several_invitations_are_files_of_their_own(smtp: Smtp, server: MailServer) -> None:
    smtp.send(email(invitations=(invitation(number=1), invitation(number=2))))
    files = list(server.received[0].iter_attachments())
    assert [one.get_filename() for one in files] == ["invite-1.ics", "invite-2.ics"]
    uids = [by_icalendar(one.get_content())[0].uid for one in files]
    assert uids == ["1@coachbook", "2@coachbook"]
    assert not [one for one in server.received[0].walk() if one.get_param("method")]


def test_letters_of_every_kind_arrive(smtp: Smtp, server: MailServer) -> None:
    name, words = "Zoë, “Ace” 한국 <b>", "Größe: 12 · נועה · 🏋️\n" * 200
    smtp.send(email(sender_name=name, recipient_name=name, subject=name, text=words))
    (message,) = server.received
    assert message["From"].addresses[0].display_name == name
    assert message["To"].addresses[0].display_name == name
    assert message["Subject"] == name
    assert _part(message, "text/plain").get_content().replace("\r\n", "\n") == words
    assert bytes(message).isascii()


def test_connection_serves_many_emails(smtp: Smtp, server: MailServer) -> None:
    for _ in range(5):
        smtp.send(email())
    assert (len(server.received), server.greetings) == (5, 1)


def test_connection_that_the_server_ended_is_opened_anew(smtp: Smtp, server: MailServer) -> None:
    smtp.send(email())
    server.hang_up()
    smtp.send(email())
    assert (len(server.received), server.greetings) == (2, 2)


def test_connection_that_stood_idle_is_asked_first(
    smtp: Smtp, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0)
    smtp.send(email())
    smtp.send(email())
    server.hang_up()
    smtp.send(email())
    assert (len(server.received), server.greetings) == (3, 2)


@pytest.mark.parametrize(
    "code", ["550 5.1.1 No <robin@example.com> here", "553 Bad", "550 No", "554 5.1.1 No"]
)
def test_refused_address_gets_nothing_more(smtp: Smtp, server: MailServer, code: str) -> None:
    server.to_address = lambda _: code
    failure = _failure(smtp)
    assert isinstance(failure, AddressRefused)
    assert code[:3] in failure.reason
    assert "robin" not in failure.reason


@pytest.mark.parametrize(
    "code",
    [
        "554 5.7.1 Relay denied", "552 5.2.2 Mailbox full", "550 relay not permitted",
        "550 5.1.8 Sender's domain", "530 Who are you?", "554 Not from here", "503 Not now",
    ],
)  # fmt: skip
def test_refusal_that_is_not_the_addresss_fault_blocks_nobody(
    smtp: Smtp, server: MailServer, code: str
) -> None:
    server.to_address = lambda _: code
    failure = _failure(smtp)
    assert isinstance(failure, NeverWorks)
    assert not isinstance(failure, AddressRefused)


def test_one_bad_recipient_does_not_hold_up_the_rest(smtp: Smtp, server: MailServer) -> None:
    server.to_address = lambda address: "550 5.1.1 Nobody" if "gone" in address else OK
    for name in ("a", "gone", "b", "gone", "c"):
        try:
            smtp.send(email(recipient_email=f"{name}@example.com"))
        except AddressRefused:
            assert name == "gone"
    assert [one.partition("@")[0] for one in server.recipients] == ["a", "b", "c"]


@pytest.mark.parametrize("code", ["451 4.7.1 Greylisted", "421 4.3.2 Shutting down"])
def test_server_that_is_busy_is_asked_later(smtp: Smtp, server: MailServer, code: str) -> None:
    server.to_address = lambda _: code
    failure = _failure(smtp)
    assert isinstance(failure, TryLater)
    assert not failure.is_in_doubt


def test_sender_that_is_refused_blocks_nobody(smtp: Smtp, server: MailServer) -> None:
    server.to_sender = lambda: "550 5.7.0 Not you"
    failure = _failure(smtp)
    assert type(failure) is NeverWorks
    assert failure.reason == "The mail server refused the sender (550 5.7.0)."


@pytest.mark.parametrize(("code", "kind"), [("554 5.6.0 Spam", NeverWorks), ("452 Full", TryLater)])
def test_answer_to_the_email_itself(
    smtp: Smtp, server: MailServer, code: str, kind: type[NotSent]
) -> None:
    server.to_email = lambda: code
    failure = _failure(smtp)
    assert type(failure) is kind
    assert not server.received


def test_cut_after_the_email_was_taken_leaves_a_doubt(smtp: Smtp, server: MailServer) -> None:
    server.cuts = True
    failure = _failure(smtp)
    assert isinstance(failure, TryLater)
    assert failure.is_in_doubt
    assert len(server.received) == 1


def test_server_that_hangs_is_left_alone(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogues, "TIMEOUT_SECONDS", 0.2)
    server.hangs = True
    failure = _failure(Smtp(server.url, ORIGIN))
    assert isinstance(failure, TryLater)
    assert failure.is_in_doubt


def test_server_that_is_not_there_is_asked_later() -> None:
    failure = _failure(Smtp("smtp://127.0.0.1:1", ORIGIN))
    assert isinstance(failure, TryLater)
    assert not failure.is_in_doubt


MALFORMED = (
    "", "robin", "robin@", "@example.com", "a b@example.com", "robin@example.com\r\nRCPT TO:<x@y>",
    "robin@example.com, eve@example.com", "<robin@example.com>", "robin@exa mple.com", "\x00@x.com",
    f"{'a' * 300}@example.com",
)  # fmt: skip


@pytest.mark.parametrize("address", MALFORMED)
def test_malformed_address_reaches_no_server(address: str) -> None:
    failure = _failure(Smtp("smtp://127.0.0.1:1", ORIGIN), recipient_email=address)
    assert isinstance(failure, AddressRefused)
    assert failure.reason == "The address can't be used."


def test_address_in_other_letters_is_sent_where_the_server_knows_them(
    server: MailServer, smtp: Smtp
) -> None:
    smtp.send(email(recipient_email="robin@bücher.example.com"))
    assert server.recipients == ["robin@xn--bcher-kva.example.com"]
    assert isinstance(_failure(smtp, recipient_email="zoë@example.com"), NeverWorks)
    with serving(MailServer(), enable_SMTPUTF8=True) as modern:
        sender = Smtp(modern.url, ORIGIN)
        sender.send(email(recipient_email="zoë@example.com"))
        sender.close()
    assert modern.recipients == ["zoë@example.com"]


HOSTILE: tuple[Callable[[str], dict[str, str]], ...] = (
    lambda line: {"sender_name": line},
    lambda line: {"recipient_name": line},
    lambda line: {"subject": line},
)


@pytest.mark.parametrize("named", HOSTILE)
def test_header_that_would_end_its_line_is_never_sent(
    smtp: Smtp, server: MailServer, named: Callable[[str], dict[str, str]]
) -> None:
    """Messages make one line of each before; this is what stands behind them."""
    with pytest.raises(ValueError, match=r"(?i)line|CR|header"):
        smtp.send(email(**named("Robin\r\nBcc: everyone@example.com")))
    assert not server.received
