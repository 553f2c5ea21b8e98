"""What the log keeps, and what stays out of it."""

import io
import json
import logging
from collections.abc import Iterator
from time import perf_counter
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from coachbook import config, signing
from coachbook.serving import logs
from coachbook.serving.logs import JsonLines, TextLines, clean


class Written:
    """A logger of its own, and the lines that it wrote."""

    def __init__(self, formatter: logging.Formatter) -> None:
        self.stream = io.StringIO()
        handler = logging.StreamHandler(self.stream)
        handler.setFormatter(formatter)
        self.log = logging.Logger("coachbook.test")
        self.log.addHandler(handler)

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()


@pytest.fixture(params=[TextLines, JsonLines])
def written(request: pytest.FixtureRequest) -> Written:
    return Written(request.param())


@pytest.fixture
def in_production(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COACHBOOK_PRODUCTION", "yes")
    config.reset()
    yield
    config.reset()


TOKEN = "wa5LvL6pQdqnPB08uA-YkA.3VSMkb2fHNrD-R0zjjtP08SrdW1A2qswKTXOZcN_jes"


def test_signed_tokens_look_like_this_one() -> None:
    assert [len(part) for part in signing.token(uuid4(), "sign_in").split(".")] == [
        len(part) for part in TOKEN.split(".")
    ]


def test_text_says_when_how_bad_and_where() -> None:
    written = Written(TextLines())
    written.log.info("Completed %d bookings.", 3)
    moment, rest = written.lines[0].split(" ", 1)
    assert moment.endswith("Z")
    assert rest == "info coachbook.test: Completed 3 bookings."


def test_json_is_one_object_a_line() -> None:
    written = Written(JsonLines())
    written.log.warning("Late by %s.", "an hour", extra={"job": "reminders", "seconds": 1.5})
    found = json.loads(written.lines[0])
    assert found.pop("at").endswith("Z")
    assert found == {
        "level": "warning", "logger": "coachbook.test", "message": "Late by an hour.",
        "job": "reminders", "seconds": 1.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    "secret",
    [
        "dana.whitfield@mail.example.com",
        TOKEN,
        f"/appointment/{TOKEN}",
        f"/unsubscribe/session-reminder/{TOKEN}",
        "/calendar/feed/abcdefghij0123456789.ics",
        "/reset?token=abc&next=/x",
        "postgresql+psycopg://coach:hunter2@db/coachbook",
        "SG.abcdefgh12345678.zyxwvu",
        "coachbook=0123456789abcdefghij",
        "1//0abcdefgh-0123456789",
        "1%2F%2F0abcdefgh-0123456789",
        "ya29.a0abcdefgh0123456789",
        "4/0abcdefgh0123456789",
        "4%2F0abcdefgh0123456789",
        "GOCSPX-abcdefgh0123456789",
        "gAAAAABabcdefgh0123456789==",
    ],
)
def test_nothing_that_lets_in_or_names_people_is_kept(written: Written, secret: str) -> None:
    written.log.warning("It failed for %s today", secret, extra={"beside": secret})
    heard = "\n".join(written.lines)
    assert len(written.lines) == 1
    assert "It failed for" in heard
    assert "today" in heard
    for part in ("whitfield", "hunter2", "abcdefgh", "0123456789", "token=", secret):
        assert part not in heard, part


def test_links_are_taken_out_whatever_letter_they_begin_with() -> None:
    ids = [UUID(int=first << 120) for first in range(256)]
    tokens = [signing.token(one, "sign_in") for one in ids]
    assert {token[0] for token in tokens} >= {"-", "_", "a", "Z", "0"}
    for token in tokens:
        for words in (token, f"token={token}", f"/subscribe/daily-summary/{token}", f"-{token}"):
            assert token[23:43] not in clean(words), words


@pytest.mark.parametrize("words", ["a", "a.b-", "a.a.", "a://", "x@y.", "?"])
def test_long_words_are_cleaned_in_no_time(words: str) -> None:
    """Whoever makes the log long doesn't hold up everybody else."""
    began = perf_counter()
    clean(words * 10_000)
    assert perf_counter() - began < 0.5


def test_control_without_cleaning_the_secret_would_be_there() -> None:
    """What the test above finds nothing of is there where nobody takes it out."""
    written = Written(logging.Formatter())
    written.log.warning("It failed for %s", "dana.whitfield@mail.example.com")
    assert "whitfield" in written.lines[0]


@pytest.mark.usefixtures("in_production")
def test_exception_is_kinds_and_places_on_one_line(written: Written) -> None:
    try:
        raise ValueError("card 4111\nof Dana")
    except ValueError:
        written.log.exception("The job failed.")
    assert len(written.lines) == 1
    assert "ValueError at" in written.lines[0]
    assert "4111" not in written.lines[0]


@given(words=strategies.text(max_size=200))
@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
def test_nothing_breaks_the_line(words: str) -> None:
    assert len(clean(words).splitlines()) <= 1
    written = Written(TextLines())
    written.log.warning("%s", words)
    assert len(written.lines) == 1


def test_ordinary_words_stay_as_they_are() -> None:
    for words in ("Forgot 12 rows that had expired.", "Why? Because 5.0.0 is out.", "50% (a/b)"):
        assert clean(words) == words


@pytest.mark.parametrize("kind", ["text", "json"])
def test_requests_are_not_logged(kind: str) -> None:
    loggers = logs.configuration(kind)["loggers"]
    assert loggers["granian.access"]["handlers"] == []
    assert loggers["uvicorn.access"]["propagate"] is False
