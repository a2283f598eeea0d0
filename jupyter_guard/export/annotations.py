"""Infer the types of variables from what made them, for the signatures of steps.

Only what is sure enough to be read by a person is said; everything else is `Any`. Nothing is executed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .side_effects import dotted

FRAME, SERIES, ARRAY = "pd.DataFrame", "pd.Series", "np.ndarray"
# Types that are only passed through, and never written.
_GROUPS, _GROUP, _ACCESSOR = "~groups", "~group", "~accessor"
_PLAIN = {str: "str", int: "int", float: "float", bool: "bool", bytes: "bytes"}
_BUILTINS = {
    "len": "int", "str": "str", "int": "int", "float": "float", "bool": "bool", "sorted": "list[Any]",
    "list": "list[Any]", "dict": "dict[Any, Any]", "set": "set[Any]", "tuple": "tuple[Any, ...]",
}  # fmt: skip
_FUNCTIONS = {
    **dict.fromkeys(
        """read_csv read_parquet read_json read_sql read_sql_query read_sql_table read_table read_fwf
        read_feather read_pickle read_stata read_xml DataFrame merge pivot_table crosstab get_dummies
        json_normalize melt wide_to_long merge_asof""".split(),
        FRAME,
    ),
    "Series": SERIES,
    "date_range": "pd.DatetimeIndex",
}
_FUNCTIONS = {f"pandas.{name}": kind for name, kind in _FUNCTIONS.items()} | {
    f"numpy.{name}": ARRAY
    for name in "array arange linspace zeros ones full empty concatenate vstack hstack column_stack".split()
}
_SAME = frozenset(
    """copy head tail sort_index sort_values dropna fillna drop drop_duplicates rename astype replace sample
    round reindex isna notna isnull notnull where mask shift diff pct_change cumsum cumprod cummax
    cummin interpolate clip abs ffill bfill explode add sub mul div rank rename_axis truncate asfreq nlargest
    nsmallest tz_localize tz_convert set_axis infer_objects add_prefix add_suffix""".split()
)
_OF_FRAME = {
    **dict.fromkeys(
        """assign query merge join set_index filter pivot pivot_table melt describe corr cov transpose
        select_dtypes reset_index""".split(),
        FRAME,
    ),
    **dict.fromkeys(
        "sum mean median min max count nunique std var value_counts idxmax idxmin duplicated any all".split(),
        SERIES,
    ),
    **dict.fromkeys(("groupby", "resample", "rolling"), _GROUPS),
    "to_dict": "dict[Any, Any]", "to_numpy": ARRAY,
}  # fmt: skip
_OF_SERIES = {
    **dict.fromkeys(
        "map apply value_counts isin between eq ne gt lt ge le describe mode duplicated".split(),
        SERIES,
    ),
    **dict.fromkeys(("to_frame", "unstack"), FRAME),
    **dict.fromkeys(("groupby", "resample", "rolling"), _GROUP),
    "tolist": "list[Any]", "to_list": "list[Any]", "to_dict": "dict[Any, Any]", "to_numpy": ARRAY,
}  # fmt: skip
_SUMMARIES = frozenset(
    "sum mean median min max count nunique std var first last cumsum prod quantile".split()
)


@dataclass
class Types:
    """What is known of names, kept up to date statement by statement."""

    modules: Mapping[str, str]  # name -> module or module.attribute
    made: Mapping[str, str] = field(default_factory=dict)  # function of the project -> what it returns
    of: dict[str, str] = field(default_factory=dict)  # name -> its type; names that are not known are absent

    def follow(self, statements: Iterable[ast.stmt]) -> None:
        """Take `statements` into account."""
        for statement in statements:
            match statement:
                case ast.Assign(targets=[target], value=value):
                    self._assign(target, value)
                case ast.Assign(targets=targets):
                    self._forget(targets)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._assign(target, value)
                case ast.AugAssign():
                    pass
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    self.of.pop(name, None)
                case ast.If() | ast.For() | ast.While() | ast.With() | ast.Try():
                    self._follow_block(statement)

    def _follow_block(self, statement: ast.stmt) -> None:
        """Keep what a block that may not run leaves as it was."""
        before = dict(self.of)
        inner = [n for n in ast.walk(statement) if isinstance(n, ast.stmt) and n is not statement]
        self.follow(n for n in inner if isinstance(n, (ast.Assign, ast.AnnAssign)))
        if isinstance(statement, ast.With):
            return
        set_in_it = {
            n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        for name in set_in_it:
            if name in before and before.get(name) != self.of.get(name):
                self.of.pop(name, None)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        kind = self.type_of(value)
        self._forget([target])
        if isinstance(target, ast.Name):
            if kind:
                self.of[target.id] = kind
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Call):
            full = dotted(value.func, self.modules)
            kinds: list[str] = []
            if full == "matplotlib.pyplot.subplots" and len(target.elts) == 2:
                kinds = ["Figure", ""]
            elif full == "sklearn.model_selection.train_test_split":
                kinds = [self.type_of(value.args[i // 2]) for i in range(2 * len(value.args))]
            for element, kind in zip(target.elts, kinds, strict=False):
                if isinstance(element, ast.Name) and kind:
                    self.of[element.id] = kind

    def _forget(self, targets: Iterable[ast.expr]) -> None:
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    self.of.pop(node.id, None)

    def type_of(self, node: ast.expr) -> str:
        """Return the type of an expression, or ''."""
        match node:
            case ast.Constant(value=value):
                return _PLAIN.get(type(value), "")
            case ast.JoinedStr():
                return "str"
            case ast.Name(id=name):
                return self.of.get(name, "")
            case ast.List() | ast.ListComp():
                return "list[Any]"
            case ast.Dict() | ast.DictComp():
                return "dict[Any, Any]"
            case ast.Set() | ast.SetComp():
                return "set[Any]"
            case ast.Tuple():
                return "tuple[Any, ...]"
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                return self._of_both(node, self.type_of(left), self.type_of(right))
            case ast.UnaryOp(op=op, operand=operand):
                return "bool" if isinstance(op, ast.Not) else self.type_of(operand)
            case ast.Subscript(value=value, slice=part):
                return self._of_item(value, part)
            case ast.Attribute(value=value, attr=attribute):
                return self._of_attribute(self.type_of(value), attribute)
            case ast.Call():
                return self._of_call(node)
        return ""

    def _of_both(self, node: ast.expr, left: str, right: str) -> str:
        for kind in (FRAME, SERIES, ARRAY):
            if kind in (left, right):
                return kind
        if isinstance(node, ast.Compare) or {left, right} - {"int", "float"}:
            return ""
        return (
            "float"
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
            else max(left, right, key=len)
        )

    def _of_item(self, value: ast.expr, part: ast.expr) -> str:
        if isinstance(value, ast.Attribute) and value.attr in ("loc", "iloc"):
            held = self.type_of(value.value)
            rows, columns = part.elts if isinstance(part, ast.Tuple) and len(part.elts) == 2 else (part, None)
            many = isinstance(rows, (ast.Slice, ast.List)) or self.type_of(rows) == SERIES
            if not many or held not in (FRAME, SERIES):
                return ""
            return held if columns is None or isinstance(columns, (ast.List, ast.Slice)) else SERIES
        held = self.type_of(value)
        several = isinstance(part, (ast.List, ast.ListComp, ast.Slice)) or self.type_of(part) in (
            SERIES,
            "list[Any]",
        )
        one = self.type_of(part) == "str"
        if held == FRAME:
            return FRAME if several else SERIES if one else ""
        if held == SERIES:
            return SERIES if several else ""
        if held == _GROUPS:
            return _GROUPS if several else _GROUP if one else ""
        return ""

    def _of_attribute(self, held: str, attribute: str) -> str:
        if held == SERIES and attribute in ("str", "dt"):
            return _ACCESSOR
        if held == _ACCESSOR:
            return SERIES
        if held in (FRAME, SERIES):
            return {"T": held, "values": ARRAY, "columns": "pd.Index", "index": "pd.Index"}.get(attribute, "")
        return ""

    def _of_call(self, node: ast.Call) -> str:
        if isinstance(node.func, ast.Name) and node.func.id in self.made:
            return self.made[node.func.id]
        if isinstance(node.func, ast.Name) and node.func.id not in self.modules:
            return _BUILTINS.get(node.func.id, "")
        full = dotted(node.func, self.modules)
        if full in _FUNCTIONS:
            return _FUNCTIONS[full]
        first = self.type_of(node.args[0]) if node.args else ""
        if full in ("pandas.to_datetime", "pandas.to_numeric", "pandas.cut", "pandas.qcut"):
            return SERIES if first == SERIES else ""
        if full == "pandas.concat":
            return FRAME if any(k.arg == "axis" for k in node.keywords) or self._holds_frames(node) else ""
        last = full.rpartition(".")[2]
        if full and last[:1].isupper() and not last.isupper():
            return ast.unparse(node.func)  # a class
        return self._of_method(node, node.func) if isinstance(node.func, ast.Attribute) and not full else ""

    def _holds_frames(self, node: ast.Call) -> bool:
        first = node.args[0] if node.args else None
        return isinstance(first, ast.List) and FRAME in map(self.type_of, first.elts)

    def _of_method(self, node: ast.Call, func: ast.Attribute) -> str:
        held, method = self.type_of(func.value), func.attr
        given = {keyword.arg for keyword in node.keywords}
        if "inplace" in given:
            return ""
        if held in (FRAME, SERIES) and method in _SAME:
            return held
        if held == FRAME:
            return "" if "axis" in given and _OF_FRAME.get(method) == SERIES else _OF_FRAME.get(method, "")
        if held == SERIES:
            if method == "reset_index":
                return SERIES if "drop" in given else FRAME
            return _OF_SERIES.get(method, "")
        if held == _ACCESSOR:
            return FRAME if "expand" in given or method == "extract" else "" if method == "cat" else SERIES
        if held == _GROUPS:
            return (
                FRAME if method in _SUMMARIES | {"agg", "aggregate"} else SERIES if method == "size" else ""
            )
        if held == _GROUP:
            several = bool(given) or not node.args or not isinstance(node.args[0], ast.Constant)
            if method in ("agg", "aggregate"):
                return FRAME if several else SERIES
            return SERIES if method in _SUMMARIES | {"size", "transform", "head"} else ""
        return ""


def written(kind: str) -> str:
    """Return a type as a signature says it."""
    return "Any" if not kind or kind.startswith("~") else kind
