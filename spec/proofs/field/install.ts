import { join } from "node:path";
import { installIn } from "../install.ts";

/** What `npm run field` needs beyond the project. */
installIn(
  join(import.meta.dirname, "../../../src/field/engines"),
  "PGlite, pg and pg-boss, 30 MB",
);
