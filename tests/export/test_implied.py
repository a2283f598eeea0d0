"""Each package that code needs without importing it has code here that needs it, and code that does not."""

from __future__ import annotations

import pytest

from jupyter_guard.export import Installed
from jupyter_guard.export.implied import tables
from jupyter_guard.export.installed import normal
from jupyter_guard.export.packages import packages

NOTHING = Installed("3.12.1", {}, {})
# Package -> imports, and code that needs it.
NEEDED = {
    "xlrd": ("pandas", "pandas.read_excel('a.xls')"),
    "openpyxl": ("pandas", "t.to_excel('a.xlsx')"),
    "pyxlsb": ("pandas", "pandas.read_excel('a.xlsb')"),
    "xlsxwriter": ("pandas", "pandas.ExcelWriter('a.xlsx', engine='xlsxwriter')"),
    "python-calamine": ("pandas", "pandas.read_excel('a.xlsx', engine='calamine')"),
    "odfpy": ("pandas", "pandas.read_excel('a.ods')"),
    "pyarrow": ("pandas", "t.to_parquet('a.parquet')"),
    "fastparquet": ("pandas", "t.to_parquet('a', engine='fastparquet')"),
    "lxml": ("pandas", "pandas.read_html('a.html')"),
    "beautifulsoup4": ("pandas", "pandas.read_html('a.html', flavor='bs4')"),
    "html5lib": ("pandas", "pandas.read_html('a.html', flavor='html5lib')"),
    "tables": ("pandas", "t.to_hdf('a.h5', key='t')"),
    "pyreadstat": ("pandas", "pandas.read_spss('a.sav')"),
    "pandas-gbq": ("pandas", "pandas.read_gbq('SELECT 1')"),
    "zstandard": ("pandas", "t.to_csv('a.csv.zst')"),
    "sqlalchemy": ("pandas", "pandas.read_sql('SELECT 1', 'sqlite:///a.db')"),
    "tabulate": ("pandas", "print(t.to_markdown())"),
    "jinja2": ("pandas", "t.to_latex('a.tex')"),
    "matplotlib": ("pandas", "t.plot.bar()"),
    "plotly": ("pandas", "t.plot(backend='plotly')"),
    "scipy": ("pandas", "t.plot(kind='density')"),
    "numba": ("pandas", "t.rolling(3).mean(engine='numba')"),
    "numexpr": ("pandas", "pandas.eval('a + b', engine='numexpr')"),
    "xarray": ("pandas", "t.to_xarray()"),
    "folium": ("geopandas", "t.explore()"),
    "mapclassify": ("geopandas", "t.plot(scheme='quantiles')"),
    "pandas": ("duckdb", "duckdb.sql('SELECT 1').df()"),
    "polars": ("duckdb", "duckdb.sql('SELECT 1').pl()"),
    "fastexcel": ("polars", "polars.read_excel('a.xlsx')"),
    "connectorx": ("polars", "polars.read_database_uri('SELECT 1', uri)"),
    "deltalake": ("polars", "polars.read_delta('table')"),
    "pyiceberg": ("polars", "polars.scan_iceberg('table')"),
    "altair": ("polars", "t.plot.line(x='a', y='b')"),
    "graphviz": ("dask", "t.visualize()"),
    "netcdf4": ("xarray", "xarray.open_dataset('a.nc')"),
    "h5netcdf": ("xarray", "xarray.open_dataset('a.nc', engine='h5netcdf')"),
    "dask": ("xarray", "xarray.open_mfdataset('*.nc')"),
    "zarr": ("xarray", "xarray.open_zarr('a')"),
    "cfgrib": ("xarray", "xarray.open_dataset('a.grib', engine='cfgrib')"),
    "numpy": ("networkx", "networkx.pagerank(g)"),
    "statsmodels": ("plotly", "scatter(t, trendline='ols')"),
    "kaleido": ("plotly", "figure.write_image('a.png')"),
    "geopandas": ("plotly", "create_choropleth(fips=f)"),
    "pyshp": ("plotly", "create_choropleth(fips=f)"),
    "shapely": ("plotly", "create_choropleth(fips=f)"),
    "vl-convert-python": ("altair", "chart.save('a.png')"),
    "vegafusion": ("altair", "altair.data_transformers.enable('vegafusion')"),
    "selenium": ("bokeh", "bokeh.io.export_png(figure)"),
    "matplotlib-inline": ("IPython", "matplotlib_inline.config = 1"),
    "pyqt6": ("matplotlib", "matplotlib.use('QtAgg')"),
    "ipympl": ("matplotlib", "matplotlib.use('module://ipympl.backend_nbagg')"),
    "tornado": ("matplotlib", "matplotlib.use('WebAgg')"),
    "pydot": ("networkx", "networkx.nx_pydot.write_dot(g, 'a.dot')"),
    "pygraphviz": ("networkx", "networkx.nx_agraph.graphviz_layout(g)"),
    "scikit-learn": ("xgboost", "xgboost.XGBClassifier()"),
    "tensorflow": ("keras", "keras.Sequential()"),
    "torch": ("transformers", "transformers.pipeline('summarization')"),
    "tensorboard": ("torch.utils.tensorboard", "SummaryWriter()"),
    "sentencepiece": ("transformers", "T5Tokenizer.from_pretrained('t5-small')"),
    "accelerate": ("transformers", "load('m', device_map='auto')"),
    "bitsandbytes": ("transformers", "load('m', load_in_4bit=True)"),
    "ipywidgets": ("tqdm.notebook", "tqdm.notebook.tqdm(x)"),
    "dnspython": ("pymongo", "pymongo.MongoClient('mongodb+srv://h/d')"),
    "s3fs": ("pandas", "pandas.read_csv('s3://lake/a.csv')"),
    "gcsfs": ("pandas", "pandas.read_csv('gs://lake/a.csv')"),
    "adlfs": ("pandas", "pandas.read_csv('abfs://lake/a.csv')"),
    "huggingface-hub": ("pandas", "pandas.read_parquet('hf://datasets/a.parquet')"),
    "aiohttp": ("fsspec", "fsspec.open('https://h.example.com/a')"),
    "paramiko": ("fsspec", "fsspec.open('sftp://h/a')"),
    "smbprotocol": ("pandas", "pandas.read_csv('smb://h/a.csv')"),
    "requests": ("fsspec", "fsspec.open('github://o:r@main/a')"),
    "ocifs": ("pandas", "pandas.read_csv('oci://b@n/a.csv')"),
    "ossfs": ("pandas", "pandas.read_csv('oss://b/a.csv')"),
}
EXTRAS = {
    "dask[dataframe]": ("dask.dataframe", ""),
    "dask[array]": ("dask.array", ""),
    "dask[distributed]": ("dask.distributed", ""),
    "dask[diagnostics]": ("dask.diagnostics", ""),
    "ray[tune]": ("ray.tune", ""),
    "ray[data]": ("ray.data", ""),
    "ray[serve]": ("ray.serve", ""),
    "httpx[http2]": ("httpx", "httpx.Client(http2=True)"),
    "requests[socks]": ("requests", "proxies = {'https': 'socks5://h:1'}"),
    "sqlalchemy[asyncio]": ("sqlalchemy", "create_async_engine(url)"),
    "smart_open[s3]": ("smart_open", "smart_open.open('s3://b/a')"),
    "smart_open[gcs]": ("smart_open", "smart_open.open('gs://b/a')"),
    "smart_open[azure]": ("smart_open", "smart_open.open('azure://b/a')"),
}
NOT_NEEDED = (
    ("pandas", "t.interpolate(method='linear')", "scipy"),
    ("pandas", "t.reindex(days, method='nearest')", "scipy"),
    ("pandas", "pandas.read_csv('a.csv')", "openpyxl"),
    ("pandas", "t.plot(backend='plotly')", "matplotlib"),
    ("pandas", "t.to_csv('notes.s3.csv')", "s3fs"),
    ("matplotlib", "matplotlib.use('Agg')", "pyqt6"),
    ("polars", "polars.read_parquet('a.parquet')", "pyarrow"),
)  # fmt: skip


