package io.crosstide.cli;

import java.io.Console;

/** How log lines are written. */
enum LogFormat {
  TEXT,
  JSON,
  AUTO;

  /** Whether lines are JSON objects, on this very standard output. */
  boolean isJson() {
    return switch (this) {
      case TEXT -> false;
      case JSON -> true;
      case AUTO -> !onTerminal();
    };
  }

  /** Since Java 22 a console alone says nothing: it is there without a terminal too. */
  private static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJava22) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
