"""What is said to Google Calendar over HTTP, and what becomes of everything that goes wrong."""

import gc
import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from coachbook.services.google_calendar.calendar_client import (
    CalendarClient,
    EventChanged,
    EventExists,
    EventGone,
    GoogleFailed,
    NeedsReconnect,
    Refused,
    TryLater,
)
from tests.google import consents
from tests.google.connecting import calendar, configure
from tests.google.serving import serving
from tests.google.stand_in import Google
from tests.google.wanted import event, meet

pytestmark = pytest.mark.usefixtures("now")
ADA = "ada@example.com"
SHORT = 0.2


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    google = Google()
    google.hang_seconds = 5
    with serving(google) as url:
        configure(monkeypatch, google, url)
        yield google


@pytest.fixture
def ada(google: Google) -> CalendarClient:
    return calendar(google.consents.grant(ADA))


def asked(google: Google) -> list[str]:
    return [call.name for call in google.calls]


def put(client: CalendarClient) -> dict[str, object]:
    return dict(client.insert("primary", event(), notifies=True))


def change(client: CalendarClient, *, etag: str = "") -> dict[str, object]:
    return dict(client.patch("primary", "cb00000", event(day=19), etag=etag, notifies=True))


def take_out(client: CalendarClient) -> None:
    client.delete("primary", "cb00000", notifies=True)


def test_event_is_written_read_changed_and_taken_out(google: Google, ada: CalendarClient) -> None:
    wanted = event(conferenceData=meet())
    made = ada.insert("primary", wanted, notifies=True)
    assert ada.get("primary", "cb00000") == made
    assert made["hangoutLink"]
    moved = ada.patch("primary", "cb00000", event(day=19), etag=made["etag"], notifies=True)
    assert moved["hangoutLink"] == made["hangoutLink"]
    take_out(ada)
    assert google.events(ADA) == {}
    assert [mail.what for mail in google.mailed(ADA)] == ["invited", "updated", "cancelled"]
    assert google.complaints == []


def test_nobody_is_told_unless_asked_for(google: Google, ada: CalendarClient) -> None:
    ada.insert("primary", event(), notifies=False)
    ada.patch("primary", "cb00000", event(day=19), etag="", notifies=False)
    ada.delete("primary", "cb00000", notifies=False)
    assert google.mailed(ADA) == []


def test_ours_come_from_every_page_and_start_within(google: Google, ada: CalendarClient) -> None:
    google.account(ADA).calendar.page_size = 2
    for number in range(6):
        ada.insert("primary", event(f"cb{number:05}", day=17 + number), notifies=False)
    foreign = event("cb99999", extendedProperties={"private": {"coachbook": "test"}})
    ada.insert("primary", foreign, notifies=False)
    since, until = (datetime(2026, 11, day, 15, 30, tzinfo=UTC) for day in (17, 21))
    found = [one["id"] for one in ada.ours("primary", since=since, until=until)]
    assert found == ["cb00001", "cb00002", "cb00003", "cb00004"]
    assert asked(google).count("list") == 3


