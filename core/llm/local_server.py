"""The child process that serves one .gguf file on loopback, and the parent's end of it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.errors import CallFailed, Cause
from core.llm.speed import threads

START_TIMEOUT = 300.0  # seconds; large files are read from disk
CONTEXT = 8192  # tokens
STOP_TIMEOUT = 5.0  # seconds

_servers: dict[str, LocalServer] = {}
_lock = threading.Lock()
_answering: Counter[str] = Counter()


class LocalServer:
    """One served file, shared by all who ask for it and ended with the last of them, or with this process."""

    def __init__(self, path: Path) -> None:
        self.path, self.users, self.url = path, 0, ""
        self._starting = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def start(self) -> str:
        """The server's base URL; starts it if it does not run. Blocking. Raises CallFailed (local model)."""
        with self._starting:
            if self._process is None or not self._process.is_alive():
                self._spawn(serve)
            return self.url

    def stop(self) -> None:
        """End the child process, even while it is starting. Blocking, a few seconds at most."""
        if (starting := self._process) is not None and not self.url:
            starting.kill()
        with self._starting:
            process, self._process, self.url = self._process, None, ""
            if self._pipe is not None:
                self._pipe.close()
                self._pipe = None
            if process is not None:
                _end(process)

    def _spawn(self, target: Callable[[str, Connection], None]) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._pipe = ours
        self._process = context.Process(
            target=target, args=(str(self.path), theirs), name=f"local model {self.path.name}", daemon=True
        )
        self._process.start()
        theirs.close()
        kind, told = _first_word(ours)
        if kind == "error":
            self._process.kill()
            raise CallFailed(Cause.LOCAL, f"{self.path.name} cannot be served: {told}")
        self.url = f"{told}/v1"


def _first_word(pipe: Connection) -> tuple[str, str]:
    """What the child said when it had loaded the file, or why it says nothing."""
    try:
        if not pipe.poll(START_TIMEOUT):
            return "error", "it did not start in time"
        kind, told = pipe.recv()
    except (EOFError, OSError):
        return "error", "the file is damaged, of an unknown kind, or too large for this computer's memory"
    return str(kind), str(told)


def acquire(path: Path, digest: str) -> LocalServer:
    """The server of the file with that digest; not started yet. Give it back with `release`."""
    with _lock:
        server = _servers.setdefault(digest, LocalServer(path))
        server.users += 1
        return server


def release(server: LocalServer, digest: str) -> None:
    """Give a server back; the last one to do so ends it. Blocking."""
    with _lock:
        server.users -= 1
        last = server.users == 0
        if last:
            _servers.pop(digest, None)
    if last:
        server.stop()


@contextmanager
def working(digest: str) -> Iterator[None]:
    """Say that the server of that file works on an answer meanwhile. Belongs to one thread."""
    _answering[digest] += 1
    try:
        yield
    finally:
        _answering[digest] -= 1


def at_work() -> int:
    """How many servers work on an answer just now."""
    return sum(count > 0 for count in _answering.values())


def serve(path: str, pipe: Connection) -> None:
    """The child's whole life: load the file, tell the address, end when the parent does."""
    # Ctrl-C in a terminal reaches the child as well; the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hush()
    try:
        server = _load(path)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to be told
        pipe.send(("error", str(error).splitlines()[0] if str(error) else type(error).__name__))
        return
    pipe.send(("ready", server.listening_address))
    _wait_for_parent(pipe)
    # The server's own threads would outlive a return.
    os._exit(0)


def _load(path: str) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path, params.hostnames, params.port = path, ["127.0.0.1"], 0
    params.n_ctx, params.verbosity = CONTEXT, 0
    # The same prompt must get the same answer: no batching with others, nothing left from earlier ones.
    params.n_parallel, params.cache_prompt, params.sampling.seed = 1, False, 1
    for cpu in (params.cpuparams, params.cpuparams_batch):
        # One core stays free for the window, and threads that wait sleep: on a busy computer spinning ones stall.
        cpu.n_threads, cpu.poll = threads(), 0
    return xllamacpp.Server(params)


def _wait_for_parent(pipe: Connection) -> None:
    """The pipe is closed when the parent ends, however it ends."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        return


def _hush() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _end(process: multiprocessing.process.BaseProcess) -> None:
    process.join(STOP_TIMEOUT)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()
