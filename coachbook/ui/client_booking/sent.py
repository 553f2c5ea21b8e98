"""What the booking page sends to be booked."""

from pydantic import AwareDatetime
from typing_extensions import TypedDict


class Sent(TypedDict):
    """A basket; the same times always come with the same id."""

    starts: list[AwareDatetime]
    request_id: str
