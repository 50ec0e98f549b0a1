"""A carrier's own file is damaged: what it carries for others is taken over with its own facts."""

import sqlite3
from contextlib import closing
from pathlib import Path

from mobile.actions.rescue_take import TakenIn, TakePacksIn, take_packs_in
from mobile.store.carried import CarriedState, carried_packs, packs_to_offer
from mobile.store.database import FILE_NAME, open_store
from tests.builders_phone import a_small_round, an_enrolled_phone, crate_codes
from tests.shared.sync.packs import a_pack

PAGE = 4096


def test_packs_outlive_the_damage_of_another_page(tmp_path: Path) -> None:
    codes = crate_codes(40)
    chloe = an_enrolled_phone(tmp_path, a_small_round(codes))
    for code in codes:
        chloe.pick_up(code)
    packs = [
        a_pack(['{"v":1}'], name="Bruno"),
        a_pack([f'{{"v":1,"n":{n}}}' for n in range(150)], name="Dora"),
    ]
    raw = b"".join(pack.raw for pack in packs)
    taken = take_packs_in(TakePacksIn(raw), chloe.store, chloe.clock, chloe.randomness)
    assert isinstance(taken, TakenIn)
    chloe.store.close()
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as database:
        [(page,)] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'logged_fact'")
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(bytes(range(256)) * (PAGE // 256))
    store = open_store(tmp_path)
    assert store.salvage is not None
    assert {pack.state for pack in carried_packs(store)} == {CarriedState.WAITING}
    with store.reading() as connection:
        offered = packs_to_offer(connection, chloe.clock.wall_ms(), 10)
    assert {pack.raw for pack in offered} == {pack.raw for pack in packs}
    store.close()
