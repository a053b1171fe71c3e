package io.crosstide.lab;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends POSIX signals that Java has no method for. */
public final class Signals {
  private Signals() {}

  /** SIGSTOP: connections stay open, nothing is answered. */
  static void stop(Process process) {
    send(process, "STOP");
  }

  /** SIGCONT. */
  static void resume(Process process) {
    send(process, "CONT");
  }

  /** SIGQUIT: a program that knows it prints where its threads stand, and goes on. */
  public static void quit(Process process) {
    send(process, "QUIT");
  }

  private static void send(Process process, String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " exited with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
