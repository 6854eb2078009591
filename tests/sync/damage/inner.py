"""What a partner with real keys could send: everything signed, something deep inside wrong."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator, MutableMapping, MutableSequence
from typing import Any

import zstandard

from tests.pictures import bomb
from tests.sync.damage.sealing import Inner, Segment, Tree
from tests.sync.damage.sound import Shelf

Mutation = Callable[[random.Random, Inner, Shelf], None]

DEEP: Any = []
for _ in range(40):
    DEEP = [DEEP]

VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    -1,
    0,
    1,
    2,
    7,
    2**31,
    2**53,
    2**62 - 1,
    2**62,
    2**63 - 1,
    2**63,
    10**40,
    -(2**63),
    1.5,
    float("nan"),
    "",
    " ",
    "x",
    "x" * 61,
    "x" * 300,
    "x" * 70_000,
    "\0",
    "a\nb",
    "\ud800",
    "\u202e\u2066",
    "Nguye\u0302\u0303n",
    "../../etc/passwd",
    "{sender} %s {0}",
    "0" * 32,
    "F" * 16,
    "f" * 64,
    "9999-12-31",
    "2026-02-30",
    "0000-00-00",
    "٢٠٢٦-٠١-٠١",
    "2026-13-45T99:99:99+99:99",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "2026-03-02T08:00:00",
    "99:99",
    "local",
    "down",
    "people",
    "local/xa-23537@1",
    "down/huyen-618@1",
    "people/xa-15973@1",
    [],
    {},
    ["x"],
    {"x": 1},
    DEEP,
)
"""What may stand where something else ought to."""


# -- trees -----------------------------------------------------------------------------------------


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a tree: the container and the key or number in it."""
    if isinstance(tree, MutableMapping):
        for key in list(tree):
            yield tree, key
            yield from _places(tree[key])
    elif isinstance(tree, MutableSequence):
        for at in range(len(tree)):
            yield tree, at
            yield from _places(tree[at])


def hurt_tree(chance: random.Random, tree: Any) -> None:
    """Another value somewhere, a name gone or new, an item doubled, two places exchanged."""
    places = list(_places(tree))
    if not places:
        return
    for _ in range(chance.choice((1, 1, 1, 2))):
        container, key = chance.choice(places)
        if isinstance(container, MutableMapping) and key not in container:
            continue
        if isinstance(container, MutableSequence) and key >= len(container):
            continue
        what = chance.randrange(10)
        if what < 6:
            container[key] = chance.choice(VALUES)
        elif what == 6:
            del container[key]
        elif what == 7 and isinstance(container, MutableMapping):
            container[str(chance.choice(("x", "", "n", "../a", "x" * 3000, "\0")))] = container[key]
        elif what == 7:
            container.insert(key, container[key])
        else:
            other, there = chance.choice(places)
            try:
                container[key], other[there] = other[there], container[key]
            except (KeyError, IndexError):
                container[key] = chance.choice(VALUES)


def text_of(value: Any) -> bytes:
    """Any tree as JSON, NaN, halves of letters and all."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def _spoil(chance: random.Random, text: bytes) -> bytes:
    """A text that is JSON no more, or only almost."""
    more = (
        b'"x":' + b"[" * 5000 + b"]" * 5000,
        b'"x":' + b"9" * 5000,
        text[1:-1],
        b'"x":"\xff\xfe"',
        b'"x":NaN',
    )
    return chance.choice(
        (
            text.replace(b":", b':0,"n":', 1),
            *(text[:-1] + b"," + each + b"}" for each in more),
            b"\xef\xbb\xbf" + text,
            text[: chance.randrange(len(text) + 1)],
            text + b" {}",
        )
    )


# -- the envelope and the manifest -----------------------------------------------------------------


def envelope(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A field of the envelope."""
    hurt_tree(chance, inner.envelope)


