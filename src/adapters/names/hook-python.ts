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


def _led_connect(connect):
    def led(sock, address):
        is_pair = sock.family == socket.AF_INET and isinstance(address, tuple)
        return connect(sock, (_lead(address[0]), *address[1:]) if is_pair else address)

    return led


socket.getaddrinfo = _led_getaddrinfo
socket.gethostbyname = lambda host: _gethostbyname(_lead(host))
socket.socket.connect = _led_connect(socket.socket.connect)
socket.socket.connect_ex = _led_connect(socket.socket.connect_ex)

_here = os.path.dirname(os.path.abspath(__file__))
for _folder in sys.path:
    _file = os.path.join(_folder, "sitecustomize.py")
    if os.path.abspath(_folder) != _here and os.path.isfile(_file):
        with open(_file) as _text:
            exec(compile(_text.read(), _file, "exec"), {"__name__": "sitecustomize", "__file__": _file})
        break
`
}
