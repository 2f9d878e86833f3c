/** A sitecustomize that leads names elsewhere, and then does what the one that it hides would have done. */
export function pythonHook(addresses: Readonly<Record<string, string>>): string {
  return `import os
import socket
import sys

_addresses = ${JSON.stringify(addresses)}
_getaddrinfo, _gethostbyname = socket.getaddrinfo, socket.gethostbyname


def _lead(host):
    name = host.decode("idna") if isinstance(host, bytes) else host
    return _addresses.get(name.lower().rstrip("."), host) if isinstance(name, str) else host


def _led_getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    address = _lead(host)
    return _getaddrinfo(address, port, family if address == host else socket.AF_INET, type, proto, flags)


class _Socket(socket.socket):
    def connect(self, address):
        return super().connect(_lead_address(self, address))

    def connect_ex(self, address):
        return super().connect_ex(_lead_address(self, address))


def _lead_address(sock, address):
    return (_lead(address[0]), *address[1:]) if sock.family == socket.AF_INET and isinstance(address, tuple) else address


socket.getaddrinfo = _led_getaddrinfo
socket.gethostbyname = lambda host: _gethostbyname(_lead(host))
socket.socket = _Socket

_here = os.path.dirname(os.path.abspath(__file__))
for _folder in sys.path:
    _file = os.path.join(_folder, "sitecustomize.py")
    if os.path.abspath(_folder) != _here and os.path.isfile(_file):
        with open(_file) as _text:
            exec(compile(_text.read(), _file, "exec"), {"__name__": "sitecustomize", "__file__": _file})
        break
`
}
