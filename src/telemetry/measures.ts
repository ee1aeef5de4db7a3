/**
 * What is measured of one request: made with it, gone with it, and nothing but numbers and names of the schema, apart
 * from the operation's name, which is the client's. It knows of no exporter.
 */
import type { ConflictPolicy } from '../versioned/commit.ts';
import { Fault } from '../faults.ts';
import { type Trace, toTraceparent } from './trace.ts';

export interface OperationName {
  readonly type: string;
  readonly name: string | undefined;
}

export interface MutationMeasures {
  readonly name: string;
  /** Undefined for what creates, and until the input was found to be good. */
  policy?: ConflictPolicy;
  /** The type of the result; undefined where an error took its place. */
  result?: string;
  rounds: number;
  throttles: number;
  replayed: boolean;
  /** Written on top of changes that the client had not seen. */
  reapplied: boolean;
}

/** A request as it was when its answer was ready. */
export interface Observed {
  readonly trace: Trace;
  readonly durationMs: number;
  readonly status: number;
  /** Somebody with a good token asked. */
  readonly admitted: boolean;
  readonly operation: OperationName | undefined;
  readonly mutations: readonly Readonly<MutationMeasures>[];
  /** The codes of its errors. */
  readonly errors: readonly string[];
  readonly authMs: number;
  readonly database: DatabaseMeasures;
}

interface DatabaseMeasures {
  readonly calls: number;
  readonly requestCharge: number;
  readonly throttles: number;
  /** While at least one call was under way. */
  readonly ms: number;
}

const longestName = 100;

export class Measures {
  readonly trace: Trace;
  /** For the calls that the request makes. */
  readonly traceparent: string;
  errors: readonly string[] = [];
  #operation: OperationName | undefined;
  readonly #mutations: MutationMeasures[] = [];
  readonly #start: number;
  readonly #clock: () => number;
  #admitted = false;
  #authMs = 0;
  readonly #database = { calls: 0, requestCharge: 0, throttles: 0, ms: 0 };
  #underWay = 0;
  #busySince = 0;

  constructor(trace: Trace, clock: () => number) {
    this.trace = trace;
    this.traceparent = toTraceparent(trace);
    this.#clock = clock;
    this.#start = clock();
  }

  /** `name` is a name of GraphQL, so letters, digits and underscores, of any length. */
  operation(type: string, name: string | undefined): void {
    this.#operation = { type, name: name?.slice(0, longestName) };
  }

  /** `verify` throws where nobody is let in. */
  async auth<Answer>(verify: () => Promise<Answer>): Promise<Answer> {
    const start = this.#clock();
    try {
      const answer = await verify();
      this.#admitted = true;
      return answer;
    } finally {
      this.#authMs = this.#clock() - start;
    }
  }

  /** One call of the database's SDK, with what it makes of the answer. */
  async call<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    this.#database.calls += 1;
    if (this.#underWay === 0) this.#busySince = this.#clock();
    this.#underWay += 1;
    try {
      return await send();
    } catch (error) {
      if (error instanceof Fault && error.code === 'THROTTLED') this.#database.throttles += 1;
      throw error;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#database.ms += this.#clock() - this.#busySince;
    }
  }

  charge(requestUnits: unknown): void {
    const charge = Number(requestUnits);
    if (charge > 0) this.#database.requestCharge += charge;
  }

  /** The mutations of a request run one after another: what is throttled meanwhile is this one's. */
  async mutation<Result extends { readonly type: string }>(
    name: string,
    run: (measures: MutationMeasures) => Promise<Result>,
  ): Promise<Result> {
    const before = this.#database.throttles;
    const measures: MutationMeasures = {
      name,
      rounds: 1,
      throttles: 0,
      replayed: false,
      reapplied: false,
    };
    this.#mutations.push(measures);
    try {
      const result = await run(measures);
      measures.result = result.type;
      return result;
    } finally {
      measures.throttles = this.#database.throttles - before;
    }
  }

  observed(status: number): Observed {
    return {
      trace: this.trace,
      durationMs: this.#clock() - this.#start,
      status,
      admitted: this.#admitted,
      operation: this.#operation,
      mutations: this.#mutations,
      errors: this.errors,
      authMs: this.#authMs,
      database: { ...this.#database },
    };
  }
}
