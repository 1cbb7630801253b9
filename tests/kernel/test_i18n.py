"""The language that a person reads, and how dates and numbers look in it."""

from datetime import UTC, date, datetime

import pytest
from flask import session

from lms import i18n
from tests.kernel.kernel import Kernel, Person

EVENING = datetime(2026, 11, 24, 20, 5, tzinfo=UTC)  # already the next day in Tashkent


@pytest.fixture
def kernel(tmp_path):
    kernel = Kernel(tmp_path / "kernel", languages=["en", "ru", "uz", "uz-Cyrl"])
    kernel.add("/language", i18n.current_language)
    kernel.add("/choose/<language>", lambda language: session.update(language=language) or "", endpoint="choose")
    yield kernel
    kernel.close()


def language(kernel: Kernel, browser: str = "") -> str:
    return kernel.client.get("/language", headers={"Accept-Language": browser}).text


class TestCurrentLanguage:
    def test_a_persons_own_comes_first(self, kernel):
        kernel.who = Person("Aigul", language="ru")
        kernel.client.get("/choose/uz")

        assert language(kernel, "en") == "ru"

    def test_then_what_was_chosen_on_the_page(self, kernel):
        kernel.client.get("/choose/uz-Cyrl")

        assert language(kernel, "ru") == "uz-Cyrl"

    def test_a_language_that_the_site_has_not_is_passed_over(self, kernel):
        kernel.who = Person("Aigul", language="ky")
        kernel.client.get("/choose/fr")

        assert language(kernel, "ru") == "ru"

    @pytest.mark.parametrize(
        ("browser", "expected"),
        [
            ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
            ("fr, en;q=0.3, ru;q=0.7", "ru"),
            ("uz-Cyrl-UZ", "uz-Cyrl"),
            ("uz-cyrl", "uz-Cyrl"),
            ("uz-Latn-UZ", "uz"),
            ("fr", "en"),
            ("", "en"),
            ("*", "en"),
            (";;;q=x,\u00fc", "en"),
        ],
    )
    def test_then_what_the_browser_asks_for(self, kernel, browser, expected):
        assert language(kernel, browser) == expected

    def test_outside_a_request_it_is_the_sites_own(self, kernel):
        with kernel.app.app_context():
            assert i18n.current_language() == "en"


class TestSpeaking:
    def test_words_of_a_template_follow_for_a_while(self, kernel):
        line = kernel.app.jinja_env.from_string("{{ current_language() }}")
        with kernel.app.app_context():
            before = line.render()
            with i18n.speaking("uz-Cyrl"):
                meanwhile = line.render()

            assert (before, meanwhile, line.render()) == ("en", "uz-Cyrl", "en")

    def test_gaps_are_escaped_on_a_page_alone(self, kernel):
        text = "{% autoescape MARK %}{{ _('Quiz: %(module)s', module='<b>') }} {{ _('100 %%') }}{% endautoescape %}"
        with kernel.app.app_context():
            page, mail = (
                kernel.app.jinja_env.from_string(text.replace("MARK", it)).render() for it in ("true", "false")
            )

        assert (page, mail) == ("Quiz: &lt;b&gt; 100 %", "Quiz: <b> 100 %")


@pytest.fixture
def written(kernel):
    """Write a value in a language."""

    def write(how, value, locale: str) -> str:
        with kernel.app.app_context(), i18n.speaking(locale):
            return how(value).replace("\u00a0", " ").replace("\u202f", " ")

    return write


class TestWriting:
    @pytest.mark.parametrize(("locale", "text"), [("en", "24 November 2026"), ("ru", "24 ноября 2026 г.")])
    def test_a_date_is_written_out(self, written, locale, text):
        assert written(i18n.day, date(2026, 11, 24), locale) == text

    def test_a_time_falls_on_the_day_of_the_installations_zone(self, written):
        assert written(i18n.day, EVENING, "en") == "25 November 2026"
        assert written(i18n.moment, EVENING, "ru") == "25 ноября 2026 г., 01:05"

    @pytest.mark.parametrize(("locale", "text"), [("en", "80%"), ("ru", "80 %")])
    def test_a_score_is_written_as_the_language_does(self, written, locale, text):
        assert written(i18n.percentage, 0.8, locale) == text

    @pytest.mark.parametrize(
        ("fraction", "text"), [(0.7999, "79%"), (0.796, "79%"), (0.29, "29%"), (0.57, "57%"), (1.0, "100%"), (0, "0%")]
    )
    def test_a_score_is_never_rounded_up_to_a_pass(self, written, fraction, text):
        assert written(i18n.percentage, fraction, "en") == text

    @pytest.mark.parametrize(
        ("minutes", "text"), [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (125, "2 hours 5 minutes")]
    )
    def test_minutes_become_hours(self, written, minutes, text):
        assert written(i18n.duration, minutes, "en") == text

    def test_a_language_is_named_in_itself(self):
        assert [i18n.language_name(tag) for tag in ("en", "ru", "ky")] == ["English", "Русский", "Кыргызча"]
