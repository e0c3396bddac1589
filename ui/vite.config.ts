import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const SERVER = process.env.DAYSHIFT_URL ?? "http://127.0.0.1:8080";

const FIRST = /node_modules\/(@mantine\/(core|hooks|notifications)|@floating-ui|react-remove-scroll|@tanstack)\//;
const FIELDS =
  /@mantine\/core\/esm\/components\/(Autocomplete|Checkbox|Combobox|FileButton|InlineInput|MultiSelect|NumberInput|PasswordInput|Pill|PillsInput|Progress|Radio|Select|Switch|TagsInput|Textarea)\//;

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  html: { cspNonce: "__CSP_NONCE__" }, // the server puts a fresh one into each answer
  build: {
    assetsInlineLimit: 0, // one font as data: would break every page under the policy
    target: "es2022",
    rollupOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\// },
            // The kit, but for what only forms and dialogs need: that comes with the first of them, and not with a list.
            { name: "kit", priority: 2, test: (id) => FIRST.test(id) && !FIELDS.test(id) },
            { name: "fields", test: FIELDS },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": SERVER, "/readyz": SERVER } },
});
