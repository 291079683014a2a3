"""Plays the cells and the programs beyond them in Python and records what they print, for the book: `python3.13 spec/textbook/python/record.py`.

Each cell runs on asyncio, in the virtual time of spec/proofs/parity/cpython. What it prints is noted with its millisecond.
"""

import asyncio
import builtins
import hashlib
import json
import platform
import sys
import time
import types
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent.parent / "proofs/parity/cpython"))
from virtual_loop import VirtualLoop


class Loop(VirtualLoop):
    """One whose clock counts seconds."""

    def __init__(self):
        super().__init__()
        self._clock_resolution = 1e-9

    _asyncgen_firstiter_hook = asyncio.BaseEventLoop._asyncgen_firstiter_hook
    _asyncgen_finalizer_hook = asyncio.BaseEventLoop._asyncgen_finalizer_hook

    def _write_to_self(self):
        """There is nobody to be woken up."""


def play(path, names):
    """Runs a cell; what it defines is there for the cells behind it, as `from cells import …`."""
    lines = []
    loop = Loop()

    def note(*values):
        at = round(loop.time() * 1000)
        text = " ".join(map(str, values))
        lines.extend([at, line] for line in text.split("\n"))

    source = path.read_text()
    scope = {"print": note}
    exec(compile(source, path.name, "exec"), scope)
    vars(names).update(scope)
    time.perf_counter = loop.time
    loop.run_until_complete(scope["main"]())
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    digest = hashlib.sha256(source.encode()).hexdigest()
    return {"sha256": digest, "lines": lines}


names = sys.modules["cells"] = types.ModuleType("cells")
cells = {path.stem: play(path, names) for path in sorted(HERE.glob("*-*.py"))}
record = {"cpython": platform.python_version(), "cells": cells}
(HERE / "recorded.json").write_text(json.dumps(record, indent=1) + "\n")
