"""Know which functions and methods work on any table that has the columns they name.

A program of nothing else has to run on made-up data; one with a model, a web service or a program of its
own in it may ask for more than made-up data have.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

NUMERIC = frozenset(
    """sum mean median std var min max cumsum cumprod round quantile abs diff pct_change clip prod sem skew
    idxmax idxmin nlargest nsmallest rolling expanding ewm corr cov rank mad""".split()
)
DATE_PARTS = frozenset(
    "year month day quarter hour minute second weekday dayofweek dayofyear date time weekofyear days".split()
)
# What tables, columns, groups and indexes of pandas have: anything else behind a dot is a column.
ATTRIBUTES = frozenset(
    """T abs add add_prefix add_suffix agg aggregate align all any apply applymap asfreq asof assign astype
    at at_time attrs autocorr axes backfill between between_time bfill bool boxplot capitalize cat
    ceil clip columns combine combine_first compare contains convert_dtypes copy corr corrwith count
    cov cummax cummin cumprod cumsum cut date day day_name dayofweek dayofyear days decode describe
    diff div divide dot drop drop_duplicates droplevel dropna dt dtype dtypes duplicated empty
    encode endswith eq equals eval ewm expanding explode extract ffill fillna filter findall first
    first_valid_index flags floor floordiv freq from_dict from_records ge get get_group
    get_level_values groupby groups gt hasnans head hist hour iat idxmax idxmin iloc index indices
    infer_objects info insert interpolate inverse is_monotonic_decreasing is_monotonic_increasing
    is_unique isalpha isdigit isin isna isnull isnumeric items iterrows itertuples join keys kurt
    kurtosis last last_valid_index le len levels ljust loc lower lstrip lt map mask match max mean
    median melt memory_usage merge min minute mod mode month month_name mul multiply name names
    nbytes ndim ne ngroup ngroups nlargest normalize notna notnull nsmallest nth nunique ohlc pad
    partition pct_change pipe pivot pivot_table plot pop pow prod product quantile quarter query
    radd rank rdiv reindex reindex_like removeprefix removesuffix rename rename_axis reorder_levels
    repeat replace resample reset_index rfloordiv rmod rmul rolling round rpow rstrip rsub rtruediv
    sample searchsorted second select_dtypes sem set_axis set_flags set_index shape shift size skew
    slice sort_index sort_values sparse split squeeze stack start startswith std stop str strftime
    strip style sub subtract sum swapaxes swaplevel tail take time title to_clipboard to_csv to_dict
    to_excel to_feather to_frame to_hdf to_html to_json to_latex to_list to_markdown to_numpy to_orc
    to_parquet to_period to_pickle to_records to_sql to_stata to_string to_timestamp to_xarray
    to_xml to_pydatetime tolist total_seconds transform transpose truediv truncate tz_convert
    tz_localize unique unstack update upper value_counts values var view week weekday weekofyear
    where xs year zfill""".split()
)
_FUNCTIONS = (
    *("pandas.*", "numpy.*", "math.*", "datetime.*", "matplotlib.*", "collections.*", "itertools.*", "re.*"),
    *("os.makedirs", "os.path.*", "pathlib.Path", "logging.*", "statistics.*", "textwrap.*", "operator.*"),
    *("functools.*", "warnings.*", "decimal.*", "string.*", "time.time", "time.perf_counter", "json.dump*"),
    *(
        "seaborn.set*",
        "seaborn.*plot",
        "seaborn.heatmap",
        "seaborn.*palette",
        "seaborn.despine",
        "calendar.*",
    ),
    *("os.mkdir", "os.environ.*", "locale.*", "pprint.*", "IPython.*display.*", "glob.glob"),
)
_NOT = (
    *("pandas.read_*", "numpy.linalg.*", "numpy.random.*", "numpy.load*", "numpy.fromfile", "numpy.polyfit"),
    *("pandas.HDFStore", "pandas.ExcelFile", "pandas.io.*", "matplotlib.animation.*", "numpy.genfromtxt"),
    *("pandas.testing.*", "numpy.testing.*", "numpy.lib.*"),
)
_BUILTINS = frozenset(
    """abs all any bool dict divmod enumerate filter float format frozenset int isinstance len list map max
    min print range repr reversed round set slice sorted str sum tuple type zip getattr hasattr""".split()
)
# Methods of texts, lists, mappings, paths, figures and axes.
_METHODS = frozenset(
    """append extend update join format split strip setdefault add_subplot set_title set_xlabel set_ylabel
    set_xlim set_ylim set_xticks set_yticks set_xticklabels set_yticklabels legend grid tight_layout
    savefig suptitle subplots_adjust bar barh scatter plot hist pie fill_between axhline axvline
    annotate text twinx tick_params set autofmt_xdate area line box kde invert_yaxis invert_xaxis
    set_visible flatten ravel get_figure mkdir exists write writelines write_text close info debug
    warning error get_legend set_major_formatter set_major_locator spines margins bar_label add
    count copy keys values items pop sort strftime isoformat date today now reshape astype tolist
    timestamp get_xaxis get_yaxis get_xticklabels dict setLevel read readlines splitlines
    color imshow colorbar errorbar
    stackplot step violinplot boxplot set_theme""".split()
)


def is_understood(full: str) -> bool:
    """Return whether a function with this full name works on any table that has its columns."""
    if "." not in full:
        return full in _BUILTINS
    return any(fnmatchcase(full, pattern) for pattern in _FUNCTIONS) and not any(
        fnmatchcase(full, pattern) for pattern in _NOT
    )


def is_understood_method(name: str) -> bool:
    """Return whether a method called so works on any table that has its columns."""
    return name in ATTRIBUTES or name in _METHODS
