"""What is said of a bundle as a whole: its kind, its sender, its attachments, what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop import __version__
from sachmatuy_desktop.domain.dates import parse_moment, show_date, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.bundles import Staged, numbers_told
from sachmatuy_desktop.services.sync.previewing import Missing
from sachmatuy_desktop.services.sync.versions import Age, Versions
from sachmatuy_desktop.storage.sync.post import Passage
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui.aside_words import doubts_told
from sachmatuy_desktop.ui.attachments.words import files_and_size
from sachmatuy_desktop.ui.models.codes import pack_title, unit_name

__all__ = [
    "KINDS",
    "ahead",
    "files_line",
    "headline",
    "missing_lines",
    "not_taken",
    "version_lines",
    "version_warnings",
]

KINDS: Final = {
    Kind.CHANGES: N_("Gói dữ liệu"),
    Kind.RECEIPT: N_("Biên nhận"),
    Kind.RETURN: N_("Gói trả lời"),
    Kind.TRANSFER: N_("Hồ sơ chuyển nơi cư trú"),
}

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


def headline(staged: Staged) -> str:
    """Which bundle of whom, written when."""
    dispatch = staged.envelope.dispatch
    told = _("{kind} số {number} của {sender}, lập {moment}").format(
        kind=_(KINDS[staged.kind]),
        number=dispatch.sequence,
        sender=staged.sender.name,
        moment=show_moment(parse_moment(dispatch.created)),
    )
    if staged.part is not None:
        told += " · " + _("phần {part}").format(part=staged.part)
    return told


_BESIDE: Final[Mapping[Age, str]] = MappingProxyType(
    {
        Age.OLDER: N_("cũ hơn máy này, {ours}"),
        Age.SAME: "",
        Age.NEWER: N_("mới hơn máy này, {ours}"),
        Age.UNKNOWN: N_("máy này: {ours}"),
    }
)


def ahead(by: timedelta) -> str:
    """That the sender's clock is wrong, or ours, and that nothing depends on it."""
    if by >= _DAY:
        much = _("{count} ngày").format(count=show_integer(by // _DAY))
    elif by >= _HOUR:
        much = _("{count} giờ").format(count=by // _HOUR)
    else:
        much = _("{count} phút").format(count=by // timedelta(minutes=1))
    return _(
        "Đồng hồ của nơi gửi nhanh hơn máy này {much}. Gói vẫn gộp đúng; hãy nhắc nơi gửi, hoặc xem"
        " lại ngày giờ của máy này."
    ).format(much=much)


def version_lines(versions: Versions) -> Iterator[str]:
    """What the sender works with beside what is here; nothing of what it does not say."""
    if versions.program:
        aside = _(_BESIDE[versions.age]).format(ours=__version__)
        told = _("chương trình {theirs}").format(theirs=versions.program)
        yield f"{told} ({aside})" if aside else told
    for pack in versions.packs:
        told = _("bộ tiêu chí «{pack}» bản số {theirs}").format(
            pack=pack_title(pack.pack), theirs=pack.edition
        )
        aside = (
            _("ở đây: bản số {ours}").format(ours=pack.here) if pack.here else _("ở đây không có")
        )
        yield told if pack.age is Age.SAME else f"{told} ({aside})"


def version_warnings(versions: Versions) -> Iterator[str]:
    """What differences mean for the merge."""
    if versions.age is Age.NEWER:
        yield _(
            "Nơi gửi dùng chương trình mới hơn. Phần máy này chưa hiểu thì để riêng, tự vào sổ sau"
            " khi cập nhật chương trình."
        )
    elif versions.age is Age.OLDER:
        yield _("Nơi gửi dùng chương trình cũ hơn. Gói vẫn gộp đủ; hãy gửi bản cập nhật cho họ.")
    for pack in versions.packs:
        if pack.age in (Age.OLDER, Age.NEWER) or not pack.here:
            yield _(
                "Nơi gửi tính theo bộ tiêu chí «{pack}» bản số {theirs}, khác bản ở đây: kết quả"
                " hai bên có thể khác nhau."
            ).format(pack=pack_title(pack.pack), theirs=pack.edition)


def files_line(staged: Staged) -> str:
    """What comes of attachments, and what does not."""
    report, said = staged.report, []
    if report.files:
        said.append(_("Kèm {files}.").format(files=files_and_size(report.files, report.file_bytes)))
    if report.files_early:
        said.append(
            _("{count} tệp đính kèm được giữ chờ phần có ghi chép của chúng.").format(
                count=show_integer(report.files_early)
            )
        )
    if report.lacking and staged.parts_missing:
        said.append(
            _("Chưa nhận {count} tệp; phần khác hoặc gói sau mang tới.").format(
                count=show_integer(report.lacking)
            )
        )
    elif report.lacking:
        said.append(
            _("Chưa nhận {count} tệp; biên nhận sẽ xin gửi trong gói sau.").format(
                count=show_integer(report.lacking)
            )
        )
    return " ".join(said)


def not_taken(staged: Staged) -> Iterator[str]:
    """Why lines are set aside, each reason once, with how many."""
    yield from doubts_told(staged.report.quarantined)


def missing_lines(staged: Staged) -> Iterator[str]:
    """Which bundle is missing, by whom, and what to do; each only once."""
    told = dict.fromkeys(_missing(staged, each) for each in staged.preview.missing)
    yield from told


def _missing(staged: Staged, missing: Missing) -> str:
    sender = staged.sender.name
    if missing.numbers:
        numbers = numbers_told(missing.numbers)
        return _(
            "Thiếu gói số {numbers} của {sender}{when}. Hãy tìm và nhập gói đó; mất thì nhờ nơi gửi"
            " bấm «Xuất lại toàn bộ». Phần chờ tự vào khi đủ."
        ).format(numbers=numbers, sender=sender, when=_between(missing.before))
    author = missing.author or _("một máy khác của {unit}").format(unit=unit_name(missing.gap.unit))
    if missing.before is not None and missing.author not in ("", sender):
        return _(
            "Thiếu gói của {author} sau gói số {number} (lập {day}). Hãy nhập gói mới của nơi đó;"
            " phần chờ tự vào khi đủ."
        ).format(author=author, number=missing.before.sequence, day=_day(missing.before.made))
    return _(
        "Thiếu dòng {first}–{last} của {author}. Hãy nhờ {sender} bấm «Xuất lại toàn bộ»; phần chờ"
        " tự vào khi đủ."
    ).format(first=missing.gap.first, last=missing.gap.last, author=author, sender=sender)


def _between(before: Passage | None) -> str:
    if before is None:
        return ""
    return _(" (lập sau gói số {number} ngày {day})").format(
        number=before.sequence, day=_day(before.made)
    )


def _day(moment: str) -> str:
    try:
        return show_date(parse_moment(moment).date())
    except KnownError:
        return moment
