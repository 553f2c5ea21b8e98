"""Devices that take pushes: turned on, found again, ended with their sign-in."""

import base64
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlmodel import Session, select

from coachbook.errors import NotFound
from coachbook.models import PushSubscription
from coachbook.notifications import devices
from coachbook.services import cleanup, push_devices, push_endpoints, sign_ins
from coachbook.services.people import Person
from coachbook.services.push_devices import (
    MOST,
    NotUsable,
    Subscription,
    TooManyDevices,
    UnknownPushService,
)
from tests import people
from tests.conftest import NOW

ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
KEY = "0123456789abcdef"
HOSTILE = (
    "",
    "http://fcm.googleapis.com/fcm/send/a",
    "https://127.0.0.1/a",
    "https://localhost/a",
    "https://[::1]/a",
    "https://[::ffff:10.0.0.1]/a",
    "https://10.0.0.1/a",
    "https://169.254.169.254/latest/meta-data",
    "https://0x7f000001/a",
    "https://2130706433/a",
    "https://0/a",
    "https://192.168.1.1.nip.io/a",
    "https://fcm.googleapis.com:8443/a",
    "https://fcm.googleapis.com:22/a",
    "https://fcm.googleapis.com:0/a",
    "https://fcm.googleapis.com:99999/a",
    "https://fcm.googleapis.com@10.0.0.1/a",
    "https://user:pass@fcm.googleapis.com/a",
    "https://10.0.0.1#@fcm.googleapis.com/a",
    "https://10.0.0.1\\@fcm.googleapis.com/a",
    "https://10.0.0.1?.push.apple.com/a",
    "https://fcm.googleapis.com.evil.example/a",
    "https://evilfcm.googleapis.com/a",
    "https://evil-push.apple.com/a",
    "https://push.apple.com/a",
    "https://.push.apple.com/a",
    "https://evil.example/.push.apple.com",
    "https://ｆcm.googleapis.com/a",
    "https://fcm.googleapis.com\r\nHost: evil.example/a",
    "https://fcm.googleapis.com /a",
    "https://fcm.googleapis.com",
    "//fcm.googleapis.com/a",
    "file:///etc/passwd",
    "gopher://fcm.googleapis.com/a",
    "javascript:alert(1)",
    "https://fcm.googleapis.com/" + "a" * 2_000,
)
REAL = (
    "https://fcm.googleapis.com/fcm/send/dL-8Y:APA91bH_x",
    "https://fcm.googleapis.com:443/wp/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA%3D",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%2f%3d",
)


def subscription(endpoint: str = "", **changes: str) -> Subscription:
    """As a browser makes one."""
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    made = Subscription(
        endpoint=endpoint or f"https://fcm.googleapis.com/fcm/send/{uuid4()}",
        public_key=base64.urlsafe_b64encode(point).decode().rstrip("="),
        auth_secret=base64.urlsafe_b64encode(uuid4().bytes).decode().rstrip("="),
        key_id=KEY,
    )
    return replace(made, **changes)


def signed_in(session: Session, person: Person, *, user_agent: str = ANDROID) -> Person:
    cookie = sign_ins.start(session, person.id, user_agent=user_agent, now=NOW)
    found = sign_ins.person_of(session, cookie, now=NOW)
    assert found
    return found


@pytest.fixture
def anna(session: Session) -> Person:
    return signed_in(session, people.coach(session))


def _names(session: Session, by: Person) -> list[str]:
    return [one.name for one in push_devices.of_person(session, by=by, key_id=KEY)]


def _sends_to(session: Session, person: Person) -> list[str]:
    session.expire_all()
    return [one.endpoint for one in devices.devices(session, person.id)]


def test_device_is_named_as_its_browser_and_gets_messages(session: Session, anna: Person) -> None:
    wanted = subscription()
    push_devices.subscribe(session, wanted, by=anna, now=NOW)
    (shown,) = push_devices.of_person(session, by=anna, key_id=KEY)
    assert (shown.name, shown.is_here, shown.needs_renewal) == ("Chrome on Android", True, False)
    assert _sends_to(session, anna) == [wanted.endpoint]


def test_same_browser_twice_is_one_device(session: Session, anna: Person) -> None:
    wanted = subscription()
    first = push_devices.subscribe(session, wanted, by=anna, now=NOW)
    assert push_devices.subscribe(session, wanted, by=anna, now=NOW) == first
    assert len(_names(session, anna)) == 1


def test_browser_in_other_hands_changes_its_owner(session: Session, anna: Person) -> None:
    wanted = subscription()
    push_devices.subscribe(session, wanted, by=anna, now=NOW)
    ben = signed_in(session, people.coach(session, "Ben Ito"))
    push_devices.subscribe(session, wanted, by=ben, now=NOW)
    assert _sends_to(session, anna) == []
    assert _sends_to(session, ben) == [wanted.endpoint]


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_hostile_endpoint_is_refused(session: Session, anna: Person, endpoint: str) -> None:
    with pytest.raises(UnknownPushService):
        push_devices.subscribe(
            session, replace(subscription(), endpoint=endpoint), by=anna, now=NOW
        )
    assert _sends_to(session, anna) == []


