"""The parts of a rule pack's TOML that refer to one another: readings, classes, criteria.

Every name is looked up where it should be declared, and every miss is noted at its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sachmatuy_desktop.domain.criteria.bands import (
    NONE,
    Banded,
    ClassRule,
    ClassWarning,
    Combined,
    Level,
    Measure,
    Scale,
    Step,
)
from sachmatuy_desktop.domain.criteria.checks import (
    AllOf,
    Attested,
    Check,
    Compared,
    NoneOf,
    Part,
    WithinLimits,
    YesOrNo,
)
from sachmatuy_desktop.domain.criteria.findings import AttestationTerms, FactDefinition
from sachmatuy_desktop.domain.criteria.limits import Fraction, Limits, When
from sachmatuy_desktop.domain.criteria.rules import (
    Body,
    Criterion,
    Parts,
    Reading,
    ReadingOption,
)
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.packs.reading import Table, nearest, report_twice
from sachmatuy_desktop.packs.rule_doubts import is_empty

PERIODS = ("as_of", "year", "since_registration")

_SHAPES = ("none_of", "all_of", "fact", "sum_of", "attested")
_MAX_AGE = 90
_MOST_PICTURES = 100_000
"""Combinations of bands that an assessment may have to look at when nothing is recorded."""


class Builder:
    """Reads the parts of a pack that refer to one another, and checks that they meet."""

    def __init__(self, top: Table, facts: Mapping[str, FactDefinition]) -> None:
        self.top = top
        self.facts = facts
        self.used: set[str] = set()
        self.readings = tuple(self._reading(table) for table in self._tables("reading"))
        self.attestations = tuple(self._attestation(table) for table in self._tables("attestation"))
        self.asked: set[str] = set()
        tables = top.tables("class")
        self._report_same_class(tables)
        ids = dict.fromkeys(str(table.data.get("id")) for table in tables)
        self.scale = Scale(tuple(ids))
        self.criterion_ids = [str(one.get("id")) for one in _dicts(top.data.get("criterion"))]
        self.classes = tuple(self._class(table) for table in tables)
        for table, reading in zip(top.tables("reading"), self.readings, strict=True):
            self._check_names(table, "applies_to", reading.applies_to, self.criterion_ids)

    def _tables(self, key: str) -> list[Table]:
        tables = self.top.tables(key)
        report_twice(tables)
        return tables

    def _check_names(
        self, table: Table, key: str, names: Iterable[str], known: Collection[str]
    ) -> None:
        for name in names:
            if name not in known:
                message = N_("không có tiêu chí hoặc loại nào mã “{name}”; các mã có: {known}")
                table.note(key, message, name=name, known=", ".join(known) or "–")

    # -- readings, attestations, classes -----------------------------------------------------

    def _reading(self, table: Table) -> Reading:
        options = tuple(self._option(option) for option in table.tables("option"))
        reading = Reading(
            table.text("id"),
            table.text("reference", ""),
            table.text("words", ""),
            table.text("issue"),
            table.text("default"),
            options,
            table.texts("applies_to"),
            table.choice("where", ("rule", "facts"), "rule"),
        )
        values = [option.value for option in options]
        if reading.default not in values:
            table.note("default", N_("cách hiểu mặc định không nằm trong các [[reading.option]]"))
        if len(set(values)) != len(values) or len(values) < 2:
            table.note("option", N_("cần ít nhất hai [[reading.option]] khác nhau"))
        table.finish()
        return reading

    def _option(self, table: Table) -> ReadingOption:
        option = ReadingOption(
            table.text("value"), table.text("meaning"), table.month_day("cut_off")
        )
        table.finish()
        return option

    def _attestation(self, table: Table) -> AttestationTerms:
        terms = AttestationTerms(
            table.text("id"),
            table.text("wording"),
            table.texts("signers"),
            table.whole("max_age_days", self.top.whole("attestation_max_age_days", _MAX_AGE)),
            table.choice("period", PERIODS, "as_of"),
            table.flag("required", True),
            table.text("source", ""),
            self._vouched(table),
            table.flag("books_only", False),
        )
        if terms.books_only and (terms.required or not terms.vouches):
            table.note("books_only", N_("“books_only” cần “vouches” và “required = false”"))
        if not terms.signers:
            table.note("signers", N_("thiếu người có thẩm quyền ký xác nhận (“signers”)"))
        table.finish()
        return terms

    def _report_same_class(self, tables: list[Table]) -> None:
        """A class may be described once for each way of reading, not twice for the same."""
        seen: set[tuple[str, str]] = set()
        for table in tables:
            key = str(table.data.get("id")), str(table.data.get("when"))
            if key in seen:
                table.note("id", N_("“{value}” đã được dùng ở trên"), value=key[0])
            seen.add(key)

    def _vouched(self, table: Table) -> tuple[str, ...]:
        """The facts whose zero the attestation vouches for: counts of the pack."""
        names = table.texts("vouches")
        for name in names:
            definition = self.facts.get(name)
            if definition is None or definition.type != "int":
                table.note("vouches", N_("“{name}” không phải số đếm nào trong “facts”"), name=name)
        return names

    def _class(self, table: Table) -> ClassRule:
        rule = ClassRule(
            table.text("id"),
            table.text("title"),
            table.choice("outcome", ("yes", "no")),
            table.whole("count", 1),
            table.texts("of"),
            table.flag("exactly", False),
            self._when(table),
            table.text("quote", ""),
            table.text("paragraph", ""),
        )
        if rule.id == NONE:
            table.note("id", N_("mã “none” dành cho kết quả không thuộc loại nào"))
        if not 1 <= rule.count <= len(rule.of):
            table.note("count", N_("“count” phải từ 1 đến số tiêu chí trong “of”"))
        self._check_names(table, "of", rule.of, self.criterion_ids)
        table.finish()
        return rule

    def class_warnings(self) -> tuple[ClassWarning, ...]:
        """The `[[class_warning]]` tables."""
        return tuple(self._class_warning(table) for table in self.top.tables("class_warning"))

    def _class_warning(self, table: Table) -> ClassWarning:
        warning = ClassWarning(table.text("class"), table.texts("despite"), table.text("text"))
        self._check_names(table, "class", [warning.class_id], [*self.scale.classes, NONE])
        self._check_names(table, "despite", warning.despite, self.criterion_ids)
        table.finish()
        return warning

    # -- criteria ----------------------------------------------------------------------------

    def criteria(self) -> tuple[Criterion, ...]:
        """The `[[criterion]]` tables."""
        tables = self._tables("criterion")
        if not tables:
            self.top.note("criterion", N_("bộ tiêu chí chưa có [[criterion]] nào"))
        return tuple(self._criterion(table) for table in tables)

    def _criterion(self, table: Table) -> Criterion:
        criterion = Criterion(
            table.text("id"),
            table.text("mark", ""),
            table.text("title"),
            table.text("quote", "" if table.data.get("extract") is True else None),
            table.text("paragraph"),
            self._body(table),
            table.text("group", ""),
            table.flag("extract", False),
            table.flag("binding", True),
            table.text("note", ""),
        )
        table.finish()
        return criterion

    def _body(self, table: Table) -> Body:
        given = [key for key in ("part", "measure", "combined") if table.has(key)]
        if len(given) != 1:
            table.note("id", N_("mỗi tiêu chí cần đúng một trong: part, measure, combined"))
        wants_bands = bool(self.scale.classes)
        if given and wants_bands == ("part" in given):
            table.note("id", N_("bộ xếp loại dùng measure hoặc combined, bộ khác dùng part"))
        if given == ["measure"]:
            return self._banded(table)
        if given == ["combined"]:
            return self._combined(table.table("combined"))
        parts = Parts(tuple(self._part(part) for part in table.tables("part")))
        if given == ["part"] and not parts.parts:
            table.note("part", N_("tiêu chí cần ít nhất một [[criterion.part]]"))
        return parts

    def _banded(self, table: Table) -> Banded:
        banded = Banded(
            tuple(self._measure(measure) for measure in table.tables("measure")),
            table.text("combine", "most_severe"),
        )
        if not banded.measures:
            table.note("measure", N_("tiêu chí cần ít nhất một [[criterion.measure]]"))
        ways = ("most_severe", "least_severe")
        choices = {
            reading.id
            for reading in self.readings
            if {one.value for one in reading.options} == {*ways}
        }
        if banded.combine not in {*ways, *choices}:
            table.note(
                "combine",
                N_("“combine” phải là most_severe, least_severe hoặc cách hiểu có hai giá trị đó"),
            )
        return banded

    def _measure(self, table: Table) -> Measure:
        measure = Measure(
            self._fact(table, "fact", "int"),
            tuple(self._level(level) for level in table.tables("levels")),
            self._fact(table, "per", "int") if table.has("per") else None,
        )
        if not measure.levels:
            table.note("levels", N_("thiếu các mức (“levels”)"))
        table.finish()
        return measure

    def _level(self, table: Table) -> Level:
        level = Level(table.text("class"), self._limits(table), self._when(table))
        self._check_names(table, "class", [level.class_id], [*self.scale.classes, NONE])
        table.finish()
        return level

    def _combined(self, table: Table) -> Combined:
        combined = Combined(
            self._fact(table, "flag", "bool"),
            table.whole("count", 1),
            table.texts("of"),
            tuple(self._step(step) for step in table.tables("steps")),
            self._when(table, "counts_itself_when"),
        )
        self._check_names(table, "of", combined.of, self._banded_ids())
        if not 1 <= combined.count <= len(combined.of):
            table.note("count", N_("“count” phải từ 1 đến số tiêu chí trong “of”"))
        if not combined.steps:
            table.note("steps", N_("thiếu các bước (“steps”)"))
        table.finish()
        return combined

    def _banded_ids(self) -> list[str]:
        given = _dicts(self.top.data.get("criterion"))
        return [str(one.get("id")) for one in given if "measure" in one]

    def _step(self, table: Table) -> Step:
        step = Step(table.text("class"), table.text("reached"))
        self._check_names(table, "class", [step.class_id, step.reached], self.scale.classes)
        table.finish()
        return step

    # -- parts -------------------------------------------------------------------------------

    def _part(self, table: Table) -> Part:
        part = Part(
            self._check(table),
            table.text("label", ""),
            self._when(table),
            self._facts(table, "if_any"),
            self._facts(table, "if_none"),
            table.flag("advisory", False),
            table.text("either", ""),
        )
        table.finish()
        return part

    def _check(self, table: Table) -> Check:
        shapes = [shape for shape in _SHAPES if table.has(shape)]
        if len(shapes) != 1:
            first = next(iter(table.data), "part")
            table.note(
                first,
                N_("mỗi [[criterion.part]] cần đúng một trong: {shapes}"),
                shapes=", ".join(_SHAPES),
            )
        shape = shapes[0] if shapes else "attested"
        return {
            "none_of": self._none_of,
            "all_of": self._all_of,
            "fact": self._one_fact,
            "sum_of": self._compared,
            "attested": self._attested,
        }[shape](table)

    def _none_of(self, table: Table) -> Check:
        return NoneOf(self._some_facts(table, "none_of"), self._facts(table, "minus"))

    def _all_of(self, table: Table) -> Check:
        return AllOf(self._fact(table, "all_of", "int"), self._fact(table, "have", "int"))

    def _one_fact(self, table: Table) -> Check:
        if table.has("is"):
            return YesOrNo(self._fact(table, "fact", "bool"), table.flag("is", True))
        return WithinLimits(
            self._fact(table, "fact", "int"),
            self._limits(table),
            self._fact(table, "per", "int") if table.has("per") else None,
            table.choice("zero_per", ("unknown", "nothing_arisen"), "unknown") == "unknown",
        )

    def _compared(self, table: Table) -> Check:
        strictly = table.has("lower_than")
        if strictly == table.has("not_above"):
            table.note("sum_of", N_("“sum_of” cần đúng một trong: not_above, lower_than"))
        against = "lower_than" if strictly else "not_above"
        sums = self._some_facts(table, "sum_of"), self._some_facts(table, against)
        return Compared(*sums, strictly)

    def _attested(self, table: Table) -> Check:
        name = table.text("attested")
        self.asked.add(name)
        if name and name not in {terms.id for terms in self.attestations}:
            message = N_("không có [[attestation]] mã “{name}”; hãy khai báo hoặc sửa mã")
            table.note("attested", message, name=name)
        return Attested(name)

    # -- small things ------------------------------------------------------------------------

    def _fact(self, table: Table, key: str, kind: str) -> str:
        name = table.text(key)
        self._check_fact(table, key, name, kind)
        return name

    def _facts(self, table: Table, key: str) -> tuple[str, ...]:
        names = table.texts(key)
        for name in names:
            self._check_fact(table, key, name, "int")
        return names

    def _some_facts(self, table: Table, key: str) -> tuple[str, ...]:
        names = self._facts(table, key)
        if not names and table.data.get(key) == []:
            table.note(key, N_("“{key}” phải nêu ít nhất một số liệu"))
        return names

    def _check_fact(self, table: Table, key: str, name: str, kind: str) -> None:
        self.used.add(name)
        definition = self.facts.get(name)
        if definition is None:
            near = nearest(name, self.facts)
            if near:
                message = N_("số liệu “{name}” chưa có trong “facts”; có phải là “{near}”?")
                table.note(key, message, name=name, near=near)
            elif name:
                table.note(
                    key, N_("số liệu “{name}” chưa có trong “facts”; hãy thêm vào đó"), name=name
                )
        elif definition.type != kind:
            table.note(key, N_("số liệu “{name}” không phải kiểu {kind}"), name=name, kind=kind)

    def _limits(self, table: Table) -> Limits:
        limits = Limits(*(self._fraction(table, key) for key in ("at_least", "above", "below")))
        if not any(table.has(key) for key in ("at_least", "above", "below")):
            first = next(iter(table.data), "class")
            table.note(first, N_("thiếu ngưỡng: at_least, above hoặc below"))
        elif is_empty(limits):
            table.note("below", N_("không số nào vừa đạt ngưỡng dưới vừa nằm dưới “below”"))
        return limits

    def _fraction(self, table: Table, key: str) -> Fraction | None:
        if not table.has(key):
            return None
        value = table.data[key]
        try:
            return Fraction.read(value if isinstance(value, str) else "")
        except ValueError:
            table.note(
                key, N_('“{key}” phải là số nguyên hoặc phân số trong ngoặc kép, ví dụ "5/1000"')
            )
            return Fraction(0)

    def _when(self, table: Table, key: str = "when") -> When:
        choices = []
        for text in table.texts(key):
            name, _, value = text.partition("=")
            reading = next((one for one in self.readings if one.id == name), None)
            if reading is None or value not in [option.value for option in reading.options]:
                message = N_('không có cách hiểu “{text}”; viết "mã=giá trị" đúng như [[reading]]')
                table.note(key, message, text=text)
            choices.append((name, value))
        return When(tuple(choices))

    def report_too_many(self, criteria: Iterable[Criterion]) -> None:
        """Note a pack with so many banded criteria that no assessment of it would come to an end.

        While nothing is recorded every combination of bands is possible, and each is looked at.
        """
        pictures = 1
        for at, criterion in enumerate(criteria):
            ranks = len(self.scale.classes) + 1
            if isinstance(criterion.body, Banded):
                pictures *= ranks
                within = ranks ** len(criterion.body.measures)
            else:
                pictures *= 2 if isinstance(criterion.body, Combined) else 1
                within = 1
            if max(pictures, within) > _MOST_PICTURES:
                self.top.sheet.note(
                    ("criterion", at), N_("quá nhiều tiêu chí hoặc số đo có mức để xếp loại")
                )
                return

    def report_unused(self) -> None:
        """Note facts and attestations that no criterion asks for."""
        mistyped = self.used - set(self.facts)  # then the right one is not idle
        for name in () if mistyped else self.facts:
            if name not in self.used:
                message = N_("số liệu “{name}” không tiêu chí nào dùng; hãy bỏ hoặc dùng đến")
                self.top.note("facts", message, name=name)
        for table, terms in zip(self.top.tables("attestation"), self.attestations, strict=True):
            if terms.required and terms.id not in self.asked:
                table.note(
                    "id", N_("nội dung xác nhận “{name}” không tiêu chí nào dùng"), name=terms.id
                )


def _dicts(given: object) -> list[dict[str, object]]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
