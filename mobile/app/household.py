"""The people who share one phone, each with a store of their own; and the practice round, a store apart."""

from mobile.actions.practice import PracticeNames, fill_practice
from mobile.app.phones import Phone, Phones, practice_profile
from mobile.screens.contract import AddPerson, Holder, LeavePractice, StartPractice, SwitchPerson
from mobile.store.database import Store
from mobile.store.outbox import outbox_counts
from mobile.store.pin import read_pin_file
from mobile.store.reference import me, person
from mobile.store.roster import Roster, next_profile, read_roster, write_roster

ChangesHolder = SwitchPerson | AddPerson | StartPractice | LeavePractice


class Household:
    """One browser, or one real phone. Every person's store is open: what waits goes up whoever holds it."""

    def __init__(self, phones: Phones, base: str) -> None:
        self._phones = phones
        self._base = base
        self._roster = read_roster(phones.folder, base)
        for profile in self._roster.profiles:
            phones.open(profile)
        self.phone = phones.open(self._roster.current)

    def holders(self) -> tuple[Holder, ...]:
        """Everybody who may hold this phone, by name; a practice round belongs to nobody."""
        return tuple(self._holder(profile) for profile in self._roster.profiles)

    def change(self, intent: ChangesHolder) -> None:
        """Blocking: stores are opened, a practice round is written or thrown away."""
        match intent:
            case SwitchPerson(profile=profile):
                self.switch(profile)
            case AddPerson():
                self.join()
            case StartPractice(names=names):
                self.practise(names)
            case LeavePractice():
                self.leave_practice()

    def switch(self, profile: str) -> Phone:
        """Hand the phone over; a name that is none of theirs changes nothing. Leaves a practice round too."""
        self.leave_practice()
        if profile in self._roster.profiles:
            self._take(Roster(self._roster.profiles, profile))
        return self.phone

    def join(self) -> Phone | None:
        """A store for one more person, who has to enrol next; None where there is no room."""
        vacant = next((each.profile for each in self.holders() if not each.is_enrolled), None)
        profile = vacant or next_profile(self._roster, self._base)
        if profile is None:
            return None
        self._take(Roster(tuple(dict.fromkeys((*self._roster.profiles, profile))), profile))
        return self.phone

    def practise(self, names: PracticeNames) -> Phone:
        """An invented round in a store that never meets another, fresh each time it is begun."""
        self.phone = self._phones.open(practice_profile(self._base))
        self.phone.start_over()
        fill_practice(self.phone.store, self.phone.clock, names)
        return self.phone

    def leave_practice(self) -> Phone:
        """Back to the person; what was practised is gone."""
        if self.phone.is_practice:
            self.phone.start_over()
            self.phone = self._phones.open(self._roster.current)
        return self.phone

    def _take(self, roster: Roster) -> None:
        write_roster(self._phones.folder, self._base, roster)
        self._roster = roster
        self.phone = self._phones.open(roster.current)

    def _holder(self, profile: str) -> Holder:
        phone = self._phones.open(profile)
        enrolment = phone.store.enrolment
        return Holder(
            profile=profile,
            name=_name(phone.store, enrolment.person_id) if enrolment else "",
            is_current=phone is self.phone,
            is_enrolled=enrolment is not None,
            has_pin=read_pin_file(phone.store.folder) is not None,
            pending=outbox_counts(phone.store).pending,
        )


def _name(store: Store, person_id: str) -> str:
    """As the rows tell it; before the first exchange only the number is known."""
    named = me(store) or person(store, person_id)
    return named.name if named else person_id
