"""A taken port is named before anything starts."""

import socket

import pytest

from models.schedule import Text
from runtime.processes.ports import Port, check_free
from runtime.refusal import Refused


def port(number: int, setting: str = "AARSHJUL_SMTP_PORT") -> Port:
    return Port(number, Text(da="mail ind", en="mail in"), setting)


def test_a_taken_port_is_named_with_its_purpose_and_setting():
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        with pytest.raises(Refused, match=rf"Port {number} \(mail in\) is taken .* AARSHJUL_SMTP_PORT={number + 10}"):
            check_free([port(number)])


def test_a_free_port_is_let_through():
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    check_free([port(number)])
    with socket.create_server(("127.0.0.1", number)) as still_free:
        assert still_free.getsockname()[1] == number


def test_two_settings_with_one_port_are_refused():
    with pytest.raises(Refused, match=r"AARSHJUL_MAIL_PORT and AARSHJUL_SMTP_PORT are both 40001\."):
        check_free([port(40_001), port(40_001, "AARSHJUL_MAIL_PORT")])
