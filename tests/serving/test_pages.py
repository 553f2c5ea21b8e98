"""When the pages are built, and what the build may know."""

import os
import shutil
from pathlib import Path

import pytest

from coachbook.serving import ROOT, pages
from coachbook.serving.same_origin import UnknownScript, talk_to_own_origin


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("coachbook/ui/page.py", "assets/icon.svg", "rxconfig.py", "reflex.lock/bun.lock"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    (tmp_path / "reflex.lock" / "package.json").write_text('{"name": "reflex"}')
    return tmp_path


class Builder:
    """Stands for Reflex's export: counts, and leaves what a build leaves."""

    def __init__(self) -> None:
        self.builds = 0

    def __call__(self, root: Path) -> None:
        self.builds += 1
        built = pages.built_pages(root)
        shutil.rmtree(built.parent, ignore_errors=True)
        built.mkdir(parents=True)
        (built / "404.html").touch()


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> Builder:
    builder = Builder()
    monkeypatch.setattr(pages, "_export", builder)
    monkeypatch.delenv("REFLEX_WEB_WORKDIR", raising=False)
    return builder


def _build(project: Path) -> bool:
    return pages.build_if_changed(project, say=lambda _words: None)


def test_pages_are_built_once(project: Path, builder: Builder) -> None:
    assert [_build(project), _build(project)] == [True, False]
    assert builder.builds == 1


@pytest.mark.parametrize(
    "changed",
    ["coachbook/ui/page.py", "coachbook/ui/new.py", "assets/icon.svg", "reflex.lock/bun.lock"],
)
def test_changed_source_is_built_again(project: Path, builder: Builder, changed: str) -> None:
    _build(project)
    (project / changed).write_text("changed")
    assert _build(project)


def test_source_that_changes_during_the_build_is_built_again(
    project: Path, builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def export(root: Path) -> None:
        builder(root)
        (root / "rxconfig.py").write_text("changed meanwhile")

    monkeypatch.setattr(pages, "_export", export)
    assert [_build(project), _build(project), _build(project)] == [True, True, False]


def test_touched_source_is_not_built_again(project: Path, builder: Builder) -> None:
    _build(project)
    os.utime(project / "rxconfig.py", (0, 0))
    assert not _build(project)


def test_broken_build_is_built_again(project: Path, builder: Builder) -> None:
    _build(project)
    (pages.built_pages(project) / "404.html").unlink()
    assert _build(project)


def test_running_server_keeps_the_pages_it_started_with(project: Path, builder: Builder) -> None:
    _build(project)
    served = pages.built_pages(project).resolve()
    (project / "rxconfig.py").write_text("changed")
    _build(project)
    assert (served / "404.html").exists()
    assert pages.built_pages(project).resolve() != served


def test_build_knows_nothing_of_this_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACHBOOK_DATABASE_URL", "postgresql://practice")
    monkeypatch.setenv("COACHBOOK_SECRET_KEY", "canary")
    monkeypatch.setenv("COACHBOOK_SENDGRID_KEY", "canary")
    known = pages.build_environment(tmp_path)
    assert known["COACHBOOK_DATABASE_URL"] == "sqlite://"
    assert "canary" not in known.values()


def test_lock_names_no_registry(project: Path, builder: Builder) -> None:
    lock = project / "reflex.lock" / "bun.lock"
    lock.write_text('"a": ["a@1.0.0", "https://mirror.example/a-1.0.0.tgz", {}, "sha512-x"],\n')
    _build(project)
    assert lock.read_text() == '"a": ["a@1.0.0", "", {}, "sha512-x"],\n'


def test_lock_reads_the_same_on_every_machine(project: Path, builder: Builder) -> None:
    _build(project)
    assert (project / "reflex.lock" / "package.json").read_text() == '{\n  "name": "reflex"\n}\n'
    assert not _build(project)


def test_committed_lock_names_no_registry() -> None:
    for file in (ROOT / "reflex.lock").iterdir():
        assert "://" not in file.read_text()


def test_pages_talk_to_the_port_they_came_from() -> None:
    script = talk_to_own_origin(_reflexs_script())
    assert "endpoint.port = window.location.port;" in script
    assert 'endpoint.port = ""' not in script
    assert talk_to_own_origin(script) == script


def test_unknown_script_is_refused() -> None:
    with pytest.raises(UnknownScript):
        talk_to_own_origin("export const getBackendURL = () => 1;")


def _reflexs_script() -> str:
    import reflex_base

    folder = Path(reflex_base.__file__).parent
    return (folder / ".templates" / "web" / "utils" / "state.js").read_text()


def test_scripts_beside_the_pages_become_assets(project: Path, builder: Builder) -> None:
    (project / "coachbook" / "ui" / "parts").mkdir()
    (project / "coachbook" / "ui" / "parts" / "clock.jsx").write_text("export const Clock = 1;")
    _build(project)
    links = project / "assets" / "external" / "coachbook" / "ui"
    assert (links / "parts" / "clock.jsx").read_text() == "export const Clock = 1;"
    assert not (links / "page.py").exists()
