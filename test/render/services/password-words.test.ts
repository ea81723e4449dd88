import { describe, expect, it } from "vitest";
import { mistakeIn, wordsFor } from "../../../templates/proxy/front/assets/words.js";

const right = { user: "ana", current: "old password", next: "new password", again: "new password" };

describe("what is entered", () => {
  it.each([
    ["a user name", right],
    ["a whole name", { ...right, user: "@ana:acme.example" }],
    ["a whole name without @", { ...right, user: "ana:acme.example" }],
  ])("is sent with %s", (_, entered) => {
    expect(mistakeIn(entered, "acme.example")).toBeNull();
  });

  it.each([
    ["user", { ...right, user: "" }, "Enter your user name"],
    ["user", { ...right, user: "@ana:other.example" }, "an account on other.example. This server is acme.example"],
    ["current", { ...right, current: "" }, "Enter your current password"],
    ["new", { ...right, next: "", again: "" }, "Enter a new password"],
    ["again", { ...right, again: "new passwort" }, "new passwords differ"],
    ["new", { ...right, next: "old password", again: "old password" }, "is the same as the current one"],
  ])("is stopped at the field `%s`", (field, entered, text) => {
    expect(mistakeIn(entered, "acme.example")).toEqual({ field, text: expect.stringContaining(text) });
  });
});

describe("what came of it is said in words", () => {
  const refused = (step: "sign in" | "change", status: number, body = {}, retryAfter: string | null = null) =>
    wordsFor({ step, status, body, retryAfter }, false);

  it("for a change, with what became of the other devices", () => {
    expect(wordsFor({ step: "done" }, false).text).toBe("Your password is changed. Your devices stay signed in.");
    expect(wordsFor({ step: "done" }, true).text).toContain("Your other devices are signed out.");
  });

  it("for a wrong password, at the field it was typed in", () => {
    const { text, field } = refused("sign in", 403, { errcode: "M_FORBIDDEN", error: "Invalid username or password" });
    expect(text).toContain("user name or the password is wrong");
    expect(field).toBe("current");
  });

  it("for a closed and for a locked account", () => {
    expect(refused("sign in", 403, { errcode: "M_USER_DEACTIVATED" }).text).toContain("deactivated");
    expect(refused("sign in", 401, { errcode: "M_USER_LOCKED" }).text).toContain("locked");
  });

  it("for too many tries, with the seconds, wherever they are written", () => {
    expect(refused("sign in", 429, {}, "7").text).toContain("in 7 seconds");
    expect(refused("change", 429, { retry_after_ms: 6_200 }).text).toContain("in 7 seconds");
    expect(refused("sign in", 429, { retry_after_ms: 900 }).text).toContain("in 1 second.");
    expect(refused("sign in", 429).text).toContain("in a minute");
  });

  it("for a password that the server finds too weak, with the server's words", () => {
    const said = { errcode: "M_PASSWORD_TOO_SHORT", error: "Password must be at least 12 characters long" };
    expect(refused("change", 400, said)).toEqual({ field: "new", text: expect.stringContaining("12 characters") });
  });

  it("for no answer, and says what that leaves open", () => {
    expect(refused("sign in", 0).text).toContain("does not answer. Your password was not changed");
    expect(refused("change", 0).text).toContain("may have been changed");
  });

  it("for anything else, with what the server said", () => {
    expect(refused("sign in", 500, { error: "Internal server error" }).text).toContain("Internal server error");
    expect(refused("change", 502).text).toContain("it answered 502");
  });
});
