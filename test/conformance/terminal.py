"""Runs a command in a pseudo-terminal: terminal.py COLUMNS ROWS SECONDS COMMAND...

Writes the bytes that the terminal received to standard output. After SECONDS, where they are not 0, the command gets
a SIGINT. Exits as the command did."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

columns, rows, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
size = struct.pack("HHHH", rows, columns, 0, 0)
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, size)
    os.execvp(sys.argv[4], sys.argv[4:])

started = time.monotonic()
interrupted = seconds == 0
while True:
    if not interrupted and time.monotonic() - started > seconds:
        interrupted = True
        os.kill(child, signal.SIGINT)
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        sys.stdout.buffer.write(data)
_, status = os.waitpid(child, 0)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status))
