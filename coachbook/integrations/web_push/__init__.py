"""Messages to browsers, encrypted for one device and carried by its maker's push service."""

from coachbook.config import Settings
from coachbook.integrations.web_push import keys
from coachbook.integrations.web_push.posting import WebPushSender
from coachbook.notifications.sending import PushSender


def sender(settings: Settings) -> PushSender:
    return WebPushSender(
        keys.of(settings), contact=keys.contact(settings), extra_hosts=settings.push.extra_hosts
    )
