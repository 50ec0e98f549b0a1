"""The form of a tariff: what a browser sends, read as a tariff, with a fault beside each field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field

from shared.commission.legs import Stage
from shared.commission.tariff import Tariff
from shared.commission.tariff_faults import TariffFault, TariffFaultCode, TariffRefused
from shared.commission.tariff_form import read_tariff
from shared.words.labels import label
from shared.words.typed_figures import read_amount_cents, read_rate_bp
from sync_server.console import french

Typed = Annotated[str, Field(max_length=400)]
RATES = {**{stage.value: f"percent.{stage.value}" for stage in Stage}, "keeper": "keeper_bp"}
POOL_RATES = {"pool_sales": "pool.sales_bp", "pool_logistics": "pool.logistics_bp"}
AMOUNTS = {"flat_crate": "flat_per_crate_cents", "flat_stop": "flat_per_stop_cents"}
LIMITS = {"floor": "round_floor_cents", "cap": "round_cap_cents"}
# The fault of a value of the tariff stands beside the field it was typed in.
_FIELD_OF = {
    **{path: name for names in (RATES, POOL_RATES, AMOUNTS, LIMITS) for name, path in names.items()},
    **{"percent": "direct", "pool": "pool_sales", "pool.key": "pool_key"},
}
_BEFORE_THE_VOTE = ("approved_by", "minutes_ref")
_NO_RATE = "Un pourcentage de deux décimales au plus est attendu, par exemple 5 ou 5,17."
_NO_AMOUNT = "Un montant en euros est attendu, par exemple 0,30 ou 12."
_SENTENCES = {
    TariffFaultCode.OUT_OF_RANGE: "Entre 0 et 100 % pour un taux, jusqu'à 10 000 € pour un forfait.",
    TariffFaultCode.NOT_A_DATE: "Le premier jour d'application est à choisir.",
    TariffFaultCode.BAD_VERSION: "Un nom court : lettres, chiffres, point et tiret, par exemple 2027-1.",
    TariffFaultCode.VERSION_TAKEN: "Cette version existe déjà : choisissez un autre nom.",
    TariffFaultCode.NOT_TEXT: "À remplir : un barème sans vote ne s'applique pas.",
    TariffFaultCode.ABOVE_TURNOVER: "Les taux d'un même lot dépassent ensemble 100 % du chiffre d'affaires.",
    TariffFaultCode.FLOOR_ABOVE_CAP: "Le minimum dépasse le maximum.",
    TariffFaultCode.UNKNOWN_CHOICE: "Choisissez dans la liste.",
}


class TariffFields(BaseModel):
    """The form as a browser sends it: everything is text, nothing is refused before it is told."""

    version: Typed = ""
    valid_from: Typed = ""
    base: Typed = "ttc"
    collection: Typed = "0"
    transfer: Typed = "0"
    delivery: Typed = "0"
    direct: Typed = "0"
    keeper: Typed = "0"
    flat_crate: Typed = "0"
    flat_stop: Typed = "0"
    floor: Typed = ""
    cap: Typed = ""
    crate_weights: Typed = "equal"
    handover_split: Typed = "equal"
    pool: Typed = ""
    pool_sales: Typed = ""
    pool_logistics: Typed = ""
    pool_key: Typed = "turnover"
    approved_by: Typed = ""
    minutes_ref: Typed = ""

    def held(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: str(getattr(self, name)) for name in TariffFields.model_fields}


@dataclass(frozen=True, slots=True)
class TariffTyped:
    """What became of a form: a tariff, or the faults by field."""

    tariff: Tariff | None
    faults: Mapping[str, str]


def read_fields(fields: TariffFields, *, is_draft: bool = False) -> TariffTyped:
    """The tariff a form says. A draft is not voted yet: who voted and where it is written may be missing."""
    faults: dict[str, str] = {}
    written = _written(fields, faults)
    if is_draft:
        written |= {name: written[name].strip() or "à voter" for name in _BEFORE_THE_VOTE}
    outcome = read_tariff(json.dumps(written))
    if isinstance(outcome, TariffRefused):
        for fault in outcome.faults:
            faults.setdefault(field_of(fault), sentence_of(fault))
        return TariffTyped(None, faults)
    return TariffTyped(None if faults else outcome, faults)


def field_of(fault: TariffFault) -> str:
    """The field of the form a fault belongs to."""
    return _FIELD_OF.get(fault.field, fault.field)


def sentence_of(fault: TariffFault) -> str:
    """What is wrong, to whoever typed it."""
    if fault.code is TariffFaultCode.SAME_FIRST_DAY:
        return (
            f"Un autre barème commence déjà le {french.long_day(fault.received)} : deux ne se recouvrent pas."
        )
    return _SENTENCES.get(fault.code) or f"{label(fault.code).capitalize()}."


def form_of(tariff: Tariff) -> TariffFields:
    """A tariff as the form shows it."""
    percent = {stage.value: _typed(tariff.percent.of(stage)) for stage in Stage}
    limits = {
        "floor": tariff.round_floor_cents,
        "cap": tariff.round_cap_cents,
    }
    pool = tariff.pool
    return TariffFields(
        version=tariff.version,
        valid_from=tariff.valid_from.isoformat(),
        base=tariff.base.value,
        keeper=_typed(tariff.keeper_bp),
        flat_crate=_typed(tariff.flat_per_crate_cents),
        flat_stop=_typed(tariff.flat_per_stop_cents),
        crate_weights=tariff.crate_weights.value,
        handover_split=tariff.handover_split.value,
        pool="oui" if pool else "",
        pool_sales=_typed(pool.sales_bp) if pool else "",
        pool_logistics=_typed(pool.logistics_bp) if pool else "",
        pool_key=pool.key.value if pool else "turnover",
        approved_by=tariff.approved_by,
        minutes_ref=tariff.minutes_ref,
        **percent,
        **{name: "" if cents is None else _typed(cents) for name, cents in limits.items()},
    )


def next_form(in_force: Tariff | None, versions: set[str], today: date) -> TariffFields:
    """The form of a new version: the one in force, from the first day of next month, not voted yet."""
    first_day = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    number = 1 + max((int(each) for each in versions if each.isdecimal()), default=0)
    if in_force is None:
        return TariffFields(version=str(number), valid_from=first_day.isoformat())
    fresh = replace(in_force, version=str(number), valid_from=first_day, approved_by="", minutes_ref="")
    return form_of(fresh)


def _written(fields: TariffFields, faults: dict[str, str]) -> dict[str, Any]:
    rates = {name: _read_rate(fields, name, faults) for name in RATES}
    amounts = {path: _read_amount(fields, name, faults) for name, path in AMOUNTS.items()}
    limits = {
        path: _read_amount(fields, name, faults) if getattr(fields, name).strip() else None
        for name, path in LIMITS.items()
    }
    pool: dict[str, Any] | None = None
    if fields.pool:
        pool = {
            path.removeprefix("pool."): _read_rate(fields, name, faults) for name, path in POOL_RATES.items()
        }
        pool["key"] = fields.pool_key
    return {
        "version": fields.version.strip(),
        "valid_from": fields.valid_from.strip(),
        "base": fields.base,
        "percent": {stage.value: rates[stage.value] for stage in Stage},
        "keeper_bp": rates["keeper"],
        **amounts,
        **limits,
        "crate_weights": fields.crate_weights,
        "handover_split": fields.handover_split,
        "pool": pool,
        "approved_by": fields.approved_by,
        "minutes_ref": fields.minutes_ref,
    }


def _read_rate(fields: TariffFields, name: str, faults: dict[str, str]) -> int:
    return _read(read_rate_bp(getattr(fields, name) or "0"), name, faults, _NO_RATE)


def _read_amount(fields: TariffFields, name: str, faults: dict[str, str]) -> int:
    return _read(read_amount_cents(getattr(fields, name) or "0"), name, faults, _NO_AMOUNT)


def _read(value: int | None, name: str, faults: dict[str, str], sentence: str) -> int:
    if value is None:
        faults[name] = sentence
        return 0
    return value


def _typed(hundredths: int) -> str:
    """« 5 », « 5,17 »: a rate in percent or an amount in euros as people type it."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d}" if rest else str(whole)
