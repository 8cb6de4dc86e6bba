"""Random CSV files, sound and broken, for the test of `wjtab records`."""

import random

CELLS = ["", "", "a", "满意", " 1 ", "x,y", 'he said "hi"', "第一行\n第二行", "c\rd", "e\r\nf", "，", "😀", "a;b", "\t",
         "\ufeff", "　"]
ENCODINGS = {"utf-8": ("utf-8", b""), "utf-8-bom": ("utf-8", b"\xef\xbb\xbf"), "gb18030": ("gb18030", b""),
             "utf-16": ("utf-16-le", b""), "utf-16-bom": ("utf-16-le", b"\xff\xfe"),
             "utf-16-be": ("utf-16-be", b"\xfe\xff")}


def write_field(cell, delimiter, rng):
    if any(sign in cell for sign in (delimiter, '"', "\r", "\n")) or rng.random() < 0.2:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def sound_text(rng, delimiter):
    columns = rng.choice([1, 1, 2, 3, 4])
    lines = []
    for _ in range(rng.choice([0, 1, 2, 5, 9])):
        count = columns
        if rng.random() < 0.15:
            count = max(1, columns + rng.choice([-1, 1, 2]))
        lines.append(delimiter.join(write_field(rng.choice(CELLS), delimiter, rng) for _ in range(count)))
        if rng.random() < 0.1:
            lines.append("")
    if rng.random() < 0.1:
        lines.insert(0, "")
    end = rng.choice(["\n", "\r\n", "\r", None])
    text = "".join(line + (end or rng.choice(["\n", "\r\n", "\r"])) for line in lines)
    return text.rstrip("\r\n") if rng.random() < 0.2 else text


def broken_text(text, rng):
    """One fault at a random place."""
    at = rng.randint(0, len(text))
    fault = rng.choice(['"', '"', "\0", '""x', '"x"y', "\n\"", "\r", "\n\n"])
    return text[:at] + fault + text[at:]


class RandomCsv:
    """data, and the options for `records`; `exact` is False where the contract does not fix the error's place."""

    def __init__(self, seed):
        rng = random.Random(f"csv {seed}")
        self.delimiter = rng.choice([",", ",", ";", "\t", "|"])
        text = sound_text(rng, self.delimiter)
        fault = rng.random()
        if fault < 0.45:
            text = broken_text(text, rng)
        kind = rng.choice(sorted(ENCODINGS))
        codec, bom = ENCODINGS[kind]
        self.encoding = rng.choice(["auto", codec.removesuffix("-le").removesuffix("-be")])
        if kind == "utf-16":
            self.encoding = "utf-16"
        cut = rng.randint(0, len(text))
        data = [text[:cut].encode(codec), text[cut:].encode(codec)]
        self.bad_byte = fault > 0.85
        if self.bad_byte:
            data.insert(1, b"\x00\xdc" if codec == "utf-16-le" else b"\xdc\x00" if codec == "utf-16-be" else b"\xff")
        self.data = bom + b"".join(data)
        self.exact = True
        if fault >= 0.45 and self.delimiter != "|" and rng.random() < 0.5:
            self.delimiter = "auto"
        if self.bad_byte and self.encoding == "auto" and not bom:
            self.exact = False
