import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const SERVER = process.env.DAYSHIFT_URL ?? "http://127.0.0.1:8080";

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
            {
              name: "kit",
              test: /node_modules\/(@mantine\/(core|hooks|notifications)|@floating-ui|react-remove-scroll|@tanstack)\//,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": SERVER, "/readyz": SERVER } },
});
