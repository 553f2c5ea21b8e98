"""Links of emails: for one purpose, one booking, one address."""

import random
from uuid import uuid4

import pytest

from coachbook import signing
from coachbook.notifications import links

CHAIN, EMAIL = uuid4(), "robin@example.com"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=%é\ud800"
TRIES = 10_000


def token(path: str) -> str:
    return path.rpartition("/")[2]


OWN = links.appointment_path(CHAIN, EMAIL)


def test_appointment_link_names_its_booking_for_its_address() -> None:
    found = token(links.appointment_path(CHAIN, EMAIL))
    assert links.claimed_chain(found) == CHAIN
    assert links.is_for(found, CHAIN, EMAIL)
    assert not links.is_for(found, uuid4(), EMAIL)
    assert not links.is_for(found, CHAIN, "somebody.else@example.com")


def test_unsubscribing_names_whom_and_what() -> None:
    profile_id = uuid4()
    path = links.unsubscribe_path(profile_id, "checkin_reminder", EMAIL)
    found = token(path)
    assert path.startswith("/unsubscribe/checkin-reminder/")
    assert links.claimed_subscription("checkin-reminder", found) == (profile_id, "checkin_reminder")
    assert links.stops(found, profile_id, "checkin_reminder", EMAIL)
    assert not links.stops(found, profile_id, "checkin_reminder", "somebody.else@example.com")
    assert not links.stops(found, profile_id, "daily_summary", EMAIL)
    assert not links.stops(found, uuid4(), "checkin_reminder", EMAIL)


@pytest.mark.parametrize("word", ["checkin_reminder", "daily-summary", "", "checkin-reminder "])
def test_unsubscribing_from_another_event_needs_another_link(word: str) -> None:
    found = token(links.unsubscribe_path(uuid4(), "checkin_reminder", EMAIL))
    claimed = links.claimed_subscription(word, found)
    assert claimed is None or not links.stops(found, *claimed, EMAIL)


@pytest.mark.parametrize(
    "purpose",
    ["", "appointment", "feed", "sign_in", "invitation", f"unsubscribe:daily_summary:{EMAIL}"],
)
def test_links_for_other_purposes_open_no_appointment(purpose: str) -> None:
    assert not links.is_for(signing.token(CHAIN, purpose), CHAIN, EMAIL)


def test_ten_thousand_altered_links_are_refused() -> None:
    good, dice = token(OWN), random.Random(5)
    altered = (_altered(good, dice) for _ in range(TRIES))
    accepted = [one for one in altered if one != good and links.is_for(one, CHAIN, EMAIL)]
    assert accepted == []
    assert links.is_for(good, CHAIN, EMAIL)  # else nothing would ever be accepted


def test_ten_thousand_links_of_others_are_refused() -> None:
    others = (token(links.appointment_path(uuid4(), EMAIL)) for _ in range(TRIES))
    assert not any(links.is_for(one, CHAIN, EMAIL) for one in others)


def _altered(good: str, dice: random.Random) -> str:
    letters = list(good)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(letters))
        change = dice.choice(("swap", "drop", "add"))
        if change == "drop":
            letters.pop(at)
        elif change == "add":
            letters.insert(at, dice.choice(ALPHABET))
        else:
            letters[at] = dice.choice(ALPHABET)
    return "".join(letters)
