"""Refusals that people meet. Each is named by what happened and carries the sentence they read."""


class Refusal(Exception):
    """The request can't be carried out; nothing was written."""

    sentence = "That can't be done."
    field: str | None = None

    def __init__(self, sentence: str | None = None, *, field: str | None = None) -> None:
        super().__init__(sentence or self.sentence)
        if sentence:
            self.sentence = sentence
        if field:
            self.field = field


class DatabaseUnreachable(Refusal):
    sentence = "coachbook can't reach its database right now. Nothing was changed; try again soon."


class NotSignedIn(Refusal):
    sentence = "Please sign in first."


class NotFound(Refusal):
    """Absent, or somebody else's: the answer is the same."""

    sentence = "That isn't here any more. Go back and reload the page."


class NotAllowed(Refusal):
    sentence = "You can't do that."


class Invalid(Refusal):
    """Something that was typed or picked can't be used."""

    sentence = "Please check what you entered."


class AlreadyChanged(Refusal):
    sentence = "Someone changed this a moment ago. The page shows how it is now; try again."


class AlreadyStarted(Refusal):
    sentence = "This has already started, so it can't be changed here. Ask your coach."


class AlreadyCancelled(Refusal):
    sentence = "This is already cancelled."


class NotStartedYet(Refusal):
    sentence = "This hasn't started yet. You can mark it once it has."


class SlotTaken(Refusal):
    sentence = "That time isn't available any more."


class NeedsConfirmation(Refusal):
    """The coach may do it, after having been asked; the sentence says what is unusual."""


class NoCreditsLeft(Refusal):
    sentence = "There is no session left to book with."


class PackageEnds(Refusal):
    """The sentence names the date the package runs until."""


class BalanceTooLow(Refusal):
    """The adjustment would take more sessions than are left."""


class RequestReused(Refusal):
    sentence = "This page sent the same request for something else. Reload it and try again."


class EmailTaken(Refusal):
    sentence = "This client is already on your list."


class WrongPassword(Refusal):
    sentence = "The email or the password isn't right."


class TooManyTries(Refusal):
    sentence = "Too many tries. Wait a few minutes, or have a sign-in link sent to you."


class LinkExpired(Refusal):
    sentence = "This link has expired or was already used. Ask for a new one."


class WeakPassword(Refusal):
    """The sentence says what is missing."""


class NoLongerClient(NotFound):
    """For whom the coach has archived, whatever their open page still shows."""

    sentence = "You aren't a client of this coach at the moment. Ask them to take you back."


class ClientArchived(NotFound):
    sentence = "This client is archived. Restore them first, then book."
