"""Where a request comes from, as far as somebody cannot choose it at will: one line has a whole network."""

from ipaddress import IPv6Address, ip_address, ip_network

PREFIXES = {4: 24, 6: 64}


def network_of(address: str) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 address; the text itself for what is neither."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or IPv6Address(int(found))  # without a zone: it names a card of this machine
    return str(ip_network((found, PREFIXES[found.version]), strict=False))
