"""Words by which the check knows poor wording, a list a language; a language without a list is not judged by it.

Each list is short and sure on purpose: a rule that complains about good sentences is soon not read any more.
Patterns are matched without regard to capitals, and `ё` is read as `е`.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of one language."""

    catch_all: str  # choices that stand for the others
    absolute: str  # words that make a statement easy to refute
    asking: str  # words with which a question asks
    joining: str  # words that begin a clause without a comma before them
    negative: str  # words that turn a question round, in its asking clause
    excepting: str  # words that turn a question round, anywhere in its sentence
    numbers: Mapping[int, str]  # how many choices are right
    common: str  # long words that tell nothing of a question's subject, by how they begin
    blaming: str  # wording that blames victims, outside of quotation marks
    ruling: tuple[str, str]  # labels of the two parts of the feedback on a ruling


ENGLISH = Words(
    catch_all=r"(?:all|none|any|both|neither) of (?:the|these) (?:above|answers|choices|options)"
    r"|^(?:all|none|both|neither) of (?:them|these|those)(?=\W*$)|(?:both|either|neither) [a-d] (?:and|or|nor) [a-d]",
    absolute=r"always|never|only|solely|absolutely|under no circumstances",
    asking=r"which|what|who|whom|whose|when|where|how",
    joining=r"if|when|who|whom|that|which|because|since|as|while|where|whether|unless|until|so|and|but|or|to",
    negative=r"not(?! only)|cannot|\w+n't",
    excepting=r"except",
    numbers={2: r"two|both", 3: r"three", 4: r"four", 5: r"five"},
    common=r"about|after|again|against|among|because|before|being|between|could|does|doing|during|every|first|from"
    r"|have|having|might|never|other|ought|rather|shall|should|since|some|still|their|them|there|these|they"
    r"|thing|this|those|though|through|under|until|what|whatever|when|where|whether|which|while|whose|with|within"
    r"|without|would|your",
    blaming=r"(?:she|he|they) should(?: not|n't)? have (?:known|run|left|refused|resisted|screamed|fought|gone|stayed)"
    r"|(?:her|his|their) own fault|(?:was|were) asking for it|brought it (?:up)?on (?:her|him|them)sel(?:f|ves)"
    r"|promiscuous|loose morals|so-called victims?|alleged victimhood|prostitutes?|illegal (?:migrants?|immigrants?)"
    r"|(?:real|perfect|ideal|genuine) victims? (?:would|do(?:es)?)",
    ruling=("For the victim:", "For the fair trial:"),
)

RUSSIAN = Words(
    catch_all=r"(?:всё|(?:всё|ничего|ни один|ни одно|любое) из) (?:выше)?(?:перечисленн|названн|указанн)\w+"
    r"|(?:все|оба) (?:ответа?|варианта?)(?: \w+)? верн\w+|верно (?:и )?[абвг] и [абвг]"
    r"|^(?:всё|ничего) из этого(?=\W*$)|(?:и|ни) [абвг],? (?:и|ни) [абвг]",
    absolute=r"всегда|никогда|только|исключительно|абсолютно|ни при каких",
    asking=r"как(?:ой|ая|ое|ие|ого|ую|ому|им|ом|их|ими)|что|чего|чему|чем|кто|кого|кому|кем|где|куда|откуда|когда"
    r"|сколько|как|в чем|чей|чья|чье|чьи|котор\w+",
    joining=r"или",
    negative=r"не(?! (?:хвата\w+|так|только|менее|более|раньше|позже)\b)|нельзя",
    excepting=r"кроме (?:одно(?:го|й)|как(?:ого|ой|их)|чего|кого)|вс[её],? кроме|все,? кроме",
    numbers={
        2: r"два|две|двух|двое|двум|двумя|оба|обе|обоих|обеих",
        3: r"три|трех|трое|трем",
        4: r"четыре|четырех",
        5: r"пять|пяти",
    },
    common=r"больше|будет|будут|более|быстр|важно|всегда|втор|говор|дальш|долж|друг|если|затем|значит|иначе|какая|какие"
    r"|каким|каких|каков|какое|какой|когда|котор|кроме|между|может|можно|могут|нельз|никто|никог|нужен|нужна|нужно"
    r"|однак|перво|перед|перва|первы|поздн|после|потом|почем|прежд|против|раньш|самог|самой|самом|сейча|сколь"
    r"|снача|стать|своег|своей|своем|своим|своих|такая|такие|таког|такое|такой|теперь|тогда|тольк|через|чтобы|этого|этому",
    blaming=r"сам[аи]? виноват[аы]?|сам[аи]? напросил(?:ся|ась|ись)|так называем\w+ (?:жертв\w*|потерпевш\w+)"
    r"|распутн\w+|гулящ\w+|легкого поведения|проститутк\w+"
    r"|нелегал(?:ы|ов|ам|ами|а|у|ом)?|настоящ\w+ жертв\w+ (?:бы|никогда|всегда)"
    r"|(?:ей|ему|им) (?:надо|нужно|следовало) было (?:сбежать|убежать|уйти|отказаться|кричать|сопротивляться)",
    ruling=("Для потерпевшего:", "Для справедливого процесса:"),
)

WORDS: Mapping[str, Words] = {"en": ENGLISH, "ru": RUSSIAN}


def words_of(language: str) -> Words | None:
    """Give what is known of a language, also by its base: of `en-GB` what is known of `en`."""
    return WORDS.get(language) or WORDS.get(language.partition("-")[0])
