"""What is stated of somebody for a cohort, by a list or by herself."""

from dataclasses import dataclass, fields

from lms.cohorts.models import Sex


@dataclass(frozen=True)
class Details:
    """What stands in a membership of its person; "" is not stated."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    surname_latin: str = ""
    given_name_latin: str = ""
    patronymic_latin: str = ""
    sex: Sex = Sex.NOT_STATED
    agency: str = ""
    province: str = ""
    position: str = ""
    language: str = ""  # BCP 47 tag of the language she works in

    @property
    def own_name(self) -> str:
        """Give the name as it stands on an account and on certificates: given name, patronymic, surname."""
        return joined(self.given_name, self.patronymic, self.surname)

    @property
    def full_name(self) -> str:
        """Give surname, given name and patronymic, as lists of the region order them."""
        return joined(self.surname, self.given_name, self.patronymic)

    @property
    def full_name_latin(self) -> str:
        """Give the same in Latin letters; empty if it is not stated."""
        return joined(self.surname_latin, self.given_name_latin, self.patronymic_latin)


NAMES = tuple(field.name for field in fields(Details))


def joined(*parts: str) -> str:
    """Put the parts of a name together, those that there are."""
    return " ".join(part for part in parts if part)
