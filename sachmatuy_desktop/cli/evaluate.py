"""`evaluate`: the pack's answer to facts in a file, or to an office's own records.

`--facts FILE` needs no database; `--data DIR` opens an office.  The answer is always JSON on
stdout, one object, or a list where the facts were a list.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from sachmatuy_desktop.cli.common import opened_office, passphrase_option
from sachmatuy_desktop.cli.packs_work import rules_of
from sachmatuy_desktop.domain.criteria import (
    Assessment,
    answer,
    evaluate,
    read_attestations,
    read_day,
    read_facts,
)
from sachmatuy_desktop.domain.criteria.comparing import Known, alternatives, tell
from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import N_, _, say
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.packs.reading import read_bytes

_LARGEST_INPUT = 64 << 20


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `evaluate` command."""
    parser = subparsers.add_parser("evaluate", help=_("đánh giá số liệu theo một bộ tiêu chí"))
    parser.add_argument("--pack", required=True, metavar="ID", help=_("mã hoặc tệp .toml"))
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "--facts",
        metavar="FILE",
        help=_("tệp JSON có “facts” và “attestations”, hoặc danh sách; “-” là đầu vào chuẩn"),
    )
    given.add_argument(
        "--data", type=Path, metavar="DIR", help=_("thư mục dữ liệu của cơ quan: tính từ sổ sách")
    )
    parser.add_argument("--account", metavar="ID", help=_("tài khoản mở dữ liệu"))
    passphrase_option(parser)
    parser.add_argument(
        "--village", metavar="ID", help=_("một thôn, khu phố, cho bộ tiêu chí của khu phố")
    )
    parser.add_argument(
        "--unit", metavar="ID", help=_("đơn vị cấp dưới mà cơ quan tiếp nhận đánh giá")
    )
    parser.add_argument("--as-of", metavar="DATE", help=_("ngày tính, dạng NĂM-THÁNG-NGÀY"))
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="ID=VALUE",
        help=_("chọn một cách hiểu; có thể lặp lại"),
    )
    parser.add_argument(
        "--compare-readings",
        action="store_true",
        help=_("thêm “alternatives”: mỗi cách hiểu khác làm thay đổi kết quả ra sao"),
    )
    parser.add_argument(
        "--facts-out",
        type=Path,
        metavar="FILE",
        help=_(
            "ghi số liệu đã tính từ sổ sách ra tệp JSON dùng được với --facts, không kèm tên người"
        ),
    )
    parser.add_argument("--json", action="store_true", help=_("luôn trả lời dạng JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Evaluate the file or the office's records and print the answer."""
    as_of = read_day(args.as_of, "--as-of") or today()
    readings = chosen_readings(args.reading)
    if args.data is not None:
        print_answer(evaluate_office(args, as_of, readings))
        return 0
    if args.facts_out is not None:
        raise BadInput(N_("--facts-out chỉ dùng cùng --data."))
    pack = rules_of(args.pack, load_packs(), as_of)
    given = read_input(args.facts)
    print_answer(evaluate_input(pack, given, as_of, readings, compare=args.compare_readings))
    return 0


def evaluate_office(
    args: argparse.Namespace, as_of: date, readings: Mapping[str, str]
) -> dict[str, Any]:
    """The answer from the records of the office that `--data` names."""
    from sachmatuy_desktop.services import criteria  # noqa: PLC0415  (loads the database)
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415

    with opened_office(args) as office:
        packs = criteria.library(office, args.unit or "")
        pack = rules_of(args.pack, packs, as_of)
        found = criteria.assess_by(office, pack, as_of, args.village, readings, args.unit)
        told = answer(found)
        if args.compare_readings:
            others = criteria.other_readings(office, found, args.village, args.unit, pack=pack)
            told["alternatives"] = [tell(each) for each in others]
    if args.facts_out is not None:
        head = {"pack": found.pack_id, "as_of": told["as_of"], "readings": told["readings"]}
        text = json.dumps({**head, **criteria.judged_by(found)}, ensure_ascii=False, indent=2)
        write_atomically(args.facts_out, text.encode())
    return told


def today() -> date:
    """The day on this computer's calendar."""
    return datetime.now().astimezone().date()


def print_answer(given: object) -> None:
    """Print an answer as JSON; half a surrogate pair in a name stays the escape it came as."""
    text = json.dumps(given, ensure_ascii=False, indent=2)
    print(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def chosen_readings(given: list[str]) -> dict[str, str]:
    """`["zero=literal"]` as `{"zero": "literal"}`.  Raises `BadInput` for anything else."""
    chosen: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name and equals and value):
            raise BadInput(N_("Cách hiểu “{text}” phải viết dạng mã=giá trị."), text=text)
        chosen[name] = value
    return chosen


def read_input(source: str) -> object:
    """The JSON of a file or of standard input.  Raises `BadInput` if it is not JSON."""
    content = sys.stdin.buffer.read() if source == "-" else read_bytes(Path(source), _LARGEST_INPUT)
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadInput(
            N_("Tệp số liệu {file} không phải JSON hợp lệ; hãy kiểm tra lại."), file=source
        ) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def evaluate_input(
    pack: RulePack,
    given: object,
    as_of: date,
    readings: Mapping[str, str],
    *,
    compare: bool = False,
) -> dict[str, Any] | list[dict[str, Any]]:
    """The answer for one object of facts, or the list of answers for a list of them.

    Raises `BadInput`; in a list, the sentence tells which item it is about.
    """
    if not isinstance(given, list):
        return _answer_one(pack, given, as_of, readings, compare=compare)
    answers = []
    for place, item in enumerate(given, start=1):
        try:
            answers.append(_answer_one(pack, item, as_of, readings, compare=compare))
        except KnownError as error:
            raise BadInput(
                N_("Mục thứ {place}: {problem}"), place=place, problem=say(error)
            ) from None
    return answers


def _answer_one(
    pack: RulePack, given: object, as_of: date, readings: Mapping[str, str], *, compare: bool
) -> dict[str, Any]:
    if not isinstance(given, dict) or "facts" not in given:
        raise BadInput(N_("Tệp số liệu phải là bảng có “facts”, hoặc danh sách các bảng như vậy."))
    assessment = evaluate(
        pack,
        read_facts(given["facts"]),
        read_attestations(given.get("attestations")),
        as_of=as_of,
        readings=readings,
    )
    told = answer(assessment)
    if compare:
        told["alternatives"] = [
            tell(each)
            for each in alternatives(pack, assessment, lambda *_asked: _as_given(assessment))
            if each.reading not in _of_counting(pack)
        ]
        told["not_compared"] = list(_of_counting(pack))
    return told


def _as_given(assessment: Assessment) -> Known:
    """What was stated: nobody counts it anew."""
    return assessment.facts, assessment.attestations


def _of_counting(pack: RulePack) -> tuple[str, ...]:
    """The readings that change how facts are counted: a file of facts cannot tell their effect."""
    return tuple(reading.id for reading in pack.readings if reading.where == "facts")
