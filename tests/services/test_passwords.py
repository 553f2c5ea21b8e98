"""Passwords: which are refused, and how they are kept."""

import threading
import time

import pytest
from argon2 import extract_parameters

from coachbook.services import passwords
from coachbook.services.passwords import (
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
)

ROBIN = ("Robin Fields", "robin.fields@example.com")


@pytest.mark.parametrize(
    "password",
    [
        "moss on blue kettles", "Tr0ub4dor&3", "correct horse battery", "x7Kq-vB2",
        "пароль-для-зала", "ünïcödé wörd", "I do not like the rain", "9f" * 3 + "-kettle",
        "a" + "bc1!" * 16,
    ],
)  # fmt: skip
def test_uncommon_passwords_are_good(password: str) -> None:
    assert passwords.good(password, about=ROBIN)


@pytest.mark.parametrize(
    "password",
    [
        "password", "Password1", "P@ssw0rd!", "passw0rd123", "12345678", "1234567890", "87654321",
        "qwertyuiop", "qwerty12345", "1q2w3e4r5t", "1qaz2wsx", "zxcvbnm123", "abcdefgh", "abcd1234",
        "iloveyou", "iloveyou2", "sunshine1", "princess!", "football", "baseball12", "superman1",
        "trustno1", "letmein!", "welcome123", "monkey123", "dragon99", "michael1", "jennifer!",
        "charlie2024", "Liverpool1", "starwars77", "whatever", "computer1", "internet", "corvette",
        "mustang69", "11111111", "aaaaaaaa", "abcabcabc", "12121212", "20202020", "19870512",
        "asdfghjkl", "qazwsxedc", "Summer2026!", "monkey monkey", "admin1234", "changeme1",
    ],
)  # fmt: skip
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    with pytest.raises(PasswordTooCommon):
        passwords.good(password)


@pytest.mark.parametrize("password", ["robin2026", "Fields!1", "robinfields", "robin.fields1"])
def test_own_name_is_no_password(password: str) -> None:
    with pytest.raises(PasswordTooCommon):
        passwords.good(password, about=ROBIN)


def test_length_is_counted_in_characters() -> None:
    with pytest.raises(PasswordTooShort):
        passwords.good("k4-ü8Qz")
    with pytest.raises(PasswordTooLong):
        passwords.good("moss kettle " * 17)
    assert passwords.good("k4-ü8Qzß")


def test_password_typed_on_another_keyboard_is_the_same() -> None:
    composed, decomposed = "grünes Moos 7", "gru\u0308nes Moos 7"
    assert passwords.is_right(decomposed, passwords.hashed(passwords.good(composed)))


def test_hash_is_argon2id_and_salted() -> None:
    first, second = (passwords.hashed("moss on blue kettles") for _ in range(2))
    assert first.startswith("$argon2id$v=19$m=24576,t=3,p=1$")
    assert first != second


def test_wrong_or_missing_passwords_are_not_right() -> None:
    kept = passwords.hashed("moss on blue kettles")
    assert passwords.is_right("moss on blue kettles", kept)
    assert not passwords.is_right("moss on blue kettle", kept)
    assert not passwords.is_right("", kept)
    assert not passwords.is_right("moss on blue kettles", None)
    assert not passwords.is_right("moss on blue kettles", "not a hash")


def test_somebody_unknown_takes_as_long() -> None:
    kept = passwords.hashed("moss on blue kettles")

    def fastest(password_hash: str | None) -> float:
        def took() -> float:
            began = time.thread_time()
            passwords.is_right("wrong kettles", password_hash)
            return time.thread_time() - began

        return min(took() for _ in range(5))

    known, unknown = fastest(kept), fastest(None)
    assert abs(known - unknown) < 0.01


def test_what_is_judged_for_nobody_costs_the_same() -> None:
    assert extract_parameters(passwords.NOBODYS) == extract_parameters(passwords.hashed("kettle"))


def test_only_two_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, guard = [0], [0], threading.Lock()

    def verify(password_hash: str, plain: str) -> bool:
        with guard:
            running[0] += 1
            most[0] = max(most[0], running[0])
        threading.Event().wait(0.01)
        with guard:
            running[0] -= 1
        return True

    monkeypatch.setattr(passwords, "_verified", verify)
    workers = [threading.Thread(target=passwords.is_right, args=("x", "y")) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most[0] == passwords.AT_ONCE


def test_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "SECONDS_TO_WAIT", 0)
    monkeypatch.setattr(passwords, "_turns", threading.BoundedSemaphore(1))
    with passwords._Turn(), pytest.raises(passwords.Busy):
        passwords.hashed("moss on blue kettles")
