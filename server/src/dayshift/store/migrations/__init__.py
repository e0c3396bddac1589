"""The history of the schema. Expand in one release, contract in the next."""
