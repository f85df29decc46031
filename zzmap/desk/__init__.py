"""A planner's workbench in the browser: the use cases of a `City`, over HTTP on this machine.

`app.create_app` makes the application, `run.run` serves it.  Each resource has a module of routes;
none of them has a rule of its own: what is checked, stored or drawn is said by the library.
"""

from zzmap.desk.desk import Desk

__all__ = ["Desk"]