def test_all_day_event_is_not_overlooked(google: Google, ada: CalendarClient) -> None:
    put(ada)
    whole_day = {"start": {"date": "2026-11-18"}, "end": {"date": "2026-11-19"}}
    google.account(ADA).calendar.change(
        "cb00000", **{name: {"dateTime": None, **day} for name, day in whole_day.items()}
    )
    since, until = datetime(2026, 11, 17, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
    (found,) = ada.ours("primary", since=since, until=until)
    assert found["start"]["date"] == "2026-11-18"


def test_event_that_somebody_else_wrote_is_not_overwritten(
    google: Google, ada: CalendarClient
) -> None:
    etag = str(put(ada)["etag"])
    google.account(ADA).calendar.change("cb00000", summary="Mine")
    with pytest.raises(EventChanged):
        change(ada, etag=etag)
    assert change(ada)["summary"] == "Session with Robin Fields"


def test_access_is_asked_for_once_and_used_by_every_line(google: Google) -> None:
    token = google.consents.grant(ADA)
    put(calendar(token))
    change(calendar(token))
    assert asked(google) == ["token", "insert", "patch"]


def test_access_that_ends_is_renewed_once(google: Google, ada: CalendarClient) -> None:
    put(ada)
    google.consents.end_access_tokens()
    change(ada)
    assert asked(google) == ["token", "insert", "patch", "token", "patch"]
    google.faults.plan("401", times=None)
    with pytest.raises(TryLater):
        change(ada)
    assert asked(google)[5:] == ["patch", "token", "patch"]


def test_access_that_is_about_to_end_is_renewed_first(
    google: Google, ada: CalendarClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consents, "ACCESS_LIFE", timedelta(seconds=299))
    put(ada)
    change(ada)
    assert asked(google) == ["token", "insert", "token", "patch"]


def test_consent_that_was_withdrawn_needs_another(google: Google, ada: CalendarClient) -> None:
    put(ada)
    google.consents.withdraw(ADA)
    for _ in range(2):
        with pytest.raises(NeedsReconnect):
            change(ada)
    assert len(google.events(ADA)) == 1


OTHERWISE: dict[str, type[GoogleFailed]] = {
    "403 forbidden": Refused, "404": EventGone, "410": EventGone, "412": EventChanged,
}  # fmt: skip
DONE = ("500 after", "503 after", "reset after", "cut", "html after")
FAULTS = ("401", "403 rate", "403 user rate", "403 quota", "403 off", "403 forbidden", "404",
          "409", "410", "412", "429", "429 date", "500", "503", "reset", "html", "html 404",
          *DONE)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_each_kind_of_call_is_told_apart(
    google: Google, ada: CalendarClient, fault: str
) -> None:
    steps: dict[str, Callable[[CalendarClient], object]] = {
        "insert": put, "patch": change, "delete": take_out,
    }  # fmt: skip
    if fault == "cut":
        del steps["delete"]  # which is answered with nothing
    for call, step in steps.items():
        google.faults.plan(fault, on=call, times=2 if fault == "401" else 1)
        with pytest.raises(GoogleFailed) as caught:
            step(ada)
        assert type(caught.value) is expected(fault, call)
        assert caught.value.words.endswith(".")
        check(step, ada, is_done=fault in DONE)


def expected(fault: str, call: str) -> type[GoogleFailed]:
    if call == "insert":
        of_insert = {"404": Refused, "410": Refused, "409": EventExists}
        return of_insert.get(fault, OTHERWISE.get(fault, TryLater))
    return OTHERWISE.get(fault, TryLater)


def check(
    step: Callable[[CalendarClient], object], client: CalendarClient, *, is_done: bool
) -> None:
    """Asked again it works, or says that it was carried out the first time."""
    if is_done and step is not change:
        with pytest.raises((EventExists, EventGone)):
            step(client)
    else:
        step(client)


@pytest.mark.parametrize("fault", ["hang", "hang after"])
def test_google_that_hangs_is_left_after_a_while(google: Google, fault: str) -> None:
    ada = calendar(google.consents.grant(ADA), timeout=SHORT)
    google.faults.plan(fault)
    with pytest.raises(TryLater, match="too long"):
        put(ada)
    assert len(google.events(ADA)) == (fault == "hang after")
    if fault == "hang":
        put(ada)
    else:
        assert ada.get("primary", "cb00000")["status"] == "confirmed"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("invalid_grant", NeedsReconnect),
        ("token 500", TryLater),
        ("token hang", TryLater),
        ("token html", TryLater),
        ("token client", TryLater),
    ],
)
def test_failure_to_renew_access_is_told_apart(
    google: Google, fault: str, kind: type[GoogleFailed]
) -> None:
    ada = calendar(google.consents.grant(ADA), timeout=SHORT)
    google.faults.plan(fault, times=None)
    with pytest.raises(GoogleFailed) as caught:
        put(ada)
    assert type(caught.value) is kind
    assert asked(google) == ["token"]
    google.faults.mend()
    put(ada)


def test_stranger_who_answers_well_is_not_believed(google: Google, ada: CalendarClient) -> None:
    google.faults.plan("empty", times=3)
    since = datetime(2026, 11, 17, tzinfo=UTC)
    for ask in (
        lambda: put(ada),
        lambda: ada.get("primary", "cb00000"),
        lambda: list(ada.ours("primary", since=since, until=since)),
    ):
        with pytest.raises(TryLater, match="isn't its own"):
            ask()


def test_nobody_leads_it_elsewhere(google: Google, ada: CalendarClient) -> None:
    put(ada)
    google.faults.plan("elsewhere")
    with pytest.raises(TryLater, match="302"):
        ada.get("primary", "cb00000")
    assert asked(google) == ["token", "insert", "get"]


def test_nothing_listens_there(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, google, "http://127.0.0.1:9")
    with pytest.raises(TryLater, match="can't be reached"):
        put(calendar("1//unknown"))


@pytest.mark.parametrize("fault", ["401", "403 forbidden", "cut", "html", "invalid_grant"])
def test_failure_tells_no_secret(
    google: Google, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    token = google.consents.grant(ADA)
    google.faults.plan(fault, times=None)
    with pytest.raises(GoogleFailed) as caught:
        put(calendar(token))
    told = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(caught.value)
    secrets = [token, google.consents.client_secret, *google.consents.access_tokens]
    assert [secret for secret in secrets if secret in told] == []
    assert "robin@example.com" not in told
    assert "/token" in told


def test_line_is_closed_with_its_client(google: Google) -> None:
    ada = calendar(google.consents.grant(ADA))
    put(ada)
    http = ada._http  # type: ignore[attr-defined]
    assert http.connections
    del ada
    gc.collect()
    assert not http.connections


def test_threads_speak_side_by_side(google: Google) -> None:
    google.latency = 0.02

    def speak(number: int) -> None:
        client = calendar(google.consents.grant(f"coach{number}@example.com"))
        for step in range(5):
            client.insert("primary", event(f"cb{step:05}"), notifies=False)

    threads = [Thread(target=speak, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(google.events(f"coach{number}@example.com")) for number in range(4)] == [5] * 4
