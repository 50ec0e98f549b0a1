"""French: Photos, signatures, positions."""

from mobile.texts.shape.evidence import EvidenceTexts

EVIDENCE = EvidenceTexts(title="Photos et signatures")
