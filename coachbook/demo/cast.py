"""Who is in the sample practice: three coaches, forty clients, what they are like."""

from dataclasses import dataclass

PASSWORD = "sample-practice-2026"  # noqa: S105  everybody's, and printed


@dataclass(frozen=True)
class Temper:
    """How often somebody cancels, moves or forgets a booking; each a share of all."""

    cancels: float
    moves: float
    misses: float


STEADY = Temper(0.03, 0.05, 0.01)
BUSY = Temper(0.08, 0.16, 0.02)
FORGETFUL = Temper(0.07, 0.04, 0.18)
FICKLE = Temper(0.24, 0.10, 0.03)


@dataclass(frozen=True)
class Plan:
    """What somebody buys, again and again; without months it never expires."""

    sessions: int
    minutes: int
    months: int | None
    price: int | None = None

    @property
    def name(self) -> str:
        ends = f", {self.months} months" if self.months else ""
        return f"{self.sessions} sessions, {self.minutes} min{ends}"


FOUR = Plan(4, 60, 2, 320)
EIGHT = Plan(8, 60, 3, 600)
TWELVE = Plan(12, 60, 3, 840)
TWENTY = Plan(20, 60, 6, 1300)
SHORT = Plan(10, 45, 4, 550)
OPEN_ENDED = Plan(10, 60, None, 780)


@dataclass(frozen=True)
class Client:
    """`times` are weekly, by the coach's clock; none means check-ins only. Weeks count back."""

    name: str
    times: str = ""
    plan: Plan = TWELVE
    books_weeks: int = 2
    since_weeks: int = 58
    until_weeks: int = 0
    temper: Temper = STEADY
    checkins: float = 0.0
    note: str = ""
    zone: str = ""
    status: str = "active"
    also_with: int | None = None


@dataclass(frozen=True)
class Coach:
    name: str
    email: str
    practice: str
    zone: str
    meeting_address: str
    mail: str
    plans: tuple[Plan, ...]
    questions: tuple[tuple[str, str, tuple[str, ...]], ...]
    clients: tuple[Client, ...]
    currency: str = "USD"


RUTHS = (
    Client("Dana Whitfield", "Mon 07:00, Thu 07:00", TWENTY, books_weeks=8, checkins=0.8,
           note="Training for her first half marathon. Hips first, always."),
    Client("Marcus Oyelaran", "Tue 18:00, Thu 18:00", TWELVE, temper=BUSY, checkins=0.4,
           note="Travels for work every third week. Prefers messages to calls."),
    Client("Priya Raman", "Mon 17:30, Wed 17:30", TWENTY, books_weeks=4, checkins=0.6,
           note="Back to lifting after her second child. Pelvic floor cleared in spring."),
    Client("Tomasz Kowalczyk", "Mon 18:00", EIGHT, temper=STEADY, since_weeks=40,
           note="Old shoulder injury on the right: landmine press instead of overhead."),
    Client("Grace Lindqvist", "Sat 09:00", EIGHT, books_weeks=8, checkins=0.3,
           note="Retired teacher, 67. Balance and grip; carries the groceries herself again."),
    Client("Hector Villanueva", "Mon 18:00, Wed 18:00", TWELVE, temper=BUSY),
    Client("Naomi Feldman", "Tue 12:30", OPEN_ENDED, books_weeks=4, since_weeks=49,
           note="Lunch hour only: has to leave on the dot."),
    Client("Jamal Prescott", "Mon 18:30, Fri 17:00", TWELVE, books_weeks=1, checkins=0.5),
    Client("Siobhan Doyle", "Wed 06:30, Fri 06:30", TWENTY, books_weeks=8,
           note="Night nurse. Check how much she slept before loading the bar."),
    Client("Wei-Ling Chen", "Thu 17:30", OPEN_ENDED, since_weeks=33, checkins=0.4),
    Client("Andre Baptiste", "Sat 08:30, Wed 19:00", EIGHT, temper=FORGETFUL,
           note="Send him a text the evening before."),
    Client("Olga Petrenko", "Tue 07:30, Thu 08:00", SHORT, books_weeks=4, checkins=0.2,
           note="45 minutes because of the school run."),
    Client("Caleb Strauss", "Thu 18:30", TWELVE, until_weeks=19, status="archived",
           note="Moved to Denver. Would come back if he does."),
    Client("Imani Brooks", "Mon 06:30, Thu 06:30", EIGHT, books_weeks=4, since_weeks=6,
           note="New: recommended by Dana. Never lifted before, very keen."),
    Client("Rafael Mendes", "Sat 10:00", OPEN_ENDED, checkins=0.5, also_with=1,
           note="In Madrid every summer and trains there too."),
    Client("Yuki Tanabe", "Tue 17:00", EIGHT, temper=STEADY, checkins=0.3, also_with=2,
           note="Sees a running coach online for her gait."),
    Client("Eleanor Voss", plan=FOUR, since_weeks=1, status="invited",
           note="Met at the open day. Wants to start after her holiday."),
    Client("Dev Patel", checkins=0.9, zone="America/Chicago", since_weeks=45,
           note="Trains by himself in Chicago; we go through his videos."),
)  # fmt: skip

