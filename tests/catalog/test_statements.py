"""Which statements need a source, in which language, and what stands for one."""

import pytest

from lms.catalog.statements import list_statements, needs_source


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Most were men: 53 %."),
        ("en", "About 5 per cent."),
        ("en", "In 2016 the picture moved."),
        ("en", "A child is a person under 18."),
        ("en", "It grew 1.5 times."),
        ("en", "The Convention says so."),
        ("en", "See the article on consent."),
        ("en", "It is a treaty, and binds."),
        ("ru", "Так говорит статья о вербовке."),
        ("ru", "Это следует из Палермского протокола."),
        ("ru", "Уголовный кодекс называет цель."),
        ("ru", "Около 5 процентов."),
        ("ky", "Кодекстин беренесинде айтылган."),
        ("uz", "Jinoyat kodeksining moddasi."),
        ("uz-Cyrl", "Жиноят кодексининг моддаси."),
        ("kk", "Қылмыстық кодекстің бабы."),
        ("tg", "Моддаи кодекси ҷиноятӣ."),
        ("tk", "Jenaýat kodeksiniň maddasy."),
        ("fr", "The protocol, where a language has no list of its own."),
    ],
)
def test_figures_and_words_of_law_need_a_source(language: str, text: str) -> None:
    assert needs_source(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ask two questions, and wait."),
        ("en", "Step 1 of 3."),
        ("en", "Read [the next lesson](02-what-helps.en.md) and {#key-2020}."),
        ("en", "Decode the message."),
        ("ru", "Он решил стать свидетелем."),
        ("ru", "Приложите протокол допроса к делу."),
    ],
)
def test_other_texts_need_none(language: str, text: str) -> None:
    assert not needs_source(text, language)


def test_paragraphs_items_and_rows_are_statements_of_their_own() -> None:
    markdown = (
        "## In 2016 {#a}\n\nOne\nline.\n- item\n  goes on\n- other\n\n| Year | Men |\n| --- | --- |\n| 2016 | 53 |\n\n"
        '!!! note "Title 2020"\n    Inside.\n\n```\n2016\n```\n\n[^1]: A note.\nTerm\n:   Meaning.\n'
    )

    found = [(statement.row, " ".join(statement.text.split())) for statement in list_statements(markdown)]

    assert found == [
        (2, "One line."),
        (4, "item goes on"),
        (6, "other"),
        (10, "| 2016 | 53 |"),
        (13, "Inside."),
        (19, "A note. Term"),
        (21, "Meaning."),
    ]


def test_a_citation_or_the_mark_for_none_is_a_source() -> None:
    markdown = "In 2016 [@a].\n\nIn 2017.\n{: .no-source }\n\nIn 2018. {: .no-source }\n\nIn 2019.\n"

    assert [statement.has_source for statement in list_statements(markdown)] == [True, True, True, False]
