"""Screens a file of submissions, one a line, under PySpark and holds the results against a single
run of the program.

    python tests/scale/pipe.py GOUJI SUBMISSIONS.ndjson

Exits 0 when every line has its result, in order, and each is the one of the single run. Only
`source` is left out of the comparison: it numbers the lines of what was read, and here each
partition is read by a process of its own.
"""

import json
import subprocess
import sys

from pyspark.sql import SparkSession

PARTITIONS = 5


def without_source(line):
    record = json.loads(line)
    record.pop("source")
    return record


def main(gouji, submissions):
    command = [gouji, "screen", "-", "--format", "ndjson", "--quiet", "--jobs", "1"]
    with open(submissions, "rb") as lines:
        single = subprocess.run(command, stdin=lines, stdout=subprocess.PIPE, check=False)
    expected = single.stdout.decode("utf-8").splitlines()

    spark = (
        SparkSession.builder.master("local[2]")
        .appName("gouji")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    lines = spark.sparkContext.textFile(submissions, PARTITIONS)
    partitions = lines.getNumPartitions()
    # gouji exits 1 when it has found something, so the code says nothing of success here; that
    # every line has its result does
    results = lines.pipe(" ".join(f"'{word}'" for word in command)).collect()
    spark.stop()

    assert partitions > 1, "one partition proves nothing"
    assert len(results) == len(expected) > 0, (len(results), len(expected))
    for number, (result, due) in enumerate(zip(results, expected), 1):
        assert without_source(result) == without_source(due), f"line {number}"
    print(f"{len(results)} results of {partitions} partitions are those of a single run")


if __name__ == "__main__":
    main(*sys.argv[1:])
