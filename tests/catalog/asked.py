"""Questions for the tests of the check: short to write, right unless a test breaks them."""

from lms.catalog.gift import parse_gift
from lms.catalog.pool_figures import Pool
from lms.catalog.question import Question

FEEDBACK = "{number} That tells you what you need to know before you act. [@some-guide-2010]"


def ask(stem: str = "What do you do?", *choices: str, tags: str = "see apply", key: str = "one") -> Question:
    """Make a question: each choice with its mark, such as "=Look" or "~%50%Look"; feedback is added where none is."""
    given = choices or ("=Look at it.", "~Leave it.")
    lines = [one if "#" in one else f"{one}#{FEEDBACK.format(number=number)}" for number, one in enumerate(given)]
    return read(f"// [id:{key}] {mark(tags)}\n{stem} {{\n" + "\n".join(lines) + "\n}\n")


def mark(tags: str) -> str:
    return " ".join(f"[tag:{tag}]" for tag in tags.split())


def read(gift: str) -> Question:
    """Read one question that has no mistake of form."""
    (question,), problems = parse_gift(gift, file="basics/final.en.gift")
    assert problems == []
    return question


def pool(*questions: Question, kind: str = "practice", language: str = "en") -> Pool:
    return Pool("The pool", kind, language, questions)
