"""Where the server may listen."""

import socket

from coachbook.serving import server


def test_port_is_taken_while_another_listens() -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        port = other.getsockname()[1]
        assert not server.is_free("127.0.0.1", port)
    assert server.is_free("127.0.0.1", port)
