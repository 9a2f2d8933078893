#!/usr/bin/env bash
# xlsx (SheetJS) 0.18.5 (npm). In number formats written by Chinese spreadsheets "!" takes the next
# character literally, as "\" does, and "0!.0," is the usual way to show yuan as 万元 with one place:
# 12345.6 is shown as 1.2. SheetJS keeps the "!" and the point of the format as a decimal point and
# shows 12!.3. The cell without a shown text is its
# way of saying that it does not know a format; here it is sure, and wrong.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent xlsx@0.18.5 >/dev/null 2>&1
python3 -m venv v >/dev/null
v/bin/pip -q install openpyxl==3.1.5 >/dev/null 2>&1
v/bin/python - <<'PY'
import openpyxl
book = openpyxl.Workbook()
for row, (value, code) in enumerate([(12345.6, "0!.0,"), (12345.6, "0.00,")], 1):
    book.active.cell(row, 1, value).number_format = code
book.save("a.xlsx")
PY
seen=$(node -e 'const s = require("xlsx").readFile("a.xlsx").Sheets.Sheet; require("xlsx").utils.sheet_to_csv(s); console.log(["A1", "A2"].map(a => String(s[a].w)).join(" "))')
expected="12!.3 12.35"
echo "xlsx 0.18.5, 12345.6 as 0!.0, and as 0.00, shown as: $seen"
[ "$seen" = "$expected" ] || { echo "changed: was $expected" >&2; exit 1; }
