import { describe, expect, it } from "vitest";
import type { Member } from "@/api/members";
import type { Access, Grant } from "@/api/sharing";
import { rightsOf } from "./rights";

const member = (name: string, role: Member["role"], disabled = false): Member => ({ id: 1, name, role, disabled });

const grant = (person: string, level: string, more: Partial<Grant> = {}): Grant => ({
  id: 7,
  person,
  level,
  tag: null,
  ends_at: null,
  reason: "",
  source: "shared",
  granted_by: "ada",
  granted_at: "2026-11-23T13:12:00Z",
  ...more,
});

const access = (grants: Grant[], isPrivate = false): Access => ({
  private: isPrivate,
  logs_for: "run",
  code_for: "edit",
  free_arguments: false,
  tags: [],
  grants,
});

describe("who has access", () => {
  it("names every path, and the strongest level of all", () => {
    const grants = [grant("Fatima", "run"), grant("Fatima", "schedule", { tag: "finance" })];
    const [fatima] = rightsOf(access(grants), [member("Fatima", "viewer")]);
    expect(fatima).toMatchObject({ level: "schedule", inherited: "schedule", own: { level: "run" }, isOwner: false });
    expect(fatima?.sources).toEqual([
      { kind: "job", endsAt: null },
      { kind: "role", role: "viewer" },
      { kind: "tag", tag: "finance", endsAt: null },
    ]);
  });

  it("lists owners first, then who may most, then by name", () => {
    const members = [member("Zoe", "owner"), member("Bo", "editor"), member("Al", "editor"), member("Gus", "guest")];
    const names = rightsOf(access([grant("Mo", "manage", { source: "created_it" })]), members).map((one) => one.person);
    expect(names).toEqual(["Zoe", "Mo", "Al", "Bo"]);
  });

  it("a private job is nothing to roles, but to owners", () => {
    const members = [member("Zoe", "owner"), member("Bo", "editor")];
    expect(rightsOf(access([], true), members).map((one) => one.person)).toEqual(["Zoe"]);
  });

  it("somebody disabled has none, whatever their role", () => {
    expect(rightsOf(access([]), [member("Old", "editor", true)])).toEqual([]);
  });
});
