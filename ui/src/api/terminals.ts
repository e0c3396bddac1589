import { queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";
import { confirmed } from "./confirming";

export type Terminal = Schemas["TerminalOut"];

/** The terminal that waits to be let in. Looking at it decides nothing. */
export const terminalQuery = (flow: string) =>
  queryOptions({
    queryKey: ["terminals", flow],
    queryFn: () => answered(http.GET("/api/v1/terminals/{flow}", { params: { path: { flow } } })),
  });

/** Sign the terminal that shows this code in, as oneself. Throws a Problem wrong_code or sign_in_ended. */
export const letIn = (flow: string, code: string) =>
  confirmed(() => answered(http.POST("/api/v1/terminals/{flow}/let-in", { params: { path: { flow } }, body: { code } })));

export const refuseTerminal = (flow: string) =>
  answered(http.POST("/api/v1/terminals/{flow}/refuse", { params: { path: { flow } } }));
