#!/usr/bin/env bash
# polars 2.1.0 (PyPI, Python 3.11): dividing two Decimal columns keeps the scale of the operands.
# 10429.74 / 10581.05 is 0.98569990…, and is 0.99 before anything is multiplied by 100, so the rate
# that a report prints as 98.57 % is recomputed as 99.00 %. The quotient is rounded half to even as
# well: 1.00 / 8.00 is 0.12. Multiplying first gives 98.57. pyarrow widens the scale of a quotient,
# which is what one would expect here.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v >/dev/null
v/bin/pip -q install polars==2.1.0 >/dev/null 2>&1
seen=$(v/bin/python - <<'PY'
from decimal import Decimal as D
import polars as pl
f = pl.DataFrame({"a": [D("10429.74"), D("1.00")], "b": [D("10581.05"), D("8.00")]})
ratio = f.select(r=pl.col("a") / pl.col("b") * 100)["r"].to_list()
first = f.select(r=pl.col("a") * 100 / pl.col("b"))["r"].to_list()
print(*ratio, *first)
PY
)
expected="99.00 12.00 98.57 12.50"
echo "polars 2.1.0, a / b * 100 and a * 100 / b of two-place decimals: $seen"
[ "$seen" = "$expected" ] || { echo "changed: was $expected" >&2; exit 1; }
