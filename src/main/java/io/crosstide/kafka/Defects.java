package io.crosstide.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * What a thread that must not end does about a throwable nobody expected: it logs the first of each
 * kind, stands still for a moment so that it does not spin, and goes on.
 */
final class Defects {
  /** Kinds that are told apart; of all further ones nothing is logged. */
  static final int MAX_KINDS = 32;

  /** After an exception: a defect of this program, which the next round may not meet. */
  static final long EXCEPTION_PAUSE_MS = 200;

  /** After an error, mostly a want of memory, which takes time to pass. */
  static final long ERROR_PAUSE_MS = 500;

  private static final Logger LOG = Logger.getLogger(Defects.class);

  private final String where;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * @param where {@code flow=nyc->lon fetching}, for log lines
   */
  Defects(String where) {
    this.where = where;
  }

  /** Whether a thread may go on: not with a virtual machine that is broken. */
  static boolean survivable(Throwable thrown) {
    return !(thrown instanceof VirtualMachineError) || thrown instanceof OutOfMemoryError;
  }

  void survive(Throwable thrown) {
    try {
      if (isNew(thrown)) {
        LOG.errorf(thrown, "%s failed unexpectedly, going on; logged once per kind", where);
      }
    } catch (OutOfMemoryError e) {
      // Not even memory for the log line: the pause matters more.
    }
    long pauseMs = thrown instanceof Error ? ERROR_PAUSE_MS : EXCEPTION_PAUSE_MS;
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMs));
  }

  /** The same class thrown at the same place is the same kind. */
  boolean isNew(Throwable thrown) {
    StackTraceElement[] stack = thrown.getStackTrace();
    String kind = thrown.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    return logged.size() < MAX_KINDS && logged.add(kind);
  }
}
