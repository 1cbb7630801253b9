"""What the questions of a course must keep: tags, outcomes, pools large enough, the same in every language."""

from collections.abc import Sequence
from difflib import get_close_matches

from lms.catalog.contents import list_pools
from lms.catalog.course import SOURCE_LANGUAGE, Course, Quiz
from lms.catalog.course_yaml import COURSE_YAML
from lms.catalog.folder import Report
from lms.catalog.question import Kind, Question

LEVELS = frozenset({"recall", "apply", "judge"})
RULING, MARKING = "ruling", "marking"  # the learner rules on a motion; she marks what is wrong in a text
OTHER_TAGS = frozenset({"no-source", RULING, MARKING})
FORM, VICTIM = "form:", "victim:"  # the situation that a question tells
TAG_KINDS = (FORM, VICTIM, "lesson:")  # the last names the lesson that teaches it
ANSWERS_VARY = frozenset({Kind.SHORT, Kind.NUMBER})  # accepted texts differ from language to language


class QuestionChecker:
    """Checks all questions of one course."""

    def __init__(self, course: Course, report: Report) -> None:
        self.course, self.report = course, report

    def check(self) -> None:
        """Report every mistake."""
        for _place, pools in list_pools(self.course):
            for questions in pools.values():
                for question in questions:
                    self._check_tags(question)
            self._check_same(pools)
        for quiz in self.course.quizzes:
            self._check_quiz(quiz)
        self._check_outcomes()

    def _check_tags(self, question: Question) -> None:
        known = LEVELS | OTHER_TAGS | set(self.course.outcomes)
        for tag in question.tags:
            if tag not in known and not tag.startswith(TAG_KINDS):
                close = get_close_matches(tag, known, n=1)
                hint = f"did you mean “{close[0]}”?" if close else "add it there, or correct it."
                self._complain(question, f"The tag “{tag[:60]}” is no outcome in course.yaml: {hint}")

    def _check_quiz(self, quiz: Quiz) -> None:
        for questions in quiz.questions.values():
            for question in questions:
                if question.kind != Kind.DESCRIPTION and not set(question.tags) & set(self.course.outcomes):
                    self._complain(question, "Tag the outcome that this question tests: [tag:…] in the line above it.")
            self._check_pool(quiz, [question for question in questions if question.kind.is_scored])

    def _check_pool(self, quiz: Quiz, pool: Sequence[Question]) -> None:
        if not pool:
            return
        file, wanted = pool[0].file, quiz.rules.questions or 0
        if len(pool) < wanted:
            message = f"An attempt draws {wanted} questions, but only {len(pool)} here carry points: write more."
            self.report.add(file, 1, message)
        for outcome, count in (quiz.rules.blueprint or {}).items():
            tagged = sum(outcome in question.tags for question in pool)
            if tagged < count:
                message = (
                    f"The blueprint asks for {count} questions on “{outcome}”, but there are {tagged}: write more."
                )
                self.report.add(file, 1, message)

    def _check_outcomes(self) -> None:
        """Each outcome is tested in a quiz or, in a course that has none and certifies nothing, in practice."""
        quizzes = {quiz.key for quiz in self.course.quizzes}
        kind = "quiz" if quizzes else "practice"
        pools = [pools for place, pools in list_pools(self.course) if not quizzes or place in quizzes]
        asked = (question for pool in pools for questions in pool.values() for question in questions)
        tested = {tag for question in asked for tag in question.tags}
        for outcome in self.course.outcomes:
            if outcome not in tested:
                message = f"No {kind} question tests the outcome “{outcome}”: tag one with it, or remove the outcome."
                self.report.add(f"{self.course.key}/{COURSE_YAML}", 1, message)

    def _check_same(self, pools: dict[str, tuple[Question, ...]]) -> None:
        """A response is kept by the question's id and the choice's position: both mean the same in every language."""
        filled = {language: questions for language, questions in pools.items() if questions}
        if not filled:
            return
        first = SOURCE_LANGUAGE if SOURCE_LANGUAGE in filled else min(filled)
        source = {question.key: question for question in filled[first]}
        for language, questions in filled.items():
            if language == first:
                continue
            own = {question.key for question in questions}
            for key in source.keys() - own:
                message = f"The question “{key}” of {source[key].file} is missing here: translate it."
                self.report.add(questions[0].file, 1, message)
            for question in questions:
                self._compare(question, source.get(question.key), filled[first][0].file)

    def _compare(self, question: Question, source: Question | None, source_file: str) -> None:
        if source is None:
            message = f"There is no question “{question.key}” in {source_file}: add it there, or remove it."
            self._complain(question, message)
        elif question.kind != source.kind:
            self._complain(question, f"This is another kind of question than in {source.file}: make them the same.")
        elif question.kind not in ANSWERS_VARY and len(question.choices) != len(source.choices):
            message = f"There are {len(question.choices)} choices here and {len(source.choices)} in {source.file}."
            self._complain(question, message + " Make them the same, in the same order.")
        elif question.kind not in ANSWERS_VARY and _weights(question) != _weights(source):
            message = f"Other choices are right here than in {source.file}: keep the same order and weights."
            self._complain(question, message)

    def _complain(self, question: Question, message: str) -> None:
        self.report.add(question.file, question.line, message)


def is_situation(question: Question) -> bool:
    """Tell whether a question tells of a person, by its tags."""
    return any(tag.startswith((FORM, VICTIM)) for tag in question.tags)


def _weights(question: Question) -> list[float]:
    return [choice.weight for choice in question.choices]
