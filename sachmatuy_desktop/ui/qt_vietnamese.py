"""Vietnamese for Qt's own buttons, menus and dialogs; Qt ships no Vietnamese catalogue.

The words stand here by Qt's contexts.  Names of keys ("Ctrl", "Home") stay as they are printed on
the keyboard.  What is not listed is left to Qt, that is, in English; `tests/ui/test_qt_vietnamese`
opens the widgets this program uses and finds nothing English left.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, QTranslator

__all__ = ["WORDS", "VietnameseQt"]

BUTTONS: Final = {
    "OK": "Đồng ý",
    "&OK": "Đồ&ng ý",
    "Save": "Lưu",
    "&Save": "&Lưu",
    "Save All": "Lưu tất cả",
    "Open": "Mở",
    "&Open": "&Mở",
    "Yes": "Có",
    "&Yes": "&Có",
    "Yes to &All": "Có &tất cả",
    "No": "Không",
    "&No": "&Không",
    "N&o to All": "Không tất &cả",
    "Abort": "Dừng hẳn",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Close": "Đóng",
    "&Close": "Đó&ng",
    "Cancel": "Hủy",
    "&Cancel": "&Hủy",
    "Discard": "Bỏ thay đổi",
    "Don't Save": "Không lưu",
    "Close without Saving": "Đóng, không lưu",
    "Help": "Trợ giúp",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Restore Defaults": "Về mặc định",
}

EDIT_MENU: Final = {
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "Cắ&t",
    "&Copy": "&Sao chép",
    "Copy &Link Location": "Sao chép địa chỉ liên &kết",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
}

FILES: Final = {
    "&Look in:": "&Tìm trong:",
    "Look in:": "Tìm trong:",
    "Back": "Lùi",
    "Go back": "Lùi lại",
    "Forward": "Tiến",
    "Go forward": "Tiến tới",
    "Parent Directory": "Thư mục cha",
    "Go to the parent directory": "Lên thư mục cha",
    "Create New Folder": "Tạo thư mục mới",
    "Create a New Folder": "Tạo một thư mục mới",
    "List View": "Xem danh sách",
    "Change to list view mode": "Chuyển sang xem danh sách",
    "Detail View": "Xem chi tiết",
    "Change to detail view mode": "Chuyển sang xem chi tiết",
    "Sidebar": "Thanh bên",
    "List of places and bookmarks": "Các nơi thường dùng",
    "Files": "Tệp",
    "Files of &type:": "&Loại tệp:",
    "Files of type:": "Loại tệp:",
    "Find Directory": "Tìm thư mục",
    "Open": "Mở",
    "&Open": "&Mở",
    "Save As": "Lưu thành",
    "&Save": "&Lưu",
    "&Choose": "&Chọn",
    "Directory:": "Thư mục:",
    "File &name:": "Tê&n tệp:",
    "All Files (*)": "Tất cả các tệp (*)",
    "All files (*)": "Tất cả các tệp (*)",
    "Show ": "Hiện ",
    "&Rename": "Đổ&i tên",
    "&Delete": "&Xóa",
    "Delete": "Xóa",
    "Remove": "Bỏ khỏi danh sách",
    "Show &hidden files": "&Hiện tệp ẩn",
    "&New Folder": "Thư mục &mới",
    "New Folder": "Thư mục mới",
    "Directories": "Thư mục",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "%1\nKhông tìm thấy thư mục.\nHãy kiểm tra lại tên thư mục."
    ),
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nKhông tìm thấy tệp.\nHãy kiểm tra lại tên tệp."
    ),
    "%1 already exists.\nDo you want to replace it?": (
        "%1 đã có sẵn.\nBạn có muốn thay thế tệp đó không?"
    ),
    "'%1' is write protected.\nDo you want to delete it anyway?": (
        "«%1» được bảo vệ chống ghi.\nBạn vẫn muốn xóa chứ?"
    ),
    "Are you sure you want to delete '%1'?": "Bạn có chắc muốn xóa «%1» không?",
    "Could not delete directory.": "Không xóa được thư mục.",
    "Recent Places": "Nơi mở gần đây",
    "My Computer": "Máy tính",
    "Computer": "Máy tính",
    "Drive": "Ổ đĩa",
    "%1 File": "Tệp %1",
    "File": "Tệp",
    "File Folder": "Thư mục",
    "Folder": "Thư mục",
    "Alias": "Liên kết",
    "Shortcut": "Lối tắt",
    "Unknown": "Không rõ",
    "Name": "Tên",
    "Size": "Kích thước",
    "Kind": "Loại",
    "Type": "Loại",
    "Date Modified": "Ngày sửa đổi",
    "%1 TB": "%1 TB",
    "%1 GB": "%1 GB",
    "%1 MB": "%1 MB",
    "%1 KB": "%1 KB",
    "%1 bytes": "%1 byte",
    "%1 byte(s)": "%1 byte",
    "Invalid filename": "Tên tệp không hợp lệ",
    (
        '<b>The name "%1" can not be used.</b><p>Try using another name, with fewer characters '
        "or no punctuations marks."
    ): "<b>Không dùng được tên «%1».</b><p>Hãy đặt tên ngắn hơn hoặc không có dấu câu.",
    (
        '<b>The name "%1" cannot be used.</b><p>Try using another name, with fewer characters '
        "or no punctuation marks."
    ): "<b>Không dùng được tên «%1».</b><p>Hãy đặt tên ngắn hơn hoặc không có dấu câu.",
}

PRINTING: Final = {
    "Print": "In",
    "&Print": "&In",
    "Printer": "Máy in",
    "&Name:": "&Tên:",
    "P&roperties": "Th&uộc tính",
    "Location:": "Nơi đặt:",
    "Preview": "Xem trước",
    "Type:": "Loại:",
    "Output &file:": "In ra &tệp:",
    "&Options >>": "&Tùy chọn >>",
    "&Options <<": "&Tùy chọn <<",
    "Options": "Tùy chọn",
    "Print to File (PDF)": "In ra tệp PDF",
    "Local file": "Tệp trên máy",
    "Write PDF file": "Ghi tệp PDF",
    "Print To File ...": "In ra tệp…",
    "Automatic": "Tự động",
    "Custom": "Tự đặt",
    "All Pages": "Tất cả các trang",
    "Odd Pages": "Trang lẻ",
    "Even Pages": "Trang chẵn",
    "Left to Right, Top to Bottom": "Trái sang phải, trên xuống dưới",
    "Left to Right, Bottom to Top": "Trái sang phải, dưới lên trên",
    "Right to Left, Bottom to Top": "Phải sang trái, dưới lên trên",
    "Right to Left, Top to Bottom": "Phải sang trái, trên xuống dưới",
    "Bottom to Top, Left to Right": "Dưới lên trên, trái sang phải",
    "Bottom to Top, Right to Left": "Dưới lên trên, phải sang trái",
    "Top to Bottom, Left to Right": "Trên xuống dưới, trái sang phải",
    "Top to Bottom, Right to Left": "Trên xuống dưới, phải sang trái",
    "%1 is a directory.\nPlease choose a different file name.": (
        "%1 là một thư mục.\nHãy chọn tên tệp khác."
    ),
    "File %1 is not writable.\nPlease choose a different file name.": (
        "Không ghi được tệp %1.\nHãy chọn tên tệp khác."
    ),
    "%1 already exists.\nDo you want to overwrite it?": "%1 đã có sẵn.\nBạn có muốn ghi đè không?",
    (
        "Options 'Pages Per Sheet' and 'Page Set' cannot be used together.\n"
        "Please turn one of those options off."
    ): "Không dùng cùng lúc «Số trang mỗi tờ» và «Chọn trang».\nHãy tắt một trong hai.",
    "The 'From' value cannot be greater than the 'To' value.": (
        "Trang đầu không được lớn hơn trang cuối."
    ),
    "Printer Properties": "Thuộc tính máy in",
    "Job Options": "Tùy chọn bản in",
    "Page": "Trang",
    "Advanced": "Nâng cao",
    "Copies": "Số bản",
    "Copies:": "Số bản:",
    "Print range": "Phạm vi in",
    "Print all": "In tất cả",
    "Pages from": "Từ trang",
    "to": "đến",
    "Current Page": "Trang hiện tại",
    "Selection": "Phần đã chọn",
    "Pages": "Trang",
    "Page Set:": "Chọn trang:",
    "Page &Set:": "Chọn t&rang:",
    (
        "Specify pages or ranges separated by commas. Ranges are specified by two numbers "
        "separated by a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9."
    ): (
        "Ghi các trang hoặc khoảng trang cách nhau bằng dấu phẩy, "
        "khoảng trang nối bằng gạch ngang. "
        "Ví dụ: 3,5-7,9 sẽ in các trang 3, 5, 6, 7 và 9."
    ),
    "Double Sided Printing": "In hai mặt",
    "Off": "Tắt",
    "Long side binding": "Đóng gáy cạnh dài",
    "Short side binding": "Đóng gáy cạnh ngắn",
    "Output Settings": "Cách in",
    "Collate": "Xếp theo bộ",
    "Reverse": "In ngược",
    "Color Mode": "Chế độ màu",
    "Color": "Màu",
    "Grayscale": "Đen trắng",
    "Duplex Printing": "In hai mặt",
    "None": "Không",
    "Long side": "Lật cạnh dài",
    "Short side": "Lật cạnh ngắn",
    "Paper": "Giấy",
    "Page size:": "Khổ giấy:",
    "Width:": "Rộng:",
    "Height:": "Cao:",
    "Paper source:": "Khay giấy:",
    "Orientation": "Hướng giấy",
    "Portrait": "Dọc",
    "Landscape": "Ngang",
    "Reverse landscape": "Ngang, đảo chiều",
    "Reverse portrait": "Dọc, đảo chiều",
    "Margins": "Lề",
    "top margin": "lề trên",
    "left margin": "lề trái",
    "right margin": "lề phải",
    "bottom margin": "lề dưới",
    "Centimeters (cm)": "Xăng-ti-mét (cm)",
    "Millimeters (mm)": "Mi-li-mét (mm)",
    "Inches (in)": "Inch (in)",
    "Points (pt)": "Point (pt)",
    "Page Layout": "Bố cục trang",
    "Page order:": "Thứ tự trang:",
    "Page &order:": "Thứ tự t&rang:",
    "Pages per sheet:": "Số trang mỗi tờ:",
    "Pages &per sheet:": "&Số trang mỗi tờ:",
    "Page Setup": "Thiết lập trang",
    "Page setup": "Thiết lập trang",
    "Print Preview": "Xem trước khi in",
    "Next page": "Trang sau",
    "Previous page": "Trang trước",
    "First page": "Trang đầu",
    "Last page": "Trang cuối",
    "Fit width": "Vừa bề rộng",
    "Fit page": "Vừa trang",
    "Zoom in": "Phóng to",
    "Zoom out": "Thu nhỏ",
    "Show single page": "Xem một trang",
    "Show facing pages": "Xem hai trang đối diện",
    "Show overview of all pages": "Xem mọi trang",
    "Export to PDF": "Xuất ra PDF",
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "QPlatformTheme": BUTTONS,
        "QDialogButtonBox": BUTTONS,
        "QGnomeTheme": BUTTONS,
        "QProgressDialog": BUTTONS,
        "QMessageBox": BUTTONS
        | {"Show Details...": "Xem chi tiết…", "Hide Details...": "Ẩn chi tiết…"},
        "QWizard": BUTTONS
        | {
            "Go Back": "Quay lại",
            "< &Back": "< &Quay lại",
            "Continue": "Tiếp tục",
            "&Next": "&Tiếp",
            "&Next >": "&Tiếp >",
            "Commit": "Thực hiện",
            "Done": "Xong",
            "&Finish": "&Hoàn thành",
            "&Help": "Trợ &giúp",
        },
        "QInputDialog": {"Enter a value:": "Nhập giá trị:"},
        "QErrorMessage": BUTTONS
        | {
            "Debug Message:": "Thông tin gỡ lỗi:",
            "Warning:": "Cảnh báo:",
            "Critical Error:": "Lỗi nghiêm trọng:",
            "Fatal Error:": "Lỗi không khắc phục được:",
            "Information:": "Thông tin:",
            "&Show this message again": "Lần &sau vẫn hiện thông báo này",
        },
        "QDialog": {"What's This?": "Đây là gì?"},
        "QWhatsThisAction": {"What's This?": "Đây là gì?"},
        "QWidgetTextControl": EDIT_MENU,
        "QLineEdit": EDIT_MENU,
        "QAbstractSpinBox": {
            "&Select All": "Chọn &tất cả",
            "&Step up": "&Tăng",
            "Step &down": "&Giảm",
        },
        "QComboBox": {
            "False": "Sai",
            "True": "Đúng",
            "Open the combo box selection popup": "Mở danh sách để chọn",
        },
        "QDateTimeEdit": {"AM": "SA", "am": "sa", "PM": "CH", "pm": "ch"},
        "QTabBar": {"Scroll Left": "Cuộn sang trái", "Scroll Right": "Cuộn sang phải"},
        "QScrollBar": {
            "Scroll here": "Cuộn đến đây",
            "Left edge": "Mép trái",
            "Top": "Đầu",
            "Right edge": "Mép phải",
            "Bottom": "Cuối",
            "Page left": "Sang trái một trang",
            "Page up": "Lên một trang",
            "Page right": "Sang phải một trang",
            "Page down": "Xuống một trang",
            "Scroll left": "Cuộn sang trái",
            "Scroll up": "Cuộn lên",
            "Scroll right": "Cuộn sang phải",
            "Scroll down": "Cuộn xuống",
        },
        "QUnicodeControlCharacterMenu": {
            "LRM Left-to-right mark": "LRM Dấu viết từ trái sang phải",
            "RLM Right-to-left mark": "RLM Dấu viết từ phải sang trái",
            "ZWJ Zero width joiner": "ZWJ Nối không độ rộng",
            "ZWNJ Zero width non-joiner": "ZWNJ Ngăn nối không độ rộng",
            "ZWSP Zero width space": "ZWSP Khoảng trắng không độ rộng",
            "LRE Start of left-to-right embedding": "LRE Bắt đầu đoạn từ trái sang phải",
            "RLE Start of right-to-left embedding": "RLE Bắt đầu đoạn từ phải sang trái",
            "LRO Start of left-to-right override": "LRO Bắt đầu buộc từ trái sang phải",
            "RLO Start of right-to-left override": "RLO Bắt đầu buộc từ phải sang trái",
            "PDF Pop directional formatting": "PDF Hết đoạn định chiều",
            "LRI Left-to-right isolate": "LRI Đoạn riêng từ trái sang phải",
            "RLI Right-to-left isolate": "RLI Đoạn riêng từ phải sang trái",
            "FSI First strong isolate": "FSI Đoạn riêng theo chữ đầu",
            "PDI Pop directional isolate": "PDI Hết đoạn riêng",
            "Insert Unicode control character": "Chèn ký tự điều khiển Unicode",
        },
        "QFileDialog": FILES | BUTTONS,
        "QFileSystemModel": FILES,
        "QFileIconProvider": FILES,
        "QAbstractFileIconProvider": FILES,
        "QSidebar": FILES,
        "QPrintDialog": PRINTING | BUTTONS,
        "QPrintPreviewDialog": PRINTING,
        "QPrintPropertiesDialog": PRINTING,
        "QPrintPropertiesWidget": PRINTING,
        "QPrintSettingsOutput": PRINTING,
        "QPrintWidget": PRINTING,
        "QPageSetupWidget": PRINTING,
        "QUndoStack": {
            "Undo %1": "Hoàn tác %1",
            "Undo": "Hoàn tác",
            "Redo %1": "Làm lại %1",
            "Redo": "Làm lại",
        },
        "QMdiSubWindow": BUTTONS
        | {
            "Minimize": "Thu nhỏ",
            "Maximize": "Phóng to",
            "Restore": "Khôi phục",
            "Menu": "Trình đơn",
        },
        "QAccessibleActionInterface": {
            "Press": "Bấm",
            "Increase": "Tăng",
            "Decrease": "Giảm",
            "ShowMenu": "Mở trình đơn",
            "SetFocus": "Đưa bàn phím đến",
            "Toggle": "Bật, tắt",
            "Scroll Left": "Cuộn sang trái",
            "Scroll Right": "Cuộn sang phải",
            "Scroll Up": "Cuộn lên",
            "Scroll Down": "Cuộn xuống",
            "Previous Page": "Trang trước",
            "Next Page": "Trang sau",
            "Triggers the action": "Thực hiện việc này",
            "Increase the value": "Tăng giá trị",
            "Decrease the value": "Giảm giá trị",
            "Shows the menu": "Mở trình đơn",
            "Sets the focus": "Đưa bàn phím đến đây",
            "Toggles the state": "Đổi trạng thái",
            "Scrolls to the left": "Cuộn sang trái",
            "Scrolls to the right": "Cuộn sang phải",
            "Scrolls up": "Cuộn lên",
            "Scrolls down": "Cuộn xuống",
            "Goes back a page": "Về trang trước",
            "Goes to the next page": "Sang trang sau",
        },
    }
)


class VietnameseQt(QTranslator):
    """Answers Qt from `WORDS`; install it on the application before the first widget."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        """Qt asks an empty translator nothing."""
        return False

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803  (Qt's own name)
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str | None:
        """The Vietnamese words, or None, at which Qt keeps its own."""
        return WORDS.get(context, {}).get(sourceText)
