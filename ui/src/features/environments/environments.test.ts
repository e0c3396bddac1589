import { describe, expect, it } from "vitest";
import { jobOf, packagesOf, versionsOf } from "./environments";

describe("environments", () => {
  it("knows those of scripts", () => {
    expect([jobOf(".script-totals"), jobOf("script-totals")]).toEqual(["totals", undefined]);
  });

  it("reads what was asked for without comments and empty lines", () => {
    expect(packagesOf("# for reports\npolars>=1  # fast\n\n  openpyxl\n")).toEqual(["polars>=1", "openpyxl"]);
  });

  it("reads the versions of a lock, and neither hashes nor notes", () => {
    const lock = [
      "polars==1.2.3 \\",
      "    --hash=sha256:abc",
      "    # via -r requirements.in",
      "pywin32==1 ; sys_platform == 'win32' \\",
      "dayshift-client @ file:///x.whl \\",
    ].join("\n");
    expect(versionsOf(lock)).toEqual(["polars 1.2.3", "pywin32 1", "dayshift-client"]);
  });
});
