"""English: Bon de livraison."""

from mobile.texts.en.counting import crates
from mobile.texts.shape.note import DeliveryNoteTexts

NOTE = DeliveryNoteTexts(
    title="Delivery note",
    entry="Delivery note",
    unknown="This round is no longer on this phone.",
    aboard="Aboard",
    whole="The whole round",
    sum=lambda n, lots: f"{crates(n)}, {lots} consignment{'' if lots == 1 else 's'}",
    nothing="Nothing aboard right now.",
    carrier="Carrier",
    vehicle="Vehicle",
    made_at="Made on",
    round="Round",
    mode="Terms of carriage",
    mode_text=(
        "Carriage between producers of the network. Mutual help, service or haulier: by the co-op’s "
        "agreement, to be confirmed with your adviser."
    ),
    owner="Owner",
    unknown_owner="Owner to be stated",
    nature="Goods",
    origin="Loaded at",
    destination="Destination",
    lot="Consignment",
    crates="Crates",
    taken="Taken over at",
    not_given="not given",
    plate="Vehicle’s plate",
    plate_hint="for the paper",
    legal="The producer answers for the goods to the customer; the carrier answers for them to the producer.",
    give="Save to print",
    given="The note is saved. Open it to print or send it.",
    not_saved="The note was not saved.",
    file_name="delivery-note",
)
