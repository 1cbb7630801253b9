"""What stands between the braces of a GIFT question: its kind and its choices."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lms.catalog.gift_lexer import Piece
from lms.catalog.gift_numbers import read_interval
from lms.catalog.question import EMPTY, Choice, Format, Kind, Text

MAX_CHOICES = 100
WEIGHT_SLACK = 0.1  # percent: thirds and sixths cannot be written exactly

Report = Callable[[int, str], None]

_TRUE_FALSE = re.compile(r"(TRUE|T|FALSE|F)\s*(?=#|$)")
_MARKERS = {Kind.SINGLE: "[~=]", Kind.MULTIPLE: "[~=]", Kind.SHORT: "=", Kind.MATCHING: "=", Kind.NUMBER: "="}
_FORMAT = re.compile(rf"\[({'|'.join(Format)})\]")
_LOOKS_LIKE_FORMAT = re.compile(r"\[([A-Za-z]{2,12})\](?![(\[:])")  # and is no link
_WEIGHT = re.compile(r"%([^%\n]{0,20})%")
_PERCENT = re.compile(r"[+-]?(\d{1,4}(\.\d{0,12})?|\.\d{1,12})")


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer as marked: `=` right or `~` wrong, its weight in percent where one is written, text and feedback."""

    mark: str
    at: int
    weight: float | None
    text: Piece
    feedback: Piece

    @property
    def percent(self) -> float:
        if self.weight is not None:
            return self.weight
        return 100.0 if self.mark == "=" else 0.0


def read_text(piece: Piece, default: Format, report: Report) -> Text:
    """Read a text that may begin with its format in square brackets."""
    piece = piece.strip()
    if found := _FORMAT.match(piece.masked):
        return Text(piece.cut(found.end()).text, Format(found.group(1)))
    if found := _LOOKS_LIKE_FORMAT.match(piece.masked):
        message = f"{found.group()} is no format: write [html], [markdown], [plain] or [moodle], or \\[ if it is text."
        report(piece.at, message)
    return Text(piece.text, default)


def kind_of(inner: Piece) -> Kind:
    """Tell the kind of a question by what stands between its braces (without its general feedback)."""
    if not inner:
        return Kind.ESSAY
    if inner.masked.startswith("#"):
        return Kind.NUMBER
    if _TRUE_FALSE.match(inner.masked):
        return Kind.TRUE_FALSE
    if "~" in inner.masked:
        return Kind.SINGLE if "=" in inner.masked else Kind.MULTIPLE
    return Kind.MATCHING if "=" in inner.masked and "->" in inner.masked else Kind.SHORT


def read_answers(inner: Piece, kind: Kind, default: Format, report: Report) -> tuple[Choice, ...]:
    """Read the choices of a question of `kind`; what is wrong with them is reported at its place."""
    if kind is Kind.ESSAY:
        return ()
    if kind is Kind.TRUE_FALSE:
        return _true_false(inner, default, report)
    if kind is Kind.NUMBER:
        return _numbers(inner, default, report)
    answers = list(_split(inner, kind, report))
    if kind is Kind.MATCHING:
        return _pairs(answers, default, report)
    _check_weights(inner, kind, answers, report)
    return _choices(inner, kind, answers, default, report)


def _split(inner: Piece, kind: Kind, report: Report) -> Iterator[_Answer]:
    """Give the marked answers in order; text in front of the first belongs to none."""
    found = [match.start() for match in re.finditer(_MARKERS[kind], inner.masked)]
    before = inner.cut(0, found[0] if found else None).strip()
    if before and kind is Kind.NUMBER:
        yield _answer("=", before, report)
    elif before:
        report(before.at, _no_mark(before))
    if len(found) > MAX_CHOICES:
        report(inner.at + found[MAX_CHOICES], f"Write no more than {MAX_CHOICES} choices in a question.")
    for start, end in list(zip(found, [*found[1:], len(inner.masked)], strict=False))[:MAX_CHOICES]:
        piece = inner.cut(start, end)
        yield _answer(piece.masked[0], piece.cut(1), report, at=piece.at, is_pair=kind is Kind.MATCHING)


