"""English: Scanner."""

from mobile.texts.shape.scan import ScanTexts

SCAN = ScanTexts(title="Scan")
