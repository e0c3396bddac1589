"""Add up the sample sales by region and write a report beside them."""

import csv
import os
from collections import Counter
from pathlib import Path

here = Path(os.environ["DAYSHIFT_FILES_DIR"])
totals: Counter[str] = Counter()

with (here / "sales.csv").open(newline="") as file:
    for number, row in enumerate(csv.DictReader(file), start=1):
        totals[row["region"]] += int(row["units"]) * int(row["price"])
        if number % 50 == 0:
            print(f"{number} lines read")

reports = here / "reports"
reports.mkdir(exist_ok=True)
report = reports / f"sales-{os.environ['DAYSHIFT_EXECUTION_ID']}.txt"
with report.open("w") as file:
    for region, total in totals.most_common():
        line = f"{region:<10} {total:>10,}"
        print(line)
        file.write(line + "\n")

print(f"written to reports/{report.name}")
