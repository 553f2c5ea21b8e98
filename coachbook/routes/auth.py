"""Ways in and out. Every form answers the same for people who are known and who aren't."""

from coachbook.database import reading, transaction
from coachbook.errors import WrongPassword
from coachbook.routes.addresses import own_path
from coachbook.routes.forms import Answer, Post, form
from coachbook.services import accounts, invitations, passwords, sign_ins
from coachbook.services.invitations import SignInFirst


def sign_in(post: Post) -> Answer:
    with transaction() as session:
        candidate = accounts.begin_sign_in(
            session, email=post["email"], address=post.address, now=post.now
        )
    if not passwords.is_right(post["password"], candidate.password_hash):
        raise WrongPassword
    with transaction() as session:
        accounts.sign_out(session, post.cookie)
        cookie = accounts.finish_sign_in(
            session, candidate, user_agent=post.user_agent, now=post.now
        )
    return Answer(own_path(post["next"]), cookie)


def send_link(post: Post) -> Answer:
    with transaction() as session:
        accounts.send_sign_in_link(session, email=post["email"], address=post.address, now=post.now)
    return Answer("/sign-in/link?notice=link-sent")


def send_password_link(post: Post) -> Answer:
    with transaction() as session:
        accounts.send_password_link(
            session, email=post["email"], address=post.address, now=post.now
        )
    return Answer("/forgot?notice=reset-sent")


def sign_in_by_link(post: Post) -> Answer:
    _count_link(post)
    with transaction() as session:
        accounts.sign_out(session, post.cookie)
        cookie = accounts.sign_in_by_link(
            session, post["token"], user_agent=post.user_agent, now=post.now
        )
    return Answer("/", cookie)


def reset_password(post: Post) -> Answer:
    _count_link(post)
    with reading() as session:
        about = accounts.whose_password(session, post["token"], now=post.now)
    password_hash = passwords.hashed(passwords.good(post["password"], about=about))
    with transaction() as session:
        cookie = accounts.reset_password(
            session,
            post["token"],
            password_hash=password_hash,
            user_agent=post.user_agent,
            now=post.now,
        )
    return Answer("/", cookie)


def join(post: Post) -> Answer:
    """Somebody new accepts an invitation."""
    _count_link(post)
    with reading() as session:
        invitation = invitations.read(session, post["token"], by=None, now=post.now)
    if invitation.step != "choose_password":
        raise SignInFirst
    password = passwords.good(post["password"], about=(post["name"], invitation.email))
    password_hash = passwords.hashed(password)
    with transaction() as session:
        accounts.sign_out(session, post.cookie)
        cookie = invitations.join(
            session,
            post["token"],
            name=post["name"],
            password_hash=password_hash,
            time_zone=post["time_zone"],
            user_agent=post.user_agent,
            now=post.now,
        )
    return Answer("/", cookie)


def accept(post: Post) -> Answer:
    """Somebody who is signed in accepts an invitation."""
    _count_link(post)
    with transaction() as session:
        person = sign_ins.person_of(session, post.cookie, now=post.now)
        invitations.accept(session, post["token"], by=person, now=post.now)
    return Answer("/")


def sign_out(post: Post) -> Answer:
    with transaction() as session:
        accounts.sign_out(session, post.cookie)
    return Answer(own_path(post["next"], "/sign-in?notice=signed-out"), is_end=True)


def sign_out_everywhere(post: Post) -> Answer:
    with transaction() as session:
        person = sign_ins.person_of(session, post.cookie, now=post.now)
        if person:
            accounts.sign_out_everywhere(session, by=person, now=post.now)
    return Answer("/sign-in?notice=signed-out-everywhere", is_end=True)


def _count_link(post: Post) -> None:
    with transaction() as session:
        accounts.count_link(session, address=post.address, now=post.now)


ROUTES = [
    form("/auth/sign-in", sign_in, page="/sign-in", keeping=("next",)),
    form("/auth/link", send_link, page="/sign-in/link"),
    form("/auth/forgot", send_password_link, page="/forgot"),
    form("/auth/link-in", sign_in_by_link, page="/link", keeping=("token",)),
    form("/auth/reset", reset_password, page="/reset", keeping=("token",)),
    form("/auth/invitation", join, page="/invitation", keeping=("token",)),
    form("/auth/accept", accept, page="/invitation", keeping=("token",)),
    form("/auth/sign-out", sign_out, page="/sign-in"),
    form("/auth/sign-out-everywhere", sign_out_everywhere, page="/sign-in"),
]
