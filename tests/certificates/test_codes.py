"""Codes that people read from paper and type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.codes import ALPHABET, check_sign, new_code, read_code

signs = st.text(ALPHABET, min_size=17, max_size=17)


def grouped(text: str) -> str:
    return f"{text[:6]}-{text[6:12]}-{text[12:]}"


class TestNewCode:
    def test_no_two_are_alike_and_all_can_be_read_back(self):
        codes = {new_code() for _ in range(500)}

        assert len(codes) == 500
        assert all(read_code(code) == code for code in codes)

    def test_it_holds_no_signs_that_are_mistaken_for_each_other(self):
        assert not set("01IOL") & set(ALPHABET)


class TestReadCode:
    @given(signs)
    def test_small_letters_spaces_and_missing_hyphens_are_read(self, text):
        code = grouped(text + check_sign(text))

        assert read_code(code.lower().replace("-", " ")) == code
        assert read_code(code.replace("-", "")) == code

    @given(signs, st.integers(0, 17), st.sampled_from(ALPHABET))
    def test_one_wrong_sign_is_found(self, text, place, sign):
        right = text + check_sign(text)
        wrong = right[:place] + sign + right[place + 1 :]

        assert (read_code(wrong) is None) == (wrong != right)

    @given(signs, st.integers(0, 16))
    def test_two_neighbours_exchanged_are_found(self, text, place):
        right = text + check_sign(text)
        wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

        assert (read_code(wrong) is None) == (wrong != right)

    @pytest.mark.parametrize("typed", ["", "ABC", "0" * 18, "../../etc/passwd", "Ж" * 18, "A" * 1000, "\0" * 18])
    def test_what_cannot_be_a_code_is_none(self, typed):
        assert read_code(typed) is None
