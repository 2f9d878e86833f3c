"""Reads templates with PyYAML, and prints their values as JSON: numbers and dates as their text, short forms spelled out.

Each line of standard output is {"file": ..., "value": ...} or {"file": ..., "refused": ...}.
"""

import json
import sys

import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.1 with short forms, which keeps the text of what is no boolean and no null."""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] in ("bool", "null", "merge")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def spell_out(loader, name, node):
    long = name if name in ("Ref", "Condition") else "Fn::" + name
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {long: value.split(".", 1) if name == "GetAtt" and "." in value else value}
    if isinstance(node, yaml.SequenceNode):
        return {long: loader.construct_sequence(node, deep=True)}
    return {long: loader.construct_mapping(node, deep=True)}


Loader.add_multi_constructor("!", spell_out)


def read(file):
    with open(file, encoding="utf-8-sig", newline="") as stream:
        text = stream.read()
    try:
        return {"file": file, "value": json.loads(text, parse_int=str, parse_float=str)}
    except ValueError:
        pass
    try:
        return {"file": file, "value": yaml.load(text, Loader)}
    except yaml.YAMLError as error:
        return {"file": file, "refused": str(error)}


for line in sys.stdin if len(sys.argv) < 2 else open(sys.argv[1], encoding="utf-8"):
    print(json.dumps(read(line.rstrip("\n"))))
