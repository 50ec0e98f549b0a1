"""Every mutant there is, area by area."""

from collections.abc import Mapping

from tests.mutants.mutant import Mutant
from tests.mutants.of_decisions import DECISION_MUTANTS
from tests.mutants.of_evidence import EVIDENCE_MUTANTS
from tests.mutants.of_ingest import INGEST_MUTANTS
from tests.mutants.of_labels import LABEL_MUTANTS
from tests.mutants.of_money import CARRIAGE_MUTANTS, SECOND_READING_MUTANTS, SETTLEMENT_MUTANTS
from tests.mutants.of_pulling import PROJECTION_MUTANTS, PULL_MUTANTS
from tests.mutants.of_rescue import RESCUE_MUTANTS
from tests.mutants.of_the_feed import FEED_MUTANTS
from tests.mutants.of_the_pace import PACE_MUTANTS
from tests.mutants.of_the_phone import REPLY_MUTANTS, STORE_MUTANTS
from tests.mutants.of_time import BACKUP_MUTANTS, CLOCK_MUTANTS

AREAS: Mapping[str, tuple[Mutant, ...]] = {
    "feed": FEED_MUTANTS,
    "ingest": INGEST_MUTANTS,
    "projection": PROJECTION_MUTANTS,
    "pull": PULL_MUTANTS,
    "replies": REPLY_MUTANTS,
    "store": STORE_MUTANTS,
    "pace": PACE_MUTANTS,
    "clock": CLOCK_MUTANTS,
    "backup": BACKUP_MUTANTS,
    "carriage": CARRIAGE_MUTANTS,
    "settlement": SETTLEMENT_MUTANTS,
    "second reading": SECOND_READING_MUTANTS,
    "decisions": DECISION_MUTANTS,
    "labels": LABEL_MUTANTS,
    "evidence": EVIDENCE_MUTANTS,
    "rescue": RESCUE_MUTANTS,
}
MUTANTS: tuple[Mutant, ...] = tuple(mutant for area in AREAS.values() for mutant in area)
