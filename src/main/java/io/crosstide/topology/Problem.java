package io.crosstide.topology;

/**
 * One thing that is wrong with a topology file.
 *
 * @param severity whether the topology can't be used, or should be looked at
 * @param file as it was given
 * @param line from 1; 0 when the problem is the file itself
 * @param column from 1; 0 when the problem is the file itself
 * @param path {@code flows.nyc->lon.include[1]}; empty when the problem is the file itself
 * @param message what is wrong
 * @param mend what to do; empty when the message says it all
 */
public record Problem(
    Severity severity,
    String file,
    int line,
    int column,
    String path,
    String message,
    String mend) {

  /** How bad. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** {@code file:line:column path: message}, and the mend on a line of its own. */
  public String format() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    if (path.isEmpty()) {
      text.append(':');
    } else {
      text.append(' ').append(path).append(':');
    }
    text.append(severity == Severity.WARNING ? " warning: " : " ").append(message);
    return mend.isEmpty() ? text.toString() : text.append("\n    mend: ").append(mend).toString();
  }
}
