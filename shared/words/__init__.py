"""French and English words of everything both programs speak of: labels, numbers and dates, explanations."""
