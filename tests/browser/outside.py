"""The receiving end outside: a TCP and a UDP socket that note whatever reaches them, and answer just enough."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

ANSWER = (
    b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)


class Outside:
    """Listens on loopback; ``heard`` holds what arrived, one entry a connection or datagram."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._open = True
        for listen in (self._connections, self._datagrams):
            threading.Thread(target=listen, daemon=True).start()

    @property
    def address(self) -> str:
        """Where a page would send to, as ``http://host:port``."""
        return f"http://127.0.0.1:{self._tcp.getsockname()[1]}"

    @property
    def udp(self) -> str:
        """The UDP socket as ``host:port``."""
        return f"127.0.0.1:{self._udp.getsockname()[1]}"

    def _connections(self) -> None:
        while self._open:
            try:
                peer, _ = self._tcp.accept()
            except OSError:
                return
            threading.Thread(target=self._hear, args=(peer,), daemon=True).start()

    def _hear(self, peer: socket.socket) -> None:
        said = b""
        with peer:
            peer.settimeout(1)
            try:
                said = peer.recv(65536)
                peer.sendall(ANSWER)
            except OSError:
                pass
        self.heard.append(said or b"(a connection, and no word on it)")

    def _datagrams(self) -> None:
        while self._open:
            try:
                self.heard.append(b"UDP " + self._udp.recv(2048))
            except OSError:
                return

    def __enter__(self) -> Outside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        self._tcp.close()
        self._udp.close()
