"""What people read when something fails, and what the log keeps of it."""

import logging

import pytest

from coachbook import config
from coachbook.causes import cause_of
from coachbook.errors import SlotTaken
from coachbook.ui.refusals import Messages, WithoutPayload, sentence_for


@pytest.fixture
def messages() -> Messages:
    return Messages(_reflex_internal_init=True)  # type: ignore[call-arg]


def failure() -> Exception:
    try:
        try:
            raise KeyError("4111 1111 1111 1111")
        except KeyError as cause:
            raise ValueError("card 4111") from cause
    except ValueError as problem:
        return problem


def test_refusal_is_its_own_sentence() -> None:
    assert sentence_for(SlotTaken(), where="book") == SlotTaken.sentence


def test_cause_names_kinds_and_places_down_to_the_first() -> None:
    told = cause_of(failure())
    assert "ValueError" in told
    assert "<- KeyError" in told
    assert "ui/test_refusals.py" in told


def test_cause_keeps_texts_out_of_production_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHBOOK_PRODUCTION", "yes")
    config.reset()
    assert "4111" not in cause_of(failure())


def test_text_in_a_cause_stays_on_one_line() -> None:
    assert "\n" not in cause_of(ValueError("two\r\nlines"))


def test_new_error_replaces_the_last_one(messages: Messages) -> None:
    messages._add("Saved.", "success")
    messages._add("That failed.", "error")
    messages._add("That failed as well.", "error")
    assert [item["sentence"] for item in messages.items] == ["Saved.", "That failed as well."]


def test_success_takes_the_error_away(messages: Messages) -> None:
    messages._add("That failed.", "error")
    messages._add("Saved.", "success")
    assert [item["tone"] for item in messages.items] == ["success"]


def test_same_sentence_again_is_a_new_message(messages: Messages) -> None:
    messages._add("Saved.", "success")
    first = messages.items[0]["key"]
    messages._add("Saved.", "success")
    assert len(messages.items) == 1
    assert messages.items[0]["key"] != first


def test_framework_log_loses_what_a_browser_sent() -> None:
    line = "Error processing Event(name='x', router_data={'headers': {'cookie': 'secret'}})"
    record = logging.LogRecord("reflex", logging.ERROR, "event.py", 7, line, None, None)
    assert WithoutPayload().filter(record)
    assert record.getMessage() == "error about an event at event:7"


def test_framework_log_keeps_the_kind_of_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHBOOK_PRODUCTION", "yes")
    config.reset()
    problem = failure()
    about = (type(problem), problem, problem.__traceback__)
    record = logging.LogRecord("reflex", logging.ERROR, "app.py", 7, "It failed", None, about)
    WithoutPayload().filter(record)
    assert record.getMessage().startswith("It failed: ValueError at ui/test_refusals.py")
    assert record.exc_info is None


def test_next_attempt_forgets_the_sentence_of_a_field(messages: Messages) -> None:
    messages._add("Saved.", "success")
    messages._add("The date has passed.", "error")
    messages._point_at("expires_on", "The date has passed.")
    messages._forget_problem()
    assert [item["sentence"] for item in messages.items] == ["Saved."]
    assert (messages.problem_field, messages.problem) == ("", "")


def test_next_attempt_keeps_an_error_of_no_field(messages: Messages) -> None:
    messages._add("That failed.", "error")
    messages._forget_problem()
    assert [item["sentence"] for item in messages.items] == ["That failed."]
