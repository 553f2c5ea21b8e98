"""What a person sees and changes of themselves: name, password, devices."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, col, select

from coachbook.errors import Invalid, NotFound, TooManyTries
from coachbook.models import CalendarVersion, CoachClient, OneTimeToken, Profile
from coachbook.services import accounts as ways_in
from coachbook.services import browsers, own_passwords, own_profiles, passwords, sign_ins
from coachbook.services import people as persons
from coachbook.services.own_passwords import Proof, WrongCurrentPassword
from coachbook.services.people import Person
from tests import accounts, people
from tests.conftest import NOW

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(memory_cost=64, time_cost=1))


@pytest.fixture
def coach(session: Session) -> Person:
    made = people.coach(session)
    accounts.give_password(session, made)
    return made


def signed_in(session: Session, person: Person, user_agent: str = CHROME) -> Person:
    """The person as this browser's events come from them."""
    cookie = sign_ins.start(session, person.id, user_agent=user_agent, now=NOW)
    found = sign_ins.person_of(session, cookie, now=NOW)
    assert found
    return found


def devices(session: Session, by: Person) -> list[tuple[str, bool]]:
    found = own_profiles.own_profile(session, by=by, now=NOW).devices
    return [(one.words, one.is_this) for one in found]


def change(
    session: Session, by: Person, proof: Proof | None = None, *, ends_others: bool = True
) -> str:
    return own_passwords.change_password(
        session,
        proof or own_passwords.begin_proof(session, by=by, now=NOW),
        by=by,
        password_hash=passwords.hashed("three green teapots"),
        ends_others=ends_others,
        user_agent=CHROME,
        now=NOW,
    )


# Name


def test_name_is_changed_and_open_pages_hear_of_it(session: Session, coach: Person) -> None:
    assert own_profiles.rename(session, by=coach, name="  Anna   Berg ", now=NOW) == "Anna Berg"
    assert own_profiles.own_profile(session, by=coach, now=NOW).name == "Anna Berg"
    assert session.get_one(CalendarVersion, coach.id).version == 1


def test_coach_keeps_their_own_name_for_a_client(session: Session, coach: Person) -> None:
    client = people.client(session, coach, "Robin Fields")
    own_profiles.rename(session, by=client, name="Robin Berg", now=NOW)
    assert session.exec(select(CoachClient.name)).one() == "Robin Fields"


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 201])
def test_no_name_is_refused(session: Session, coach: Person, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        own_profiles.rename(session, by=coach, name=name, now=NOW)
    assert refused.value.field == "name"


# Password


def test_password_change_signs_out_the_others_and_renews_this_one(
    session: Session, coach: Person
) -> None:
    signed_in(session, coach, IPHONE)
    here = signed_in(session, coach)
    cookie = change(session, here)
    now_here = sign_ins.person_of(session, cookie, now=NOW)
    assert now_here
    assert now_here.session_id != here.session_id
    assert devices(session, now_here) == [("Chrome on Windows", True)]
    stored = session.get_one(Profile, coach.id).password_hash
    assert passwords.is_right("three green teapots", stored)


def test_other_devices_may_stay(session: Session, coach: Person) -> None:
    signed_in(session, coach, IPHONE)
    cookie = change(session, signed_in(session, coach), ends_others=False)
    here = sign_ins.person_of(session, cookie, now=NOW)
    assert here
    assert devices(session, here) == [("Chrome on Windows", True), ("Safari on iPhone", False)]


def test_password_change_ends_links_that_would_let_in(session: Session, coach: Person) -> None:
    ways_in.send_sign_in_link(session, email=coach.email, address="x", now=NOW)
    ways_in.send_password_link(session, email=coach.email, address="x", now=NOW)
    change(session, coach)
    unused = select(OneTimeToken).where(col(OneTimeToken.used_at).is_(None))
    assert session.exec(unused).all() == []


def test_password_is_proved_by_the_present_one(session: Session, coach: Person) -> None:
    proof = own_passwords.begin_proof(session, by=coach, now=NOW)
    assert proof.holds(accounts.PASSWORD)
    assert not proof.holds("three green teapots")
    assert not proof.holds("")


def test_who_has_no_password_proves_nothing(session: Session) -> None:
    assert own_passwords.begin_proof(session, by=people.coach(session), now=NOW).holds("")


def test_proof_is_worth_nothing_once_the_password_changed(session: Session, coach: Person) -> None:
    proof = own_passwords.begin_proof(session, by=coach, now=NOW)
    change(session, coach)
    with pytest.raises(WrongCurrentPassword):
        change(session, coach, proof)


def test_tries_are_limited_and_good_ones_dont_count(session: Session, coach: Person) -> None:
    for _ in range(6):
        change(session, coach)
    for _ in range(5):
        own_passwords.begin_proof(session, by=coach, now=NOW)
    with pytest.raises(TooManyTries):
        own_passwords.begin_proof(session, by=coach, now=NOW)
    own_passwords.begin_proof(session, by=coach, now=NOW + timedelta(minutes=5))


# Devices


def test_devices_are_those_signed_in_this_one_first(session: Session, coach: Person) -> None:
    here = signed_in(session, coach)
    signed_in(session, coach, IPHONE)
    signed_in(session, people.coach(session, "Ben Ito"))
    assert devices(session, here) == [("Chrome on Windows", True), ("Safari on iPhone", False)]


def test_devices_that_idled_out_are_not_listed(session: Session, coach: Person) -> None:
    signed_in(session, coach)
    later = NOW + sign_ins.IDLE
    assert own_profiles.own_profile(session, by=coach, now=later).devices == ()


def test_one_device_is_signed_out(session: Session, coach: Person) -> None:
    here, phone = signed_in(session, coach), signed_in(session, coach, IPHONE)
    assert phone.session_id
    own_profiles.sign_out_device(session, phone.session_id, by=here)
    assert devices(session, here) == [("Chrome on Windows", True)]
    with pytest.raises(NotFound):
        own_profiles.sign_out_device(session, phone.session_id, by=here)


def test_nobody_signs_out_somebody_elses_device(session: Session, coach: Person) -> None:
    other = signed_in(session, people.coach(session, "Ben Ito"))
    for session_id in (other.session_id or UUID(int=0), uuid4()):
        with pytest.raises(NotFound):
            own_profiles.sign_out_device(session, session_id, by=coach)
    assert devices(session, other) == [("Chrome on Windows", True)]


def test_all_other_devices_are_signed_out(session: Session, coach: Person) -> None:
    here, other = signed_in(session, coach), signed_in(session, people.coach(session, "Ben Ito"))
    signed_in(session, coach, IPHONE)
    assert own_profiles.sign_out_others(session, by=here, now=NOW) == 1
    assert devices(session, here) == [("Chrome on Windows", True)]
    assert devices(session, other) == [("Chrome on Windows", True)]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/130.0", "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        (IPHONE.replace("Version", "CriOS/130 Version"), "Chrome on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
         "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/130 Mobile Safari/537.36",
         "Chrome on Android"),
        ("curl/8.1", "A browser"),
        ("", "A browser"),
        ("<script>Windows</script>", "A browser on Windows"),
    ],
)  # fmt: skip
def test_browsers_are_named(user_agent: str, words: str) -> None:
    assert browsers.browser_words(user_agent) == words


def test_person_is_looked_up_anew(session: Session, coach: Person) -> None:
    own_profiles.rename(session, by=coach, name="Anna Berg", now=NOW)
    assert persons.person(session, session.get_one(Profile, coach.id)).name == "Anna Berg"
