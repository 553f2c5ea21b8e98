"""Which passwords are good enough, and argon2id. Hashing takes time: never inside a transaction."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from coachbook.errors import Refusal, WeakPassword

SHORTEST = 8
LONGEST = 200
AT_ONCE = 2
SECONDS_TO_WAIT = 10
ROWS_OF_KEYS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "abcdefghijklmnopqrstuvwxyz",
    "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn", "qazwsxedcrfvtgb", "01234567890",
)  # fmt: skip
LOOK_ALIKES = str.maketrans({"@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s",
                             "5": "s", "7": "t", "8": "b", "9": "g"})  # fmt: skip
AROUND_WORDS = "0123456789!?.-_*#$ "
SHORTEST_NAME = 4
MOST_BESIDE_A_NAME = 4

# Of a password that nobody has: judged where there is none, to take as long.
NOBODYS = (
    "$argon2id$v=19$m=24576,t=3,p=1$83G1tcjDvijKgMYwJcxeZw$GxXy6K"
    "jPPAWhro3E9x90lRQL/CVLnx+yRGx8jyngBeQ"
)

_hasher = PasswordHasher(memory_cost=24 * 1024, time_cost=3, parallelism=1)  # some 50 ms
_turns = threading.BoundedSemaphore(AT_ONCE)


class PasswordTooShort(WeakPassword):
    sentence = f"Use at least {SHORTEST} characters. Three or four words are easy to remember."
    field = "password"


class PasswordTooLong(WeakPassword):
    sentence = f"Use at most {LONGEST} characters."
    field = "password"


class PasswordTooCommon(WeakPassword):
    sentence = "That password is among the first to be guessed. Pick another one."
    field = "password"


class Busy(Refusal):
    sentence = "Many people are signing in right now. Try again in a moment."


def good(password: str, *, about: Iterable[str] = ()) -> str:
    """The password as it is hashed; refuses weak ones. `about` is what everybody knows of them."""
    plain = normal(password)
    if len(plain) < SHORTEST:
        raise PasswordTooShort
    if len(plain) > LONGEST:
        raise PasswordTooLong
    if is_easily_guessed(plain, about):
        raise PasswordTooCommon
    return plain


def normal(password: str) -> str:
    """The same characters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFKC", password)


def hashed(good_password: str) -> str:
    with _Turn():
        return _hasher.hash(good_password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Takes as long for somebody unknown, or without a password, as for a wrong one."""
    plain = normal(password)
    is_possible = password_hash is not None and len(plain) <= LONGEST
    with _Turn():
        is_same = _verified(password_hash or NOBODYS, plain[:LONGEST])
    return is_possible and is_same


class _Turn:
    """Each hashing takes 24 MiB and a whole core, so that only a few may run at once."""

    def __enter__(self) -> None:
        if not _turns.acquire(timeout=SECONDS_TO_WAIT):
            raise Busy

    def __exit__(self, *_: object) -> None:
        _turns.release()


def _verified(password_hash: str, plain: str) -> bool:
    try:
        return _hasher.verify(password_hash, plain)
    except (Argon2Error, InvalidHashError):
        return False


def is_easily_guessed(plain: str, about: Iterable[str] = ()) -> bool:
    letters = plain.casefold()
    return (
        letters.isdecimal()
        or len(set(letters)) <= 3
        or _is_repetition(letters)
        or _is_on_a_row(letters)
        or _is_known(letters)
        or _is_mostly(letters, about)
    )


def _is_repetition(letters: str) -> bool:
    """The same up to six characters again and again."""
    return re.fullmatch(r"(.{1,6})\1+", letters, re.DOTALL) is not None


def _is_on_a_row(letters: str) -> bool:
    """Hardly anything but neighbouring keys, there or back."""
    on_row = {
        place
        for start in range(len(letters) - 2)
        if letters[start : start + 3] in _runs()
        for place in range(start, start + 3)
    }
    return len(on_row) >= len(letters) * 2 / 3


@cache
def _runs() -> frozenset[str]:
    there = {row[i : i + 3] for row in ROWS_OF_KEYS for i in range(len(row) - 2)}
    return frozenset(there | {run[::-1] for run in there})


def _is_known(letters: str) -> bool:
    """A word from the list with digits around it, in any of its spellings, or two such words."""
    bare = letters.strip(AROUND_WORDS)
    spellings = (letters, bare, bare.translate(LOOK_ALIKES))
    if any(spelling in _known_words() for spelling in spellings):
        return True
    words = re.sub(r"[\W\d_]+", " ", bare).split()
    return len(words) == 2 and all(word in _known_words() for word in words)


def _is_mostly(letters: str, about: Iterable[str]) -> bool:
    """Their own name or address with a few characters more."""
    left = letters
    for part in {part for text in about for part in re.split(r"[\W\d_]+", text.casefold())}:
        if len(part) >= SHORTEST_NAME:
            left = left.replace(part, "")
    return left != letters and len(left) <= MOST_BESIDE_A_NAME


@cache
def _known_words() -> frozenset[str]:
    listed = resources.files("coachbook.services").joinpath("common_passwords.txt")
    return frozenset(listed.read_text("utf-8").split())
