"""The yardstick's server: our own configuration of gunicorn, without the work that ours does beside pages."""

from lms.serving import (  # noqa: F401 - gunicorn reads them here
    bind,
    control_socket_disable,
    graceful_timeout,
    keepalive,
    threads,
    timeout,
    worker_class,
    workers,
)

wsgi_app = "benchmarks.yardstick:create_app()"
