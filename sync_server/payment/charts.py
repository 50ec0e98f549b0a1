"""Which account numbers entries are written to: defaults of the French chart, changed by the co-op."""

import json
import re
from dataclasses import asdict, dataclass, fields

from sqlmodel import Session

from sync_server.network.queries import setting
from sync_server.network.tables import CooperativeSetting

CHART_SETTING = "chart"
_NUMBER = re.compile(r"[0-9][0-9A-Z]{2,11}")
NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class Chart:
    """Account numbers and names; people share one account and are told apart by their auxiliary number."""

    person: str = "467000"
    person_name: str = "Aidants et producteurs"
    network: str = "622800"
    network_name: str = "Commissions à la charge du réseau"
    pool: str = "467900"
    pool_name: str = "Caisse commune de logistique"
    bank: str = "512000"
    bank_name: str = "Banque"


def chart_of(session: Session) -> Chart:
    """The numbers in use."""
    text = setting(session, CHART_SETTING)
    return Chart() if text is None else Chart(**json.loads(text))


def wrong_field_of(chart: Chart) -> str | None:
    """The first field that is no account number, or no name that fits; None where all is well."""
    for each in fields(chart):
        value = str(getattr(chart, each.name))
        if each.name.endswith("_name"):
            if not value.strip() or len(value) > NAME_MAX or not value.isprintable():
                return each.name
        elif _NUMBER.fullmatch(value) is None:
            return each.name
    return None


def put_chart(session: Session, chart: Chart) -> None:
    """Keeps other numbers; files made from now on are written with them."""
    value = json.dumps(asdict(chart), ensure_ascii=False, sort_keys=True)
    session.merge(CooperativeSetting(name=CHART_SETTING, value=value))
    session.flush()
