"""The page on which an account allows or refuses, and a browser that does it without one."""

import json
from html import escape
from http.client import HTTPConnection
from urllib.parse import parse_qsl, urlencode, urlsplit

HTML = "text/html; charset=UTF-8"
STRANGER = "coach@example.com"


def consent(asked: dict[str, str], accounts: list[str]) -> bytes:
    known = accounts or [STRANGER]
    options = "".join(f"<option>{escape(one)}</option>" for one in known)
    return f"""<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Sign in - Stand-in for Google</title>
<h1>Stand-in for Google</h1><form method="post" action="/o/oauth2/v2/auth">
<input type="hidden" name="asked" value="{escape(json.dumps(asked))}">
<p><label>Account <select name="email">{options}</select></label></p>
<p><label><input type="checkbox" name="calendar" checked> See, create, change and delete events on
the Google calendars that you own</label></p>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="cancel">Cancel</button></form></html>""".encode()


def address(uri: str, told: dict[str, str]) -> str:
    return f"{uri}{'&' if urlsplit(uri).query else '?'}{urlencode(told)}"


def decide(
    consent_address: str, email: str, *, calendar: bool = True, allows: bool = True
) -> dict[str, str]:
    """What the browser brings back after this consent."""
    where = urlsplit(consent_address)
    form = {
        "asked": json.dumps(dict(parse_qsl(where.query))),
        "email": email,
        "decision": "allow" if allows else "cancel",
    }
    form |= {"calendar": "on"} if calendar else {}
    connection = HTTPConnection(where.netloc, timeout=10)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", where.path, urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 302, f"the consent page answered {answer.status}"
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
