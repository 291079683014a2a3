/** A test, as vitest's json reporter writes it. */
export interface TestResult {
  readonly fullName: string;
  readonly status: string;
}

/** What is used of the file that vitest's json reporter writes. */
export interface JsonResults<Test extends TestResult = TestResult> {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly Test[];
  }[];
}
