"""For The Littlest JupyterHub: the lessons open first, on a server that is sized for them.

Copy it to /opt/tljh/config/jupyterhub_config.d/, then: sudo tljh-config reload
"""

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.Spawner.default_url = "/lab/tree/byline/notebooks/lessons.ipynb"
c.Spawner.mem_guarantee = "256M"
c.Spawner.mem_limit = "1G"
c.Spawner.start_timeout = 120  # thirty who begin in one minute wait for each other
c.Spawner.http_timeout = 120
c.JupyterHub.concurrent_spawn_limit = 30
