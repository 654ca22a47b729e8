"""Opens a site on this computer, as a web server would hand it out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from byline.jupyter import Mistake

#: What a machine may not know, or have wrong.
TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css",
         ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".whl": "application/zip",
         ".html": "text/html; charset=utf-8", ".json": "application/json"}  # fmt: skip


def serve(folder: Path, port: int, *, browser: bool = True) -> None:
    """Hand out a folder on this computer alone, until Ctrl-C. Raises Mistake where the port cannot be had."""
    from tornado.httpserver import HTTPServer
    from tornado.ioloop import IOLoop
    from tornado.netutil import bind_sockets

    if not 1024 <= port <= 65535:
        raise Mistake(f"{port} is no port for this: choose one between 1024 and 65535, such as --port 8001.")
    try:
        sockets = bind_sockets(port, "127.0.0.1")
    except OSError:
        raise Mistake(f"Port {port} is taken. Choose another one: --port {port + 1}.") from None
    loop = IOLoop()
    loop.add_callback(lambda: HTTPServer(_handlers(folder)).add_sockets(sockets))
    address = f"http://localhost:{port}/"
    print(f"The lessons are at {address} (on this computer alone). To stop: Ctrl-C.", flush=True)
    if browser:
        subprocess.Popen([sys.executable, "-m", "webbrowser", address], stdout=subprocess.DEVNULL)
    loop.start()


def _handlers(folder: Path) -> Any:
    """An application of tornado's (JupyterLab brings it) that hands out files, compressed, checked at each visit."""
    from tornado.web import Application, StaticFileHandler

    class Files(StaticFileHandler):
        """Files with the types that a browser needs."""

        def get_content_type(self) -> str:
            """The type by the end of the name, whatever this machine thinks of it."""
            return TYPES.get(Path(str(self.absolute_path)).suffix, super().get_content_type())

        def compute_etag(self) -> None:
            """None: tornado remembers it by the path, and a site that was written anew would never be seen."""

        def write_error(self, status_code: int, **more: Any) -> None:
            """The site's own page where there is none."""
            lost = folder / "404.html"
            self.finish(lost.read_bytes() if status_code == 404 and lost.is_file() else f"Error {status_code}.")

        def set_extra_headers(self, path: str) -> None:
            """Ask each time whether a file is still the same; nobody guesses types."""
            self.set_header("Cache-Control", "no-cache")
            self.set_header("X-Content-Type-Options", "nosniff")

    routes = [(r"/(.*)", Files, {"path": str(folder), "default_filename": "index.html"})]
    return Application(routes, compress_response=True)
