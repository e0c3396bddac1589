"""Whether a write that came with a cookie was sent by our own pages."""

from collections.abc import Mapping

from dayshift.domain.errors import Forbidden

ALLOWED_CONTENT = ("application/json", "application/octet-stream")


class CrossSite(Forbidden):
    """Another site may have sent this request with somebody's cookie."""

    code = "cross_site"
    message = "This request does not come from a page of this server."
    hint = "Send an Authorization header, or X-Dayshift-Request: 1 from the same origin."


def check_origin(headers: Mapping[str, str], origins: frozenset[str]) -> None:
    """Raises CrossSite unless origin, header and content type say that one of our own pages sent this."""
    site = headers.get("sec-fetch-site")
    is_ours = site == "same-origin" if site is not None else headers.get("origin") in origins
    content = headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if not is_ours or headers.get("x-dayshift-request") != "1" or content not in ALLOWED_CONTENT:
        raise CrossSite
