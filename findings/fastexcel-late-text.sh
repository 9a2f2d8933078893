#!/usr/bin/env bash
# polars 2.1.0 with fastexcel 0.21.0 (PyPI): the type of a column is decided by its first 1,000 rows. Where a
# text stands among them ("12.5万元" in row 3), the whole column is text and nothing is lost. Where
# the first text comes later, the column is a number: a text that reads as one becomes it (a code
# "0012" becomes 12), and any other becomes null without a word, so a sum over the column leaves an
# amount out. Nothing in the result tells such a null from an empty cell.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v >/dev/null
v/bin/pip -q install polars==2.1.0 fastexcel==0.21.0 XlsxWriter==3.3.1 >/dev/null 2>&1
seen=$(v/bin/python - <<'PY'
import polars as pl, xlsxwriter
book = xlsxwriter.Workbook("a.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["early", "late", "code"])
for row in range(1, 1501):
    sheet.write_row(row, 0, [1.5, 1.5, 201])
sheet.write(2, 0, "12.5万元")
sheet.write(1401, 1, "12.5万元")
sheet.write(1401, 2, "0012")
book.close()
frame = pl.read_excel("a.xlsx")
print(frame["early"][1], frame["late"][1400], frame["code"][1400])
PY
)
expected="12.5万元 None 12"
echo "polars 2.1.0 and fastexcel 0.21.0, a text in row 3, the same in row 1402, a code 0012 there: $seen"
[ "$seen" = "$expected" ] || { echo "changed: was $expected" >&2; exit 1; }
