#!/usr/bin/env python3
"""What a terminal is spared: a workbook's bytes on standard output.

Run from the repository's root:  python3 tests/golden/terminal.py WJTAB
"""
import os
import pty
import subprocess
import sys

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
    failed = [what for what, good in checks if not good]
    for what in failed:
        print(f"FAILED: {what}")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
