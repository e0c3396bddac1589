"""The Dayshift SDK: talk to a Dayshift server from Python."""
