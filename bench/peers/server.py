"""Answers the requests of bench/protocol.ts: one JSON object a line in, one out."""

import json
import os
import platform
import sys
import time

for _name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR"):
    os.environ[f"{_name}_NUM_THREADS"] = "1"

import numpy as np


def numbers(*shape):
    """The numbers of bench/numbers.ts: in [0, 1), looking random, the same everywhere."""
    at = np.arange(int(np.prod(shape)), dtype=np.int64)
    return (((at * 7919 + 104729) % 65521) / 65521).astype(np.float32).reshape(shape)


class Task:
    """Work as ours does it: run() does it once, check() gives the numbers that both must come to."""

    work = 1

    def run(self):
        raise NotImplementedError

    def check(self):
        return None


def serve(versions, tasks):
    """tasks: from a name (`*` fits anything) to a function of what ours told of the task, which gives a Task."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Standard output is for answers alone.
    current = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "prepare":
                current = _find(tasks, request["task"])(request.get("given"))
            reply = _answer(request, current, versions, tasks)
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


def _find(tasks, name):
    for pattern, make in tasks.items():
        if pattern == name or (pattern.endswith("*") and name.startswith(pattern[:-1])):
            return make
    raise ValueError(f"there is no task {name}")


def _answer(request, current, versions, tasks):
    kind = request["do"]
    if kind == "describe":
        described = [{"name": name, "kind": "timed", "unit": "", "host": False} for name in tasks]
        return {"environment": {"python": platform.python_version(), **versions}, "tasks": described}
    if kind == "prepare":
        return {"work": current.work}
    if kind == "round":
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(request["repeat"]):
            current.run()
        wall_end, cpu_end = time.perf_counter(), time.process_time()
        return {"wall": 1000 * (wall_end - wall), "cpu": 1000 * (cpu_end - cpu)}
    if kind == "finish":
        return {"check": current.check()}
    raise ValueError(f"cannot {kind}")
