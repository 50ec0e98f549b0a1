"""VAT between a payer and a beneficiary, and the regime a month was settled under, as values."""

from dataclasses import dataclass

from sync_server.billing.values import VatKind, VatTerms

_VAT_KEY_PARTS = 5


@dataclass(frozen=True, slots=True)
class PairVat:
    """What one payer owes one beneficiary in a settlement under one regime, and the VAT on top.

    `kind` is a VatKind, empty where the beneficiary's regime was not known.
    """

    payer_id: str
    beneficiary_id: str
    kind: str
    vat_bp: int
    total_ht_cents: int
    vat_cents: int

    @property
    def terms(self) -> VatTerms:
        """The beneficiary's regime."""
        return VatTerms(VatKind(self.kind) if self.kind else None, self.vat_bp)


@dataclass(frozen=True, slots=True)
class RegimeOfMonth:
    """The regime of a person that a settlement fixes for a month."""

    period: str
    person_id: str
    terms: VatTerms


def vat_key(pair: PairVat) -> str:
    """The name of a pair's VAT in the ledger; `pair_of_vat_key` reads it back."""
    parts = (pair.payer_id, pair.beneficiary_id, pair.kind, str(pair.vat_bp))
    return "|".join(("vat", *(part.replace("%", "%25").replace("|", "%7C") for part in parts)))


def pair_of_vat_key(key: str) -> tuple[str, str] | None:
    """The payer and the beneficiary a VAT key names; None for any other key."""
    parts = key.split("|")
    if parts[0] != "vat" or len(parts) != _VAT_KEY_PARTS:
        return None
    payer_id, beneficiary_id = (part.replace("%7C", "|").replace("%25", "%") for part in parts[1:3])
    return payer_id, beneficiary_id
