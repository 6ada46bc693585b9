/** A variable that should name a proxy does not. The message begins with the variable, and shows nothing of its value. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  readonly code = "PROXY_VARIABLE";
  readonly variable: string;
  /** What is wrong, and after a semicolon what to do. */
  readonly problem: string;

  constructor(variable: string, problem: string, options?: ErrorOptions) {
    super(`${variable}: ${problem}`, options);
    this.variable = variable;
    this.problem = problem;
  }
}
