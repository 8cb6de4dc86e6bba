"""Reference reader: bytes to records, written from FORMATS.md ("How an answer is matched", last two paragraphs)."""

import codecs
from dataclasses import dataclass

MIB = 1 << 20
BOMS = [(b"\xef\xbb\xbf", "utf-8", "utf-8"), (b"\xff\xfe", "utf-16", "utf-16-le"),
        (b"\xfe\xff", "utf-16", "utf-16-be"), (b"\x84\x31\x95\x33", "gb18030", "gb18030")]
CODECS = {"utf-8": "utf-8", "gb18030": "gb18030", "utf-16": "utf-16-le"}


class ReadError(Exception):
    """The file is refused. kind is one of the names in csv-cases/cases.json."""

    def __init__(self, kind, line=None, column=None, byte=None):
        super().__init__(f"{kind} line={line} column={column} byte={byte}")
        self.kind, self.line, self.column, self.byte = kind, line, column, byte
        self.sound_text = ""  # of an encoding error: what stands before it


@dataclass
class Record:
    line: int      # physical line on which the record starts, from 1
    number: int    # record number, the header is 1
    fields: list


@dataclass
class Table:
    encoding: str
    delimiter: str
    records: list  # header first

    @property
    def header(self):
        return self.records[0].fields


def guess_encoding(data):
    """The first MiB that holds a byte above 0x7F decides: strict UTF-8, else strict GB18030."""
    for start in range(0, len(data), MIB):
        block = data[start:start + MIB]
        if block.isascii():
            continue
        last = start + MIB >= len(data)
        for name in ("utf-8", "gb18030"):
            try:
                codecs.getincrementaldecoder(name)("strict").decode(block, last)
                return name
            except UnicodeDecodeError:
                continue
        raise ReadError("unknown_encoding")
    return "utf-8"


def decode(data, encoding="auto"):
    """Returns the text without BOM, the encoding's name, the codec and the length of the BOM."""
    skip, name, codec = 0, None, None
    for bom, bom_name, bom_codec in BOMS:
        if data.startswith(bom):
            skip, name, codec = len(bom), bom_name, bom_codec
            break
    if name is None:
        name = guess_encoding(data) if encoding == "auto" else encoding
        codec = CODECS[name]
    try:
        return data[skip:].decode(codec), name, codec, skip
    except UnicodeDecodeError as error:
        fault = ReadError("invalid_encoding", byte=skip + error.start)
        fault.sound_text = data[skip:skip + error.start].decode(codec)
        raise fault from error


def guess_delimiter(text):
    """The most frequent of , ; TAB outside quotes in the header line; comma before semicolon before TAB at a tie."""
    counts = {",": 0, ";": 0, "\t": 0}
    quoted = False
    for char in text.lstrip("\r\n"):
        if char == '"':
            quoted = not quoted
        elif char in "\r\n" and not quoted:
            break
        elif char in counts and not quoted:
            counts[char] += 1
    return max(counts, key=lambda sign: counts[sign])  # max keeps the first of equals, and the dict's order is ours


class Parser:
    """A strict RFC 4180 reader, one character at a time."""

    def __init__(self, text, delimiter):
        self.text, self.delimiter = text, delimiter
        self.at, self.line = 0, 1
        self.fields = []

    def fail(self, kind, line=None):
        raise ReadError(kind, line or self.line, len(self.fields) + 1)

    def line_end(self):
        """Length of the line end at the current place: 0, 1, or 2 for CRLF."""
        if self.text.startswith("\r\n", self.at):
            return 2
        return 1 if self.text[self.at:self.at + 1] in ("\r", "\n") else 0

    def unquoted(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] != self.delimiter and not self.line_end():
            if self.text[self.at] == '"':
                self.fail("bare_quote")
            if self.text[self.at] == "\0":
                self.fail("nul_byte")
            self.at += 1
        return self.text[start:self.at]

    def quoted(self):
        opened, value = self.line, []
        self.at += 1
        while True:
            if self.at >= len(self.text):
                self.fail("unclosed_quote", opened)
            char = self.text[self.at]
            if char == "\0":
                self.fail("nul_byte")
            if char == '"':
                if not self.text.startswith('""', self.at):
                    break
                self.at += 1
            step = self.line_end() or 1
            if self.line_end():
                self.line += 1
            value.append(self.text[self.at:self.at + step])
            self.at += step
        self.at += 1
        rest = self.text[self.at:self.at + 1]
        if rest and rest != self.delimiter and not self.line_end():
            self.fail("nul_byte" if rest == "\0" else "text_after_closing_quote")
        return "".join(value)

    def record(self):
        """Reads one record with its line end. The fields are empty where the line is blank."""
        self.fields = []
        if self.line_end():
            self.end_line()
            return []
        while True:
            starts_quoted = self.text.startswith('"', self.at)
            self.fields.append(self.quoted() if starts_quoted else self.unquoted())
            if self.text[self.at:self.at + 1] != self.delimiter:
                break
            self.at += 1
        self.end_line()
        return self.fields

    def end_line(self):
        step = self.line_end()
        self.at += step
        self.line += 1 if step else 0

    def records(self):
        found = []
        while self.at < len(self.text):
            line = self.line
            fields = self.record()
            if not fields:
                # In a one-column file a blank line is a respondent who left the question empty.
                if not found or len(found[0].fields) != 1:
                    continue
                fields = [""]
            found.append(Record(line, len(found) + 1, fields))
        return found


def sign_of(delimiter, text):
    if delimiter == "auto":
        return guess_delimiter(text)
    return "\t" if delimiter == "tab" else delimiter


def check_quotes(text, delimiter):
    """Raises what is wrong in the sound part of a broken file; its end is no end, so a quote may be open there."""
    try:
        Parser(text, sign_of(delimiter, text)).records()
    except ReadError as error:
        if error.kind != "unclosed_quote":
            raise


def read_bytes(data, encoding="auto", delimiter="auto"):
    try:
        text, name, codec, skip = decode(data, encoding)
    except ReadError as error:
        # The first fault in the file counts: quotes may have gone wrong before the bytes did.
        check_quotes(error.sound_text, delimiter)
        raise
    parser = Parser(text, sign_of(delimiter, text))
    try:
        records = parser.records()
    except ReadError as error:
        if error.kind == "nul_byte":
            error.byte = skip + len(text[:parser.at].encode(codec))
        raise
    if not records:
        raise ReadError("empty_input")
    return Table(name, parser.delimiter, records)


def fits(header, fields):
    """False where the record's field count does not fit: the fields too many, on either side, are not all empty."""
    shorter = min(len(header), len(fields))
    longer = header if len(header) > len(fields) else fields
    return all(field == "" for field in longer[shorter:])
