import { queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";

export type Me = Schemas["Me"];

/** Who is signed in. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => answered(http.GET("/api/v1/me")),
  staleTime: Infinity,
});

export const signIn = (name: string, password: string) =>
  answered(http.POST("/api/v1/session", { body: { name, password, for: "browser" } }));

/** Use a one-time link; one that sets an account up asks for a password first. */
export const redeem = (token: string, name?: string, password?: string) =>
  answered(http.POST("/api/v1/links/redeem", { body: { token, name, password, for: "browser" } }));

export const signOut = () => answered(http.DELETE("/api/v1/session"));

/** Show one's password again, for what needs a recent sign-in. Throws a Problem wrong_password: no session ended. */
export const confirmPassword = (password: string) => answered(http.POST("/api/v1/session/confirm", { body: { password } }));
