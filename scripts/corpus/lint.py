"""npm run corpus:lint -- DIR DIR2: holds each derived template in DIR2 against its original in DIR with cfn-lint.

An error of a derived template counts where its original has fewer errors of that rule in that resource, so that moved
lines do not matter. Prints them by rule and, last, one line of JSON; exit 1 where there is any. The Python that runs this
needs cfn-lint (test/conformance/requirements.txt). What was found for a text is kept in a folder for temporary files.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor

from cfnlint.api import lint
from cfnlint.config import ManualArgs
from cfnlint.version import __version__

REGION = "us-east-1"
CACHE = os.path.join(tempfile.gettempdir(), f"prod-replica-lint-{__version__}-{REGION}")
EXAMPLES = 4


def main(originals, derived):
    pairs = list(find_pairs(originals, derived))
    texts = list({text for _, *both in pairs for text in both})
    with ProcessPoolExecutor(max_workers=int(os.environ.get("LINT_JOBS", "1"))) as pool:
        errors = dict(zip(texts, pool.map(errors_of, texts, chunksize=4)))
    new = [(path, error) for path, before, after in pairs for error in new_errors(errors[before], errors[after])]
    print_by_rule(new)
    by_rule = Counter(error["rule"] for _, error in new)
    print(json.dumps({"templates": len(pairs), "errors": len(new), "by_rule": dict(by_rule.most_common())}))
    return 1 if new or not pairs else 0


def find_pairs(originals, derived):
    for folder, _, names in sorted(os.walk(derived)):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), derived)
            yield path, read(os.path.join(originals, path)), read(os.path.join(derived, path))


def read(path):
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        return file.read()


def errors_of(text):
    """The errors of a template, from the last run where its text was known then."""
    os.makedirs(CACHE, exist_ok=True)
    kept = os.path.join(CACHE, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest())
    if os.path.exists(kept):
        with open(kept, encoding="utf-8") as file:
            return json.load(file)
    errors = lint_text(text)
    with open(f"{kept}.{os.getpid()}", "w", encoding="utf-8") as file:
        json.dump(errors, file)
    os.replace(f"{kept}.{os.getpid()}", kept)
    return errors


def lint_text(text):
    try:
        found = lint(text, config=ManualArgs(regions=[REGION], ignore_checks=["W", "I"]))
    except Exception as error:  # what cfn-lint cannot read is an error like any other
        return [{"rule": "crash", "place": "", "path": "", "message": repr(error)[:300]}]
    return [describe(match) for match in found if match.rule.id.startswith("E")]


def describe(match):
    path = [str(part) for part in getattr(match, "path", None) or []]
    return {"rule": match.rule.id, "place": "/".join(path[:2]), "path": "/".join(path), "message": match.message}


def new_errors(before, after):
    spare = Counter((error["rule"], error["place"]) for error in before)
    for error in after:
        key = (error["rule"], error["place"])
        if spare[key] == 0:
            yield error
        spare[key] -= 1 if spare[key] > 0 else 0


def print_by_rule(new):
    by_rule = defaultdict(list)
    for path, error in new:
        by_rule[error["rule"]].append((path, error))
    for rule, found in sorted(by_rule.items(), key=lambda each: -len(each[1])):
        print(f"{rule}: {len(found)}")
        examples = found if os.environ.get("LINT_ALL") else found[:EXAMPLES]
        for path, error in examples:
            print(f"    {path}: {error['path']}: {error['message'][:200]}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print("Give two folders: the originals and the derived templates.", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1], sys.argv[2]))
