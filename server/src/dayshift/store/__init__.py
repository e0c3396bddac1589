"""The one package that knows SQL. Functions take a Tx and return domain objects; read ``tables`` first."""
