"""English: Mes commissions et « pourquoi ? »."""

from mobile.texts.en.counting import crates
from mobile.texts.shape.commission import CommissionTexts

COMMISSION = CommissionTexts(
    title="My commissions",
    none_title="No commission yet",
    none_text=(
        "As soon as you have taken and left another farm’s crate, and the phone "
        "has exchanged with the server, "
        "the line appears here with its calculation."
    ),
    total="due for the period",
    estimate_note="An estimate until the period is closed.",
    withheld=lambda amount: f"{amount} withheld until proven",
    settled="Settled",
    due="Due",
    withheld_word="Withheld",
    disputed_word="Disputed",
    why=lambda amount: f"Why {amount}?",
    why_title="Why?",
    steps="Step by step",
    scans="The proofs",
    proofs_elsewhere=lambda n: f"and {n} recorded by others",
    tariff=lambda version: f"Tariff {version}",
    crate_part=lambda proven, of: f"{proven} of {crates(of)}",
    line_count=lambda n: f"{n} line{'' if n == 1 else 's'}",
    line_gone="This line is no longer on this phone. It may be part of a statement.",
    dispute="I dispute this line",
    dispute_upheld=lambda because: f"Your dispute is well founded. The coordinator: “{because}”",
    dispute_rejected=lambda because: f"The line stays as it is. The coordinator: “{because}”",
    disputed="Noted; it goes up with your records. Speak of it before the month is closed.",
    other_kind="Another part of the tariff",
    dispute_why="Why do you dispute this line?",
    dispute_label="Your reason (optional)",
    dispute_hint="what is wrong",
    dispute_send="Dispute this line only",
    dispute_only="The other lines go on. Your coordinator decides: speak of it together.",
    dispute_withdraw="I withdraw my dispute",
    dispute_withdrawn="Dispute withdrawn.",
    dispute_reason="Your reason",
)
