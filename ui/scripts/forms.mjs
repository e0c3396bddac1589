// What the rows of the schedule dialog write, for tests: reads a list of rows as JSON, prints what each sends.
import { createServer } from "vite";

const input = JSON.parse(await new Response(process.stdin).text());
const vite = await createServer({ server: { middlewareMode: true, ws: false }, appType: "custom", logLevel: "error" });
try {
  const { newForm, written } = await vite.ssrLoadModule("/src/features/schedules/form.ts");
  const said = input.map((rows) => written({ ...newForm({ day: rows.day, time: rows.time }, rows.tz), ...rows }));
  console.log(JSON.stringify(said));
} finally {
  await vite.close();
}
