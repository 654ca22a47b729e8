"""For The Littlest JupyterHub, or any JupyterHub: the lessons open first, on servers that are sized for them.

The steps are in README.md. What a sign-in is, and who may sign in, is the school's own and stands elsewhere.
"""

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.Spawner.default_url = "/lab/tree/byline/notebooks/lessons.ipynb"
c.Spawner.mem_limit = "1G"  # all lessons open at once have less
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # thirty who begin in the same moment wait for each other
c.JupyterHub.concurrent_spawn_limit = 30
c.JupyterHub.admin_access = False  # an administrator of the hub does not enter a student's server
