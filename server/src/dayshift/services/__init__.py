"""The desk: one function for each thing that somebody can want. Each takes a transaction and a permit."""
