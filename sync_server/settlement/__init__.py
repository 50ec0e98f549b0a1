"""Settlement: previewing a period, closing it for ever, and the statements people receive."""
