"""A bar that says what was done and takes it back for a few seconds."""

from typing import Any

import reflex as rx

from coachbook.ui.scripts import script


class UndoBar(rx.Component):
    """See undo.jsx."""

    library = script("components/undo.jsx")
    tag = "UndoBar"

    seq: rx.Var[int]
    sentence: rx.Var[str]
    seconds: rx.Var[int]
    on_undo: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]


def undo_bar(seq: Any, sentence: Any, *, seconds: int, on_undo: Any) -> rx.Component:
    """Shown anew whenever `seq` changes; an empty `sentence` takes it away."""
    return UndoBar.create(seq=seq, sentence=sentence, seconds=seconds, on_undo=on_undo)