LUCIAS = (
    Client("Carmen Rueda", "Mon 09:00, Thu 09:00", TWENTY, books_weeks=8, checkins=0.7,
           note="Osteoporosis in the family. Loves the kettlebell, hates the bike."),
    Client("Íñigo Salazar", "Tue 19:00, Thu 19:00", TWELVE, temper=BUSY,
           note="Padel on Wednesdays: easy on the shoulders the day after."),
    Client("Beatriz Montalvo", "Wed 08:00", EIGHT, books_weeks=4, checkins=0.4),
    Client("Jordi Casals", "Mon 19:00, Wed 19:00", TWELVE, checkins=0.3,
           note="Cyclist. Strong legs, stiff back."),
    Client("Aitana Prieto", "Mon 18:30", EIGHT, temper=FICKLE,
           note="Exams until June; cancels a lot, always says so in time."),
    Client("Mohamed El Idrissi", "Tue 07:30, Fri 07:30", TWENTY, books_weeks=4, checkins=0.5,
           note="Fasts during Ramadan: later and lighter sessions then."),
    Client("Sofie Maes", "Wed 18:00", OPEN_ENDED, since_weeks=38, checkins=0.4,
           note="Flies home to Ghent often. English is easiest."),
    Client("Pablo Herrero", "Thu 20:00", EIGHT, temper=FORGETFUL),
    Client("Nuria Ibáñez", "Tue 10:00", SHORT, books_weeks=4,
           note="Knee operated in January. Physio: Dr. Robledo."),
    Client("Gonzalo Barrios", "Fri 18:00", EIGHT, until_weeks=14, status="archived",
           note="Stopped for now: new baby."),
    Client("Lena Hoffmann", checkins=0.8, zone="Europe/Berlin", since_weeks=30, also_with=2,
           note="Online only, from Berlin."),
    Client("Ximena Duarte", plan=EIGHT, since_weeks=1, status="invited",
           note="A friend of Carmen's."),
)  # fmt: skip

KIRIS = (
    Client("Aroha Ngata", "Mon 06:00, Wed 06:00", TWENTY, books_weeks=8, checkins=0.7,
           note="Waka ama paddler. Season runs to Easter."),
    Client("Finn McAllister", "Tue 17:00", EIGHT, temper=BUSY,
           note="Shift work at the port: check his roster before suggesting a time."),
    Client("Sione Taufa", "Mon 17:30, Thu 17:30", TWELVE, checkins=0.3,
           note="Club rugby. No heavy lower body the day before a match."),
    Client("Priyanka Desai", "Wed 07:00", EIGHT, books_weeks=4, checkins=0.6),
    Client("Hana Kereama", "Sat 08:00, Wed 17:00", TWENTY, books_weeks=4, checkins=0.5,
           note="Wants ten clean pull-ups by Christmas. At six."),
    Client("Oliver Thwaite", "Fri 06:30", OPEN_ENDED, checkins=0.6, also_with=0,
           note="Strength programme by his coach in New York; we do the running."),
    Client("Mei Huang", "Tue 10:00, Thu 10:00", SHORT, books_weeks=4,
           note="Desk job, neck pain. Start with the band routine."),
    Client("Josie Blackwood", "Sat 09:00", EIGHT, temper=FICKLE),
    Client("Tāne Rewiti", "Mon 18:00", FOUR, temper=FORGETFUL, since_weeks=24),
    Client("Charlotte Ng", "Thu 18:00", TWELVE, books_weeks=1, since_weeks=29, checkins=0.2,
           note="Entered the Coromandel trail run. Nervous about the descents."),
)  # fmt: skip

RUTH = Coach(
    "Ruth Adeyemi",
    "ruth@harborstrength.example.com",
    "Harbor Strength",
    "America/New_York",
    "https://meet.example.com/harbor-strength",
    "mail.example.com",
    (FOUR, EIGHT, TWELVE, TWENTY, SHORT, OPEN_ENDED),
    (
        ("How did the week feel, in a sentence or two?", "textarea", ()),
        ("Hours of sleep in a usual night", "number", ()),
        ("Any pain?", "select", ("None", "Some, it doesn't stop me", "Yes, let's talk")),
        ("What should we change next month?", "textarea", ()),
    ),
    RUTHS,
)
LUCIA = Coach(
    "Lucía Ferrer",
    "lucia@estudioferrer.example.com",
    "Estudio Ferrer",
    "Europe/Madrid",
    "https://meet.example.com/estudio-ferrer",
    "correo.example.com",
    (EIGHT, TWELVE, TWENTY, SHORT, OPEN_ENDED),
    (
        ("What went well since we last spoke?", "textarea", ()),
        ("How many of your own workouts did you do?", "number", ()),
        ("Energy, from 1 to 10", "scale", ()),
    ),
    LUCIAS,
    "EUR",
)
KIRI = Coach(
    "Kiri Matheson",
    "kiri@tidewater.example.com",
    "Tidewater Movement",
    "Pacific/Auckland",
    "https://meet.example.com/tidewater",
    "post.example.com",
    (FOUR, EIGHT, TWELVE, TWENTY, SHORT, OPEN_ENDED),
    (
        ("Kilometres this week", "number", ()),
        ("Which shoes?", "text", ()),
        ("I have read the plan for next month", "checkbox", ()),
    ),
    KIRIS,
    "NZD",
)
COACHES = (RUTH, LUCIA, KIRI)
