"""Looking at every name, and what of it is kept: reports, findings, whether a run is plausible."""
