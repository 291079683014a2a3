import { chosen } from "./chosen.ts";

void chosen().then(({ main }) => main(console.log));
