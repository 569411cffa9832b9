"""The process of a zygote: started before anything else is imported, so that it imports numpy while the host goes on.

Nothing is imported here but what the interpreter has loaded anyway, and sockets in C.
"""

from __future__ import annotations

import os
import sys
from _socket import socketpair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LAYERS = ("landlock", "seccomp", "namespaces")
"""What isolation is made of beside a process of one's own."""
PACKAGES = {
    "numpy": ("numpy",),
    "torch": (
        "numpy", "torch", "torchgen", "functorch", "typing_extensions", "sympy", "mpmath", "networkx",
        "jinja2", "markupsafe", "filelock", "fsspec", "packaging",
    ),
}  # fmt: skip
PRELOAD = {"numpy": ["numpy"], "torch": ["numpy", "torch"]}
"""Not numpy.random: it would hold up the first guest by a quarter, and few answers draw numbers."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
START = (
    "import gc; gc.disable(); import sys; sys.path.insert(0, sys.argv[1]); import guest.zygote as z; sys.path.pop(0);"
    " z.main()"
)


def spawn(package: str, layers: Sequence[str]) -> tuple[int, int]:
    """Start a fresh interpreter that preloads a package, to fork guests with these layers of isolation where it can.

    Returns its pid, and the descriptor of the socket to talk to it over. Raises ModuleNotFoundError.
    """
    folders = {name: folder for name in PACKAGES[package] if (folder := _folder_of(name))}
    if package not in folders:
        raise ModuleNotFoundError(name=package)
    ours, theirs = socketpair()
    os.set_inheritable(theirs.fileno(), True)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    setup = [str(theirs.fileno()), ",".join(layers), ",".join(PRELOAD[package])]
    setup += [f"{name}={folder}" for name, folder in folders.items()]
    argv = [sys.executable, "-P", "-s", "-S", "-c", START, root, *setup]
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1)]
    environment = ONE_THREAD | {"PYTHONHASHSEED": "0"}
    pid = os.posix_spawn(sys.executable, argv, environment, file_actions=null, setsid=True)
    theirs.close()
    return pid, ours.detach()


def _folder_of(package: str) -> str | None:
    """The folder on this interpreter's path that holds a top-level package; it is not imported."""
    finders = (finder for finder in sys.meta_path if hasattr(finder, "find_spec"))  # an old one has not
    found = (finder.find_spec(package, None, None) for finder in finders)
    spec = next((spec for spec in found if spec is not None), None)
    if spec is None or spec.origin is None:
        return None
    folder = os.path.dirname(spec.origin)
    return os.path.dirname(folder) if spec.submodule_search_locations else folder
