"""The glossary's page, and the words of a lesson."""

LESSON = "/courses/basics/start/second"
WORDS = ".words-here"


class TestInALesson:
    def test_a_marked_word_is_defined_behind_its_paragraph(self, visitor):
        page = visitor.page(LESSON)

        word = page.find(".lesson a[href='#word-witness']")
        assert word.get_text() == "witness"
        place = word.find_parent("p").find_next_sibling()
        assert place == page.find(WORDS)
        assert place.select_one("#word-witness dd").get_text() == "Person called to tell what they know."

    def test_it_leads_to_its_names_in_the_languages_of_the_region(self, visitor):
        link = visitor.page(LESSON).find(f"{WORDS} #word-witness a")
        assert link["href"] == "/glossary#word-witness"

        entry = visitor.page("/glossary").find("#word-witness")

        others = entry.find_next_sibling("dd", class_="meta").find_all("span", lang=True)
        assert [other["lang"] for other in others] == ["ru", "ky", "uz", "tg", "kk", "tk"]
        assert others[1].get_text() == "Кыргызча: күбө"

    def test_only_the_words_of_the_lesson_are_there(self, visitor):
        assert not visitor.page("/courses/basics/start/first").find_all(WORDS)

    def test_a_word_in_no_glossary_is_left_as_it_stands(self, visitor, courses):
        courses.remove("glossary.csv")

        page = visitor.page(LESSON)

        assert "safe house" in page.text
        assert not page.find_all(WORDS) and not page.find_all("a[href^='#word-']")


class TestPage:
    def test_it_lists_every_term_in_the_alphabet(self, visitor):
        page = visitor.page("/glossary")

        assert [term["id"] for term in page.find_all("dt")] == ["word-shelter", "word-witness"]

    def test_in_russian_a_term_without_a_russian_name_is_marked_as_english(self, visitor):
        answer = visitor.client.get("/glossary", headers={"Accept-Language": "ru"}).get_data(as_text=True)

        assert '<dt id="word-shelter" lang="en">shelter</dt>' in answer
        assert '<dt id="word-witness">свидетель</dt>' in answer

    def test_it_is_in_the_foot_of_every_page(self, visitor):
        assert visitor.page("/").find(".site-footer a[href='/glossary']")

    def test_without_a_glossary_it_says_so(self, visitor, courses):
        courses.remove("glossary.csv")

        assert "There are no words here yet." in visitor.page("/glossary").text
