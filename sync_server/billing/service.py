"""Recording who somebody is to the bank and the tax office: one more row, none where nothing changes."""

from sqlmodel import Session

from sync_server.billing import queries
from sync_server.billing.reading import AccountFields, MandateFields, RegimeFields
from sync_server.billing.values import Account, Mandate, Regime


def record_account(session: Session, person_id: str, fields: AccountFields, by: str, now_ms: int) -> bool:
    """Keeps an account; whether it is another than before. The feed must be locked."""
    held = queries.account_history(session, person_id)
    if held and (held[-1].iban, held[-1].bic, held[-1].holder) == (fields.iban, fields.bic, fields.holder):
        return False
    account = Account(person_id, fields.iban, fields.bic, fields.holder, now_ms, by)
    queries.insert_account(session, account)
    return True


def record_regime(session: Session, person_id: str, fields: RegimeFields, by: str, now_ms: int) -> bool:
    """Keeps a regime from its day on; whether it is news. Closed periods keep the regime they had."""
    same_day = [each for each in queries.regimes(session, person_id) if each.valid_from == fields.valid_from]
    if same_day and same_day[-1].terms == fields.terms:
        return False
    queries.insert_regime(session, Regime(person_id, fields.valid_from, fields.terms, now_ms, by))
    return True


def record_mandate(session: Session, person_id: str, fields: MandateFields, by: str, now_ms: int) -> bool:
    """Keeps a mandate or its end; whether it is news."""
    held = queries.mandates(session, person_id).get(person_id, [])
    asked = (fields.dated, fields.reference, fields.is_ended)
    if held and (held[-1].dated, held[-1].reference, held[-1].is_ended) == asked:
        return False
    queries.insert_mandate(
        session, Mandate(person_id, fields.dated, fields.reference, fields.is_ended, now_ms, by)
    )
    return True
