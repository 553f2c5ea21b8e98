"""Every message as it reads today, word by word: a change of words is looked at before it is kept.

To keep new words: KEEP_SNAPSHOTS=yes pytest tests/notifications/test_gallery.py
"""

import os
import re
from pathlib import Path

import pytest

from coachbook.notifications import matrix
from coachbook.services import gallery
from coachbook.services.gallery import Sample
from coachbook.services.sample_practice import opened
from coachbook.ui.operator.messages_rows import row
from tests.conftest import NOW

SNAPSHOTS = Path(__file__).parent / "snapshots"
TOKEN = re.compile(r"[\w-]{22}\.[\w-]{43}")


@pytest.fixture(scope="module")
def samples() -> dict[str, Sample]:
    with opened(NOW) as session:
        return {event: gallery.sample(session, event, NOW) for event in matrix.EVENTS}


def _written(sample: Sample) -> str:
    """All that the reader gets to see, in one text."""
    shown = row(sample)
    parts = [f"{shown['name']}\n{shown['due']}. {shown['choice']}"]
    if sample.email:
        envelope = (
            f"From: {sample.email.sender_name}",
            f"To: {shown['to']}",
            f"Reply-To: {sample.email.reply_to}",
            f"Subject: {sample.email.subject}",
            f"Invitations: {' '.join(one.method for one in sample.email.invitations)}",
            f"Unsubscribe: {'yes' if sample.email.unsubscribe_link else 'no'}",
        )
        parts += ["\n".join(envelope), sample.email.text]
    if sample.push:
        parts.append(f"Push: {sample.push.title}\n{sample.push.body}\n-> {sample.push.path}")
    if sample.note:
        parts.append(f"In the app: {shown['note']}\n{shown['note_details']}")
    text = TOKEN.sub("TOKEN", "\n\n---\n\n".join(parts))
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("event", matrix.EVENTS)
def test_message_reads_as_it_was_kept(samples: dict[str, Sample], event: str) -> None:
    path, written = SNAPSHOTS / f"{event}.txt", _written(samples[event])
    if os.environ.get("KEEP_SNAPSHOTS"):
        path.write_text(written)
    assert written == path.read_text()


def test_no_snapshot_is_of_nothing() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.txt")} == set(matrix.EVENTS)


def test_html_says_what_the_plain_text_says(samples: dict[str, Sample]) -> None:
    """The subject, each appointment's time and the link are in both."""
    for event, sample in samples.items():
        if sample.email is None:
            continue
        assert sample.email.subject in _plain(sample.email.html), event
        for line in re.findall(r"^\* (.+)$", sample.email.text, re.MULTILINE):
            assert line in _plain(sample.email.html), event
        assert sample.email.link in _plain(sample.email.html), event
        assert sample.email.link in sample.email.text, event


def test_place_of_a_check_in_can_be_followed(samples: dict[str, Sample]) -> None:
    email = samples["checkin_booked"].email
    assert email is not None
    assert 'href="https://meet.example.com/harbor-strength"' in email.html
    assert "Join here: https://meet.example.com/harbor-strength" in email.text


def test_push_names_no_client_on_a_locked_screen(samples: dict[str, Sample]) -> None:
    for event, sample in samples.items():
        if sample.push:
            assert "Dana" not in sample.push.title + sample.push.body, event


def _plain(html: str) -> str:
    return html.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
