#!/usr/bin/env bash
# docx2txt 0.9 (PyPI) and officeparser (npm, the version below). With tracked changes, deleted text is kept in delText and is left
# out by readers that look for t only. Moved text is not: <w:moveFrom> holds ordinary runs with <w:t>,
# so a figure that was moved is read at its old place as well as at its new one, and a total of the
# numbers in a paragraph counts it twice. A reader must know moveFrom by name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v >/dev/null
v/bin/pip -q install docx2txt==0.9 >/dev/null 2>&1
npm init -y >/dev/null
npm install --silent officeparser@7.8.0 >/dev/null 2>&1
seen=$(v/bin/python - <<'PY'
import zipfile
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
P = "http://schemas.openxmlformats.org/package/2006/"
O = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
def save(body):
    with zipfile.ZipFile("a.docx", "w") as z:
        z.writestr("[Content_Types].xml", f"""<Types xmlns="{P}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""")
        z.writestr("_rels/.rels", f"""<Relationships xmlns="{P}relationships"><Relationship Id="r1" Type="{O}/officeDocument" Target="word/document.xml"/></Relationships>""")
        z.writestr("word/document.xml", f"""<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>""")
def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"
mark = 'w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"'
save("<w:p>" + run("甲") + f"<w:moveFrom {mark}>" + run("100") + "</w:moveFrom>" + run("乙")
    + f"<w:moveTo {mark}>" + run("100") + "</w:moveTo>" + f"<w:del {mark}><w:r><w:delText>9</w:delText></w:r></w:del></w:p>")
import docx2txt
print(docx2txt.process("a.docx").strip())
PY
)
other=$(node -e 'const o = require("officeparser"); (o.parseOfficeAsync || o.parseOffice)("a.docx").then(r => console.log(String(r.toText ? r.toText() : r).trim()))')
expected="甲100乙100 甲100乙100"
echo "docx2txt 0.9 and officeparser 7.8.0, 100 moved from 甲 to 乙: $seen $other"
[ "$seen $other" = "$expected" ] || { echo "changed: was $expected" >&2; exit 1; }