def _no_mark(before: Piece) -> str:
    if before.text.upper() in ("T", "F", "TRUE", "FALSE"):
        return "Write T, TRUE, F or FALSE in capitals and nothing else before the feedback."
    return "Begin each answer with = if it is right or ~ if it is wrong. Write \\{ and \\} for braces that are text."


def _answer(mark: str, piece: Piece, report: Report, *, at: int | None = None, is_pair: bool = False) -> _Answer:
    body = piece.strip()
    if is_pair:
        return _Answer(mark, piece.at if at is None else at, None, body, body.cut(len(body.masked)))
    weight, body = _weight(body, report)
    text, _found, feedback = body.partition("#")
    return _Answer(mark, piece.at if at is None else at, weight, text.strip(), feedback)


def _weight(body: Piece, report: Report) -> tuple[float | None, Piece]:
    """Read a weight in percent in front of an answer, and what follows it."""
    found = _WEIGHT.match(body.masked)
    if not found:
        return None, body
    rest = body.cut(found.end()).strip()
    written = found.group(1).strip()
    if not _PERCENT.fullmatch(written):
        report(body.at, "Write the weight as a number with a decimal point between percent signs, such as %33.33333%.")
        return 0.0, rest
    if abs(float(written)) > 100:
        report(body.at, "Write a weight from -100 to 100.")
        return 0.0, rest
    return float(written), rest


def _check_weights(inner: Piece, kind: Kind, answers: Sequence[_Answer], report: Report) -> None:
    """Report a question of which no response earns exactly the whole point."""
    if kind is Kind.SINGLE:
        _check_right_marks(inner, answers, report)
    elif kind is Kind.MULTIPLE:
        total = sum(answer.percent for answer in answers if answer.percent > 0)
        if total == 0:
            report(inner.at, "Mark the right choice with =, or the right choices with weights that add up to 100.")
        elif abs(total - 100) > WEIGHT_SLACK + 1e-9:
            report(inner.at, f"Make the weights of the right choices add up to 100; they add up to {total:g}.")
    elif answers and max(answer.percent for answer in answers) < 100:
        report(inner.at, "Give one of the accepted answers the whole point: leave its weight out or write %100%.")


def _check_right_marks(inner: Piece, answers: Sequence[_Answer], report: Report) -> None:
    """Report each `=` in a single choice that is likely a character of the text and not the mark of a right choice.

    Several right choices are allowed, and so is part credit beside one. But when one `=` is enough for the whole point,
    another inside a line, without a space before it or with one behind it, is rather a sum or an attribute.
    """
    rights = [answer for answer in answers if answer.mark == "="]
    shared = sum(max(answer.percent, 0.0) for answer in answers if answer.mark == "~")
    for answer in rights:
        position = answer.at - inner.at
        if (len(rights) > 1 or shared >= 100 - WEIGHT_SLACK) and _is_inside_line(inner.masked, position):
            report(answer.at, "Write \\= for an equals sign that is text; = alone begins a right choice.")
        elif answer.weight is not None:
            report(answer.at, "Leave the weight out behind =, which earns the whole point, or write ~ for part of it.")


def _is_inside_line(masked: str, position: int) -> bool:
    before = masked[masked.rfind("\n", 0, position) + 1 : position]
    if not before.strip():
        return False
    return not before[-1].isspace() or masked[position + 1 : position + 2] in (" ", "\t")


def _choices(
    inner: Piece, kind: Kind, answers: Sequence[_Answer], default: Format, report: Report
) -> tuple[Choice, ...]:
    if kind is not Kind.SHORT and len(answers) < 2:
        report(inner.at, "Write at least two choices.")
    _check_texts(answers, report, ignore_case=kind is Kind.SHORT)
    return tuple(_choice(number, answer, default, report) for number, answer in enumerate(answers, 1))


def _choice(number: int, answer: _Answer, default: Format, report: Report) -> Choice:
    text = read_text(answer.text, default, report)
    feedback = _feedback(answer.feedback, default, report)
    return Choice(str(number), text, answer.percent / 100, feedback)


