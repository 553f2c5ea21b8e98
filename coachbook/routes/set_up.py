"""The first practice of an empty database, or a sample one to look around in."""

from starlette.responses import Response

from coachbook import demo
from coachbook.database import reading, transaction
from coachbook.routes import pages
from coachbook.routes.forms import Answer, Post, form
from coachbook.services import passwords, set_up
from coachbook.services.set_up import AlreadySetUp


def practice(post: Post) -> Answer:
    with reading() as session:
        is_first = set_up.is_empty(session)
    return _open_first(post) if is_first else _ask(post)


def _open_first(post: Post) -> Answer:
    about = (post["name"], post["email"], post["practice_name"])
    password_hash = passwords.hashed(passwords.good(post["password"], about=about))
    with transaction() as session:
        cookie = set_up.open_first_practice(
            session,
            name=post["name"],
            email=post["email"],
            password_hash=password_hash,
            practice_name=post["practice_name"],
            time_zone=post["time_zone"],
            user_agent=post.user_agent,
            now=post.now,
        )
    return Answer("/setup/hours", cookie)


def _ask(post: Post) -> Answer:
    with transaction() as session:
        set_up.ask_for_practice(
            session,
            name=post["name"],
            email=post["email"],
            practice_name=post["practice_name"],
            time_zone=post["time_zone"],
            address=post.address,
            now=post.now,
        )
    return Answer("/setup?notice=check-email")


def sample(post: Post) -> Response:
    with transaction() as session:
        set_up.wait_turn(session)
        if not set_up.is_empty(session):
            raise AlreadySetUp
        sign_ins = demo.fill(session, now=post.now)
    return pages.sample_sign_ins(sign_ins)


ROUTES = [
    form("/setup/practice", practice, page="/setup"),
    form("/setup/sample", sample, page="/sign-in"),
]
