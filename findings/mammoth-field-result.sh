#!/usr/bin/env bash
# mammoth 1.13.0 (PyPI; the reader below markitdown). The result of a simple field, by which Word keeps a computed
# total (fldSimple, `=SUM(ABOVE)`), is not in the text: 共48.97万元 reads 共万元. Results of complex fields
# (fldChar) and of inserted text are there. A line break written as <w:cr/> is dropped: the
# figures 7 and 8 on two lines of a cell become 78.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v >/dev/null
v/bin/pip -q install mammoth==1.13.0 >/dev/null 2>&1
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
field = '<w:fldSimple w:instr=" =SUM(ABOVE) ">' + run("48.97") + "</w:fldSimple>"
save("<w:p>" + run("共") + field + run("万元") + "</w:p><w:p><w:r><w:t>7</w:t><w:cr/><w:t>8</w:t></w:r></w:p>")
import mammoth
print(*mammoth.extract_raw_text(open("a.docx", "rb")).value.split())
PY
)
expected="共万元 78"
echo "mammoth 1.13.0, 共48.97万元 with a field, and 7 and 8 on two lines: $seen"
[ "$seen" = "$expected" ] || { echo "changed: was $expected" >&2; exit 1; }
