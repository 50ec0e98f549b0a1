"""What a phone shows before its facts are sent is what it shows after, told by the real server."""

import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings

from mobile.actions.outcomes import Recorded
from mobile.store.outbox import chain_holds, outbox_counts
from mobile.sync.outcome import Synced
from tests.builders import a_server
from tests.mobile.stories import CODES, Act, Send, carry_out, shown, stories
from tests.mobile.sync.world import a_co_op, a_phone


@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(stories)
def test_the_screen_does_not_change_when_the_facts_are_sent(story: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder, a_server(Path(folder) / "server") as server:
        assert a_co_op(server, len(CODES)) == CODES
        bruno = a_phone(server, Path(folder) / "phone")
        assert isinstance(bruno.sync(), Synced)
        done: list[Recorded] = []
        for act in story:
            if isinstance(act, Send):
                bruno.sync()
            carry_out(bruno, act, done)
        before = shown(bruno)
        assert isinstance(bruno.sync(), Synced)
        assert shown(bruno) == before
        assert outbox_counts(bruno.store).pending == 0
        assert chain_holds(bruno.store)
        bruno.store.close()
