"""Every string of the interface is marked for translation and complete in each language that is offered as complete."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from jinja2 import Environment

from tools import translations

ROOT = translations.ROOT
COMPLETE = ["ru"]
SPOKEN = {
    "alt",
    "aria-label",
    "content",
    "data-label",
    "placeholder",
    "summary",
    "title",
}  # attributes whose text a person meets
UNSPOKEN = {"script", "style"}
WORD = re.compile(r"(?<![-\w])[^\W\d_]{2,}(?![-\w]*=)")  # not the end of an id such as -hint, nor an attribute's name
FOR_MACHINES = {"width=device-width, initial-scale=1", "light dark", "noindex", "noindex, nofollow"}
AROUND_CODE = {"data", "variable_end", "block_end", "comment_end"}
TEMPLATES = sorted(
    path for kind in ("templates/**/*.html", "templates/**/*.txt", "certificates/*/*.html") for path in ROOT.glob(kind)
)


@pytest.fixture(scope="module")
def strings() -> Catalog:
    return translations.extract()


@pytest.fixture(scope="module", params=COMPLETE)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return translations.read(request.param)


def sentences(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def ends_alike(english: str, translation: str) -> bool:
    """Tell whether both end with the same mark; a label may gain a colon, a greeting an exclamation mark."""
    marks = [text[-1] if text[-1] in ".:?!…" else "" for text in (english, translation)]
    return marks[0] == marks[1] or (marks[0] == "" and marks[1] in (":", "!"))


class TestComplete:
    def test_no_string_is_left_untranslated(self, strings, catalogue):
        found = {(message.id, message.context): message for message in sentences(catalogue)}

        missing = [
            f"{message.locations[0][0]}: {message.id}"
            for message in sentences(strings)
            if (message.id, message.context) not in found
            or not translations.is_translated(found[message.id, message.context].string)
        ]

        assert missing == [], "run ./run translations, then translate these"

    def test_no_translation_is_a_guess(self, catalogue):
        assert [message.id for message in sentences(catalogue) if message.fuzzy] == []

    def test_plural_forms_are_those_of_the_language(self, catalogue):
        plural = get_plural(str(Locale.parse(str(catalogue.locale))))

        short = [m.id for m in sentences(catalogue) if m.pluralizable and len(m.string) != plural.num_plurals]

        assert catalogue.num_plurals == plural.num_plurals
        assert catalogue.plural_expr == plural.plural_expr
        assert short == []

    def test_what_is_filled_in_is_the_same(self, catalogue):
        problems = [f"{m.id}: {error}" for m in sentences(catalogue) for error in m.check(catalogue)]

        assert problems == []

    def test_what_is_filled_in_is_named_in_every_plural_form(self, catalogue):
        fields = re.compile(r"%\((\w+)\)")

        unequal = [
            message.id
            for message in sentences(catalogue)
            if message.pluralizable
            for form in message.string
            if set(fields.findall(form)) != set(fields.findall(message.id[1]))
        ]

        assert unequal == []

    def test_a_string_that_nothing_shows_any_more_is_gone(self, strings, catalogue):
        shown = {(message.id, message.context) for message in sentences(strings)}

        unused = [message.id for message in sentences(catalogue) if (message.id, message.context) not in shown]

        assert unused == [], "run ./run translations: it drops these"

    def test_a_sentence_ends_as_it_does_in_english(self, catalogue):
        unequal = [
            message.id
            for message in sentences(catalogue)
            if isinstance(message.id, str) and not ends_alike(message.id, message.string)
        ]

        assert unequal == []


class Speech(HTMLParser):
    """Collects what a template says in so many words: its texts and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in UNSPOKEN:
            self.said.append(data)


def words_of(template: str) -> list[str]:
    """What a template says outside `{{ … }}` and `{% … %}`."""
    tokens = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).lex(template)
    speech = Speech()
    speech.feed("".join(value if kind == "data" else " " for _line, kind, value in tokens if kind in AROUND_CODE))
    speech.close()
    return [text.strip() for text in speech.said if WORD.search(text) and text.strip() not in FOR_MACHINES]


class TestTemplates:
    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
    def test_they_say_nothing_that_cannot_be_translated(self, path: Path):
        assert words_of(path.read_text(encoding="utf-8")) == []

    def test_words_outside_a_translation_are_found(self):
        template = "<p title='Good day' class=\"wide {{ a }}\">{{ _('Fine') }} {% if a %}or <b>not</b>{% endif %}</p>"

        assert words_of(template) == ["Good day", "or", "not"]


class TestExtraction:
    def test_strings_are_found_in_code_and_templates(self, strings):
        places = {Path(name).suffix for message in sentences(strings) for name, _line in message.locations}

        assert {".py", ".html"} <= places

    def test_a_string_that_is_translated_late_is_found(self, strings):
        assert "Page not found" in strings


class TestInRussian:
    """Needs the compiled catalogue: ./run test makes it."""

    @pytest.fixture
    def reader(self, make, sign_in, clock):
        return sign_in(make.learner(language="ru", country="kg", email="aigul@example.org"))

    def test_a_page_is_in_russian(self, reader):
        account, course = reader.page("/account"), reader.page("/courses/basics")

        assert account.find("h1").get_text() == "Учётная запись"
        assert "Кыргызстан" in account.text
        assert "24 ноября 2026" in account.text
        assert "Записаться на курс" in course.text

    def test_a_form_says_what_is_wrong_in_russian(self, reader):
        form = reader.page("/account/details")

        page = form.send({**form.filled(name=""), "country": "nowhere"})

        assert page.find("#error-summary h2").get_text() == "Пока ничего не сохранено"
        assert page.errors == ["Введите имя и фамилию.", "Неверный вариант."]
