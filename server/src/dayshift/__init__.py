"""Dayshift: a job scheduler and orchestrator for whole teams. Start reading at ``domain/errors.py``."""
