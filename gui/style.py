"""The style sheet: calm surfaces, one accent, visible focus. All sizes grow with the font."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from core import resources
from gui.theme import Colors

_SHEET = Template("""
* { outline: 0; }
QMainWindow, QDialog, QWidget#page, QStackedWidget, QScrollArea, QWidget#scrolled { background: $window; }
QScrollArea { border: 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 5px 7px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[role="big"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="caption"] { color: $muted; font-size: ${small}px; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="good"] { color: $good; }
QLabel[role="warn"] { color: $warn; }
QLabel[badge="good"] { color: $good; background: $good_soft; border-radius: 9px; padding: 2px 9px; }
QLabel[badge="warn"] { color: $warn; background: $warn_soft; border-radius: 9px; padding: 2px 9px; }
QLabel[badge="bad"] { color: $bad; background: $bad_soft; border-radius: 9px; padding: 2px 9px; }
QLabel[badge="busy"] { color: $accent_text; background: $accent_soft; border-radius: 9px; padding: 2px 9px; }
QLabel[badge="calm"] { color: $muted; background: $hover; border-radius: 9px; padding: 2px 9px; }
QFrame[card="true"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QFrame[banner="warn"] { background: $warn_soft; border: 0; border-radius: 8px; }
QFrame[banner="bad"] { background: $bad_soft; border: 0; border-radius: 8px; }
QFrame[banner="info"] { background: $accent_soft; border: 0; border-radius: 8px; }
QFrame[toast="true"] { border: 1px solid $strong_border; }
QFrame[line="true"] { background: $border; border: 0; max-height: 1px; min-height: 1px; }

QWidget#rail { background: $rail; border-right: 1px solid $border; }
QWidget#rail QToolButton { border: 2px solid transparent; border-radius: 8px; padding: 7px 10px; text-align: left;
    color: $text; background: transparent; }
QWidget#rail QToolButton:hover { background: $hover; }
QWidget#rail QToolButton:checked { background: $accent_soft; color: $accent_text; font-weight: 600; }
QWidget#rail QToolButton:focus { border-color: $accent; }

QPushButton { background: $surface; color: $text; border: 1px solid $strong_border; border-radius: 7px;
    padding: 6px 14px; min-height: ${line}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $strong_border; border-color: $border; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 5px 13px; }
QPushButton[kind="primary"]:disabled { background: $border; border-color: $border; color: $muted; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="danger"]:disabled { color: $strong_border; border-color: $border; }
QPushButton[kind="quiet"] { border: 1px solid transparent; background: transparent; color: $accent_text;
    padding: 6px; }
QPushButton[kind="quiet"]:disabled { color: $strong_border; }
QPushButton[kind="quiet"]:hover { background: $accent_soft; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 5px; }
QPushButton[kind="choice"] { text-align: left; padding: 12px 16px; border-color: $border; }
QPushButton[kind="choice"]:hover { border-color: $accent; }
QPushButton[kind="choice"]:focus { border: 2px solid $accent; padding: 11px 15px; }
QPushButton[kind="step"] { border: 0; border-bottom: 3px solid $border; border-radius: 0; background: transparent;
    color: $muted; padding: 8px 6px; text-align: left; }
QPushButton[kind="step"]:hover { color: $text; }
QPushButton[kind="step"]:checked { color: $accent_text; border-bottom-color: $accent; font-weight: 600; }
QPushButton[kind="step"]:focus { border: 2px solid $accent; border-radius: 4px; padding: 6px 4px; }
QPushButton::menu-indicator { image: url($icons/chevron-$tone.svg); subcontrol-position: right center; width: 10px;
    right: 8px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: $field; color: $text;
    placeholder-text-color: $muted;
    border: 1px solid $strong_border; border-radius: 7px; padding: 5px 8px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { min-height: ${line}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 4px 7px; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { color: $strong_border;
    border-color: $border; }
QPlainTextEdit[plain="true"], QTextEdit[plain="true"] { border: 1px solid $border; }
QComboBox { padding-right: 26px; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url($icons/chevron-$tone.svg); width: 11px; height: 11px; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus { background: $surface; color: $text;
    border: 1px solid $strong_border; border-radius: 0; padding: 0; selection-background-color: $accent_soft;
    selection-color: $accent_text; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QSpinBox::up-button, QDoubleSpinBox::up-button { border: 0; width: 20px; subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { border: 0; width: 20px; subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url($icons/chevron-up-$tone.svg); width: 9px; height: 9px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url($icons/chevron-$tone.svg); width: 9px; height: 9px; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 3px; border: 2px solid transparent;
    border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $strong_border;
    background: $field; border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($icons/check-$tone.svg); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url($icons/dot-$tone.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; }

QTableView, QListView, QTreeView { background: $surface; color: $text; border: 1px solid $border;
    placeholder-text-color: $muted;
    border-radius: 8px; gridline-color: $border; alternate-background-color: $window;
    selection-background-color: $accent_soft; selection-color: $accent_text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid $accent; }
QTableView::item, QListView::item, QTreeView::item { padding: 4px 8px; border: 0; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: $accent_soft;
    color: $accent_text; }
QTableView::item:focus { border: 1px solid $accent; }
QHeaderView { background: transparent; border: 0; border-bottom: 1px solid $border; }
QHeaderView::section { background: transparent; color: $muted; border: 0;
    padding: 7px 11px; font-weight: 600; }
QHeaderView::section:hover { color: $text; }
QHeaderView::down-arrow { image: url($icons/chevron-$tone.svg); width: 9px; height: 9px; }
QHeaderView::up-arrow { image: url($icons/chevron-up-$tone.svg); width: 9px; height: 9px; }
QTableCornerButton::section { background: $surface; border: 0; }

QProgressBar { background: $hover; border: 0; border-radius: 5px; min-height: 10px; max-height: 10px;
    text-align: center; color: transparent; }
QFrame[banner="info"] QProgressBar { background: $surface; }
QProgressBar::chunk { background: $accent; border-radius: 5px; }
QTabWidget::pane { border: 0; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 14px; border: 0;
    border-bottom: 3px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent_text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { background: $accent_soft; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $border; }
QMenuBar { background: $rail; color: $text; border-bottom: 1px solid $border; }
QMenuBar::item { padding: 5px 10px; background: transparent; border-radius: 5px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; color: $text; border: 1px solid $strong_border; padding: 5px; }
QMenu::item { padding: 6px 24px 6px 14px; border-radius: 5px; }
QMenu::item:selected { background: $accent_soft; color: $accent_text; }
QMenu::item:disabled { color: $strong_border; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $strong_border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QStatusBar { background: $rail; color: $muted; border-top: 1px solid $border; }
QGroupBox { border: 1px solid $border; border-radius: 8px; margin-top: 10px; padding: 12px; }
""")


def sheet(colors: Colors, font_pixels: int) -> str:
    """The style sheet in these colours, its sizes taken from the application's font."""
    return _SHEET.substitute(
        asdict(colors),
        title=round(font_pixels * 1.55),
        heading=round(font_pixels * 1.15),
        small=max(11, round(font_pixels * 0.9)),
        line=round(font_pixels * 1.45),
        icons=str(resources.path("icons")).replace("\\", "/"),
        tone="dark" if colors.dark else "light",
    )
