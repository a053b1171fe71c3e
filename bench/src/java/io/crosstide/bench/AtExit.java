package io.crosstide.bench;

/** What has to be done also when the benchmark is broken off, until it is closed. */
final class AtExit implements AutoCloseable {
  private final Thread hook;

  AtExit(Runnable last) {
    hook = new Thread(last, "at-exit");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException goingDown) {
      // The hook is running, or will.
    }
  }
}
