"""Which errors of the database others may catch, without knowing the library."""

from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

DatabaseError = SQLAlchemyError
Taken = IntegrityError  # a unique key was the last word
Unavailable = OperationalError

__all__ = ["DatabaseError", "Taken", "Unavailable"]
