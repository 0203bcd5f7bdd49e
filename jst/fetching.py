"""[0] How this office fetches infrastructure, as its settings say; about nobody."""

from accountability.transport import Fetcher
from jst.settings_model import FetchSection


def fetcher_of(section: FetchSection) -> Fetcher:
    """Put the fetcher of `[fetch]` together; it asks nothing before it is called."""
    return Fetcher(
        ca_bundle=section.ca_bundle,
        proxy=section.proxy,
        connect_timeout_s=section.connect_timeout_s,
        read_timeout_s=section.read_timeout_s,
        total_timeout_s=section.total_timeout_s,
        internal_hosts=section.internal_hosts,
    )
