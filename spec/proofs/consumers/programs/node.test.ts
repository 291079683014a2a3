import { it } from "node:test";
import { addRule } from "./rule.ts";

addRule(it);
