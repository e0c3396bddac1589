"""What uv says when it fails, shortened to its cause in one sentence."""

import difflib
import re
from collections.abc import Callable

_COMMON = re.findall(
    r"\S+",
    """
    aiohttp altair attrs beautifulsoup4 bokeh boto3 celery click cryptography cython dask django duckdb
    fastapi fastparquet flask geopandas google-cloud-bigquery google-cloud-storage grpcio httpx jinja2 joblib
    jupyter keras lightgbm lxml matplotlib mlflow networkx nltk numba numpy openai openpyxl orjson pandas
    paramiko pillow plotly polars protobuf psycopg psycopg2-binary pyarrow pydantic pymongo pymysql pyodbc
    pyspark pytest python-dateutil python-dotenv pytz pyyaml redis requests rich s3fs scikit-learn scipy
    scrapy seaborn selenium six snowflake-connector-python spacy sqlalchemy statsmodels sympy tabulate
    tenacity tensorflow torch tqdm transformers typer urllib3 xgboost xlsxwriter
    """,
)  # what a mistyped name probably meant; asking the index for names would be a search that it does not offer
_LONGEST = 400  # characters of a cause that none of ours fits

_NAME = r"([A-Za-z0-9][A-Za-z0-9._-]*)"


def _absent(found: re.Match[str]) -> str:
    near = difflib.get_close_matches(found[1].lower(), _COMMON, n=1, cutoff=0.75)
    return f"there is no package {found[1]}" + (f"; did you mean {near[0]}?" if near else "; check its name")


_CAUSES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"{_NAME} was not found in the (?:package registry|provided package locations)", _absent),
    (
        rf"{_NAME}(?:==\S+)? depends on Python\s*([<>=!~][^\s,]*)",
        lambda found: f"{found[1]} needs Python {found[2]}; choose another Python, or another version of {found[1]}",
    ),
    (
        rf"(?:all versions of )?{_NAME}(==\S+)? (?:has|have) no (?:usable )?wheels",
        lambda found: (
            f"{found[1]}{found[2] or ''} has no wheel for this Python and platform, "
            "and nothing is built from source here; choose another version"
        ),
    ),
    (
        rf"there (?:is|are) no versions? of {_NAME}([<>=!~]\S*)",
        lambda found: f"{found[1]}{found[2]} does not exist; choose another version",
    ),
    (
        r"Couldn't parse requirement[^\n]*\n\s*cause: ([^\n]+)",
        lambda found: f"a line cannot be read: {found[1].strip()}",
    ),
    (
        rf"Hash mismatch for `{_NAME}[^`]*`",
        lambda found: f"the index gives another file of {found[1]} than was locked; lock again",
    ),
    (
        r"error sending request|dns error|Failed to fetch|operation timed out|Connection refused|HTTP status",
        lambda _: "the package index did not answer; try again later",
    ),
    (r"No space left on device", lambda _: "the disk of the server is full; free some space and build again"),
)


def cause(said: str) -> str:
    """Why uv failed, in one sentence, from what it wrote to its standard error."""
    text = re.sub(r"\n {9}(?=\S)", " ", said)  # uv indents what goes on after "cause: "
    for pattern, sentence in _CAUSES:
        if found := re.search(pattern, text):
            return sentence(found)
    lines = re.findall(r"^\s*(?:cause|error): (.+)$", text, flags=re.MULTILINE) or text.strip().splitlines()[-1:]
    words = " ".join((lines[-1] if lines else "uv gave no reason").split())
    return (_conflict(words) if words.startswith("Because ") else words)[:_LONGEST].rstrip(".")


def _conflict(words: str) -> str:
    """uv's proof that some wishes exclude each other, as premises: the conclusion is the sentence's beginning."""
    premises = words.split(", we can conclude that your requirements")[0].removeprefix("Because ")
    premises = premises.replace(", we can conclude that ", "; so ").replace(". And because ", ", but ")
    return f"these exclude each other: {premises}"