@pytest.mark.parametrize("endpoint", REAL)
def test_endpoint_of_a_known_service_is_taken(endpoint: str) -> None:
    assert push_endpoints.is_known(endpoint)


def test_operators_own_host_is_taken_as_given() -> None:
    own = ("127.0.0.1:9090",)
    assert push_endpoints.is_known("http://127.0.0.1:9090/push/1", own)
    assert not push_endpoints.is_known("http://127.0.0.1:9091/push/1", own)
    assert not push_endpoints.is_known("file://127.0.0.1:9090/push/1", own)


@pytest.mark.parametrize(
    "changes",
    [
        {"public_key": ""},
        {"public_key": "AAAA"},
        {"public_key": base64.urlsafe_b64encode(b"\x04" + b"\x01" * 64).decode()},
        {"auth_secret": "short"},
        {"auth_secret": "!" * 22},
    ],
)
def test_keys_that_nobody_could_read_with_are_refused(
    session: Session, anna: Person, changes: dict[str, str]
) -> None:
    with pytest.raises(NotUsable):
        push_devices.subscribe(session, subscription(**changes), by=anna, now=NOW)


def test_person_has_only_so_many_devices(session: Session, anna: Person) -> None:
    for _ in range(MOST):
        push_devices.subscribe(session, subscription(), by=anna, now=NOW)
    with pytest.raises(TooManyDevices):
        push_devices.subscribe(session, subscription(), by=anna, now=NOW)
    first = push_devices.of_person(session, by=anna, key_id=KEY)[0]
    push_devices.remove(session, first.id, by=anna)
    push_devices.subscribe(session, subscription(), by=anna, now=NOW)


def test_only_its_owner_removes_or_tries_a_device(session: Session, anna: Person) -> None:
    device_id = push_devices.subscribe(session, subscription(), by=anna, now=NOW)
    ben = signed_in(session, people.coach(session, "Ben Ito"))
    with pytest.raises(NotFound):
        push_devices.remove(session, device_id, by=ben)
    with pytest.raises(NotFound):
        push_devices.trial(session, device_id, by=ben, now=NOW)
    with pytest.raises(NotFound):
        push_devices.note_trial(session, device_id, "gone", by=ben, now=NOW)
    assert push_devices.remove(session, device_id, by=anna) == "Chrome on Android"
    assert _sends_to(session, anna) == []


def test_signing_the_browser_out_ends_its_pushes(session: Session, anna: Person) -> None:
    other = signed_in(session, anna, user_agent="Firefox/140.0 (Windows)")
    kept = subscription()
    push_devices.subscribe(session, kept, by=anna, now=NOW)
    push_devices.subscribe(session, subscription(), by=other, now=NOW)
    assert other.session_id
    sign_ins.end_one(session, anna.id, other.session_id)
    assert _sends_to(session, anna) == [kept.endpoint]


def test_signing_out_everywhere_else_ends_the_others(session: Session, anna: Person) -> None:
    kept = subscription()
    push_devices.subscribe(session, kept, by=anna, now=NOW)
    push_devices.subscribe(session, subscription(), by=signed_in(session, anna), now=NOW)
    push_devices.subscribe(session, subscription(), by=replace(anna, session_id=None), now=NOW)
    sign_ins.end_others(session, anna.id, keeping=anna.session_id)
    assert _sends_to(session, anna) == [kept.endpoint]
    sign_ins.end_all(session, anna.id)
    assert _sends_to(session, anna) == []


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_device_ends_with_the_life_of_its_sign_in(
    session: Session, anna: Person, is_forgotten: bool
) -> None:
    wanted, end = subscription(), NOW + sign_ins.LIFE
    push_devices.subscribe(session, wanted, by=anna, now=NOW)
    cleanup.forget_expired(session, now=end - timedelta(seconds=1))
    assert _sends_to(session, anna) == [wanted.endpoint]
    if is_forgotten:  # as of those that ended before devices did
        session.exec(select(PushSubscription)).one().sign_in_id = None
    cleanup.forget_expired(session, now=end)
    assert _sends_to(session, anna) == []
    again = signed_in(session, anna)
    session.expire_all()
    assert push_devices.renew(session, wanted, by=again, now=end)
    assert _sends_to(session, anna) == [wanted.endpoint]


def test_idle_sign_in_leaves_the_device(session: Session, anna: Person) -> None:
    """Whoever looks in seldom is reminded all the same."""
    wanted = subscription()
    push_devices.subscribe(session, wanted, by=anna, now=NOW)
    cleanup.forget_expired(session, now=NOW + sign_ins.IDLE + timedelta(days=1))
    assert _sends_to(session, anna) == [wanted.endpoint]


