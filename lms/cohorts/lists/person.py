"""A person as a list of members states her, and the columns that say it."""

from dataclasses import dataclass, fields
from enum import StrEnum

from lms.accounts.models import Profession
from lms.cohorts.details import Details
from lms.cohorts.models import Sex

MAX_NAME = 200  # characters: what the account's column for the whole name holds
MAX_TEXT = 200  # characters of agency, province and position each


class Column(StrEnum):
    """What a column of a list may hold. The first two are whole names, which are parted into the others."""

    NAME = "name"
    NAME_LATIN = "name_latin"
    SURNAME = "surname"
    GIVEN_NAME = "given_name"
    PATRONYMIC = "patronymic"
    SURNAME_LATIN = "surname_latin"
    GIVEN_NAME_LATIN = "given_name_latin"
    PATRONYMIC_LATIN = "patronymic_latin"
    SEX = "sex"
    AGENCY = "agency"
    PROVINCE = "province"
    POSITION = "position"
    LANGUAGE = "language"
    EMAIL = "email"
    PROFESSION = "profession"
    COUNTRY = "country"


NAMES = (Column.SURNAME, Column.GIVEN_NAME, Column.PATRONYMIC)
LATIN_NAMES = (Column.SURNAME_LATIN, Column.GIVEN_NAME_LATIN, Column.PATRONYMIC_LATIN)
WHOLE_NAMES = {Column.NAME: NAMES, Column.NAME_LATIN: LATIN_NAMES}
STORED = tuple(column for column in Column if column not in WHOLE_NAMES)  # the fields of a person, in their order


@dataclass(frozen=True)
class ListedPerson(Details):
    """What one person's lines say of her; a text that is empty was not stated. The fields are named as `STORED`."""

    email: str = ""  # as lms.accounts.sign_in_names.normalise_email gives it
    profession: Profession | None = None
    country: str = ""  # ISO 3166 alpha-2, lower case

    def stated(self) -> dict[Column, object]:
        """Give what the list says of her, without what it leaves open."""
        values = {Column(field.name): getattr(self, field.name) for field in fields(self)}
        return {column: value for column, value in values.items() if value and value is not Sex.NOT_STATED}
