// What held and what did not. A failing check is printed at once, with each problem on a line of its own.

export class Report {
  passed = 0;
  failed = 0;
  times = new Map();
  problems = new Map();

  constructor({ silent = false } = {}) {
    this.silent = silent;
  }

  /** Runs a check, a function that gives a list of problems; what it throws is a problem too. */
  async check(name, kind, run) {
    const begun = performance.now();
    let problems;
    try {
      problems = (await run()) ?? [];
    } catch (error) {
      problems = [String(error?.stack ?? error)];
    }
    const taken = performance.now() - begun;
    this.times.set(kind, (this.times.get(kind) ?? 0) + taken);
    if (problems.length === 0) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    this.problems.set(kind, [...(this.problems.get(kind) ?? []), ...problems]);
    if (this.silent) return;
    console.log(`FAIL ${kind}: ${name}`);
    for (const problem of problems.slice(0, 12)) console.log(`     ${problem}`);
    if (problems.length > 12) console.log(`     and ${problems.length - 12} more`);
  }

  end() {
    for (const [kind, time] of this.times) console.log(`   ${kind}: ${(time / 1000).toFixed(1)} s of work`);
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

/** Runs tasks, at most `width` at a time. */
export async function pool(width, tasks) {
  const rest = [...tasks];
  const worker = async () => {
    for (let task = rest.shift(); task; task = rest.shift()) await task();
  };
  await Promise.all(Array.from({ length: width }, worker));
}
