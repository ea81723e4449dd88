"""Reads homeserver.yaml as Synapse does, one JSON line for one JSON line, as long as someone asks."""

import contextlib
import json
import os
import pathlib
import sys

import yaml
from synapse.config.homeserver import HomeServerConfig

FOLDER = pathlib.Path("/tmp/parser")


def plain(value):
    """The data itself, or an error for what JSON would quietly turn into something else."""
    if isinstance(value, dict):
        odd = [key for key in value if not isinstance(key, str)]
        if odd:
            raise TypeError(f"keys that are no text: {odd!r}")
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"{value!r} is {type(value).__name__}")


def effective(expressions):
    """What Synapse's own parser makes of the files, one value for each Python expression."""
    config = HomeServerConfig.load_config("", ["--config-path", "homeserver.yaml", "--config-path", "secret.yaml"])
    sections = {each.section: getattr(config, each.section) for each in config.config_classes}
    return [eval(each, dict(sections)) for each in expressions]


def in_json(value):
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)


def answer(question):
    for path, text in question["files"].items():
        (FOLDER / path).write_text(text, encoding="utf-8")
    try:
        with contextlib.redirect_stdout(sys.stderr):
            read = plain(yaml.safe_load((FOLDER / "homeserver.yaml").open()))
            values = effective(question["expressions"]) if question["expressions"] else []
        return json.dumps({"read": read, "values": values, "refusal": None}, default=in_json, allow_nan=False)
    except Exception as error:
        return json.dumps({"read": None, "values": [], "refusal": f"{type(error).__name__}: {error}"})


FOLDER.mkdir(exist_ok=True)
os.chdir(FOLDER)
print("ready", flush=True)
for line in sys.stdin:
    print(answer(json.loads(line)), flush=True)
