#!/usr/local/bin/python
"""Runs Synapse with /data/homeserver.yaml, or writes a first one: the two ways people start the official image."""

import os
import sys

FOLDER = os.environ.get("SYNAPSE_CONFIG_DIR", "/data")
CONFIG = os.environ.get("SYNAPSE_CONFIG_PATH", f"{FOLDER}/homeserver.yaml")
JEMALLOC = f"/usr/lib/{os.uname().machine}-linux-gnu/libjemalloc.so.2"


def stop(message):
    sys.exit(f"start.py: {message}")


def step_down():
    """Synapse needs no rights of root: 991:991 unless UID and GID say otherwise."""
    if os.getuid() != 0:
        return []
    return ["gosu", f"{os.environ.get('UID', '991')}:{os.environ.get('GID', '991')}"]


def run(arguments):
    if not os.path.exists(CONFIG):
        stop(f"{CONFIG} does not exist. Write one with the command `generate`, or mount yours.")
    return ["-m", "synapse.app.homeserver", "--config-path", CONFIG, *arguments]


def generate(arguments):
    name = os.environ.get("SYNAPSE_SERVER_NAME") or stop("set SYNAPSE_SERVER_NAME, for example chat.example.org.")
    report = os.environ.get("SYNAPSE_REPORT_STATS") or stop("set SYNAPSE_REPORT_STATS to yes or no.")
    return ["-m", "synapse.app.homeserver", "--server-name", name, "--report-stats", report, "--config-path", CONFIG,
            "--config-directory", FOLDER, "--data-directory", FOLDER, "--generate-config", "--open-private-ports", *arguments]


def main(words):
    modes = {"run": run, "generate": generate}
    mode = words[0] if words else "run"
    if mode not in modes:
        stop(f"expected run or generate, found {mode}.")
    command = [*step_down(), sys.executable, *modes[mode](words[1:])]
    if os.path.exists(JEMALLOC):
        os.environ.setdefault("LD_PRELOAD", JEMALLOC)
    os.execvp(command[0], command)


main(sys.argv[1:])
