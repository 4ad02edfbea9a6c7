"""Prefect's server as a child on a socket that its parent made; it never outlives the parent.

Run as ``python -m mufakat.prefect_server FD [OUTPUTS]``, ``FD`` being an inherited, listening
socket. Settings come from the environment alone. With ``OUTPUTS``, the files of that folder are
shown below ``/outputs``, so that the pages' links lead to them.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.staticfiles import StaticFiles
from prefect.server.api.server import create_app
from starlette.routing import Mount

from mufakat.child import say_up, when_parent_ends

GRACE_SECONDS = 5  # for requests that are under way; those who wait for an answer try again


def main(arguments: list[str]) -> int:
    """Serves until standard input ends; 1 if the server could not start."""
    listening = socket.socket(fileno=int(arguments[0]))

    def application() -> FastAPI:
        made = create_app()
        for folder in arguments[1:]:
            made.router.routes.insert(0, Mount("/outputs", shown(folder)))
        return made

    server = uvicorn.Server(
        uvicorn.Config(
            application,
            factory=True,
            lifespan="on",
            log_level="warning",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )

    async def run() -> None:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not (server.started or serving.done()):
            await asyncio.sleep(0.01)
        if server.started:
            say_up()
        await serving

    def stop() -> None:
        server.should_exit = True

    when_parent_ends(stop)
    asyncio.run(run())
    return 0 if server.started else 1


def shown(folder: str) -> TrustedHostMiddleware:
    """The files of a folder, for pages of this machine's own address alone.

    A page from elsewhere that has its name point here would otherwise read them.
    """
    files = StaticFiles(directory=folder, check_dir=False)
    return TrustedHostMiddleware(files, allowed_hosts=["127.0.0.1", "localhost"])


if __name__ == "__main__":
    # Everything is written and closed: taking the interpreter apart would cost another second.
    os._exit(main(sys.argv[1:]))
