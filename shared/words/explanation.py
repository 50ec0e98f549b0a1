"""An explanation in sentences, French or English: « pourquoi 12,40 € ? » as a farmer would ask it."""

from collections.abc import Iterable, Mapping

from shared.commission.explain_values import CrateProof, Explanation
from shared.custody.codes import CodeOk, print_code, read_code
from shared.words.explanation_en import sentence_en, tariff_en
from shared.words.explanation_fr import sentence_fr, tariff_fr
from shared.words.format import format_amount
from shared.words.language import Language


def explanation_sentences(
    explanation: Explanation, language: Language, names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """One sentence for each step, then one for the tariff. `names`: of people and places, by id."""
    return tuple(_sentences(explanation, language, names or {}))


def _sentences(explanation: Explanation, language: Language, names: Mapping[str, str]) -> Iterable[str]:
    for step in explanation.steps:
        match language:
            case Language.FRENCH:
                yield sentence_fr(step, explanation.line, names)
            case Language.ENGLISH:
                yield sentence_en(step, explanation.line, names)
    version = explanation.line.tariff_version
    match language:
        case Language.FRENCH:
            yield tariff_fr(version, explanation.tariff)
        case Language.ENGLISH:
            yield tariff_en(version, explanation.tariff)


def crate_sentence(proof: CrateProof, language: Language) -> str:
    """« Caisse 7K2M-9QXC : 3,61 € », with the carrier's part where the stage was shared."""
    checked = read_code(proof.code)
    code = print_code(checked.code) if isinstance(checked, CodeOk) else proof.code
    word = "Caisse" if language is Language.FRENCH else "Crate"
    if proof.crate_cents is None or proof.part_cents is None or proof.carrier_count is None:
        return f"{word} {code}"
    whole = format_amount(proof.crate_cents, language)
    part = format_amount(proof.part_cents, language)
    shared_by = proof.carrier_count
    match language, shared_by > 1:
        case Language.FRENCH, True:
            return f"{word} {code} : {whole} à partager entre {shared_by} aidants, ici {part}"
        case Language.FRENCH, False:
            return f"{word} {code} : {whole}"
        case _, True:
            return f"{word} {code}: {whole} shared by {shared_by} helpers, here {part}"
        case _:
            return f"{word} {code}: {whole}"
