"""The guard that keeps every test on this machine does what it says."""

import socket

import pytest


def test_a_test_cannot_reach_another_machine(refused_hosts: list[str]):
    with socket.socket() as plug, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        plug.connect(("192.0.2.1", 80))
    with pytest.raises(RuntimeError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    assert refused_hosts == ["192.0.2.1", "example.org"]
    refused_hosts.clear()


def test_two_sockets_of_this_machine_still_talk():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(("localhost", server.getsockname()[1])) as client:
            client.sendall(b"bonjour")
        connection, _ = server.accept()
        with connection:
            assert connection.recv(7) == b"bonjour"
