/*
 * The packages that the programs stand on. This folder has a package.json of its own, and `npm run field` installs it on
 * first use, so that the project's `npm ci` stays lean.
 */
export { PGlite, protocol } from "@electric-sql/pglite";
export { Client, type DatabaseError, type QueryResult } from "pg";
export { default as PgBoss } from "pg-boss";
