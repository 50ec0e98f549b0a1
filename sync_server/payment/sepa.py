"""The file of transfers: SEPA pain.001.001.09, the same bytes for the same run, whoever makes it when."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

from sepaxml import SepaTransfer

from sync_server.payment.values import RunTerms, Transfer

SCHEMA = "pain.001.001.09"
_NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
_NO_BIC = "NOTPROVIDED"


def transfer_file(terms: RunTerms, transfers: Sequence[Transfer]) -> str:
    """The file as text, valid against the schema, names as they are on the accounts.

    Raises: ValidationError of the library where the schema refuses it.
    """
    config = {"name": terms.debtor.holder, "IBAN": terms.debtor.iban, "batch": True, "currency": "EUR"}
    if terms.debtor.bic:
        config["BIC"] = terms.debtor.bic
    # Its own cleaning would write names otherwise than the banks have them.
    made: Any = SepaTransfer(config, schema=SCHEMA, clean=False)
    for transfer in transfers:
        made.add_payment(_payment(terms, transfer))
    exported: bytes = made.export(validate=True)
    return _with_own_marks(exported, terms)


def _payment(terms: RunTerms, transfer: Transfer) -> dict[str, object]:
    payment: dict[str, object] = {
        "name": transfer.holder,
        "IBAN": transfer.iban,
        "amount": transfer.amount_cents,
        "execution_date": terms.execution_day,
        "description": f"Commissions, releve {transfer.statement}",
        "endtoend_id": transfer.end_to_end_id,
    }
    if transfer.bic:
        payment["BIC"] = transfer.bic
    return payment


def _with_own_marks(exported: bytes, terms: RunTerms) -> str:
    """The library marks a file with the clock and with chance: ours has the run's own marks instead."""
    ET.register_namespace("", _NAMESPACE)
    # What the library has just written, nothing from outside.
    document = ET.fromstring(exported)
    space = {"p": _NAMESPACE}
    for path, value in (
        (".//p:GrpHdr/p:MsgId", terms.message_id),
        (".//p:GrpHdr/p:CreDtTm", terms.made_at),
        (".//p:PmtInf/p:PmtInfId", terms.message_id),
    ):
        found = document.find(path, space)
        assert found is not None, path
        found.text = value
    for institution in document.iterfind(".//p:DbtrAgt/p:FinInstnId", space):
        if len(institution) == 0:
            # Banks want to be told that there is no BIC rather than to find nothing.
            other = ET.SubElement(institution, f"{{{_NAMESPACE}}}Othr")
            ET.SubElement(other, f"{{{_NAMESPACE}}}Id").text = _NO_BIC
    ET.indent(document)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(document, encoding="unicode") + "\n"
