#!/usr/bin/env bash
# duckdb 2.0.1 (PyPI): `DECIMAL / DECIMAL` is a DOUBLE, though sums, products and round() of DECIMALs are exact.
# A share that ends in 5 is then rounded from a binary fraction: 2.675 is 2.68 as a DECIMAL and
# 2.67 once it has been divided by 1. PostgreSQL, whose dialect it follows, stays in numeric and gives 2.68.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v >/dev/null
v/bin/pip -q install duckdb==2.0.1 >/dev/null 2>&1
seen=$(v/bin/python - <<'PY'
import duckdb
print(*duckdb.sql("""select round(2.675::DECIMAL(10,3), 2), round(2.675::DECIMAL(10,3) / 1::DECIMAL(3,0), 2),
    typeof(2.675::DECIMAL(10,3) / 1::DECIMAL(3,0)), typeof(2.675::DECIMAL(10,3) * 1::DECIMAL(3,0))""").fetchall()[0])
PY
)
expected="2.68 2.67 DOUBLE DECIMAL(13,3)"
echo "duckdb 2.0.1, round(2.675), round(2.675 / 1), type of a quotient and of a product: $seen"
[ "$seen" = "$expected" ] || { echo "changed: was $expected" >&2; exit 1; }
