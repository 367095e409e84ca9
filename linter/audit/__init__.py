"""`askfirst audit`: a whole archive of mail judged, counted and shown as a report.

The archive is cut into chunks (`chunks.py`); each is judged by a pure task (`task.py`) on some engine (`engine.py`); what
comes back is kept in a state file (`state.py`), so that an interrupted run goes on where it was; the sum of it is the
report (`summary.py`, `page.py`, `tables.py`).
"""
