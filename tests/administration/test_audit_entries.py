"""Each act leaves its entry, in the transaction that does it, with who, what, whom, before, after and why."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text

from lms.accounts.models import Role, User, UserSession
from lms.audit import AuditEntry
from tests.accounts.conftest import NEW_PASSWORD
from tests.administration.test_people import WHY, action
from tests.conftest import Visitor
from tests.factories import PASSWORD, START

HOME = "127.0.0.0/24"
Entry = tuple[str | None, str, str, str, str, str, str, str]


@dataclass
class Scene:
    """Who is there, and by which names entries are told: accounts by who they are, not by number."""

    app: object
    make: object
    session: object
    sign_in: Callable[[User], Visitor]
    outbox: Callable[[], list]
    learner: User
    admin: User

    def staff(self) -> Visitor:
        return self.sign_in(self.admin)

    def entries(self) -> list[Entry]:
        """Give every entry, numbers of accounts replaced by the first word of their names."""
        self.session.rollback()
        self.session.expire_all()
        names = {user.id: user.name.split()[0] for user in self.session.scalars(select(User))}
        return [
            (
                None if it.actor_id is None else names.get(it.actor_id, "nobody"),
                str(it.act),
                it.subject_kind,
                names[int(it.subject_id)] if it.subject_kind == "person" else it.subject_id,
                it.old,
                it.new,
                it.reason,
                it.network,
            )
            for it in self.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        ]

    def run(self, *command: str) -> None:
        answer = self.app.test_cli_runner().invoke(args=list(command))
        assert answer.exit_code == 0, answer.output


@pytest.fixture
def scene(app, make, session, sign_in, outbox, learner, admin) -> Scene:
    return Scene(app, make, session, sign_in, outbox, learner, admin)


def her_page(scene: Scene):
    return scene.staff().page(f"/admin/people/{scene.learner.id}")


def sign_in_wrongly(scene: Scene) -> None:
    Visitor(scene.app).page("/login").submit(form="main form", email="aigul@example.org", password="a guess")


def sign_in_as_nobody(scene: Scene) -> None:
    Visitor(scene.app).page("/login").submit(form="main form", email="who@example.org", password="a guess")


def sign_in_where_it_is_disabled(scene: Scene) -> None:
    user = scene.make.learner(name="Gone Away", email="gone@example.org", disabled_at=START)
    Visitor(scene.app).page("/login").submit(form="main form", email=user.email, password=PASSWORD)


def use_a_mailed_link(scene: Scene) -> None:
    visitor = Visitor(scene.app)
    visitor.page("/forgot-password").submit(email="aigul@example.org")
    visitor.page(scene.outbox()[-1].path).submit(password=NEW_PASSWORD, again=NEW_PASSWORD)


def be_invited(scene: Scene) -> None:
    scene.staff().page("/admin/people/invite").submit(email="new@example.org", roles=["coordinator", "author"])
    form = Visitor(scene.app).page(scene.outbox()[-1].path)
    form.submit(name="New", consent="y", password=NEW_PASSWORD, again=NEW_PASSWORD)


def register(scene: Scene) -> None:
    visitor = Visitor(scene.app)
    visitor.page("/register").submit(email="new@example.org")
    form = visitor.page(scene.outbox()[-1].path)
    form.submit(name="New", consent="y", password=NEW_PASSWORD, again=NEW_PASSWORD)


def come_in_by_slip(scene: Scene) -> None:
    slip = scene.staff().page("/admin/people/new").submit(name="New")
    name, code = (tag.get_text(strip=True) for tag in slip.find_all(".slip .code"))
    form = Visitor(scene.app).page("/slip")
    form.submit(sign_in_name=name, code="AAAA-AAAA-AAAA", consent="y", password=NEW_PASSWORD, again=NEW_PASSWORD)
    form.submit(sign_in_name=name, code=code, consent="y", password=NEW_PASSWORD, again=NEW_PASSWORD)


def ask_for_a_page_of_another_role(scene: Scene) -> None:
    scene.sign_in(scene.learner).page("/admin/people", status=403)


def ask_for_what_is_anothers(scene: Scene) -> None:
    attempt = scene.make.attempt()
    scene.sign_in(scene.learner).page(f"/attempts/{attempt.id}", status=404)


def look_at_her(scene: Scene) -> None:
    her_page(scene)


def change_her_name(scene: Scene) -> None:
    form = scene.sign_in(scene.learner).page("/account/details")
    form.submit(name="Aigul Bekova", country="kz", profession="judge")


def change_nothing(scene: Scene) -> None:
    scene.sign_in(scene.learner).page("/account/details").submit()


def change_her_password(scene: Scene) -> None:
    form = scene.sign_in(scene.learner).page("/account/password")
    form.submit(current=PASSWORD, password=NEW_PASSWORD, again=NEW_PASSWORD)


def change_her_address(scene: Scene) -> None:
    visitor = scene.sign_in(scene.learner)
    visitor.page("/account/email").submit(email="secret@example.org", current=PASSWORD)
    visitor.page(scene.outbox()[-1].path).submit()


def give_her_roles(scene: Scene) -> None:
    her_page(scene).submit(form="#roles-form", roles=["coordinator", "author"], reason=WHY)


def give_her_the_roles_she_has(scene: Scene) -> None:
    her_page(scene).submit(form="#roles-form", roles=[], reason=WHY)


def disable_her_and_enable_her(scene: Scene) -> None:
    disabled = her_page(scene).submit(form=action(scene.learner, "disable"), reason=WHY)
    disabled.submit(form=action(scene.learner, "enable"), reason="she is back")


def give_her_a_slip(scene: Scene) -> None:
    her_page(scene).submit("Make a new slip", form=action(scene.learner, "slip"), reason=WHY)


def give_her_a_link(scene: Scene) -> None:
    her_page(scene).submit("Make a link to hand over", form=action(scene.learner, "slip"), reason=WHY)


def make_an_account_by_command(scene: Scene) -> None:
    scene.run("user", "create", "--email", "new@example.org", "--name", "New", "--role", "author")


def grant_her_an_extension(scene: Scene) -> None:
    scene.make.enrolment(user=scene.learner)
    for _time in range(2):
        scene.run(
            "assessment", "extend", "--learner", "aigul@example.org", "--quiz", "basics/final",
            "--attempts", "1", "--minutes", "15", "--reason", "power cut",
        )  # fmt: skip


def open_a_mail(scene: Scene) -> None:
    mail = scene.make.mail()
    scene.staff().page(f"/admin/mail/{mail.id}")


def take_out_the_log(scene: Scene) -> None:
    scene.staff().client.get(f"/admin/log.csv?person={scene.learner.id}&act=signed-in&from=2026-01-02")


ADMIN_IN: Entry = ("Gulnara", "signed-in", "person", "Gulnara", "", "password", "", HOME)
LEARNER_IN: Entry = ("Aigul", "signed-in", "person", "Aigul", "", "password", "", HOME)
LOOK: Entry = ("Gulnara", "person-viewed", "person", "Aigul", "", "", "", "")
NEW_IN: Entry = ("New", "signed-in", "person", "New", "", "invitation", "", HOME)
BEFORE, ONCE, TWICE = (f"basics/final: {it} attempts, {it * 15} minutes" for it in range(3))

ACTS: list[tuple[Callable[[Scene], None], list[Entry]]] = [
    (lambda scene: scene.sign_in(scene.learner), [LEARNER_IN]),
    (sign_in_wrongly, [(None, "sign-in-refused", "person", "Aigul", "", "password", "", HOME)]),
    (sign_in_as_nobody, [(None, "sign-in-refused", "site", "", "", "password", "", HOME)]),
    (sign_in_where_it_is_disabled, [(None, "sign-in-refused", "person", "Gone", "", "password", "", HOME)]),
    (
        use_a_mailed_link,
        [
            ("Aigul", "person-changed", "person", "Aigul", "", "password", "", ""),
            ("Aigul", "signed-in", "person", "Aigul", "", "link", "", HOME),
        ],
    ),
    (
        be_invited,
        [
            ADMIN_IN,
            ("Gulnara", "person-invited", "invitation", "1", "", "author, coordinator", "", ""),
            (None, "person-created", "person", "New", "", "author, coordinator", "invitation 1", ""),
            NEW_IN,
        ],
    ),
    (register, [(None, "person-created", "person", "New", "", "", "registration", ""), NEW_IN]),
    (
        come_in_by_slip,
        [
            ADMIN_IN,
            ("Gulnara", "person-created", "person", "New", "", "", "slip", ""),
            ("Gulnara", "slip-given", "person", "New", "", "slip", "", ""),
            (None, "sign-in-refused", "person", "New", "", "slip", "", HOME),
            ("New", "person-changed", "person", "New", "", "password", "", ""),
            ("New", "signed-in", "person", "New", "", "slip", "", HOME),
        ],
    ),
    (
        ask_for_a_page_of_another_role,
        [LEARNER_IN, ("Aigul", "refused", "page", "administration.people", "", "", "", "")],
    ),
    (ask_for_what_is_anothers, [LEARNER_IN, ("Aigul", "refused", "page", "assessment.take", "", "", "", "")]),
    (look_at_her, [ADMIN_IN, LOOK]),
    (
        change_her_name,
        [
            LEARNER_IN,
            ("Aigul", "person-changed", "person", "Aigul", "name: Aigul Sadykova", "name: Aigul Bekova", "", ""),
            ("Aigul", "person-changed", "person", "Aigul", "", "profession, country", "", ""),
        ],
    ),
    (change_nothing, [LEARNER_IN]),
    (
        change_her_password,
        [LEARNER_IN, ("Aigul", "person-changed", "person", "Aigul", "", "password", "", ""), LEARNER_IN],
    ),
    (change_her_address, [LEARNER_IN, ("Aigul", "person-changed", "person", "Aigul", "", "email", "", "")]),
    (
        give_her_roles,
        [ADMIN_IN, LOOK, ("Gulnara", "roles-changed", "person", "Aigul", "", "author, coordinator", WHY, "")],
    ),
    (give_her_the_roles_she_has, [ADMIN_IN, LOOK]),
    (
        disable_her_and_enable_her,
        [
            ADMIN_IN,
            LOOK,
            ("Gulnara", "person-disabled", "person", "Aigul", "active", "disabled", WHY, ""),
            ("Gulnara", "person-enabled", "person", "Aigul", "disabled", "active", "she is back", ""),
        ],
    ),
    (give_her_a_slip, [ADMIN_IN, LOOK, ("Gulnara", "slip-given", "person", "Aigul", "", "slip", WHY, "")]),
    (give_her_a_link, [ADMIN_IN, LOOK, ("Gulnara", "slip-given", "person", "Aigul", "", "link", WHY, "")]),
    (make_an_account_by_command, [(None, "person-created", "person", "New", "", "author", "command", "")]),
    (
        grant_her_an_extension,
        [
            (None, "extension-granted", "person", "Aigul", BEFORE, ONCE, "power cut", ""),
            (None, "extension-granted", "person", "Aigul", ONCE, TWICE, "power cut", ""),
        ],
    ),
    (open_a_mail, [ADMIN_IN, ("Gulnara", "mail-viewed", "mail", "1", "", "", "", "")]),
    (
        take_out_the_log,
        [
            ADMIN_IN,
            (
                "Gulnara", "exported", "page", "administration.log", "",
                "audit log, person 1, signed-in, from 2026-01-02", "", "",
            ),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("act", "entries"), ACTS, ids=[act.__name__.strip("<>") for act, _entries in ACTS])
def test_an_act_leaves_its_entry(scene, act, entries):
    act(scene)

    assert scene.entries() == entries


def test_no_entry_holds_an_address_a_password_or_a_code(scene):
    for act in (sign_in_wrongly, sign_in_as_nobody, be_invited, change_her_password, open_a_mail, give_her_a_link):
        act(scene)

    written = json.dumps(scene.entries())
    assert "@" not in written
    assert [secret for secret in (PASSWORD, NEW_PASSWORD, "a guess") if secret in written] == []


class TestSigningOut:
    @pytest.fixture
    def browsers(self, scene) -> list[Visitor]:
        return [scene.sign_in(scene.learner) for _time in range(3)]

    def test_everywhere_says_in_how_many_browsers(self, scene, browsers):
        her_page(scene).submit("Sign out everywhere", form=action(scene.learner, "end-sessions"), reason=WHY)

        assert scene.entries()[-1] == ("Gulnara", "sessions-ended", "person", "Aigul", "3", "0", WHY, "")

    def test_one_browser_leaves_the_others_signed_in(self, scene, browsers):
        page = her_page(scene)
        button = page.find("button[name=session_id]")  # of the browser that was used last

        page.submit(str(button["value"]), form=action(scene.learner, "end-sessions"), reason=WHY)

        assert [it.client.get("/account").status_code for it in browsers] == [200, 200, 302]
        assert scene.entries()[-1] == ("Gulnara", "sessions-ended", "person", "Aigul", "1", "0", WHY, "")

    @pytest.mark.parametrize("odd", ["999999", "-1", "x", "1" * 5000, "²"])
    def test_a_browser_that_is_none_of_hers_stays_and_leaves_no_entry(self, scene, browsers, odd):
        page = her_page(scene)
        form = action(scene.learner, "end-sessions")
        before = scene.entries()

        page.send({**page.filled(form=form, reason=WHY), "session_id": odd}, form=form)

        assert browsers[0].client.get("/account").status_code == 200
        assert scene.entries() == before

    def test_the_session_of_another_is_none_of_hers(self, scene, browsers, outsider):
        other, page, form = scene.sign_in(outsider), her_page(scene), action(scene.learner, "end-sessions")
        number = max(session.id for session in scene.session.scalars(select(UserSession)))

        page.send({**page.filled(form=form, reason=WHY), "session_id": str(number)}, form=form)

        assert other.client.get("/account").status_code == 200


class TestRefusals:
    def test_the_same_page_counts_once_an_hour(self, scene, clock):
        visitor = scene.sign_in(scene.learner)
        for minutes in (0, 30, 29, 1, 30):
            clock.advance(minutes=minutes)
            visitor.client.get("/admin/people")
            visitor.client.post("/admin/people/new", data={"csrf_token": csrf(visitor)})

        refused = [entry[3] for entry in scene.entries() if entry[1] == "refused"]

        assert sorted(refused) == ["administration.create_person"] * 2 + ["administration.people"] * 2

    def test_each_person_counts_for_herself(self, scene, outsider):
        for user in (scene.learner, outsider):
            scene.sign_in(user).client.get("/admin/people")

        assert [entry[0] for entry in scene.entries() if entry[1] == "refused"] == ["Aigul", "Bakyt"]

    def test_strangers_and_missing_addresses_leave_none(self, scene, visitor):
        for address in ("/admin/people", "/attempts/1", "/courses/none"):
            visitor.client.get(address)
        mistyping = scene.sign_in(scene.learner)
        for address in ("/nothing/here", "/courses/none", "/courses/basics/none/none"):
            mistyping.page(address, status=404)

        assert {entry[1] for entry in scene.entries()} == {"signed-in"}

    def test_an_entry_names_the_page_and_never_what_stood_in_its_address(self, scene):
        scene.sign_in(scene.learner).client.get("/certificates/ABCDEF-GHJKMN-PQRTUV.pdf?secret=1")

        assert scene.entries()[-1][2:] == ("page", "certificates.pdf", "", "", "", "")

    def test_she_is_refused_all_the_same_where_nothing_can_be_written(self, scene, caplog):
        visitor = scene.sign_in(scene.learner)
        full = "CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        scene.session.execute(text(full))
        scene.session.commit()

        visitor.page("/admin/people", status=403)

        assert "a refusal could not be recorded" in caplog.text

    def test_without_an_entry_there_is_no_look(self, scene):
        staff = scene.staff()
        full = "CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        scene.session.execute(text(full))
        scene.session.commit()

        page = staff.page(f"/admin/people/{scene.learner.id}", status=503)

        assert scene.learner.email not in page.html


def csrf(visitor: Visitor) -> str:
    return str(visitor.page("/courses").find("input[name=csrf_token]")["value"])


class TestLooks:
    def test_a_page_opened_again_is_the_same_look_for_ten_minutes(self, scene, clock):
        staff = scene.staff()
        for minutes in (0, 9, 2):
            clock.advance(minutes=minutes)
            staff.page(f"/admin/people/{scene.learner.id}")

        assert scene.entries().count(LOOK) == 2

    def test_each_who_looks_is_named(self, scene):
        other = scene.make.admin(name="Other Administrator")
        for user in (scene.admin, other):
            scene.sign_in(user).page(f"/admin/people/{scene.learner.id}")

        assert [entry[0] for entry in scene.entries() if entry[1] == "person-viewed"] == ["Gulnara", "Other"]


class TestReasons:
    @pytest.mark.parametrize("what", ["roles", "disable", "slip", "end-sessions"])
    @pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
    def test_without_a_reason_nothing_is_done(self, scene, what, reason):
        signed_in = scene.sign_in(scene.learner)
        page = her_page(scene)
        before = scene.entries()

        answer = page.submit(form=action(scene.learner, what), reason=reason)

        assert len(answer.errors) == 1
        assert scene.entries() == before
        assert signed_in.client.get("/account").status_code == 200
        assert scene.session.get(User, scene.learner.id).has_role(Role.AUTHOR) is False

    def test_what_was_typed_is_still_there(self, scene):
        page = her_page(scene).submit(form="#roles-form", roles=["author"], reason="x" * 501)

        assert page.find("#roles-reason")["value"] == "x" * 501
        assert page.find("#roles-form input[value=author]").has_attr("checked")
        assert page.find("#error-summary a")["href"] == "#roles-reason"


class TestWhatDoesNotComeAbout:
    def test_an_act_that_is_undone_leaves_no_entry(self, scene):
        """The last administrator cannot be disabled; nobody gives himself a role."""
        staff = scene.staff()
        page = staff.page(f"/admin/people/{scene.admin.id}")
        before = scene.entries()

        page.submit(form=action(scene.admin, "disable"), reason=WHY, status=409)
        page.submit(form="#roles-form", roles=["administrator", "author"], reason=WHY)

        assert scene.entries() == before
