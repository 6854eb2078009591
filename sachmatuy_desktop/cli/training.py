"""`training`: the training world in the window, or the whole job without one (`--headless`)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sachmatuy_desktop.domain.dates import parse_date
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.paths import training_folder


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `training` command."""
    parser = subparsers.add_parser(
        "training", help=_("mở dữ liệu tập huấn, hoặc chạy cả quy trình không cần màn hình")
    )
    parser.add_argument(
        "--headless", action="store_true", help=_("không mở cửa sổ: làm cả quy trình rồi dừng")
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out"), help=_("thư mục để lại văn bản, gói và kết quả")
    )
    parser.add_argument(
        "--folder", type=Path, default=None, help=_("thư mục chứa dữ liệu tập huấn")
    )
    parser.add_argument(
        "--on", default=None, help=_("ngày của dữ liệu, NĂM-THÁNG-NGÀY; mặc định là hôm nay")
    )
    parser.add_argument("--json", action="store_true", help=_("trả lời dạng JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window on the training world, or do the whole job without one."""
    if args.headless:
        return run_headless(args)
    from sachmatuy_desktop.ui import startup  # noqa: PLC0415  (Qt is loaded only for a window)

    return startup.open_training(args.folder or training_folder())


def run_headless(args: argparse.Namespace) -> int:
    """The main job; says each step on stderr and the result on stdout."""
    from sachmatuy_desktop.services.rehearsal import rehearse  # noqa: PLC0415  (the database)

    day = parse_date(args.on) if args.on else None
    result = rehearse(args.out, day, lambda step: print(f"… {step}", file=sys.stderr))
    if args.json:
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        print(
            _("Xong sau {seconds} giây. Kết quả nằm trong {folder}.").format(
                seconds=result["seconds"], folder=args.out
            )
        )
    return 0
