"""Lines that coaches type or paste become exercises; nothing that they wrote is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachbook.services.workouts import parsed
from coachbook.services.workouts.exercises import Exercise


@pytest.mark.parametrize(
    ("line", "exercise"),
    [
        ("Squat 3x8 60 kg", ("Squat", "3", "8", "60 kg")),
        ("Squat 3 x 8 @ 60kg", ("Squat", "3", "8", "60kg")),
        ("Squat: 3×8-10, 60 kg", ("Squat", "3", "8-10", "60 kg")),
        ("Squat 3 sets of 8 at 60 kg", ("Squat", "3", "8", "60 kg")),
        ("3x8 Squat 60 kg", ("Squat", "3", "8", "60 kg")),
        ("- Romanian deadlift 4x6 RPE 8", ("Romanian deadlift", "4", "6", "RPE 8")),
        ("2) Plank 3x45s", ("Plank", "3", "45s", "")),
        ("Side plank 3 x 30 sec each side", ("Side plank", "3", "30 sec each side", "")),
        ("Split squat 3x8/leg 12 kg", ("Split squat", "3", "8/leg", "12 kg")),
        ("Pull-up 3-4xAMRAP", ("Pull-up", "3-4", "AMRAP", "")),
        ("Pull-up 3-4x max bodyweight", ("Pull-up", "3-4", "max", "bodyweight")),
        ("Bench press 62.5 kg", ("Bench press", "", "", "62.5 kg")),
        ("Press 5x5 70%", ("Press", "5", "5", "70%")),
        ("Easy run, 5 km", ("Easy run, 5 km", "", "", "")),
        ("4x4 intervals", ("intervals", "4", "4", "")),
        ("3x8", ("3x8", "", "", "")),
        ("Sit-up", ("Sit-up", "", "", "")),
        ("Squat\t3\t8\t60 kg", ("Squat", "3", "8", "60 kg")),
        ("Squat\t3x8", ("Squat", "3", "8", "")),
        ("Row\t3\t12\t20\tkg", ("Row", "3", "12", "20 kg")),
        ("Farmer's walk 3x40m 2x24 kg", ("Farmer's walk", "3", "40m", "2x24 kg")),
    ],
)
def test_line_is_understood(line: str, exercise: tuple[str, ...]) -> None:
    assert parsed(line) == (Exercise(*exercise),)


def test_every_line_that_says_something_is_one_exercise() -> None:
    lines = "Squat 3x8 60 kg\r\n\r\n  Plank 3x45s  \n\n"
    assert [one.name for one in parsed(lines)] == ["Squat", "Plank"]


@given(st.text(max_size=300))
def test_any_text_gives_names_and_no_more_than_its_lines(text: str) -> None:
    found = parsed(text)
    assert all(one.name for one in found)
    assert len(found) <= sum(bool(line.strip()) for line in text.splitlines())


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "piece", ["3x", "1 ", "3x8/side ", "- ", "8-", ", 60", "\t", "sets of ", "@", " ,"]
)
def test_long_lines_take_no_time(piece: str) -> None:
    assert len(parsed(piece * 5_000)) <= 1
    assert len(parsed(f"Squat {piece * 100}"[:500])) == 1


def test_what_is_longer_than_any_exercise_stays_whole() -> None:
    line = f"Squat 3x8 {'very ' * 100}slow"
    assert parsed(line) == (Exercise(line),)


@given(st.text(st.characters(categories=["L", "Nd"]), max_size=20).map(lambda word: f"A {word}"))
def test_no_letter_or_digit_is_lost(name: str) -> None:
    (found,) = parsed(f"{name} 3x8 60 kg")
    assert sorted("".join(found).replace(" ", "")) == sorted(f"{name}3860kg".replace(" ", ""))


NAMES = st.lists(
    st.sampled_from(["Squat", "Romanian", "deadlift", "Kniebeuge", "Pull-up", "(pause)"]),
    min_size=1,
    max_size=4,
).map(" ".join)
SETS = st.integers(1, 20).map(str)
REPS = st.one_of(
    st.integers(1, 99).map(str),
    st.tuples(st.integers(1, 20), st.integers(1, 20)).map(lambda two: f"{two[0]}-{two[1]}"),
    st.sampled_from(["45s", "30 sec", "AMRAP", "8/side", "12 each leg"]),
)
LOADS = st.sampled_from(["", "60 kg", "62.5 kg", "135 lb", "70%", "RPE 8", "bodyweight", "2x24 kg"])


@given(NAMES, SETS, REPS, LOADS, st.sampled_from(["{}x{}", "{} x {}", "{}×{}", "{} X {}"]))
def test_what_is_written_out_is_read_back(
    name: str, sets: str, reps: str, load: str, scheme: str
) -> None:
    line = f"{name} {scheme.format(sets, reps)} {load}"
    assert parsed(line) == (Exercise(name, sets, reps, load),)


@given(st.lists(st.tuples(NAMES, SETS, REPS, LOADS), max_size=10))
def test_spreadsheet_columns_are_taken_as_they_are(rows: list[tuple[str, ...]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    assert parsed(text) == tuple(Exercise(*row) for row in rows)
