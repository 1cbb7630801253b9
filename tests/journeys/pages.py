"""Every page of the site, by who opens it, with sample data on the tests' small course.

`{…}` is a number or code of the sample: `numbers` finds them. tests/site/test_pages.py fails if a page is missing here.
"""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

ADDRESSES = {
    "stranger": [
        "/", "/courses", "/courses/basics", "/courses/basics/start/first", "/courses/basics/aids/first-look",
        "/courses/basics/start/second", "/courses/basics/start/second?country=kg", "/glossary",
        "/login", "/register", "/forgot-password",
        "/slip", "/notice", "/verify", "/verify/file", "/verify/{certificate}",
        "/report-a-mistake?course=basics&lesson=start/first",
        "/join", "/join/{code}", "/join/{code}/account",
        "/invitation/{invitation}", "/reset-password/{password}", "/confirm-email/{email}",
        "/welcome/{first_administrator}",
    ],
    "investigator": [
        "/", "/?minutes=12", "/courses", "/courses/basics", "/courses/basics/start/second",
        "/courses/basics/start/second?route=summary", "/courses/basics/start/quiz", "/courses/basics/final",
        "/attempts/{failed}/result", "/attempts/{passed}/result", "/certificates",
        "/account", "/account/details", "/account/email", "/account/password",
        "/memberships/{investigator}", "/memberships/{investigator}/edit", "/memberships/{investigator}/leave",
        "/join/{other_code}",
    ],
    "prosecutor": ["/", "/courses/basics/start/quiz", "/attempts/{open}", "/attempts/{open}/hand-in"],
    "judge": [
        "/", "/courses/basics", "/courses/basics/final", "/attempts/{final_failed}/result",
        "/attempts/{final_passed}/result", "/certificates", "/memberships/{judge}",
    ],
    "coordinator": [
        "/cohorts", "/cohorts?find=nothing-of-the-kind", "/cohorts/new",
        "/cohorts/1", "/cohorts/1?show=stuck", "/cohorts/1?find=nobody", "/cohorts/2", "/cohorts/{empty}",
        "/cohorts/1/members", "/cohorts/{empty}/members", "/cohorts/1/members/{investigator}",
        "/cohorts/1/members/{awaited}", "/cohorts/1/members/{left}", "/cohorts/1/members/{investigator}/edit",
        "/cohorts/1/members/{investigator}/remove", "/cohorts/1/members/{investigator}/progress",
        "/cohorts/1/members/{awaited}/progress", "/cohorts/2/members/{judge}/progress",
        "/cohorts/1/members/add", "/cohorts/1/members/add-one", "/cohorts/1/slips", "/cohorts/{empty}/slips",
        "/cohorts/1/code", "/cohorts/{empty}/code", "/cohorts/1/code/sheet", "/cohorts/1/edit", "/cohorts/{empty}/edit",
        "/cohorts/{empty}/delete", "/cohorts/1/coordinators", "/cohorts/1/coordinators/{coordinator_account}/remove",
    ],
    "admin": [
        "/admin", "/admin/doctor", "/admin/people", "/admin/people?find=nobody", "/admin/people/new",
        "/admin/people/invite", "/admin/people/{admin_account}", "/admin/people/{waiting_account}",
        "/admin/people/{disabled_account}", "/admin/courses", "/admin/courses/reports/{report}",
        "/admin/courses/reports/closed", "/admin/settings", "/admin/mail", "/admin/mail?state=sent",
        "/admin/mail?state=given-up", "/admin/mail/{mail}", "/admin/work",
        "/admin/certificates", "/admin/certificates?find=nobody", "/admin/certificates/{serial}",
        "/admin/log", "/admin/log?person=nobody", "/admin/log?act=code-made", "/cohorts", "/cohorts/1",
    ],
}  # fmt: skip
ERRORS = {
    "stranger": {"/no-such-page": 404, "/join/no-such": 404, "/verify/unknown": 404, "/invitation/used": 404},
    "investigator": {"/admin": 403, "/cohorts": 403, "/cohorts/1": 404},
}
# Sent as they stand, these forms are refused.
FORMS = {
    "stranger": [
        "/login", "/register", "/slip", "/verify", "/join", "/join/{code}/account", "/invitation/{invitation}",
        "/report-a-mistake?course=basics&lesson=start/first",
    ],
    "investigator": ["/account/email", "/account/password"],
    "coordinator": [
        "/cohorts/new", "/cohorts/1/members/add", "/cohorts/1/members/add-one", "/cohorts/1/coordinators",
        "/cohorts/1/coordinators/{coordinator_account}/remove", "/cohorts/1/members/{investigator}/remove",
    ],
    "admin": [
        "/admin/people/invite", "/admin/people/new", "/admin/people/{waiting_account}",
        "/admin/courses/reports/{report}",
    ],
}  # fmt: skip
TOKENS = {
    "first_administrator": "first-administrator",
    "invitation": "invitation",
    "password": "password",
    "email": "email",
}

