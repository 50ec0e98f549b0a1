"""What of the crates set aside at a stop is to be proven, by a photo of the stop or a word."""

from mobile.actions.keep_photo import photos_of_stop
from mobile.screens.proof import Proving
from mobile.screens.stop.draft import StopDraft
from mobile.screens.stop.state import StopState


def proving_of(state: StopState, draft: StopDraft) -> Proving:
    """At the stop and at the scanner alike: one strip of photos for both."""
    subject = photos_of_stop(state.round_id, state.place_id)
    return Proving(draft.excepted, subject, state.photos, draft.proof, draft.photo)
