"""The project's own measures: medians of several runs, as ratios to a reference of the same run."""
