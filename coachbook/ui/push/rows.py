"""Devices that take messages, in words."""

from collections.abc import Iterable
from typing import TypedDict

from coachbook.services.browsers import PHONES
from coachbook.services.people import Person
from coachbook.services.push_devices import OwnDevice
from coachbook.ui.words import moment


class DeviceRow(TypedDict):
    """`note` says what is wrong with it, if anything is."""

    id: str
    name: str
    standing: str
    note: str
    is_phone: bool
    is_here: bool


def device_rows(devices: Iterable[OwnDevice], reader: Person) -> list[DeviceRow]:
    return [
        DeviceRow(
            id=str(one.id),
            name=one.name,
            standing=_standing(one, reader),
            note=_note(one),
            is_phone=one.name.endswith(PHONES),
            is_here=one.is_here,
        )
        for one in devices
    ]


def _standing(device: OwnDevice, reader: Person) -> str:
    if device.last_success_at:
        return f"Last message {moment(device.last_success_at, reader.zone, reader.locale)}"
    return f"On since {moment(device.created_at, reader.zone, reader.locale)}, no message yet"


def _note(device: OwnDevice) -> str:
    if device.needs_renewal:
        return "Open coachbook on it once: until then no message reaches it."
    return "Messages don't get through at the moment." if device.is_failing else ""
