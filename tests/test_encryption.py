"""What is kept encrypted: readable with any of our keys, written under the newest, whole files."""

import stat
import threading
from pathlib import Path

import pytest

from coachbook import config, encryption
from coachbook.config import BadSetting

SECRET = "1//a-refresh-token"


def key_file() -> Path:
    return config.settings().data_dir / encryption.FILE


def test_a_secret_comes_back_and_nothing_of_it_shows() -> None:
    kept = encryption.encrypt(SECRET)
    assert encryption.decrypt(kept) == SECRET
    assert SECRET not in kept
    assert encryption.encrypt(SECRET) != kept


def test_the_first_key_is_made_for_its_owner_only() -> None:
    encryption.encrypt(SECRET)
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
    assert [path.name for path in key_file().parent.iterdir()] == [encryption.FILE]


def test_whoever_makes_the_first_key_all_use_the_same() -> None:
    found: list[tuple[str, ...]] = []
    start = threading.Barrier(8)

    def look() -> None:
        start.wait()
        found.append(encryption.keys())

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_a_running_process_takes_up_a_new_key_and_still_reads_what_the_old_one_kept() -> None:
    before = encryption.encrypt(SECRET)
    encryption.replace_keys((encryption.new_key(), *encryption.keys()))
    assert encryption.decrypt(before) == SECRET
    assert not encryption.is_under_newest(before)
    assert encryption.is_under_newest(encryption.renewed(before))


def test_what_a_dropped_key_kept_is_unreadable() -> None:
    before = encryption.encrypt(SECRET)
    encryption.replace_keys((encryption.new_key(),))
    with pytest.raises(encryption.Unreadable):
        encryption.decrypt(before)
    with pytest.raises(encryption.Unreadable):
        encryption.decrypt("not even a token")


def test_keys_of_the_environment_come_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    of_file = encryption.encrypt(SECRET)
    monkeypatch.setenv(
        "COACHBOOK_ENCRYPTION_KEYS", f"{encryption.new_key()} {encryption.new_key()}"
    )
    config.reset()
    assert encryption.decrypt(encryption.encrypt(SECRET)) == SECRET
    with pytest.raises(encryption.Unreadable):
        encryption.decrypt(of_file)


@pytest.mark.parametrize("text", ["", "too-short", "ä" * 43 + "="])
def test_a_file_without_a_usable_key_is_named_without_its_content(text: str) -> None:
    encryption.keys()
    key_file().write_text(text)
    with pytest.raises(BadSetting) as problem:
        encryption.encrypt(SECRET)
    assert str(key_file()) in str(problem.value)
    assert not text or text not in str(problem.value)
