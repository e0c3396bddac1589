import type { components } from "./schema.gen";

/** What is wrong with one field of what was sent, and a change that cures it, if there is one. */
export interface Fault {
  readonly field: string;
  readonly text: string;
  readonly code: string;
  readonly fix: { readonly label: string; readonly patch: Record<string, unknown> } | null;
}

type Body = components["schemas"]["Problem"] & { needs?: string; has?: string; ask?: string[]; revision?: number };

/** An answer that is none: RFC 9457, as the server writes it, or that nothing answered (status 0). */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly hint: string;
  readonly faults: readonly Fault[];
  readonly requestId: string;
  /** Whom to ask for the level that is missing. */
  readonly ask: readonly string[];
  readonly needs: string | undefined;
  /** The revision that the server holds, when another one was to be changed. */
  readonly revision: number | undefined;

  constructor(body: Partial<Body>) {
    super(body.title ?? "");
    this.code = body.code ?? "unreachable";
    this.status = body.status ?? 0;
    this.hint = body.hint ?? "";
    this.faults = (body.errors ?? []) as unknown as Fault[];
    this.requestId = body.request_id ?? "";
    this.ask = body.ask ?? [];
    this.needs = body.needs;
    this.revision = body.revision;
  }

  get isUnreachable(): boolean {
    return this.status === 0;
  }

  /** The texts of the faults of one field; "" is what belongs to none that is shown. */
  of(field: string): string | undefined {
    const texts = this.faults.filter((fault) => fault.field === field).map((fault) => fault.text);
    return texts.length > 0 ? texts.join(" ") : undefined;
  }
}

/** Whether what was shown a moment ago is not there any more for its reader. */
export const isGone = (error: unknown): boolean => error instanceof Problem && (error.status === 404 || error.status === 403);

/** Whether this is the problem of that code. */
export const isProblem = (error: unknown, code: string): error is Problem => error instanceof Problem && error.code === code;