_ATTEMPT = (
    "SELECT attempt.id FROM attempt JOIN enrolment ON enrolment.id = enrolment_id "
    "JOIN user_account ON user_account.id = user_id WHERE email = '{who}@demo.test' AND quiz_key LIKE '%/{quiz}' "
    "AND submitted_at IS {handed_in} ORDER BY score {order}"
)
_MEMBERSHIP = (
    "SELECT membership.id FROM membership JOIN user_account ON user_account.id = user_id "
    "WHERE email = '{who}@demo.test' AND joined_at IS NOT NULL"
)
_QUERIES = {
    "certificate": "SELECT code FROM credential",
    "serial": "SELECT serial FROM credential",
    "code": "SELECT code FROM join_code WHERE cohort_id = 1 AND withdrawn_at IS NULL",
    "other_code": "SELECT code FROM join_code WHERE cohort_id = 2 AND withdrawn_at IS NULL",
    "failed": _ATTEMPT.format(who="investigator", quiz="quiz", handed_in="NOT NULL", order=""),
    "passed": _ATTEMPT.format(who="investigator", quiz="quiz", handed_in="NOT NULL", order="DESC"),
    "open": _ATTEMPT.format(who="prosecutor", quiz="quiz", handed_in="NULL", order=""),
    "final_failed": _ATTEMPT.format(who="judge", quiz="final", handed_in="NOT NULL", order=""),
    "final_passed": _ATTEMPT.format(who="judge", quiz="final", handed_in="NOT NULL", order="DESC"),
    "investigator": _MEMBERSHIP.format(who="investigator"),
    "judge": _MEMBERSHIP.format(who="judge"),
    "awaited": "SELECT id FROM membership WHERE cohort_id = 1 AND joined_at IS NULL AND left_at IS NULL",
    "left": "SELECT id FROM membership WHERE cohort_id = 1 AND left_at IS NOT NULL",
    "empty": "SELECT max(id) FROM cohort",
    "admin_account": "SELECT id FROM user_account WHERE email = 'admin@demo.test'",
    "coordinator_account": "SELECT id FROM user_account WHERE email = 'coordinator@demo.test'",
    "waiting_account": "SELECT id FROM user_account WHERE password_hash IS NULL AND email IS NOT NULL",
    "disabled_account": "SELECT id FROM user_account WHERE disabled_at IS NOT NULL",
    "report": "SELECT id FROM mistake_report WHERE closed_at IS NULL",
    "mail": "SELECT id FROM mail",
}  # fmt: skip


def numbers(instance: Path) -> dict[str, object]:
    """Find what stands in the place of `{…}` in the sample that an installation holds."""
    with closing(sqlite3.connect(instance / "lms.db")) as connection:
        found = {name: connection.execute(query).fetchone() for name, query in _QUERIES.items()}
    missing = [name for name, row in found.items() if not row or row[0] is None]
    assert not missing, f"the sample has none of these: {missing}"
    return {**{name: row[0] for name, row in found.items()}, **TOKENS}


def add_links(instance: Path) -> None:
    """Add a link of each kind, with its own name as the secret, and disable an account."""
    with closing(sqlite3.connect(instance / "lms.db")) as connection, connection:
        connection.executemany(
            "INSERT INTO one_time_link (kind, token_hash, user_id, email, roles, created_at, expires_at) "
            "VALUES (?, ?, ?, ?, '', '2026-11-01 00:00:00.000000', '2099-01-01 00:00:00.000000')",
            [
                (kind, hashlib.sha256(kind.encode()).hexdigest(), 4 if kind == "password" else None, "new@example.org")
                for kind in TOKENS.values()
            ],
        )
        connection.execute(
            "UPDATE user_account SET disabled_at = '2026-11-01 00:00:00.000000' "
            "WHERE id = (SELECT max(id) FROM user_account)"
        )
