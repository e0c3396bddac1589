"""What changed from one result to another, beyond noise: `python -m benchmarks.compare OLD.json NEW.json`."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BEYOND_NOISE = 0.10  # two runs on a quiet machine agree within this


def changes(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line for each figure that is better, worse, new or gone. What was noisy on either side proves nothing."""
    before = {row["key"]: row for row in old}
    after = {row["key"]: row for row in new}
    compared = [_change(key, before[key], after[key]) for key in before if key in after]
    gone = [f"{key}: is not measured any more" for key in before if key not in after]
    came = [f"{key}: is new" for key in after if key not in before]
    return [line for line in compared if line] + gone + came


def _change(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    was, is_now = old["judged"], new["judged"]
    if old["is_noisy"] or new["is_noisy"] or abs(is_now - was) <= BEYOND_NOISE * abs(was):
        return ""
    return f"{key}: {'worse' if is_now > was else 'better'}, {was:.3g} → {is_now:.3g}"


def main() -> int:
    old, new = (json.loads(Path(name).read_text()) for name in sys.argv[1:3])
    print(f"{old['commit']} ({old['at']}) → {new['commit']} ({new['at']})")
    print("\n".join(changes(old["rows"], new["rows"])) or "Nothing changed beyond noise.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
