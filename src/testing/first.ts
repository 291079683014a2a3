/*
 * Imported before what takes clocks out of their objects when it is loaded, such as `const { now } = Date`, lets those be
 * virtual in runs, too. Until a run begins they are real, and they are what they were for who compares dates.
 */
import { keepClocks } from "./node/kept-clocks.ts";

keepClocks();