def needed(imports: str, code: str) -> set[str]:
    found = packages([f"import {imports}\n{code}"], (), NOTHING, frozenset())
    return {normal(p.name) + (f"[{','.join(p.extras)}]" if p.extras else "") for p in found}


@pytest.mark.parametrize("package", NEEDED)
def test_code_needs_what_it_does_not_import(package: str) -> None:
    assert package in needed(*NEEDED[package])


@pytest.mark.parametrize("extra", EXTRAS)
def test_code_needs_an_extra(extra: str) -> None:
    assert extra.replace("_", "-") in needed(*EXTRAS[extra])


@pytest.mark.parametrize(("imports", "code", "package"), NOT_NEEDED)
def test_what_is_not_needed_is_not_listed(imports: str, code: str, package: str) -> None:
    assert package not in needed(imports, code)


@pytest.mark.parametrize("scheme", tables()["drivers"])
def test_a_url_needs_its_driver(scheme: str) -> None:
    names = needed("sqlalchemy", f"sqlalchemy.create_engine('{scheme}://h/d')")

    assert {normal(name) for name in tables()["drivers"][scheme]} <= names


def test_every_package_of_the_table_is_tried_here() -> None:
    rules = tables()["implied"]
    names = {normal(name) for rule in rules for name in rule.get("needs", ()) if "\\" not in name}

    assert names - {"psycopg-binary"} <= NEEDED.keys()
    assert {rule["extra"] for rule in rules if "extra" in rule} == EXTRAS.keys()
