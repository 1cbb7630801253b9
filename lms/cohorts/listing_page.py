"""The table of a list that is to be added: what must be corrected first, then what is remarked, then the others."""

from dataclasses import dataclass

from lms.cohorts.listing_plan import Outcome, Plan, PlannedLine
from lms.cohorts.listing_wording import note_sentence, outcome_sentence, summary
from lms.cohorts.lists.reading import MemberList
from lms.cohorts.lists.remarks import Remark, RemarkKind, quoted
from lms.cohorts.lists.wording import column_name, notices, sentence

OTHERS_SHOWN = 500  # lines of which there is nothing to remark


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the list in the table."""

    number: int
    name: str  # of a line that could not be read, its beginning
    email: str
    outcome: str
    is_wrong: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What a coordinator reads before anything is stored."""

    summary: str
    notices: list[str]
    problems: list[str]
    rows: list[LineRow]
    left_out: int  # lines that are not shown, since nothing is to be remarked of them
    can_be_added: int  # 0 also where a line must be corrected first
    has_wrong: bool


def show(members: MemberList, plan: Plan) -> Preview:
    """Make the table."""
    texts = members.text.split("\n")
    rows = [_row(line, _cells(texts[line.row.number - 1], members.separator)) for line in plan.lines]
    wrong = [row for row in rows if row.is_wrong]
    remarked = [row for row, line in zip(rows, plan.lines, strict=True) if not row.is_wrong and _is_remarked(row, line)]
    listed = {row.number for row in (*wrong, *remarked)}
    others = [row for row in rows if row.number not in listed]
    return Preview(
        summary=summary(plan) if plan.lines else "",
        notices=notices(members),
        problems=[sentence(problem) for problem in members.problems],
        rows=[*wrong, *remarked, *others[:OTHERS_SHOWN]],
        left_out=max(0, len(others) - OTHERS_SHOWN),
        can_be_added=plan.added if plan.is_faultless and not members.problems else 0,
        has_wrong=bool(wrong),
    )


def _cells(text: str, separator: str) -> str:
    """Give a line of the list as it can be read."""
    return quoted(", ".join(cell.strip() for cell in text.split(separator or ";") if cell.strip()))


def _is_remarked(row: LineRow, line: PlannedLine) -> bool:
    return bool(row.remarks) or line.outcome in (Outcome.SAME, Outcome.THERE)


def _row(line: PlannedLine, text: str) -> LineRow:
    person = line.row.person
    repeated = [remark for remark in line.row.warnings if remark.kind is RemarkKind.SAME_PERSON]
    said = [remark for remark in (*line.row.errors, *line.row.warnings) if remark not in repeated]
    remarks = [_in_column(remark) for remark in said]
    if line.note is not None:
        remarks.append(note_sentence(line.note))
    return LineRow(
        number=line.row.number,
        name=person.full_name if person else text,
        email=person.email if person else "",
        outcome=sentence(repeated[0]) if repeated else outcome_sentence(line),
        is_wrong=line.outcome == Outcome.WRONG,
        remarks=tuple(remarks),
    )


def _in_column(remark: Remark) -> str:
    """Say what is to be said of a cell with its column in front."""
    return f"{column_name(remark.column)}: {sentence(remark)}" if remark.column else sentence(remark)
