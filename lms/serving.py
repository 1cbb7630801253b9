"""What the embedded service runs beside its pages: background work, checkpoints, the warm renderer. gunicorn's hooks.

`./run` serves with `gunicorn --config lms/serving.py`. One process with threads: SQLite has one writer, the queue one
consumer, and the renderer of PDFs is a child of its own.
"""

import os
import socket
from pathlib import Path
from typing import Any

import click
from sqlalchemy.engine import make_url

from lms import jobs, logs
from lms.certificates.renderer import shared as renderer
from lms.checkpoint import Checkpointer
from lms.config import instance_folder
from lms.lock import Held, Lock, refuse_unfinished

HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"

bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
workers = 1
worker_class = "gthread"
threads = 128  # 60 dripping clients leave room for the others; the pool of connections is smaller
keepalive = 5
timeout = 60
graceful_timeout = 10
control_socket_disable = True
wsgi_app = "app:app"
logconfig_dict = logs.dict_config()

_checkpointers: list[Checkpointer] = []
_lock = Lock(instance_folder())


def on_starting(_server: Any) -> None:
    """Take the installation's lock, which the workers inherit, and try the address; gunicorn alone does so for long."""
    _hold_installation()
    try:
        with socket.socket(socket.AF_INET6 if ":" in HOST else socket.AF_INET) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((HOST, int(PORT)))
    except (OSError, OverflowError, ValueError) as error:
        raise SystemExit(f"Sabak cannot serve on {bind}: {error}. HOST and PORT choose another address.") from error


def _hold_installation() -> None:
    refuse_unfinished(instance_folder())
    try:
        _lock.share()
    except Held:
        raise SystemExit("A backup is being restored here: start the service when that is done.") from None


def when_ready(_server: Any) -> None:
    """Say where the pages are, once the address answers."""
    click.echo(f"Serving on http://{bind} (Ctrl-C ends it)")


def post_worker_init(worker: Any) -> None:
    """Start background work once the application is loaded."""
    app = worker.wsgi
    logs.catch_the_rest()
    jobs.start_consumer(app)
    url = make_url(app.config["DATABASE_URL"])
    if url.get_backend_name() == "sqlite" and url.database:
        checkpointer = Checkpointer(Path(url.database))
        checkpointer.start()
        _checkpointers.append(checkpointer)


def worker_exit(_server: Any, worker: Any) -> None:
    """End background work: a task under way is finished, a checkpoint too."""
    jobs.stop_consumer(worker.wsgi)
    renderer.stop()
    while _checkpointers:
        _checkpointers.pop().stop()
