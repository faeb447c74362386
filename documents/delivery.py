"""Writing a result under its name, whole or not at all."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import BinaryIO

Write = Callable[[BinaryIO], None]
_STEM = 40
_DEVICES = ("/dev/", "/proc/")


def deliver(write: Write, output: Path | None) -> None:
    """Write to standard output, to a device or pipe, or to a file that changes only when all is written.

    The target of a link is written and the link stays; a file that is replaced keeps its mode.
    Raises OSError.
    """
    if output is None:
        _pass_on(write, sys.stdout.buffer)
    elif _is_stream(output):
        with output.open("wb") as stream:
            _pass_on(write, stream)
    else:
        _replace(write, Path(os.path.realpath(output)))


def same_file(one: Path, other: Path) -> bool:
    """Whether two names stand for one file, through links or not; False where either is missing."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_stream(output: Path) -> bool:
    """Whether something is there that is neither file nor directory; /dev/stdout is, whatever it leads to."""
    if str(output.absolute()).startswith(_DEVICES):
        return True
    return output.exists() and not output.is_file() and not output.is_dir()


def _pass_on(write: Write, stream: BinaryIO) -> None:
    with TemporaryFile() as whole:
        write(whole)
        whole.seek(0)
        copyfileobj(whole, stream)
    stream.flush()


def _replace(write: Write, target: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    prefix = f".{target.name[:_STEM]}."
    with NamedTemporaryFile(dir=target.parent, prefix=prefix, delete=False) as part:
        try:
            write(part)  # type: ignore[arg-type]
            part.close()
            Path(part.name).chmod(_mode(target))
            Path(part.name).replace(target)
        except BaseException:
            Path(part.name).unlink()
            raise


def _mode(target: Path) -> int:
    """The mode of the file that is there, else the one that a new file gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
