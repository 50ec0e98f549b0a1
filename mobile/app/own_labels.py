"""What a code means on this phone: labels are ours where they lead to the server it is enrolled with."""

from dataclasses import replace

from mobile.screens.contract import CodeRead
from mobile.store.database import Store
from mobile.store.enrolment import label_hosts
from shared.custody.codes import ScannedForeign, read_scan


def understood(code: CodeRead, store: Store) -> CodeRead:
    """The code with what it means here."""
    return replace(code, means=read_scan(code.text, label_hosts(store.enrolment)))


def is_one_of_ours(text: str, store: Store) -> bool:
    """Whether a text is the label of a crate, a place or a compartment."""
    return not isinstance(read_scan(text, label_hosts(store.enrolment)), ScannedForeign)