def envelope_number(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Another place among the bundles, another world, kind or addressee."""
    name, values = chance.choice(
        (
            ("sequence", (1, 2, 3, 50, 10**6, 2**31, 2**62, 2**63 - 1)),
            ("epoch", (1, 2, 2**31, 2**63 - 1)),
            ("training", (0, 1)),
            ("kind", ("changes", "receipt", "return", "transfer")),
            (
                "created",
                ("9999-12-31T23:59:59+00:00", "2026-02-31T00:00:00Z", "0000-00-00T00:00:00Z"),
            ),
            ("min_reader", (0, 3, 2**63 - 1)),
            ("stream", ("../x", "x" * 100, "to/nobody")),
        )
    )
    inner.envelope[name] = chance.choice(values)


def envelope_text(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """An envelope that is not quite JSON."""
    inner.envelope_text = lambda text: _spoil(chance, text)


def addressee(chance: random.Random, inner: Inner, shelf: Shelf) -> None:
    """For somebody else, or from somebody else who has a key."""
    inner.envelope[chance.choice(("sender", "addressee"))] = chance.choice(sorted(shelf.keys))


def manifest(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A field of the manifest."""
    hurt_tree(chance, inner.manifest)


def manifest_text(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A manifest that is not quite JSON."""
    inner.manifest_text = _spoil(chance, text_of(inner.manifest))


def notes(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Nonsense under a name that somebody reads."""
    names = (
        "bundle",
        "arrived",
        "set_aside",
        "parked",
        "lacking",
        "returned",
        "undone",
        "part",
        "scopes",
        "dossier",
    )
    said = inner.manifest["notes"]
    name = chance.choice(names)
    said[name] = chance.choice(
        (
            *VALUES,
            {"number": 1, "of": 10_000},
            {"number": 3, "of": 2},
            {"number": 10_000, "of": 10_000},
            {
                "count": 2**63 - 1,
                "lines": [{"register": "x", "record": "y", "field": "z", "why": "w"}],
            },
            {"segments": 1, "missing": [2**63 - 1]},
            [{"id": "x", "kind": "y", "subject": "", "due": "2026-99-99"}],
            {"kind": "?", "taken": "hôm qua", "office": "xa-1@9", "new": {"nhà": 2**62}},
        )
    )


def versions(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Versions that are none."""
    said = inner.manifest["versions"]
    for _ in range(chance.choice((1, 3, 200))):
        name = chance.choice(("program", "schema", "pack.x", "pack.", "pack.ia-hdrai-2024/x", "y"))
        said[name + str(chance.randrange(3)) if chance.random() < 0.3 else name] = str(
            chance.choice(("", "1", "-1", "1." * 99, "9" * 199, "²", "٣", "1.2.3-rc", 2**70, "x"))
        )


def vectors(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """What it says to hold: too much, nothing, of nobody."""
    name = chance.choice(("held", "acknowledged"))
    said = inner.manifest[name]
    for key in list(said):
        said[key] = chance.choice((0, 1, 2**31, 2**63 - 1, said[key]))
    said[chance.choice(("", "/", "//", "x/y", "a" * 200, "local/people/x"))] = 2**63 - 1


def counts(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Counts that are wrong."""
    name = chance.choice(("lines", "files", "file_bytes", "records", "người"))
    inner.manifest["counts"][name] = chance.choice((0, 1, 2**31, 2**63 - 1))


# -- members ---------------------------------------------------------------------------------------


def members(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Members inside swapped, doubled, renamed, added."""
    what = chance.randrange(5)

    def juggled(parts: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        at = chance.randrange(len(parts))
        if what == 0:
            chance.shuffle(parts)
        elif what == 1:
            parts.append(parts[at])
        elif what == 2:
            del parts[at]
        elif what == 3:
            parts[at] = (
                chance.choice(("../x", "seg/000001.jsonl.zst", "", "a/../b")),
                parts[at][1],
            )
        else:
            parts.append((chance.choice(("cert/x.json", "blob/x", "../../x")), b"x"))
        return parts

    inner.members = juggled


def plain(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """The payload hurt before it is encrypted."""

    def hurt(data: bytes) -> bytes:
        at = chance.randrange(len(data))
        return chance.choice(
            (
                data[:at],
                data[:at] + chance.randbytes(4) + data[at + 4 :],
                data + b"x",
                b"",
                chance.randbytes(300),
                data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
            )
        )

    inner.plain = hurt


def blob(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Attachments that are none, too many, empty, or under another's name."""
    odd = (b"", b"x", b"MZ" + bytes(300), b"%PDF-1.4\n", bomb(), chance.randbytes(2000))
    what = chance.randrange(4)
    if what == 0 or not inner.blobs:
        inner.blobs.append(chance.choice(odd))
        inner.manifest["counts"]["files"] = len(inner.blobs)
        inner.manifest["counts"]["file_bytes"] = sum(map(len, inner.blobs))
    elif what == 1:
        inner.named[0] = hashlib.sha256(b"anders").hexdigest()
    elif what == 2:
        inner.blobs[0] = chance.choice(odd)
    else:
        inner.blobs.append(inner.blobs[0])


# -- segments --------------------------------------------------------------------------------------


def header(chance: random.Random, inner: Inner, shelf: Shelf) -> None:
    """A header that says something else, signed by its author."""
    if not inner.segments:
        return
    segment = chance.choice(inner.segments)
    what = chance.randrange(6)
    if what == 0:
        hurt_tree(chance, segment.header)
    elif what == 1:
        segment.header["site"] = chance.choice(
            (chance.randbytes(16).hex(), *(each.header["site"] for each in inner.segments))
        )
    elif what == 2:
        segment.header["stream"] = chance.choice(
            (
                "local/xa-23537@1",
                "down/huyen-618@1",
                "people/xa-15973@1",
                "x/y",
                "people/",
                "people",
            )
        )
    elif what == 3:
        segment.header["author"] = chance.choice(sorted(shelf.keys))
    elif what == 4:
        by = chance.choice((1, -1, 1000, 2**40, 2**62))
        for name in chance.choice((("first",), ("last",), ("first", "last"))):
            segment.header[name] = segment.header[name] + by
    else:
        segment.header["previous"] = chance.randbytes(32).hex()


def packing(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Bytes that are no zstd, two frames, a frame that lies about its size, a bomb."""
    if not inner.segments:
        return
    segment = chance.choice(inner.segments)
    raw = b"".join(line + b"\n" for line in segment.lines)
    whole = zstandard.ZstdCompressor().compress(raw)
    lying = bytearray(whole)
    lying[4 + chance.randrange(4)] ^= 1 << chance.randrange(8)
    large = zstandard.ZstdCompressor().compress(b'{"n":1}\n' * 400_000)
    wide = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27)
    ).compress(chance.randbytes(1000) + raw)
    segment.packed = (
        chance.choice(
            (b"", raw, whole + whole, whole[:-3], bytes(lying), large, wide, whole + b"\0" * 9)
        )
        or b"\0"
    )
    if chance.random() < 0.3:
        segment.true_sums = False
        segment.header["size"] = chance.choice((1, len(raw) + 1, 3_200_000, 2**28))
        segment.header["lines"] = chance.choice((1, len(segment.lines), 400_000, 10**6))


def raw_lines(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Bytes that are no lines."""
    if not inner.segments:
        return
    segment = chance.choice(inner.segments)
    segment.raw = chance.choice(
        (
            b"\n",
            b"\n\n\n",
            b"{}\n",
            b"[]\n",
            b"null\n",
            b"\xff\n",
            b"x" * (2 << 20) + b"\n",
            b"no end",
        )
    )


def line_text(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A line that is not quite JSON."""
    segment = _some(chance, inner)
    if segment is not None:
        at = chance.randrange(len(segment.lines))
        segment.lines[at] = _spoil(chance, segment.lines[at]).replace(b"\n", b" ") or b"x"


def line_field(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A field of a line, of a head or of a change."""
    segment = _some(chance, inner)
    if segment is None:
        return
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(segment.lines))
        try:
            said = json.loads(segment.lines[at])
        except ValueError:
            continue
        hurt_tree(chance, said)
        segment.lines[at] = text_of(said)


def head(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A head of an entry: clocks at their limits, what it saw, counts, moments."""
    segment = _some(chance, inner)
    if segment is None:
        return
    heads = [at for at, line in enumerate(segment.lines) if b'"k":' in line]
    if not heads:
        return
    at = chance.choice(heads)
    said = json.loads(segment.lines[at])
    site = segment.header["site"]
    name, values = chance.choice(
        (
            ("h", (0, 1, 2**62 - 1, 2**62, 2**63 - 1)),
            ("k", (0, 1, 2, 100, 2**63 - 1)),
            (
                "saw",
                (
                    {site: said["n"]},
                    {site: said["n"] + 50},
                    {site: 2**63 - 1},
                    {"0" * 32: 1},
                    {"0" * 32: 2**63 - 1},
                    {"": 1},
                    {"x" * 5000: 0},
                    {"../a": 0},
                    {f"{n:032x}": 1 for n in range(300)},
                ),
            ),
            ("at", ("hôm qua", "9999-12-31T23:59:59-14:00", "", "2026-02-30T00:00:00+07:00")),
            ("undo", ("0" * 32, said["x"], "")),
            ("x", ("", "0" * 32, "x" * 200)),
            ("do", ("", "không có việc này", "bundle.undo", "x" * 200)),
            ("by", ("", "\u202eAn", "x" * 200)),
            ("z", (0, 99, "x", None)),
            ("n", (True, 0, -1, 2**63 - 1)),
        )
    )
    said[name] = chance.choice(values)
    segment.lines[at] = text_of(said)


def change(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A change of another record, register, unit, or with odd values."""
    segment = _some(chance, inner)
    if segment is None:
        return
    changes = [at for at, line in enumerate(segment.lines) if b'"v":' in line]
    if not changes:
        return
    at = chance.choice(changes)
    said = json.loads(segment.lines[at])
    others = [
        json.loads(each)["i"] for one in inner.segments for each in one.lines if b'"i":' in each
    ]
    what = chance.randrange(7)
    if what == 0:
        said["i"] = chance.choice((*others, "", "x", "\0", "F" * 32, "x" * 32, "0" * 32))
    elif what == 1:
        said["r"] = chance.choice(
            ("villages", "households", "people", "returns", "sheet_layouts", "attachments", "x", "")
        )
    elif what == 2:
        said["u"] = chance.choice(("xa-15973@1", "huyen-618@1", "", "x", "xa-23537@2"))
    elif what == 3:
        said["new"] = chance.choice((0, 1, 2, None))
    elif what == 4:
        said["v"]["deleted"] = chance.choice((0, 1, 2, -1, "1", None))
    elif what == 5:
        said["v"][chance.choice(("id", "unit_id", "base_entry", "sort_key", "mới", "_last"))] = 1
    elif said["v"]:
        name = chance.choice(sorted(said["v"]))
        said["v"][name] = chance.choice(VALUES)
    segment.lines[at] = text_of(said)


def cut(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Lines gone, doubled, exchanged; an entry cut in the middle."""
    segment = _some(chance, inner)
    if segment is None:
        return
    at, what = chance.randrange(len(segment.lines)), chance.randrange(4)
    if what == 0 and len(segment.lines) > 1:
        del segment.lines[at]
    elif what == 1:
        segment.lines.insert(at, segment.lines[at])
    elif what == 2:
        other = chance.randrange(len(segment.lines))
        lines = segment.lines
        lines[at], lines[other] = lines[other], lines[at]
    elif at:
        segment.lines = segment.lines[:at]
        segment.header["last"] = segment.header["first"] + at - 1


def segments(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """Segments swapped, doubled, dropped."""
    if not inner.segments:
        return
    what = chance.randrange(3)
    if what == 0:
        chance.shuffle(inner.segments)
    elif what == 1:
        inner.segments.append(chance.choice(inner.segments))
    else:
        inner.segments.pop(chance.randrange(len(inner.segments)))


def twin(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A new record under the id of another book's record, and then edited."""
    segment = _some(chance, inner)
    if segment is None:
        return
    made = [json.loads(line) for line in segment.lines if b'"new":1' in line]
    if not made:
        return
    chosen = chance.choice(made)
    ids = [each["i"] for each in made if each["r"] != chosen["r"]]
    if not ids:
        return
    number = segment.header["last"] + 1
    first = json.loads(segment.lines[0])
    extra: list[Tree] = [
        {**first, "n": number, "k": 2, "x": f"{number:032x}", "h": first["h"] + 10**9},
        {**chosen, "n": number + 1, "i": chance.choice(ids)},
        {**chosen, "n": number + 2, "i": chance.choice(ids), "new": 0, "v": {"deleted": 1}},
    ]
    for each in extra:
        each.pop("saw", None)
    segment.lines += [text_of(each) for each in extra]
    segment.header["last"] = number + 2


def _some(chance: random.Random, inner: Inner) -> Segment | None:
    full = [each for each in inner.segments if each.lines]
    return chance.choice(full) if full else None


# -- a person's file -------------------------------------------------------------------------------


def dossier(chance: random.Random, inner: Inner, _shelf: Shelf) -> None:
    """A person's file with something odd in it, named by the manifest as it should be."""
    if "dossier" not in inner.manifest["notes"] or not inner.blobs:
        return
    said = json.loads(inner.blobs[0])
    what = chance.randrange(4)
    if what == 0:
        journey = said["journey"]
        name = chance.choice((*journey, "hour", "notice", "term_until"))
        journey[name] = chance.choice(VALUES)
    elif what == 1 and said["pieces"]:
        piece = chance.choice(said["pieces"])
        piece[chance.choice(("register", "record"))] = chance.choice(
            (said["person"]["record"], "people", "x", "", "villages", "returns", "f" * 32)
        )
    elif what == 2:
        values = chance.choice([said["person"], *said["pieces"]])["values"]
        name = chance.choice((*values, "deleted", "id", "birth", "village"))
        values[name] = chance.choice(VALUES)
    else:
        hurt_tree(chance, said)
    inner.blobs[0] = text_of(said) if chance.random() < 0.9 else _spoil(chance, text_of(said))
    inner.manifest["notes"]["dossier"] = hashlib.sha256(inner.blobs[0]).hexdigest()


MUTATIONS: tuple[Mutation, ...] = (
    envelope,
    envelope_number,
    envelope_text,
    addressee,
    manifest,
    manifest,
    manifest_text,
    notes,
    versions,
    vectors,
    counts,
    members,
    plain,
    blob,
    header,
    header,
    packing,
    raw_lines,
    line_text,
    line_field,
    line_field,
    line_field,
    head,
    head,
    change,
    change,
    change,
    cut,
    segments,
    twin,
    dossier,
    dossier,
)
