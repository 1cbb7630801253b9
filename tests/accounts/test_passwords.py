"""Passwords: kept so that they cannot be read, and refused when they are easy to guess."""

import pytest
from argon2 import PasswordHasher

from lms.accounts.passwords import hash_password, is_guessable, needs_rehash, split_words, verify_password


class TestHashing:
    def test_a_hash_is_argon2id_with_the_promised_parameters(self):
        assert hash_password("eleven poplars").startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    def test_the_right_password_is_known_again_and_a_wrong_one_is_not(self):
        stored = hash_password("eleven poplars")

        assert verify_password(stored, "eleven poplars")
        assert not verify_password(stored, "eleven Poplars")

    def test_one_letter_typed_in_two_ways_is_one_letter(self):
        composed, decomposed = "ёлка у реки \u0439", "е\u0308лка у реки \u0438\u0306"

        assert verify_password(hash_password(composed), decomposed)

    @pytest.mark.parametrize("stored", [None, "", "no hash"])
    def test_without_a_hash_no_password_is_right(self, stored):
        assert not verify_password(stored, "")
        assert not verify_password(stored, "the password of nobody")

    def test_a_hash_with_other_parameters_is_to_be_renewed(self):
        assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))
        assert not needs_rehash(hash_password("x"))


class TestIsGuessable:
    @pytest.mark.parametrize(
        "password",
        [
            "password1234", "Password2026!!", "P@ssw0rd!2345", "qwertyuiop123", "1qaz2wsx3edc", "aaaaaaaaaaaa",
            "abcabcabcabc", "zarinazarina", "123456789012", "iloveyou2024", "bishkek-2026-parol", "йцукенгшщзхъ",
            "пароль123456", "gfhjkm123456", "ghbdtn-vjcrdf", "privet-moskva", "ИванИван1990",
            "31.12.1999 31121999", "qwertyqwerty", "zaq12wsxcde3", "!@#$%^&*()_+",
        ],
    )  # fmt: skip
    def test_what_is_tried_first_is_refused(self, password):
        assert is_guessable(password)

    @pytest.mark.parametrize(
        "password",
        [
            "saksaul-under-blue-domes", "correct horse battery staple", "три слона у реки", "tX9#kq2LmZ!v",
            "Two ravens, 1 old bridge", "жаз жакшы кымыз көп",
        ],
    )  # fmt: skip
    def test_words_that_belong_to_nobody_are_fine(self, password):
        assert not is_guessable(password)

    @pytest.mark.parametrize("password", ["AigulSadykova1!", "sadykova.aigul", "Айгүл Садыкова 7", "taalim-taalim-77"])
    def test_ones_own_name_and_the_sites_are_refused_in_both_scripts(self, password):
        assert is_guessable(password, ["Айгүл Садыкова", "Taalim"])

    def test_the_longest_password_is_weighed_too(self):
        assert is_guessable("x" * 128)

    def test_words_of_one_or_two_letters_are_no_words(self):
        assert split_words(["Li An-Na"]) == frozenset()
