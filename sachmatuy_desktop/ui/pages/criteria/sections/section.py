"""What all sections share: what is shown, titles, and folds for what is long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.criteria import Assessment, Criterion, CriterionResult, RulePack
from sachmatuy_desktop.domain.criteria.comparing import Alternative
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import paragraph, rule
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Fold", "Section", "Shown", "coloured"]


@dataclass(frozen=True)
class Shown:
    """One criterion as assessed; `effect` tells what another reading has changed, `alternatives`
    what each would, `None` while that is still being counted.

    `unfolded` are the folds an official has opened; they stay open from criterion to criterion.
    """

    pack: RulePack
    assessment: Assessment
    criterion: Criterion
    effect: str = ""
    alternatives: Sequence[Alternative] | None = None
    unfolded: set[str] = field(default_factory=set)

    @property
    def result(self) -> CriterionResult:
        """The criterion's own result."""
        return self.assessment.criterion(self.criterion.id)

    @property
    def mark(self) -> str:
        """What the criterion is called for short."""
        return self.pack.marks[self.criterion.id]


class Section(QWidget):
    """A part of the sheet; one with nothing to say is empty and takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.px(7))

    def title(self, text: str) -> None:
        """A line across and the section's name."""
        self.body.addWidget(rule())
        label = QLabel(text)
        label.setFont(theme.scaled_font(bold=True))
        label.setWordWrap(True)
        self.body.addWidget(label)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.body.count() == 0


class Fold(QWidget):
    """A line to click, or to take with the space bar, and what lies folded below it.

    What is inside is made when it is first opened.
    """

    def __init__(
        self, text: str, name: str, unfolded: set[str], fill: Callable[[QVBoxLayout], None]
    ) -> None:
        super().__init__()
        self._name, self._unfolded, self._fill = name, unfolded, fill
        self.line = QToolButton()
        self.line.setText(text)
        self.line.setAccessibleName(text)
        self.line.setCheckable(True)
        self.line.setAutoRaise(True)
        self.line.setStyleSheet(
            "QToolButton { border: 1px solid transparent; background: transparent; }"
            f"QToolButton:focus {{ border: 1px dotted {theme.EDGE}; }}"
        )
        self.line.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.inside = QWidget()
        inner = QVBoxLayout(self.inside)
        inner.setContentsMargins(theme.px(14), 0, 0, theme.px(4))
        inner.setSpacing(theme.px(6))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.inside)
        self.inside.hide()
        self._turn(name in unfolded)
        self.line.setChecked(name in unfolded)
        self.line.toggled.connect(self._turn)

    def _turn(self, is_open: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
        self.line.setArrowType(arrow)
        inner = self.inside.layout()
        if is_open:
            self._unfolded.add(self._name)
            if isinstance(inner, QVBoxLayout) and inner.count() == 0:
                self._fill(inner)
        else:
            self._unfolded.discard(self._name)
        self.inside.setVisible(is_open)


def coloured(text: str, tone: Tone) -> QLabel:
    """A paragraph in the ink of a tone."""
    label = paragraph(text)
    label.setStyleSheet(f"color: {tone.ink};")
    return label