def test_signing_in_again_goes_on_with_the_device(session: Session, anna: Person) -> None:
    wanted = subscription()
    push_devices.subscribe(session, wanted, by=anna, now=NOW)
    sign_ins.end_all(session, anna.id)
    again = signed_in(session, anna)
    session.expire_all()
    assert push_devices.renew(session, wanted, by=again, now=NOW)
    assert _sends_to(session, anna) == [wanted.endpoint]
    assert push_devices.of_person(session, by=again, key_id=KEY)[0].is_here


def test_another_person_in_the_browser_ends_the_formers_pushes(
    session: Session, anna: Person
) -> None:
    """And gets none without having asked."""
    wanted = subscription()
    push_devices.subscribe(session, wanted, by=anna, now=NOW)
    ben = signed_in(session, people.coach(session, "Ben Ito"))
    assert not push_devices.renew(session, wanted, by=ben, now=NOW)
    assert _sends_to(session, anna) == _sends_to(session, ben) == []


def test_device_that_was_removed_stays_off(session: Session, anna: Person) -> None:
    wanted = subscription()
    device_id = push_devices.subscribe(session, wanted, by=anna, now=NOW)
    push_devices.remove(session, device_id, by=anna)
    assert not push_devices.renew(session, wanted, by=anna, now=NOW)
    assert _sends_to(session, anna) == []


def test_new_address_takes_the_formers_place(session: Session, anna: Person) -> None:
    old, new = subscription(), subscription()
    push_devices.subscribe(session, old, by=anna, now=NOW)
    later = NOW + timedelta(days=9)
    assert push_devices.renew(session, new, former=old.endpoint, by=anna, now=later)
    assert _sends_to(session, anna) == [new.endpoint]


def test_former_address_of_somebody_else_gives_nothing(session: Session, anna: Person) -> None:
    old = subscription()
    push_devices.subscribe(session, old, by=anna, now=NOW)
    ben = signed_in(session, people.coach(session, "Ben Ito"))
    assert not push_devices.renew(session, subscription(), former=old.endpoint, by=ben, now=NOW)
    assert _sends_to(session, anna) == [old.endpoint]


def test_device_of_another_key_asks_for_renewal(session: Session, anna: Person) -> None:
    push_devices.subscribe(session, subscription(key_id="older"), by=anna, now=NOW)
    assert push_devices.of_person(session, by=anna, key_id=KEY)[0].needs_renewal


def test_browser_that_let_go_is_forgotten(session: Session, anna: Person) -> None:
    wanted = subscription()
    push_devices.subscribe(session, wanted, by=anna, now=NOW)
    push_devices.end(session, "https://fcm.googleapis.com/of-nobody")
    assert len(_sends_to(session, anna)) == 1
    push_devices.end(session, wanted.endpoint)
    assert _sends_to(session, anna) == []


def test_trial_says_nothing_and_leads_to_where_it_was_asked_for(
    session: Session, anna: Person
) -> None:
    device_id = push_devices.subscribe(session, subscription(), by=anna, now=NOW)
    trial = push_devices.trial(session, device_id, by=anna, now=NOW)
    assert trial.push.path == "/coach/settings/notifications"
    assert anna.name not in trial.push.title + trial.push.body
    client = signed_in(session, people.client(session, anna))
    own = push_devices.subscribe(session, subscription(), by=client, now=NOW)
    path = "/client/settings/notifications"
    assert push_devices.trial(session, own, by=client, now=NOW).push.path == path


def test_what_a_trial_showed_is_kept(session: Session, anna: Person) -> None:
    device_id = push_devices.subscribe(session, subscription(), by=anna, now=NOW)
    push_devices.note_trial(session, device_id, "worked", by=anna, now=NOW)
    (shown,) = push_devices.of_person(session, by=anna, key_id=KEY)
    assert shown.last_success_at == NOW
    push_devices.note_trial(session, device_id, "failed", by=anna, now=NOW)
    assert push_devices.of_person(session, by=anna, key_id=KEY)[0].is_failing
    push_devices.note_trial(session, device_id, "gone", by=anna, now=NOW)
    assert _names(session, anna) == []


def test_device_that_was_given_up_is_forgotten_after_a_while(
    session: Session, anna: Person
) -> None:
    wanted, living = subscription(), subscription()
    device_id = push_devices.subscribe(session, wanted, by=anna, now=NOW)
    push_devices.subscribe(session, living, by=anna, now=NOW)
    push_devices.note_trial(session, device_id, "gone", by=anna, now=NOW)
    cleanup.forget_old(session, now=NOW + timedelta(days=89))
    assert len(session.exec(select(PushSubscription)).all()) == 2
    cleanup.forget_old(session, now=NOW + timedelta(days=91))
    session.expire_all()
    assert [one.endpoint for one in session.exec(select(PushSubscription))] == [living.endpoint]
