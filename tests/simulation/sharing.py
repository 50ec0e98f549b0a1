"""People who share a phone: a store each beside the other's, one clock, a roster, and a code to switch."""

from mobile.actions.hold_phone import PinRight, PinSet, SetPin, TryPin, set_pin, try_pin
from mobile.store.pin import has_pin
from mobile.store.roster import Roster, next_profile, read_roster, write_roster
from tests.simulation.acts import do_something_else, drive_on
from tests.simulation.phone import SimPhone
from tests.simulation.rare import Rare
from tests.simulation.times import today_of

PIN, WRONG_PIN = "402713", "402714"


def share_phone(rare: Rare) -> None:
    """Somebody is let in on a phone that is another's, and sets a code."""
    hosts = [phone for phone in rare.enrolled() if "--" not in phone.folder.name]
    if not hosts:
        return
    host = rare.chance.choice(hosts)
    others = [each for each in rare.co_op.network.producers if each != host.person_id]
    roster = read_roster(rare.co_op.folder, host.folder.name)
    profile = next_profile(roster, host.folder.name)
    if profile is None or len(roster.profiles) > 2:
        return
    guest = rare.co_op.add_phone(
        rare.chance.choice(others), rare.next_fault, rare.post_later, (host.clock, profile)
    )
    write_roster(rare.co_op.folder, host.folder.name, Roster((*roster.profiles, profile), profile))
    if rare.co_op.enrol(guest):
        rare.met("phone_shared")
        outcome = guest.run(lambda: set_pin(SetPin(PIN), guest.store, guest.clock, guest.randomness))
        assert outcome == PinSet(), outcome


def switch_person(rare: Rare) -> None:
    """The other person takes the shared phone, finds the code at the second try, and works on."""
    guests = [phone for phone in rare.co_op.present() if "--" in phone.folder.name]
    if not guests:
        return
    guest = rare.chance.choice(guests)
    base = guest.folder.name.partition("--")[0]
    roster = read_roster(rare.co_op.folder, base)
    assert guest.folder.name in roster.profiles, roster
    holder_name = rare.chance.choice(roster.profiles)
    holder = next((phone for phone in rare.co_op.present() if phone.folder.name == holder_name), None)
    if holder is None:
        return
    write_roster(rare.co_op.folder, base, Roster(roster.profiles, holder_name))
    assert read_roster(rare.co_op.folder, base).current == holder_name
    if not _opens(holder) or holder.store.enrolment is None:
        return
    rare.met("person_switched")
    day = today_of(holder.clock.time.at_ms)
    with rare.hands(holder):
        holder.run(lambda: drive_on(holder, day))
        holder.run(lambda: do_something_else(holder))
    # Every store goes up, whoever holds the phone.
    for name in roster.profiles:
        for phone in rare.co_op.present():
            if phone.folder.name == name:
                rare.co_op.sync(phone)


def _opens(holder: SimPhone) -> bool:
    if not has_pin(holder.store.folder):
        return True
    tries = (TryPin(each) for each in (WRONG_PIN, PIN))
    said = [try_pin(each, holder.store, holder.clock, holder.randomness) for each in tries]
    assert said[0] != PinRight(), "a wrong code opened the phone"
    return said[1] == PinRight()
