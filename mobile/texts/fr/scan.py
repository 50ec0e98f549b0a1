"""French: Scanner."""

from mobile.texts.shape.scan import ScanTexts

SCAN = ScanTexts(title="Scanner")
