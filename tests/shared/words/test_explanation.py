"""« Pourquoi 12,40 € ? » in sentences a farmer reads."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from shared.commission.explain import explain
from shared.commission.legs import Consignment, CrateLeg, Stage
from shared.commission.line_values import CommissionLine, LineKind
from shared.commission.lines import compute_lines
from shared.commission.tariff import CrateWeights, Pool, PoolKey, Tariff
from shared.words.explanation import crate_sentence, explanation_sentences
from shared.words.language import Language
from tests.shared.commission.facts import (
    a_book,
    a_consignment,
    a_handover,
    a_tariff,
    due,
    legs_of,
    unproven,
)

FR, EN = Language.FRENCH, Language.ENGLISH
EIGHT = a_consignment(57_700, crates=8)
SEVEN_PROVEN = [*legs_of(EIGHT)[:7], unproven(EIGHT, 8)]
VOTED = "Barème v1, en vigueur depuis le 1er janvier 2026, voté : AG (PV 2026-01)."


def plain(sentences: Sequence[str]) -> list[str]:
    """The sentences with ordinary spaces, easier to read here."""
    return [text.replace("\u202f", " ").replace("\u00a0", " ") for text in sentences]


def why(
    line: CommissionLine,
    language: Language = FR,
    tariff: Tariff | None = None,
    consignment: Consignment | None = None,
    legs: Sequence[CrateLeg] = (),
) -> list[str]:
    explanation = explain(line, tariff, consignment, legs)
    return plain(explanation_sentences(explanation, language, {"H1": "Jeanne", "R": "Épicerie du bourg"}))


def test_seven_crates_of_eight_in_french():
    (line,) = due([EIGHT], SEVEN_PROVEN)
    assert why(line, FR, a_tariff()) == [
        "577,00 € de chiffre d'affaires TTC × 5 % = 28,85 € (trajet direct de la ferme au point).",
        "Partagé à parts égales entre 8 caisses : 5 à 3,61 €, 3 à 3,60 €.",
        "7 caisses prouvées sur 8 : 25,25 €.",
        VOTED,
    ]


def test_seven_crates_of_eight_in_english():
    (line,) = due([EIGHT], SEVEN_PROVEN)
    assert why(line, EN, a_tariff()) == [
        "€577.00 of turnover (incl. VAT) × 5% = €28.85 (direct way from farm to point).",
        "Shared in equal parts over 8 crates: 5 at €3.61, 3 at €3.60.",
        "7 crates proven of 8: €25.25.",
        "Tariff v1, in force since 1 January 2026, voted: AG (PV 2026-01).",
    ]


def test_a_rounded_amount_shows_what_it_was_rounded_from():
    consignment = a_consignment(2_999, crates=3)
    (line,) = due([consignment], legs_of(consignment, stage=Stage.DELIVERY), a_tariff(delivery=500))
    assert why(line) == [
        "29,99 € de chiffre d'affaires × 5 % = 1,4995 €, arrondi à 1,50 € (livraison au point).",
        "Barème v1.",
    ]


def test_a_withheld_crate_says_what_it_waits_for():
    (line,) = compute_lines([EIGHT], SEVEN_PROVEN, a_book()).withheld
    assert why(line)[2:4] == [
        "1 caisse sur 8 : 3,60 €.",
        "En attente : dépôt non enregistré. Si le coordinateur le confirme : 3,60 €.",
    ]


def test_a_shared_way_names_whose_part_it_is():
    consignment = a_consignment(2_020)
    legs = a_handover(consignment, 1, "H1", "H2")
    line = due([consignment], legs)[0]
    assert why(line, FR, a_tariff())[1] == (
        "Trajet partagé entre 2 aidants, à parts égales : la part de Jeanne est de 0,51 €."
    )
    proofs = explain(line, a_tariff(), consignment, legs).crates
    sentence = crate_sentence(replace(proofs[0], code="7K2M9QXC"), FR)
    assert plain([sentence])[0].endswith(" : 1,01 € à partager entre 2 aidants, ici 0,51 €")


@pytest.mark.parametrize("language", list(Language))
def test_a_crate_without_known_cents_is_still_named(language: Language):
    (line,) = due([EIGHT], SEVEN_PROVEN)
    sentences = [crate_sentence(proof, language) for proof in explain(line).crates]
    assert len(sentences) == 7
    assert sentences[0].endswith("P1-R-01")


def test_an_adjustment_names_its_origin():
    (line,) = due([EIGHT], legs_of(EIGHT))
    explanation = explain(replace(line, amount_cents=360), settled_before_cents=2_525)
    assert plain(explanation_sentences(explanation, FR))[-2] == (
        "Régularisation de novembre 2026 : 28,85 € dus à ce jour, moins 25,25 € déjà réglés = 3,60 €."
    )


def test_every_kind_of_line_is_explained_in_both_languages():
    p1 = a_consignment(100_000, crates=3, producer="P1", keeper_id="K", weights=(10, 20, 30))
    p2 = a_consignment(50_000, crates=2, producer="P2")
    legs = [
        *legs_of(p1, "H1")[:2],
        *legs_of(p2, "H2", stage=Stage.COLLECTION),
        *legs_of(p2, "H2", stage_index=1),
    ]
    common = {
        "keeper_bp": 50,
        "flat_per_crate_cents": 40,
        "flat_per_stop_cents": 200,
        "crate_weights": CrateWeights.GRAMS,
        "pool": Pool(1_700, 6_500, PoolKey.CRATES),
    }
    floored = a_tariff(round_floor_cents=20_000, **common)
    capped = a_tariff(round_cap_cents=1_000, **common)
    explained: set[LineKind] = set()
    for tariff in (floored, capped):
        for line in due([p1, p2], legs, tariff):
            explained.add(line.stage_or_kind)
            for language in Language:
                sentences = why(line, language, tariff, p1 if line.payer_id == "P1" else p2, legs)
                assert len(sentences) >= 2
                assert all(text.endswith(".") for text in sentences)
    assert explained == set(LineKind) - {LineKind.TRANSFER, LineKind.DELIVERY}
