"""What a person began on « À envoyer »: a file given to a colleague, or a colleague's taken in."""

from dataclasses import dataclass

from mobile.actions.rescue_make import Entrusted, EntrustRefusal
from mobile.actions.rescue_take import TakeInRefusal, TakenIn, TakePacksIn
from mobile.screens.contract import Carried, FileChosen, FileGiven, PickFile, SaveFile
from shared.sync.rescue import PACK_FILE_ENDING
from shared.sync.rescue_pack import PackFault

UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class EntrustAnswer:
    """What became of the file: how many facts went into it, or why none did."""

    facts: int = 0
    file_name: str = ""
    is_given: bool = False
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class TakeInAnswer:
    """What became of a colleague's file: whose facts, or why they were not taken."""

    name: str = ""
    facts: int = 0
    is_new: bool = False
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxDraft:
    """The last answer on either side; `making` is what is being given out."""

    making: Entrusted | None = None
    entrusted: EntrustAnswer | None = None
    taken_in: TakeInAnswer | None = None


def new_draft(_intent_id: str) -> OutboxDraft:
    """Nothing begun."""
    return OutboxDraft()


def change(draft: OutboxDraft, news: object) -> OutboxDraft:
    """Fold what came of an intent."""
    match news:
        case Carried(outcome=Entrusted() as made):
            return OutboxDraft(making=made, taken_in=draft.taken_in)
        case Carried(outcome=EntrustRefusal() as refusal):
            return OutboxDraft(entrusted=EntrustAnswer(refusal=refusal.value), taken_in=draft.taken_in)
        case Carried(intent=SaveFile(name=name), outcome=FileGiven(is_given=is_given)):
            facts = draft.making.facts if draft.making else 0
            return OutboxDraft(entrusted=EntrustAnswer(facts, name, is_given), taken_in=draft.taken_in)
        case Carried(outcome=TakenIn(name=name, facts=facts, is_new=is_new)):
            return OutboxDraft(entrusted=draft.entrusted, taken_in=TakeInAnswer(name, facts, is_new))
        case Carried(outcome=(PackFault() | TakeInRefusal()) as refusal):
            return OutboxDraft(entrusted=draft.entrusted, taken_in=TakeInAnswer(refusal=refusal.value))
        case Carried(intent=PickFile(), outcome=FileChosen(content=b"")):
            return OutboxDraft(entrusted=draft.entrusted, taken_in=TakeInAnswer(refusal=UNREADABLE))
        case _:
            return draft


def follow(_draft: OutboxDraft, carried: Carried) -> object | None:
    """A file made is given out; a file chosen is taken in."""
    match carried:
        case Carried(outcome=Entrusted(raw=raw, file_stem=stem)):
            return SaveFile(f"{stem}.{PACK_FILE_ENDING}", raw)
        case Carried(intent=PickFile(), outcome=FileChosen(content=bytes() as content)) if content:
            return TakePacksIn(content)
        case _:
            return None