def _feedback(piece: Piece, default: Format, report: Report) -> Text:
    return read_text(piece, default, report) or EMPTY


def _check_texts(answers: Sequence[_Answer], report: Report, *, ignore_case: bool) -> None:
    """Report choices without text, and two with the same."""
    seen: set[str] = set()
    for answer in answers:
        words = " ".join(answer.text.text.split())
        words = words.casefold() if ignore_case else words
        if not words:
            report(answer.at, "Write the text of this choice, or write \\~ or \\= if the character is text.")
        elif words in seen:
            report(answer.at, "Change or take out this choice: another one has the same text.")
        seen.add(words)


def _true_false(inner: Piece, default: Format, report: Report) -> tuple[Choice, ...]:
    """Read `T#when wrong#when right`: the feedback goes to the choice that it is about."""
    word, _found, rest = inner.partition("#")
    when_wrong, _more, when_right = rest.partition("#")
    wrong, right = _feedback(when_wrong, default, report), _feedback(when_right, default, report)
    is_true = word.text.startswith("T")
    return (
        Choice("true", Text("true", Format.PLAIN), float(is_true), right if is_true else wrong),
        Choice("false", Text("false", Format.PLAIN), float(not is_true), wrong if is_true else right),
    )


def _numbers(inner: Piece, default: Format, report: Report) -> tuple[Choice, ...]:
    """Read `#3:0.1`, `#1..5` or `#=3:0.1#feedback =%50%3:2#feedback ~#feedback for any other number`."""
    accepted, has_other, other = inner.cut(1).partition("~")
    answers = list(_split(accepted.strip(), Kind.NUMBER, report))
    if not answers:
        report(inner.at, "Write the right number behind #, such as {#3:0.5} or {#1..5}.")
    _check_weights(inner, Kind.NUMBER, answers, report)
    found = [_number(number, answer, default, report) for number, answer in enumerate(answers, 1)]
    if has_other:
        feedback = _feedback(other.partition("#")[2], default, report)
        low, high = read_interval("*")
        found.append(Choice(str(len(found) + 1), Text("*", Format.PLAIN), 0.0, feedback, low=low, high=high))
    return tuple(found)


def _number(number: int, answer: _Answer, default: Format, report: Report) -> Choice:
    low, high = 0.0, 0.0
    try:
        low, high = read_interval(answer.text.text)
    except ValueError as error:
        report(answer.text.at, str(error))
    text = Text(answer.text.text.partition(":")[0].replace("..", "\u2013"), Format.PLAIN)
    feedback = _feedback(answer.feedback, default, report)
    return Choice(str(number), text, answer.percent / 100, feedback, low=low, high=high)


def _pairs(answers: Sequence[_Answer], default: Format, report: Report) -> tuple[Choice, ...]:
    """Read `left -> right`; a right side without a left one is offered and belongs to none."""
    pairs = [_pair(number, answer, default, report) for number, answer in enumerate(answers, 1)]
    if sum(bool(pair.text) for pair in pairs) < 2:
        report(answers[0].at, "Write at least two pairs, each as =left -> right.")
    lefts: set[str] = set()
    for pair, answer in zip(pairs, answers, strict=True):
        if pair.text and pair.text.source in lefts:
            report(answer.at, "Change or take out this pair: another one has the same left side.")
        lefts.add(pair.text.source)
    return tuple(pairs)


def _pair(number: int, answer: _Answer, default: Format, report: Report) -> Choice:
    left, has_arrow, right = answer.text.partition("->")
    if not has_arrow:
        report(answer.at, "Write this pair as =left -> right, or \\= for an equals sign that is text.")
    elif not right.strip():
        report(answer.at, "Write the right side of this pair behind ->.")
    if (position := answer.text.masked.find("#")) >= 0:
        report(
            answer.text.at + position, "Write \\# for a number sign that is text; a pair has no feedback of its own."
        )
    text = read_text(left, default, report)
    return Choice(str(number), text, float(bool(text)), match=" ".join(right.text.split()))
