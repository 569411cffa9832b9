"""English."""

TEXTS = {
    # how a sentence is put together
    "and": ", ",
    "and-more": "{names}, …",
    "and-then": "; ",
    "and-input": ", ",
    "of": "{what}: {names}",
    "aside": "  ({text})",
    # what a user can mend
    "package-missing": "{package} is not installed; try: pip install {package}",
    "torch-missing": (
        "these problems need torch, which is not installed; try: pip install 'backgrade[torch]'"
        " (on Linux, for the small CPU build: pip install torch==2.13.0)"
    ),
    "problem-file": "{text}",
    "no-such-problem": 'there is no problem or module "{name}"{near}; try: grade list',
    "no-such-assignment": 'there is no assignment "{name}" in this course; it has {names}',
    "no-assignments": 'there is no assignment "{name}" in this course, nor any other; leave --assignment out',
    "not-assigned": '{problem} is not part of the assignment "{name}"; try without --assignment',
    "no-such-family": 'there is no mistake with the code or name "{name}"{near}; try: grade explain',
    "near": ' (did you mean "{near}"?)',
    "problem-first": "the problem comes first: {command}",
    "is-a-module": "{problem} is a module of several problems; try: grade list",
    "no-course": "{path} is no course: it has no folder problems/; try without --course for the built-in one",
    "no-submission": "{path}: no such file or folder; try: grade init my_solution",
    "nothing-answered": "{path}: nothing here answers a problem{near}; try: grade init my_solution",
    "answered-in-one": "{path}: no file here is named after a problem; for what {file} answers: {command}",
    "answered-below": "{path}: the answers are one folder further down; try: {command}",
    "near-file": " (perhaps rename or move {near})",
    "no-such-case": '{problem} has no case "{name}"; it has {names}',
    "case-needs-problem": "--case repeats a case of one problem; say which with -p, for example -p gate-mul",
    "slow-not-positive": "--slow multiplies the limits of time: a number above 0, for example --slow 4",
    "no-template": "{problem} has no template: {path} is missing; try another course, or write the file",
    "cannot-read": "{path}: cannot be opened ({why}); see whether you may read it",
    "cannot-write": "{path}: cannot be written ({why}); try another place",
    "bad-id": '"{name}" cannot be an id, which is lower-case letters, digits and hyphens; try: grade new my-gate',
    "name-taken": "{name} is a problem or a module already; try another id, or see what is there: grade list",
    "file-exists": "{path} is there already, and nothing is overwritten; try another id, or move the file away",
    "which-module": "there are several modules: {modules}; say which with --module, or name a new one",
    "not-empty": "{path} is no course, and not empty either; try: grade new {name} --course my_course",
    "course-is-file": "{path} is a file; try a folder, for example: --course my_course",
    "nothing-to-show": "{path} is not written: there is no small input to show",
    "not-a-folder": "{path} is a file; try a folder, for example: grade init my_solution",
    "os-error": "the system says: {error}; try again when that is mended",
    "our-bug": (
        "This is a bug of backgrade, not yours: {error}\nPlease report it with the text above, the command you"
        " ran and `grade --version`."
    ),
    # the report
    "points": "{points} of {of} points",
    "points-hidden": "{points} of {of} points; {hidden} of them lie behind hidden cases",
    "case-repeated": 'One case repeated, "{case}": no points are given.',
    "all-right": ". Everything is right.",
    "right-next": "Why it works, and what to try next: {command}",
    "asked": "what is asked: {command}",
    "more-problems": "{count} more with something to mend; one at a time: {command}",
    "not-answered": "{count} not answered yet: {names}",
    "repeat": "repeat it: {command}",
    "with-inputs": "with {inputs}",
    "printed": "your code printed:",
    "isolation": "{kept} (isolation level {level}).",
    "isolation-3": "Student code ran locked in: it could open no file of yours, reach no network, see no other process",
    "isolation-2": "Student code ran locked in: it could open no file of yours, reach no network, start no process",
    "isolation-1": "Student code was half locked in, and could perhaps read and write what you can; see `grade doctor`",
    "isolation-0": "Student code ran in its own process, and could read and write what you can; see `grade doctor`",
    "doctor-level": "Isolation level {level} of 3.",
    "no-guests": "processes for student code cannot be kept alive here (limits of processes, memory or open files?);"
    " try: grade doctor",
    "isolation-too-low": "student code can be locked in at level {level} only, on this machine, and {wanted}"
    " is required; try: grade doctor",
    "layer-process": "limits of time, memory and output; an empty environment; numpy and the standard library alone",
    "layer-landlock": "no file can be opened but those of Python, numpy (and torch); none can be written",
    "layer-seccomp": "no socket, no new process, no signal to another: a short list of calls of the kernel is left",
    "layer-namespaces": "no other process to see, no network, a read-only file tree; all it started ends with it",
    "layer-missing": "not here: {why}",
    "raise-landlock": "Landlock needs Linux 5.13 or later with it switched on; in a container, Docker 23 or later.",
    "raise-seccomp": "The list of calls is made for Linux on x86-64 and aarch64. On macOS or Windows, grade in a Linux"
    " container or in WSL.",
    "raise-namespaces": "Where AppArmor forbids them: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0."
    " In Docker, allow unshare, setns and mount_setattr in the seccomp profile. Level 2 already shuts out files,"
    " network and new processes.",
    "smallest": "The smallest input that shows it: {inputs}",
    "smallest-answer": "{answer}: {what}",
    "smallest-values": "got {got}, expected {want}",
    "smallest-worked": " = {products} (upstream × local)",
    "smallest-line": "your line {line}: {source}",
    "smallest-line-of-cell": "your cell {cell}, line {line}: {source}",
    "diagnosis": "{message} {hint}",
    "diagnosis-like": "This looks like: {message} {hint}",
    "diagnosis-either": "This looks like either: {message}",
    "diagnosis-or": "or: {message}",
    "diagnosis-explains": "The same mistake is behind {answers}.",
    "diagnosis-more": "{name}: grade explain {code}",
    "note": "note: {text}",
    # packed for elsewhere
    "export-written": "{path}: {count} problems, {points} points in all. Upload it as the autograder of a programming"
    " assignment on Gradescope, and let the assignment have {points} points.",
    "export-written-one": "{path}: 1 problem, {points} points in all. Upload it as the autograder of a programming"
    " assignment on Gradescope, and let the assignment have {points} points.",
    "export-hidden": "It holds the seed of the hidden cases (GRADE_SEED): keep it to yourself.",
    "export-shown": "Every case will be shown: for hidden ones, set GRADE_SEED to a secret of yours before.",
    # grade watch
    "watch-begins": "Watching {path}: {count} answered, {total}. Save a file, and it is graded.",
    "watch-begins-empty": "Watching {path}: nothing answered yet. Save a file, and it is graded.",
    "watch-keys": "n next  h hint  l list  r report  q quit",
    "watch-verdict": "{mark} {id}: {points} of {of} points, {verdict}",
    "watch-next": "{id}  {title} ({points} points): write {file}; what is asked: grade show {id}",
    "watch-all-right": "Every problem of the course is right.",
    "watch-not-graded": "Nothing is graded yet for this problem: save its file.",
    "watch-again": "press h",
    "watch-answer-gone": "{id}: its answer is gone.",
    "watch-gone": "{path} is gone; waiting for it to come back.",
    "watch-back": "{path} is back.",
    # forms of the report
    "column-problem": "Problem",
    "column-points": "Points",
    "column-verdict": "Verdict",
    "column-mistake": "Mistake",
    "not-in-classroom50": "this form is for the runner of Classroom 50, which sets {names}; try: --form json",
    # the report as a page
    "page-skip": "Skip to the report",
    "page-overview": "Overview",
    "page-answers": "What each answer is worth, and why",
    "page-together": "Together",
    "page-mend": "To mend: {answer}",
    "page-mend-all": "To mend",
    "page-smallest": "The smallest input that shows it",
    "page-entries": "{answer}, entry by entry",
    "page-got": "got",
    "page-want": "expected",
    "page-legend": "✗ marks a wrong entry: what you got, and below it what is expected.",
    "page-heat": "{answer}: by how much each entry is off",
    "page-heat-legend": "+ is too large, − too small, 0 right; the darker, the further off.",
    "page-worked": "{entry}, worked out",
    "page-expected": "together, as expected",
    "page-yours": "yours",
    "page-graph": "The computation graph at this input",
    "page-graph-legend": "Above each edge the value that goes forward, below it the gradient that should come back.",
    "page-graph-table": "The same as a table",
    "page-to-copy": "To copy into Python",
    "page-code": "Your code",
    "page-source": "Your code: {file}",
    "page-this-line": "to mend, line {line}:",
    "page-left-out": "{count} lines of the file are not shown.",
    "page-printed": "What your code printed",
    "page-cases": "The cases",
    "page-statement": "The statement",
    "page-formula": "formula",
    "page-made": "backgrade {version}, numpy {numpy}, Python {python}; what was handed in:",
    "page-written": "The report as a page: {path}",
    "column-answer": "Answer",
    "column-why": "Why",
    "column-upstream": "Upstream",
    "column-local": "Local",
    "column-product": "Product",
    "column-node": "Node",
    "column-operation": "Operation",
    "column-children": "Used by, S(u)",
    "column-value": "Value",
    "column-gradient": "Gradient",
    "column-mark": "Yours",
    "column-case": "Case",
    "column-kind": "Kind",
    "column-repeat": "Repeat it",
    "kind-worked": "worked, for no points",
    "kind-edge": "edge",
    "kind-ordinary": "ordinary",
    "kind-hidden": "hidden",
    # verdicts
    "verdict-correct": "correct",
    "verdict-partly": "partly right",
    "verdict-wrong": "wrong",
    "verdict-unanswered": "not answered yet",
    "verdict-missing-function": "function missing",
    "verdict-unreadable": "cannot be read",
    "verdict-raised": "stopped with an error",
    "verdict-crashed": "crashed",
    "verdict-out-of-time": "out of time",
    "verdict-out-of-memory": "out of memory",
    "verdict-too-much-output": "printed too much",
    "verdict-malformed": "no valid answer",
    "verdict-not-graded": "not graded",
    # the arithmetic of points
    "step-generic": "{failed} of {of} ordinary cases failed: × 0",
    "step-edge": "{failed} of {of} edge cases failed: × {factor}",
    "step-shape": "right values in the wrong shape: × {factor}",
    "step-own-forward": "wrong, but right for your own forward: × {factor}",
    "step-follow": "follows from {parent}, and is right for it: × {factor}",
    "step-argument": "an argument was changed: the problem × {factor}",
    "step-backprop": "backprop is asked for, and this is found by small steps: the problem × {factor}",
    "follows": "follows from {parent}",
    "optional": "optional",
    "first-wrong": "{right} right; first wrong: {wrong}",
    # what a check found
    "on": '{answer} on "{case}"{where}: ',
    "on-case": 'on "{case}": ',
    "at": ", at {index}",
    "entries": "{wrong} of {of} entries are wrong.",
    "entries-one": "This is the only wrong entry of {of}.",
    "entries-all": "All {of} entries are wrong.",
    "wrong": "got {got}, expected {want}. {entries}",
    "wrong-hidden": "wrong.",
    "wrong-word": "got {got}, expected {want}.",
    "wrong-word-hidden": "wrong.",
    "transposed": "this is the transpose of the right array. Which factor of the product comes first?",
    "not-finite": "got {got}, expected {want}. {entries} Does something overflow, or divide 0 by 0?",
    "not-finite-hidden": "got something that is not a number (nan or inf).",
    "shape": "got shape {got}, expected {want}.",
    "shape-but-number": "got one number, expected an array of shape {want}.",
    "shape-hidden": "the shape is wrong.",
    "shape-of-gradient": " A gradient has the shape of what it belongs to, here {gradient_of}.",
    "shape-number": "got shape {got}, expected one number.",
    "reshaped": "the values are right, but the shape is {got}; expected {want}.",
    "reshaped-number": "the value is right, but it comes in an array of shape {got}; expected one number.",
    "reshaped-hidden": "the values are right, but the shape is not.",
    "list": "the values are right, but they come as nested lists; return a numpy array of shape {want}.",
    "list-hidden": "the values are right, but they come as nested lists; return a numpy array.",
    "list-number": "the value is right, but it comes inside a list or a tuple; return the number itself.",
    "ragged": "got nested lists that make no array: rows of different lengths, or things that are no numbers.",
    "not-numbers": "got {got}; expected real numbers.",
    "not-numbers-hidden": "got something that is no number.",
    "nothing": "got None. Is a `return` missing, or a value never set?",
    "not-a-tuple": "expected {want} values, as in `return a, b`; got one {got}.",
    "not-a-tuple-hidden": "expected several values, as in `return a, b`; got one.",
    "count": "expected {want} values, got {got}.",
    "count-hidden": "got another number of values than expected.",
    "not-a-dict": "expected a dict of gradients by name; got {got}.",
    "not-a-dict-hidden": "expected a dict of gradients by name.",
    "missing-key": 'the dict has no "{key}"; it has {has}.',
    "missing-key-hidden": "a key of the dict is missing.",
    "missing-function": "the file defines no {name}{near}. Is it spelled as in the statement?",
    "defined-near": ", but {near}",
    "no-file": "there is no file for this problem.",
    "unanswered": "not written yet.",
    "raised": "{type}: {message}{line}",
    "raised-bare": "{type}{line}",
    "no-input": ". While it is graded, nobody can type anything: take `input` out.",
    "one-question": ". `if`, `and`, `or`, `not` and `max` ask one question of the whole array; entry by entry do"
    " `np.where(x > y, a, b)` (in torch `torch.where`) and `(x > y) * a`.",
    "plain-number": ". Here a plain number stands where the code needs an array; `np.asarray` makes one of it.",
    "not-matching": ". For `A @ B`, A has as many columns as B has rows: print both shapes; is one to be transposed?",
    "cut-off": ". No graph leads back from here: `detach`, `item`, `numpy`, `torch.tensor` and `torch.no_grad` cut it,"
    " and so does a backward that returns None.",
    "in-place": ". Make a new tensor, with `torch.where` or a product; `x[mask] = …` and `x *= …` change the old one.",
    "no-super": ". Begin `__init__` with `super().__init__()`.",
    "no-self": ". Is the first parameter of the method `self`?",
    "no-async": " Write `def` in the place of `async def`.",
    "no-yield": " `yield`, and `for` in round brackets, only promise values: put what you return into a tuple.",
    "no-call": " Are the brackets of a call missing, as in `a.sum()`?",
    "shut-out": "{type}: {message}{line}. While it is graded, code can open no files but Python's own, write none, use"
    ' no network and start no programs: take this out, or put it behind `if __name__ == "__main__":`.',
    "shut-out-hidden": "the code tried to open or write a file, use the network or start a program; it cannot, here.",
    "raised-hidden": "the code stopped with an error{type}.",
    "line": " (line {line}: {source})",
    "line-of-call": " (the call is: {source})",
    "line-of-cell": " (cell {cell}, line {line}: {source})",
    "left-out": "Cell {cell} of {file} is not Python and was left out: {message}{line}",
    "exit": "the code calls exit(); let it return instead.",
    "import": "the file imports {name}; this problem is solved with {packages} and the standard library, in one file.",
    "import-hidden": "the file imports something this problem is not solved with.",
    "syntax": "not Python: {message}{line}",
    "other-sign": ". It only looks like a sign of Python's: type it anew, on an English keyboard.",
    "crashed": "the process that ran your code died{signal}.",
    "signal": " ({signal})",
    "out-of-time": "no answer in time. Is there a loop that never ends, or a sleep?",
    "out-of-memory": "no memory left. Is there an array that grows without end?",
    "too-much-output": "the code printed more than 4 MB and was stopped; take the print out of the loop.",
    "too-large": "what was returned is far larger than what is asked for. Was an array broadcast?",
    "malformed": "what came back was no answer.",
    "argument-changed": (
        "the call changes what it is given: {argument}. Work on a copy (`a.copy()`, in torch `a.clone()`): `a *= b` and"
        " `a[…] = b` change it."
    ),
    "second-call": (
        "the same call a second time gives something else. Is something kept between calls that should start afresh?"
    ),
    "float32": "right, to float32: somewhere the computation leaves float64.",
    "like-numeric": "right, but less exact than it could be; differences, cancellation or a number in float32 look"
    " like this.",
    "inexact": "right to six digits or so, but less exact than backprop gives.",
    "differences": "{function} was called {calls} times, at points a small step apart, for {entries} entries: this"
    " gradient is found by differences. They are right for checking; backprop needs no further calls, and is exact"
    " (grade explain H5).",
    "differences-hidden": "this gradient is found by differences; backprop is faster, and exact (grade explain H5).",
    "complex-step": "{function} was called {calls} times, for {entries} entries, with small imaginary parts: this"
    " gradient is found by a complex step. It is right for checking; backprop needs no further calls"
    " (grade explain H5).",
    "complex-step-hidden": "this gradient is found by a complex step; backprop is faster (grade explain H5).",
    "self-consistent": "the gradient is right for your own forward, so it is the forward that is wrong.",
    "not-its-slope": "at {index} the slope of your own {of} along {along} is {slope}; your gradient says {got}.",
    "not-its-slope-hidden": "the gradient is not the slope of your own forward.",
    # where an answer is wrong
    "zeros": "0 everywhere, on every case. Is it still to be computed, or never added to?",
    "constant": "the same number everywhere, on every case, whatever the inputs are.",
    "input-back": "this is {input}, handed back as it came.",
    "only-last-row": "on every case, only the last row (or entry) is wrong.",
    "only-first-row": "on every case, only the first row (or entry) is wrong.",
    "only-last-column": "on every case, only the last column is wrong.",
    "only-first-column": "on every case, only the first column is wrong.",
    "only-diagonal": "on every case, only entries on the diagonal are wrong.",
    "only-off-diagonal": "on every case, only entries off the diagonal are wrong.",
    "only-below-zero": "on every case, only entries are wrong where {input} is below 0.",
    "only-above-zero": "on every case, only entries are wrong where {input} is above 0.",
    # how fast it is
    "speed-nothing": "Nothing was timed: that is done for right answers, to problems that have a large input for it.",
    "speed-slow": "{id}: about {ratio} times as long as the reference, with {sizes}: is it vectorised?"
    " It costs no points.",
    "speed-late": "{id}: over {ratio} times as long as the reference, with {sizes}: is it vectorised?"
    " It costs no points.",
    "speed-fine": "{id}: about as fast as the reference, with {sizes}.",
    # why a file cannot be read
    "unreadable-two-files": "two files answer this problem: {files}; keep one.",
    "unreadable-link": "{file} is a link, and links are not followed; hand in the file itself.",
    "unreadable-cannot-open": "{file} cannot be opened.",
    "unreadable-not-a-file": "{file} is not a regular file.",
    "unreadable-too-large": "{file} is larger than {limit} bytes.",
    "unreadable-not-a-zip": "{file} is no zip file, or a damaged one; pack it again.",
    "unreadable-too-many-entries": "{file} holds more than {limit} files; pack your answers alone.",
    "unreadable-twice": "{file} is in the zip file twice; pack it again.",
    "unreadable-encrypted": "{file} is encrypted; pack it again, without a password.",
    "unreadable-other-compression": "{file} is compressed in a way that not every program can undo; pack it as usual.",
    "unreadable-damaged": "{file} is damaged in the zip file; pack it again.",
    "unreadable-not-a-notebook": "{file} is no notebook: what is in it is not JSON. Save it again in Jupyter.",
    "unreadable-no-cells": "{file} has no list of cells; save it again in Jupyter, as a notebook of version 4.",
    "unreadable-no-text-in-cell": "{file}: what is in code cell {cell} is no text; save it again in Jupyter.",
    "unreadable-too-much-code": "{file} has more than {limit} characters of code.",
    "unreadable-control-characters-in-cell": (
        "{file}: code cell {cell} has null bytes or control characters in it; take them out."
    ),
    "unreadable-too-large-together": "{file}: all files together are larger than {limit} bytes.",
    "unreadable-not-utf-8": "{file} is not UTF-8 text (line {line}); save it as UTF-8.",
    "unreadable-control-characters": (
        "{file}: line {line} has null bytes or control characters in it; take them out, or save it as UTF-8."
    ),
    "unreadable-other-coding": (
        "{file} says on line {line} that it is written in {coding}; save it as UTF-8 and take that line out."
    ),
    # grade list, show, init
    "list-answered": "✓ has an answer in {path}",
    "list-total": "{count} problems, {points} points.\nRead one: grade show {first}. Start: grade init my_solution",
    "list-total-one": "1 problem, {points} points.\nRead it: grade show {first}. Start: grade init my_solution",
    "show-points": "{points} points",
    "show-lecture": "Lecture: {lecture}",
    "show-packages": "Solved with {packages} and the standard library, in this one file.",
    "show-layout": "Layout: {layout}. Reduction: {reduction}.",
    "show-kink": "At the kink: {at_kink}.",
    "show-backprop": "Backprop is asked for: gradients found by differences or by a complex step earn half.",
    "show-start": "What you start from",
    "show-worked": 'Worked case "{name}"',
    "show-given": "given",
    "show-wanted": "wanted",
    "show-next": "Next: grade init my_solution, write {file}, then:\n  grade submit my_solution -p {id}\n"
    "When you are stuck: grade hint {id} my_solution",
    "layout-elementwise": "entry by entry",
    "layout-row": "samples in rows",
    "layout-column": "column vectors",
    "reduction-none": "none",
    "reduction-sum": "sum over the rows",
    "reduction-mean_rows": "mean over the rows",
    "reduction-mean_all": "mean over all entries",
    "reduction-half_sum": "half the sum of squares",
    "init-written": "{path}: {count} written",
    "init-kept": "{count} there already, and left as they were: {files}",
    "init-next": "Next: write {file}, then: grade submit {path}",
    "new-next": "Next: change them as you like, then prove the problem: grade validate {id}{course}",
    "grading": "grading {id} ({number} of {count})",
    # grade hint
    "hint-unanswered": "There is no answer in {path} yet. Once there is, the first hints are about it.",
    "hint-unanswered-here": "There is no answer in the folder you are in. If yours is elsewhere: grade hint {id}"
    " my_solution\nOnce there is one, the first hints are about it.",
    "hint-right": "Your answer is right: there is nothing to mend.",
    "hint-left": "{left} more; the next: {command}",
    "hint-last": "That was all. To go on:{commands}",
    "hint-none": "There are no hints to this problem. To go on:{commands}",
    "hint-forgotten": "The folder .grade cannot be written there, so the next call gives the same hint again.",
    # grade validate
    "validated": "{bugs} bugs, {killed} mutants killed, {equivalent} equivalent",
    "validated-faults": "{count} faults",
    "validated-fault": "1 fault",
    "validated-not": "not validated: it needs torch, which is not installed",
    "validated-without": (
        "Nothing was held against autograd, since torch is not installed; try: pip install 'backgrade[torch]'"
    ),
    "validated-cases": "{cases} cases under {seeds} seeds, {also_right} equal formulas; {seconds} s ({steps})",
    "validated-killed": '{line}: {now} - caught by "{case}"',
    "validated-equivalent": "{line}: {now} - declared equivalent",
    "validating": "validating {id} ({number} of {count})",
    "fault-slope": (
        'on "{case}" the reference gives {answer}{index} = {got}, but the slope of {of} along {along} there is {slope};'
        " mend the reference, or what slope_of, along and with say"
    ),
    "fault-slope-unclear": (
        'on "{case}" it cannot be told whether {answer} is the slope of {of} along {along}; keep the inputs away from'
        " kinks (away_from), or make it an edge case"
    ),
    "fault-unproved": (
        "nothing but the reference says what {answer} is; give a forward that assigns it or what it is the slope of, or"
        " an equal formula (also_right)"
    ),
    "fault-not-finite": (
        'the reference gives a {answer} with nan or inf on "{case}"; mend it, or draw inputs on which it does not'
    ),
    "fault-autograd": (
        'on "{case}" the reference and autograd disagree on {answer}: {error} apart; mend the reference, or forward'
    ),
    "fault-autograd-none": 'gives no {answer} on "{case}" ({why}); mend it',
    "fault-equal": (
        'gives another {answer} than the reference on "{case}": {error} apart, and a tenth of the tolerance is {most};'
        " mend the one that is wrong, or, if it is rounding, give the answer a larger scale"
    ),
    "fault-equal-none": 'gives no {answer} on "{case}" ({why}); mend it, or leave {answer} out of it',
    "fault-worked": (
        "at {inputs} upstream times local adds up to {got}, and {answer} is {want}; mend what worked says"
    ),
    "fault-bug-uncaught": (
        "the cases that count do not catch {bug}; add a case, not a visible one, on which it answers something wrong"
    ),
    "fault-bug-unnamed": (
        "who makes the mistake {bug} is told {names}; add a case that tells them apart, or name it as what it is"
    ),
    "fault-bug-misnamed": "its numbers are those of {other}, not of {bug}; write is: {other}, or mend what it answers",
    "fault-no-ordinary": "no ordinary case; add one that is neither visible nor edge: points stand on those",
    "fault-bug-alike": (
        "{bug} answers on every case what {other} answers; add a case that tells them apart, or, if there is none,"
        " write twin: {other}"
    ),
    "fault-trivial": '{trivial} would pass as {answer} on "{case}"; draw other inputs, or more of them',
    "fault-template-missing": "there is no template; write one whose functions raise NotImplementedError",
    "fault-template-points": (
        "the template, with nothing written, gets {points} of {of} points; let its functions raise NotImplementedError"
    ),
    "fault-template-verdict": (
        "the template, with nothing written, is reported as: {verdict}; give it every function of call, each raising"
        " NotImplementedError"
    ),
    "fault-latex": "{what}; mend the formula",
    "fault-graph": 'on "{case}" its {what} is not the {answer} of the reference: {error} apart; mend the graph',
    "fault-graph-none": 'on "{case}" it cannot be computed ({why}); mend it',
    "fault-mutant": (
        "with `{now}` in place of `{was}` every case that counts still passes; {advice}, or list the changed line"
        " under equivalent with the reason"
    ),
    "fault-equivalent-killed": '`{line}` is not equivalent: "{case}" catches it; take the entry out',
    "fault-equivalent-unknown": "no mutant of the reference has the line `{line}`; take the entry out, or correct it",
    "advice-transpose": "add a case whose sizes all differ",
    "advice-axis": "add a case whose sizes all differ",
    "advice-factor": "add a case on which that factor is neither 0 nor 1",
    "advice-term": "add a case on which that term is not 0",
    "advice-constant": "add a case on which that number matters",
    "advice-border": "add a case exactly on the border",
    "advice-function": "add a case on which the function changes its argument",
    "advice-size": "add a case with more rows",
    "advice-name": "add a case on which the two differ",
    "advice-given-back": "add a case on which that value is not 0",
    "advice-statement": "add a case that needs the statement",
    "advice-state": "add a case with two objects at a time",
    "advice-argument": "add a case that gives an array",
    # grade explain
    "mistakes-A": "Size and sign: a factor that is missing or too much",
    "mistakes-B": "The chain rule, link by link: what is multiplied with what",
    "mistakes-C": "Branches and graphs: one value used in several places",
    "mistakes-D": "Shapes and sums: transposes, axes, order",
    "mistakes-E": "Kinks and masks: where a gradient passes and where not",
    "mistakes-F": "Softmax and cross-entropy",
    "mistakes-G": "Normalisation: mean and variance are computed from x too",
    "mistakes-H": "Numbers: overflow, rounding, types",
    "mistakes-I": "Side effects: what a call leaves behind or changes",
    "mistakes-J": "Optimisers: from the gradient to the next step",
    "mistakes-K": "Checking gradients: when the check itself is wrong",
    "explain-hint": "Next: {hint}",
    "explain-next": "{count} mistakes. One of them with a hint and an example: grade explain A1",
    # grade graph
    "graph-title": "The computation graph of {of}",
    "graph-about": (
        "In the order of their creation: {order}. Above each edge stands the value that goes forward, below it the"
        " gradient that comes back."
    ),
    "graph-input": "input",
    "graph-right": "{what} right",
    "graph-wrong": "{what} wrong",
    "graph-follows": "follows",
    "graph-got": "got {got}",
    "graph-marked": "{mark}, {got}",
    "no-graph": "{id} has no graph to show; these have one: {ids}",
    "no-graphs": "{id} has no graph to show, and neither has any other problem of this course; `graph:` in its file"
    " makes one",
    "at-no-such-input": '--at: the graph has no input "{name}"{near}; it has {names}',
    "at-no-number": (
        '--at: {name} is a number or an array of numbers, not "{text}"; for example --at {name}=-2 '
        "or --at '{name}=[[1, 2], [3, 4]]'"
    ),
    "at-no-integer": (
        "--at: {name} is a whole number from 0, or an array of them, not \"{text}\"; for example --at '{name}=[0, 2]'"
    ),
    "at-too-many": "--at: {name} has {count} entries; a graph takes at most {most} of each input",
    "at-does-not-fit": (
        "--at: these do not go together: {got}; the problem has {want}; give values to all whose "
        "shape has to change with the others"
    ),
    "graph-case": 'With the inputs of "{case}"; others with --at.',
    "graph-forward": "Forward, in the order of creation",
    "graph-backward": "Backward, in reverse: upstream × local, added up over the children",
    "graph-table": "The gradients",
    "graph-given": "{name} (given)",
    "graph-no-gradient": "{node}: whole numbers have no gradient",
    "graph-no-gradients": (
        "{node} is an array, and this problem gives no upstream gradient for it: there is nothing to walk back from."
    ),
    "graph-summed": "Σ(…): an entry that served several in the forward pass gets the sum of their gradients.",
    "at-no-such-class": "--at: labels in {names} are counted from 0, and are below the number of classes",
    "graph-upstream": "upstream",
    "graph-local": "local",
    "graph-over": "over {node}: {product}",
    "graph-product": "product",
    "graph-summed-to": "product, added up",
    "graph-sum": "sum",
    "graph-start": "start",
    "graph-value": "value",
    "graph-gradient": "gradient",
}
