#!/usr/bin/env python3
"""Golden tests of the command line.

    tests/golden/run.py WJTAB [NAME…]            runs the cases
    tests/golden/run.py --accept WJTAB [NAME…]   writes what came out as what is expected

A case is a folder of tests/golden/cases: `cmd` (a shell script that calls wjtab; it runs in a copy
of the folder), the files that it reads, and `expect`: exit status, standard output, standard
error, and the files that it left behind.
"""
import difflib
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "cases")
ROOT = os.path.dirname(os.path.dirname(HERE))


def files_below(folder):
    found = set()
    for top, folders, names in os.walk(folder):
        for name in names + [f + "/" for f in folders]:
            found.add(os.path.relpath(os.path.join(top, name), folder) +
                      ("/" if name.endswith("/") else ""))
    return found


def run_case(name, wjtab):
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.join(scratch, "case")
        shutil.copytree(os.path.join(CASES, name), folder)
        os.remove(os.path.join(folder, "cmd"))
        if os.path.exists(os.path.join(folder, "expect")):
            os.remove(os.path.join(folder, "expect"))
        before = files_below(folder)
        bin_folder = os.path.join(scratch, "bin")
        os.mkdir(bin_folder)
        os.symlink(os.path.abspath(wjtab), os.path.join(bin_folder, "wjtab"))
        environment = {"PATH": bin_folder + ":/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                       "SAMPLES": os.path.join(ROOT, "samples"), "HOME": scratch,
                       "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
        done = subprocess.run(["sh", "-e", os.path.join(CASES, name, "cmd")], cwd=folder,
                              env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=120, check=False)
        left = sorted(files_below(folder) - before)
        out = done.stdout.decode("utf-8", "backslashreplace")
        err = done.stderr.decode("utf-8", "backslashreplace")
        text = f"--- exit {done.returncode}\n--- stdout\n{out}--- stderr\n{err}--- files\n"
        text += "".join(line + "\n" for line in left)
        return text.replace(scratch, "SCRATCH").replace(os.path.join(ROOT, "samples"), "SAMPLES")


def main():
    arguments = sys.argv[1:]
    accept = bool(arguments) and arguments[0] == "--accept"
    if accept:
        arguments = arguments[1:]
    wjtab = arguments[0]
    names = arguments[1:] or sorted(os.listdir(CASES))
    passed = failed = 0
    for name in names:
        got = run_case(name, wjtab)
        path = os.path.join(CASES, name, "expect")
        if accept:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(got)
        with open(path, encoding="utf-8", newline="") as file:
            wanted = file.read()
        if got == wanted:
            passed += 1
            continue
        failed += 1
        print(f"FAILED {name}")
        sys.stdout.writelines(difflib.unified_diff(
            wanted.splitlines(True), got.splitlines(True), "expected", "got"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
