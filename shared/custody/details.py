"""The kinds' own fields (`data` of a body) as types; absent fields are allowed, ill-typed ones are not."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from shared.custody.events import LAST_INSTANT_MS, Fact, Kind

# As long as a body has room: a dispute or a void put aside for a long reason would not count.
Text = StrictStr
Id = Annotated[StrictStr, Field(min_length=1, max_length=200)]
Count = Annotated[StrictInt, Field(ge=0, le=10**12)]
Celsius = Annotated[StrictInt, Field(ge=-1000, le=2000)]
Degrees = Annotated[StrictInt, Field(ge=-(10**10), le=10**10)]
Millis = Annotated[StrictInt, Field(ge=0, le=2**53)]


class Detail(BaseModel):
    """Fields every kind may carry: the tap that made the fact, and a satellite's time with its age."""

    model_config = ConfigDict(frozen=True, extra="allow")

    intent: Id | None = None
    gps_ms: Millis | None = None
    gps_age_ms: Millis | None = None


class PickupDetail(Detail):
    """Reading and weight at a pickup."""

    temp_dc: Celsius | None = None
    weight_g: Count | None = None


class DropDetail(Detail):
    """Compartment and reading at a drop, and the place's own badge where that was read."""

    compartment: Id | None = None
    temp_dc: Celsius | None = None
    badge: Id | None = None


class HandoverGivenDetail(Detail):
    """To whom: a person of the network, or a name."""

    to: Id | None = None
    to_name: Text | None = None


class HandoverTakenDetail(Detail):
    """From whom; the short code where the giver's own fact is not known; where the crates go, by place."""

    giver: Id | None = None
    given_code: Id | None = None
    dests: dict[Id, list[Id]] | None = None


class BindDetail(Detail):
    """The consignment a blank label is bound to."""

    consignment: Id


class EmptiesDetail(Detail):
    """Empty crates left or taken back."""

    left: Count | None = None
    taken: Count | None = None


class TemperatureDetail(Detail):
    """A reading on its own."""

    temp_dc: Celsius | None = None


class IncidentDetail(Detail):
    """What a person reports; `reason` is an IncidentReason, a newer program may know more.

    `act` is the Act that was not done with the crates because of it.
    """

    reason: Id | None = None
    note: Text | None = None
    act: Id | None = None
    compartment: Id | None = None


class ScanOddDetail(Detail):
    """A scan kept for itself: its text and the answer that was shown.

    Also each showing of a door code, whose answer is `door_code_shown`: which door, never which code. And the
    receipt of a handover: who took the crates named, by which fact of theirs, and which he did not.
    """

    text: Text | None = None
    answer: Id | None = None
    taker: Id | None = None
    taken: Id | None = None
    missing: list[Id] | None = None
    compartment: Id | None = None


class RoundStartedDetail(Detail):
    """The count before leaving, where one was made; the title and day of a round that nobody planned."""

    expected: Count | None = None
    present: Count | None = None
    missing: list[Id] | None = None
    extra: list[Id] | None = None
    unplanned: StrictBool | None = None
    title: Text | None = None


class StopArrivedDetail(Detail):
    """The name of a place this network does not know, where somebody stopped all the same."""

    place_name: Text | None = None


class RoundClosedDetail(Detail):
    """What the round cost, and the crates its helper says he still has."""

    distance_m: Count | None = None
    odometer_start_m: Count | None = None
    odometer_end_m: Count | None = None
    drive_minutes: Count | None = None
    stop_minutes: Count | None = None
    fees_cents: Count | None = None
    kept: list[Id] | None = None


class PlaceProposedDetail(Detail):
    """A better pin (degrees times 10^7) or access note for a place."""

    lat_e7: Degrees | None = None
    lon_e7: Degrees | None = None
    note: Text | None = None


class DisputeDetail(Detail):
    """The commission line that is disputed, and why."""

    line: Id | None = None
    because: Text | None = None


class CorrectionDetail(Detail):
    """What a corrected fact should have said; absent means unchanged."""

    place: Id | None = None
    round: Id | None = None
    crates: list[Id] | None = None
    because: Text | None = None


class VoidDetail(Detail):
    """Why a fact is withdrawn."""

    because: Text | None = None


class SuppliedDetail(BaseModel):
    """A movement nobody recorded, as a coordinator says it was; `giver` and `answers` are a handover's."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: Id
    person: Id
    at_ms: Annotated[StrictInt, Field(ge=0, le=LAST_INSTANT_MS)]
    place: Id | None = None
    round: Id | None = None
    giver: Id | None = None
    answers: Id | None = None


class DecisionDetail(Detail):
    """What a coordinator decided of what `ref` names, and why; `seen` are the facts it was decided on.

    `resolution` is a Resolution, `events` the facts it upholds or takes back.
    """

    resolution: Id
    because: Annotated[StrictStr, Field(min_length=1, max_length=2000)]
    seen: list[Id] = []
    events: list[Id] = []
    supplied: SuppliedDetail | None = None


class ClockDetail(Detail):
    """The server's time at a reading of this phone's boot clock, and the round trip, in ms."""

    server_time: Millis | None = None
    boot: Millis | None = None
    rtt: Millis | None = None


DETAIL_OF: dict[Kind, type[Detail]] = {
    Kind.PICKUP: PickupDetail,
    Kind.DROP: DropDetail,
    Kind.HANDOVER_GIVEN: HandoverGivenDetail,
    Kind.HANDOVER_TAKEN: HandoverTakenDetail,
    Kind.BIND: BindDetail,
    Kind.EMPTIES: EmptiesDetail,
    Kind.TEMPERATURE: TemperatureDetail,
    Kind.INCIDENT: IncidentDetail,
    Kind.SCAN_ODD: ScanOddDetail,
    Kind.ROUND_STARTED: RoundStartedDetail,
    Kind.ROUND_CLOSED: RoundClosedDetail,
    Kind.STOP_ARRIVED: StopArrivedDetail,
    Kind.STOP_LEFT: Detail,
    Kind.PLACE_PROPOSED: PlaceProposedDetail,
    Kind.DISPUTE: DisputeDetail,
    Kind.CORRECTION: CorrectionDetail,
    Kind.VOID: VoidDetail,
    Kind.CLOCK: ClockDetail,
    Kind.DECISION: DecisionDetail,
}


# The answer to a scan that is a handover's receipt: the giver's phone keeps it as evidence.
RECEIPT = "receipt"

D = TypeVar("D", bound="Detail")


def is_receipt(fact: Fact) -> bool:
    """Whether a fact keeps the receipt of a handover; `ref` is the handover."""
    return fact.kind is Kind.SCAN_ODD and fact.data.get("answer") == RECEIPT


def detail_of(fact: Fact, expected: type[D]) -> D:
    """The typed fields of a fact that was read by `read_body`."""
    return expected.model_validate(fact.data)


def checked_detail(kind: Kind, fields: dict[str, Any]) -> Detail:
    """Validate a kind's own fields. Raises: pydantic.ValidationError."""
    return DETAIL_OF[kind].model_validate(fields)
