"""What the embedded service runs beside its pages: background work, checkpoints, the warm renderer. gunicorn's hooks.

`./run` serves with `gunicorn --config lms/serving.py`. One process with threads: SQLite has one writer, the queue one
consumer, and the renderer of PDFs is a child of its own. gunicorn's master reads this file too and then only watches:
what the service alone needs is imported in the worker, which keeps some 60 MB out of the master.
"""

import gc
import importlib.util
import json
import logging
import logging.config
import os
import socket
import sys
from pathlib import Path
from typing import Any

import click

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

_checkpointers: list[Any] = []
_held: list[Any] = []


class MasterLine(logging.Formatter):
    """What the master says, before there is a worker with `lms.logs`: it meets no requests and nobody's data."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line as `lms.logs` does."""
        if sys.stderr.isatty():
            return f"{record.levelname.lower()} {record.getMessage()}"
        told = {"level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()}
        return json.dumps({"at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), **told})


logconfig_dict = {
    "formatters": {"line": {"()": MasterLine}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"handlers": [], "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL"},
    },
}


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
    """Take the lock; its module stands on the standard library alone and is read by its path, without the program."""
    here = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location("sabak_lock", here / "lock.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{here / 'lock.py'} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    instance = Path(os.environ.get("LMS_INSTANCE") or here.parent / "instance")
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    module.refuse_unfinished(instance)
    lock = module.Lock(instance)
    try:
        lock.share()
    except module.Held:
        raise SystemExit("A backup is being restored here: start the service when that is done.") from None
    _held.append(lock)


def when_ready(_server: Any) -> None:
    """Say where the pages are, once the address answers."""
    click.echo(f"Serving on http://{bind} (Ctrl-C ends it)")


def post_fork(_server: Any, _worker: Any) -> None:
    """Have the worker's log lines written by `lms.logs`, from its first one on."""
    from lms import logs

    logging.config.dictConfig(logs.dict_config())
    logs.catch_the_rest()


def post_worker_init(worker: Any) -> None:
    """Start background work once the application is loaded."""
    from sqlalchemy.engine import make_url

    from lms import jobs
    from lms.checkpoint import Checkpointer

    app = worker.wsgi
    gc.collect()
    gc.freeze()  # what was read at the start stays: the collector need not look at it again and again
    jobs.start_consumer(app)
    url = make_url(app.config["DATABASE_URL"])
    if url.get_backend_name() == "sqlite" and url.database:
        checkpointer = Checkpointer(Path(url.database))
        checkpointer.start()
        _checkpointers.append(checkpointer)


def worker_exit(_server: Any, worker: Any) -> None:
    """End background work: a task under way is finished, a checkpoint too."""
    from lms import jobs
    from lms.pdf.renderer import shared as renderer

    jobs.stop_consumer(worker.wsgi)
    renderer.stop()
    while _checkpointers:
        _checkpointers.pop().stop()
