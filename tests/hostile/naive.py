"""A grader that does all that one should not, so that the attacks are proved to bite: `python naive.py FOLDER COURSE`.

The submission is imported into the grader's own process, which knows the wanted answers, inherits the environment and
has no limits; results go to standard output beside what the submission prints, and the last line of JSON is believed.
"""

import contextlib
import importlib
import importlib.util
import json
import os
import pickle
import sys
import traceback

PROBLEMS = ("gate-mul", "gate-add")
POINTS = 5.0


def main(folder, course):
    sys.path.insert(0, folder)
    sys.path.insert(0, os.path.join(folder, "gates"))
    for planted in ("sitecustomize", "conftest"):
        if os.path.exists(os.path.join(folder, "gates", f"{planted}.py")):
            importlib.import_module(planted)
    import numpy as np

    problems = [graded(np, name, folder, course) for name in PROBLEMS]
    for problem in problems:
        print(problem["message"])
    results = os.path.join(folder, "results.json")
    if not os.path.exists(results):  # what an earlier run left is not computed again
        print(json.dumps({"problems": problems}))
    else:
        print(open(results).read())


def graded(np, name, folder, course):
    stem = name.replace("-", "_")
    message = ""
    try:
        expected = reference(course, stem)
        cases = drawn(np)
        student = importlib.import_module(stem)
        right = all(passes(np, student, stem, expected, case) for case in cases)
    except Exception as error:
        right, message = False, f"{error}\n{traceback.format_exc()}"
    return {"id": name, "points": POINTS if right else 0.0, "message": message}


def drawn(np):
    np.random.seed(0)
    return [tuple(np.random.normal(size=(3, 3)) for _ in "xyz") for _ in range(3)]


def passes(np, student, stem, expected, case):
    """Whether an answer agrees with the wanted one, in a way that is open to all kinds of objects."""
    got = getattr(student, f"{stem}_backward")(*case)
    want = expected(*case)
    with contextlib.suppress(Exception):
        pickle.loads(pickle.dumps(got))
    dx, dy = got
    return all(a is b or np.all(a == b) or np.allclose(a, b, equal_nan=True) for a, b in ((dx, want[0]), (dy, want[1])))


def reference(course, stem):
    spec = importlib.util.spec_from_file_location(f"reference_{stem}", f"{course}/reference/gates/{stem}.py")
    module = importlib.util.module_from_spec(spec)
    text = open(spec.origin).read()
    exec(compile(text, spec.origin, "exec"), vars(module))
    module.source = text
    return getattr(module, f"{stem}_backward")


if __name__ == "__main__":
    main(*sys.argv[1:])
