"""A PostgreSQL server of one's own, on a socket in a folder that goes with it, for tests and measurements."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

OWNER = "norfolk"
MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
_USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


def programs() -> Path | None:
    """The folder with PostgreSQL's programs, as Debian's package or the path has them; None where there is none."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    found_all = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found_all[-1].parent if found_all else None


class Server:
    """`start` it before use, `remove` it after."""

    def __init__(self, programs: Path, *options: str) -> None:
        """`options` are settings of the server, as in "fsync=off"."""
        self._programs, self._options = programs, options
        self.folder = Path(tempfile.mkdtemp(prefix="norfolk-pg-"))
        self.user: str | None = next(filter(_known, _USERS)) if os.geteuid() == 0 else None
        if self.user is not None:
            shutil.chown(self.folder, self.user)
        self.folder.chmod(0o755)
        self._running: subprocess.Popen[bytes] | None = None
        self._names = count(1)
        initdb = ["-D", str(self.folder / "data"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        self._call("initdb", *initdb)

    @property
    def version(self) -> str:
        return (self.folder / "data" / "PG_VERSION").read_text().strip()

    def start(self) -> None:
        """Start it and wait until it takes connections. Raises RuntimeError with its log."""
        options = ["listen_addresses=", f"unix_socket_directories={self.folder}", *self._options]
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [self._programs / "postgres", "-D", self.folder / "data", *(f"-c{option}" for option in options)],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self.user,
            )
        late = time.monotonic() + 60
        ready = [str(self._programs / "pg_isready"), "-q", "-h", str(self.folder), "-d", "postgres", "-U", OWNER]
        while subprocess.run(ready, check=False).returncode:
            if self._running.poll() is not None or time.monotonic() > late:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once, as a crash would: connections are cut, and the next start recovers."""
        if self._running is not None:
            self._call("pg_ctl", "stop", "-m", "immediate", "-D", str(self.folder / "data"))
            self._running.wait(60)
            self._running = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new(self) -> str:
        """The URL of a new, empty database."""
        name = f"norfolk_{next(self._names)}"
        self.query(f"CREATE DATABASE {name}")
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def query(self, statement: str, database: str = "postgres") -> str:
        """What a statement gives, as unaligned text."""
        return self._call("psql", "-h", str(self.folder), "-U", OWNER, "-d", database, "-qAtc", statement)

    def _call(self, program: str, *arguments: str) -> str:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.folder, user=self.user, check=False, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")
        return done.stdout.strip()


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
