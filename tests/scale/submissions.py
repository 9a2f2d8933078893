"""Makes submissions, one a line, the same for the same number: one real form of about 6 KB under
another unit's name each, and in every fifth one digit of one figure changed.

    python tests/scale/submissions.py 200000 > submissions.ndjson
"""

import pathlib
import random
import re
import sys

FORM = pathlib.Path(__file__).parent.parent / "bench" / "submission.json"


def main(count):
    choice = random.Random(1)
    text = "".join(line.strip() for line in FORM.read_text(encoding="utf-8").splitlines())
    unit = re.search(r'"单位名称": ?"([^"]+)"', text).group(1)
    figures = list(re.finditer(r"(?<=[ :])\d+\.\d\d(?=[,} ])", text))
    for index in range(count):
        changed = text
        if index % 5 == 4:
            figure = choice.choice(figures)
            # a digit after the first: a leading 0 would be no JSON
            places = [at for at in range(figure.start() + 1, figure.end()) if text[at].isdigit()]
            at = choice.choice(places)
            digit = str((int(text[at]) + choice.randrange(1, 10)) % 10)
            changed = text[:at] + digit + text[at + 1 :]
        sys.stdout.write(changed.replace(unit, f"云澜市第{index:06d}服务中心") + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    main(int(sys.argv[1]))
