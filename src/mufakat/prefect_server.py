"""Prefect's server as a child on a socket that its parent made; it never outlives the parent.

Run as ``python -m mufakat.prefect_server FD``, ``FD`` being an inherited, listening socket. It
prints a line once it answers, and stops when its standard input ends, which also happens when the
parent is killed. Settings come from the environment alone.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading

READY = "ready"


def main(arguments: list[str]) -> int:
    """Serves until standard input ends; 1 if the server could not start."""
    import uvicorn
    from prefect.server.api.server import create_app

    listening = socket.socket(fileno=int(arguments[0]))
    server = uvicorn.Server(
        uvicorn.Config(create_app, factory=True, lifespan="on", log_level="warning")
    )

    async def run() -> None:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not (server.started or serving.done()):
            await asyncio.sleep(0.01)
        if server.started:
            print(READY, flush=True)
        await serving

    def stop_with_the_parent() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=stop_with_the_parent, daemon=True).start()
    asyncio.run(run())
    return 0 if server.started else 1


if __name__ == "__main__":
    # Everything is written and closed: taking the interpreter apart would cost another second.
    os._exit(main(sys.argv[1:]))
