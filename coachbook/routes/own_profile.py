"""Forms of a signed-in person that carry a password, and the link that confirms an address."""

from collections.abc import Mapping
from urllib.parse import quote

from coachbook.database import transaction
from coachbook.routes.forms import Answer, Post, form
from coachbook.services import accounts, email_changes, own_passwords, passwords, sign_ins
from coachbook.services.email_changes import WrongPasswordForEmail
from coachbook.services.own_passwords import Proof, WrongCurrentPassword
from coachbook.services.people import Person

PAGES = {"coach": "/coach/settings/profile", "client": "/client/settings"}


def own_page(fields: Mapping[str, str]) -> str:
    """The page that the form stands on."""
    return PAGES.get(fields.get("stands_on", ""), "/")


def ask_for_email(post: Post) -> Answer:
    email = accounts.valid_email(post["email"])
    begun = _begin(post)
    if begun is None:
        return _sign_in_first(post)
    if not begun[1].holds(post["email_password"]):
        raise WrongPasswordForEmail
    with transaction() as session:
        person = sign_ins.person_of(session, post.cookie, now=post.now)
        if person is None:
            return _sign_in_first(post)
        email_changes.ask(session, begun[1], by=person, email=email, now=post.now)
    return Answer(f"{own_page(post.fields)}?notice=email-asked")


def change_email(post: Post) -> Answer:
    """Whoever holds the link has the mailbox. It signs nobody in."""
    with transaction() as session:
        accounts.count_link(session, address=post.address, now=post.now)
    with transaction() as session:
        email_changes.carry_out(session, post["token"], now=post.now)
    return Answer("/email?notice=email-changed")


def change_password(post: Post) -> Answer:
    begun = _begin(post)
    if begun is None:
        return _sign_in_first(post)
    someone, proof = begun
    if not proof.holds(post["current_password"]):
        raise WrongCurrentPassword
    good = passwords.good(post["password"], about=(someone.name, someone.email))
    password_hash = passwords.hashed(good)
    with transaction() as session:
        person = sign_ins.person_of(session, post.cookie, now=post.now)
        if person is None:
            return _sign_in_first(post)
        cookie = own_passwords.change_password(
            session,
            proof,
            by=person,
            password_hash=password_hash,
            ends_others=bool(post["ends_others"]),
            user_agent=post.user_agent,
            now=post.now,
        )
    notice = "password-saved-alone" if post["ends_others"] else "password-saved"
    return Answer(f"{own_page(post.fields)}?notice={notice}", cookie)


def _begin(post: Post) -> tuple[Person, Proof] | None:
    with transaction() as session:
        person = sign_ins.person_of(session, post.cookie, now=post.now)
        if person is None:
            return None
        return person, own_passwords.begin_proof(session, by=person, now=post.now)


def _sign_in_first(post: Post) -> Answer:
    return Answer(f"/sign-in?next={quote(own_page(post.fields))}")


ROUTES = [
    form("/auth/email", ask_for_email, page=own_page),
    form("/auth/email-confirmed", change_email, page="/email", keeping=("token",)),
    form("/auth/password", change_password, page=own_page),
]
