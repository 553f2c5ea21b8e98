"""How email leaves: through SendGrid if there is a key, else a mail server, else not at all."""

from email_validator import EmailNotValidError, validate_email

from coachbook.config import BadSetting, Settings
from coachbook.integrations.envelopes import Origin
from coachbook.notifications.sending import EmailSender


def sender(settings: Settings) -> EmailSender | None:
    """None if emails stay on this machine. Refuses settings that can't work."""
    check(settings)
    if settings.mail.transport == "sendgrid":
        from coachbook.integrations.sendgrid.sender import SendGrid

        return SendGrid(settings.mail.sendgrid_key, settings.mail.sendgrid_url, _origin(settings))
    if settings.mail.transport == "smtp":
        from coachbook.integrations.smtp.sender import Smtp

        return Smtp(settings.mail.smtp_url, _origin(settings))
    return None


def check(settings: Settings) -> None:
    """Raises BadSetting if emails could not leave, or if nobody said that they may stay."""
    if settings.mail.transport != "none":
        _check_sender(settings)
    elif settings.is_production and not settings.mail.may_stay_here:
        raise BadSetting(
            "No email would leave this machine. Set COACHBOOK_SENDGRID_KEY or COACHBOOK_SMTP_URL, "
            "or COACHBOOK_ALLOW_NO_MAIL=yes if that is meant."
        )
    if settings.mail.transport == "smtp":
        from coachbook.integrations.smtp.servers import server

        server(settings.mail.smtp_url)


def _check_sender(settings: Settings) -> None:
    try:
        validate_email(settings.mail.sender, check_deliverability=False)
    except EmailNotValidError as problem:
        raise BadSetting(
            "COACHBOOK_MAIL_FROM must be the address that emails come from, "
            "like bookings@your-domain.com."
        ) from problem


def _origin(settings: Settings) -> Origin:
    return Origin(settings.mail.sender, settings.public_host)
