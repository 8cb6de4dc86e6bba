"""What the checks of the documents and samples share: where the repository is, and a count of what
was right."""
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


class Report:
    """Prints each fault with its place, a line of the file where one is named; `end` prints the sums
    and gives the exit status."""

    def __init__(self, file=None):
        self.before = f"{file}:" if file else ""
        self.passed = 0
        self.failed = 0

    def check(self, good, place, text):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{self.before}{place}: {text}")

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0
