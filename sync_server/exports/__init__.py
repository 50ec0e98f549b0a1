"""Everything the co-op holds, as tables for a spreadsheet."""
