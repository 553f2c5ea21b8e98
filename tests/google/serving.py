"""The stand-in on a port of its own: answers, late, broken off, or not at all."""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

from tests.google import controls, faults
from tests.google.faults import Fault
from tests.google.stand_in import Answer, Asked, Google, refused


@contextmanager
def serving(google: Google, *, port: int = 0) -> Iterator[str]:
    """Its address."""
    server = _Server(google, port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, google: Google, port: int) -> None:
        self.google, self.is_over = google, Event()
        self.request_queue_size = 128
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up; ours do."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PATCH = do_DELETE = do_PUT = do_GET

    def _serve(self) -> None:
        asked = self._asked()
        google = self.server.google
        if asked.path.startswith(controls.PATH):
            return self._send(controls.answer(google, asked))
        if google.latency:
            time.sleep(google.latency)
        fault = google.fault(asked)
        answer = self._answer(asked, fault)
        google.note(asked, answer.status if answer else 0, time.monotonic())
        if fault is not None and fault.breaks:
            self._spoil(fault, answer)
        elif answer is not None:
            self._send(answer)

    def _asked(self) -> Asked:
        where = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = parse_qs(where.query, keep_blank_values=True)
        return Asked(self.command, where.path, query, headers, body)

    def _answer(self, asked: Asked, fault: Fault | None) -> Answer | None:
        """None if it isn't carried out and nothing is said."""
        if fault is None:
            return self.server.google.answer(asked)
        carried_out = self.server.google.answer(asked) if fault.when == "after" else None
        return refused(fault.answer) if fault.answer else carried_out

    def _spoil(self, fault: Fault, answer: Answer | None) -> None:
        self.close_connection = True
        if fault.breaks == "hang":
            self.server.is_over.wait(self.server.google.hang_seconds)
        elif fault.breaks == "html":
            self._send(Answer(fault.status, faults.PAGE, kind="text/html"))
        elif fault.breaks == "empty":
            self._send(Answer(200, b"{}"))
        elif fault.breaks == "cut":
            self._send(answer or Answer(200, b"{}"), is_cut=True)
        elif fault.breaks == "reset":
            self._reset()

    def _reset(self) -> None:
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.connection.close()

    def _send(self, answer: Answer, *, is_cut: bool = False) -> None:
        body = answer.body
        headers = {"Content-Type": answer.kind, **answer.headers}
        if answer.status != 204:
            headers["Content-Length"] = str(len(body))
        if self.close_connection:
            headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join([*lines, "", ""]).encode()
        self.wfile.write(head + (body[: len(body) // 2] if is_cut else body))  # in one packet
