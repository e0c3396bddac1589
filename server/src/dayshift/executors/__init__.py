"""Where attempts run. A place is one :class:`~dayshift.executors.base.Executor`; it alone knows its processes."""
