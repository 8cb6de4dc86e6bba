#!/usr/bin/env python3
"""What a terminal is spared, a workbook's bytes on standard output; what it shows while a run takes long; and how a run
ends that is interrupted.

Run from the repository's root:  python3 tests/golden/terminal.py WJTAB
"""
import os
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import time

BOOK = ["tests/fault/scoring.xlsx", "--facts", "tests/fault/facts.csv", "-o", "-"]
TABLE = ["samples/zhifu-2022/scoring.csv", "--facts", "samples/zhifu-2022/facts.csv",
         "--set", "满意度=85%", "--set", "政策知晓率=85%", "-o", "-"]


def on_terminal(command):
    """Exit status, what the terminal showed, and the messages, which go elsewhere."""
    master, slave = pty.openpty()
    run = subprocess.Popen(command, stdout=slave, stderr=subprocess.PIPE)
    os.close(slave)
    shown = b""
    while True:
        try:
            more = os.read(master, 65536)
        except OSError:  # how Linux says that the other side was closed
            break
        if not more:
            break
        shown += more
    os.close(master)
    messages = run.communicate(timeout=60)[1]
    return run.returncode, shown, messages


def slow_run(wjtab, folder, stop=None, quiet=False, command="run"):
    """A run (or another command) whose answers come slowly through a pipe; `stop`: a signal after a second and a half. Exit
    status, what the terminal showed on standard error, the names in the output folder, and standard output."""
    responses = "samples/zhifu-2022/responses-paper.csv"
    with open(responses, "rb") as file:
        head, answers = file.read().split(b"\n", 1)
    master, slave = pty.openpty()
    out = os.path.join(folder, "out")
    os.mkdir(out)
    more = {"run": ["-o", out, "--threads", "2"], "tally": ["-o", os.path.join(out, "a.tally"), "--threads", "2"],
            "export": ["-o", out], "check": [], "table": ["--rows", "审核效率", "--by", "政策了解"]}[command]
    printed = tempfile.TemporaryFile()
    run = subprocess.Popen([wjtab, command, "samples/zhifu-2022/survey.yaml", "-", *more]
                           + (["--quiet"] if quiet else []),
                           stdin=subprocess.PIPE, stdout=printed, stderr=slave,
                           # Behind `&` a shell has SIGINT ignored, which wjtab respects.
                           preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    os.close(slave)
    run.stdin.write(head + b"\n" + answers)
    run.stdin.flush()
    time.sleep(1.7)
    if stop is not None:
        run.send_signal(stop)
        status = run.wait(timeout=20)  # the pipe is still open
    run.stdin.close()
    status = run.wait(timeout=20)
    try:
        shown = os.read(master, 65536)
    except OSError:  # nothing was written, and the other side is closed
        shown = b""
    os.close(master)
    made = os.listdir(out) if os.path.isdir(out) else []
    shutil.rmtree(out, ignore_errors=True)
    printed.seek(0)
    return status, shown, made, printed.read()


def waits(pid):
    """Does the process sleep, so that what it reads is not there?"""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        return file.read().rpartition(")")[2].split()[0] == "S"


def stopped_at_input(wjtab, folder, command, name, *more):
    """A command whose input, a pipe in a folder, nobody writes into; it is interrupted. Exit status, messages, and the names
    beside the pipe."""
    place = os.path.join(folder, "place")
    os.mkdir(place)
    pipe = os.path.join(place, name)
    os.mkfifo(pipe)
    run = subprocess.Popen([wjtab, command, pipe, *[m.replace("PLACE", place) for m in more]], stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    writer = os.open(pipe, os.O_WRONLY) if command != "init" else None  # init is left waiting for a writer
    since = time.monotonic()
    time.sleep(0.2)
    while not waits(run.pid) and time.monotonic() - since < 10:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    printed, messages = run.communicate(timeout=20)
    if writer is not None:
        os.close(writer)
    made = sorted(os.listdir(place))
    shutil.rmtree(place)
    return run.returncode, printed, messages, made == [name]


def check_stopped(wjtab):
    folder = tempfile.mkdtemp()
    commands = [("form", "a.yaml", "-o", "PLACE"), ("audit", "a.csv"), ("merge", "a.tally", "-o", "PLACE/b.tally"),
                ("merge", "a.tally", "-o", "-"), ("score", "a.csv", "-o", "PLACE/b.csv"),
                ("init", "a.csv", "-o", "PLACE/b.yaml"), ("records", "a.csv"), ("run", "a.yaml", "-o", "PLACE")]
    try:
        ends = [(command, stopped_at_input(wjtab, folder, *command)) for command in commands]
    finally:
        shutil.rmtree(folder)
    return [(f"`{' '.join(command)}` is interrupted: {end}",
             end[0] == 130 and end[1] == b"" and end[3] and b"interrupted" in end[2]) for command, end in ends]


def check_slow_runs(wjtab):
    folder = tempfile.mkdtemp()
    try:
        whole = slow_run(wjtab, folder)
        quiet = slow_run(wjtab, folder, quiet=True)
        stopped = [slow_run(wjtab, folder, stop) for stop in (signal.SIGINT, signal.SIGTERM)]
        tallied = slow_run(wjtab, folder, command="tally")
        shows = [slow_run(wjtab, folder, command=command) for command in ("check", "export", "table")]
        stopped += [slow_run(wjtab, folder, signal.SIGINT, command=command)
                    for command in ("tally", "check", "export", "table")]
    finally:
        shutil.rmtree(folder)
    return [("a long run shows how far it has come", whole[0] == 0 and b"MB/s" in whole[1]),
            ("the line is taken away", b"MB/s\r\x1b[K" in whole[1]),
            ("--quiet shows nothing", quiet[0] == 0 and b"MB/s" not in quiet[1]),
            ("so do check, export and table", all(run[0] in (0, 1) and b"MB/s\r\x1b[K" in run[1] for run in shows)),
            ("an export is made", "data.sav" in shows[1][2]),
            ("a table is printed", shows[2][3] != b""),
            ("a tally is made", tallied[0] == 0 and tallied[2] == ["a.tally"]),
            ("what is interrupted ends with 130", all(run[0] == 130 for run in stopped)),
            ("and says so", all(b"wjtab: " in run[1] for run in stopped)),
            ("and leaves nothing", all(run[2] == [] and run[3] == b"" for run in stopped))]


def main():
    score = [os.path.abspath(sys.argv[1]), "score"]
    status, shown, messages = on_terminal(score + BOOK)
    piped = subprocess.run(score + BOOK, capture_output=True, timeout=60)
    table = on_terminal(score + TABLE)
    checks = [("a workbook for a terminal is refused", status == 2 and b"[usage]" in messages),
              ("nothing of it is shown", shown == b""),
              ("into a pipe it is written",
               piped.returncode == 0 and piped.stdout.startswith(b"PK\x03\x04")),
              ("a CSV file may be shown", table[0] == 0 and "一级指标".encode() in table[1])]
    checks += check_slow_runs(os.path.abspath(sys.argv[1]))
    checks += check_stopped(os.path.abspath(sys.argv[1]))
    failed = [what for what, good in checks if not good]
    for what in failed:
        print(f"FAILED: {what}")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
