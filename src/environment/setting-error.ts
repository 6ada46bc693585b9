/**
 * A variable of the environment has a value that cannot be used. The message goes on after the variable's name, in one
 * line: what is wrong, and after a semicolon what to do. It shows no secret.
 */
export class SettingError extends Error {
  override readonly name = "SettingError";
}
