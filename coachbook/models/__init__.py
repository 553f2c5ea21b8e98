"""What is stored: one file a noun. Column types are in `columns`."""

from sqlmodel import SQLModel

from coachbook.models.availability import AvailabilityOverride, AvailabilityTemplate
from coachbook.models.bookings import Booking, BookingHistory, BookingRequest, CalendarVersion
from coachbook.models.checkins import (
    CheckinFormQuestion,
    CheckinFormResponse,
    ClientCheckinUsage,
)
from coachbook.models.connections import (
    GoogleAuthorization,
    GoogleConnection,
    GoogleEvent,
    PushSubscription,
)
from coachbook.models.feeds import CalendarFeed
from coachbook.models.jobs import Heartbeat, JobDone, JobRecord, Lease
from coachbook.models.messages import (
    BlockedAddress,
    DeliveryReport,
    InAppNotification,
    NotificationChoice,
    OutboxMessage,
)
from coachbook.models.packages import (
    PackageHistory,
    PackageTemplate,
    SessionPackage,
    SessionPackageAdjustment,
)
from coachbook.models.people import CoachClient, CoachSettings, Profile
from coachbook.models.sign_in import OneTimeToken, SignInAttempt, SignInSession
from coachbook.models.stats import ClientBookingStats
from coachbook.models.workouts import Workout, WorkoutTemplate

metadata = SQLModel.metadata

__all__ = [
    "AvailabilityOverride",
    "AvailabilityTemplate",
    "BlockedAddress",
    "Booking",
    "BookingHistory",
    "BookingRequest",
    "CalendarFeed",
    "CalendarVersion",
    "CheckinFormQuestion",
    "CheckinFormResponse",
    "ClientBookingStats",
    "ClientCheckinUsage",
    "CoachClient",
    "CoachSettings",
    "DeliveryReport",
    "GoogleAuthorization",
    "GoogleConnection",
    "GoogleEvent",
    "Heartbeat",
    "InAppNotification",
    "JobDone",
    "JobRecord",
    "Lease",
    "NotificationChoice",
    "OneTimeToken",
    "OutboxMessage",
    "PackageHistory",
    "PackageTemplate",
    "Profile",
    "PushSubscription",
    "SessionPackage",
    "SessionPackageAdjustment",
    "SignInAttempt",
    "SignInSession",
    "Workout",
    "WorkoutTemplate",
    "metadata",
]
